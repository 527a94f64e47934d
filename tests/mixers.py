"""Mixers for tests: set up and joined as the rules do, and people who are known to the draw."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from models import mixers, mixers_introduction, mixers_rounds, outbox, profiles, stewards
from models.base import Sessions
from models.mixers import Mixer, Plan
from models.mixers_rounds import Part, Round
from models.outbox import Owed
from models.profiles import Told
from scheduler import mixers as jobs
from tests.conftest import START, Company
from tests.people import Json, Person, words

TEAM = "T0LOCAL"
STEWARD = "U0ADA"
CHANNEL = "C0LEARNING"

FORM = {
    "name": "Coffee",
    "channel": CHANNEL,
    "size": "3",
    "every": "2",
    "weekday": "3",
    "at": "10:00",
    "zone": "UTC",
    "across": "team",
    "together": "talk",
}
"""The first draw is on Thursday, 4 March 2027, and the heads-up two days before."""


def mixer(sessions: Sessions, members: Iterable[str], *, now: datetime, **chosen: Any) -> Mixer:
    """Set up a mixer that a steward wished for, with its first round, and let these people join."""
    plan = {"name": "Coffee", "channel_id": CHANNEL, "weekday": 3, "at": time(10), "zone": "UTC", **chosen}
    with sessions.begin() as session:
        stewards.appoint(session, TEAM, STEWARD, now=now)
        made = mixers.set_up(
            session,
            TEAM,
            Plan(**plan),
            by=STEWARD,
            creator_id=None,
            submission=f"V{plan['name']}",
            now=now,
        )
        mixers_rounds.open_first(session, made, seed=7, now=now)
        for who in members:
            mixers.join(session, made, who, now=now)
        return made


def known(sessions: Sessions, who: str, *, now: datetime, zone: str = "UTC", **told: Any) -> None:
    """Let somebody have a profile: a team, hours, a manager."""
    with sessions.begin() as session:
        profiles.save(session, TEAM, who, Told(**told), zone=zone, now=now)


def drawn(company: Company, made: Mixer) -> Round:
    """Move the clock to a mixer's draw, let the real timetable draw, and let be said what may be."""
    round_ = coming(company.potluck.sessions, made)
    company.set_clock(round_.draws_at)
    company.settle()
    return _again(company.potluck.sessions, round_)


def _again(sessions: Sessions, round_: Round) -> Round:
    """Give a round as it is kept now."""
    with sessions.read() as session:
        return session.get_one(Round, round_.id)


def looks(sessions: Sessions, made: Mixer) -> Round:
    """Let a mixer's round be drawn at its moment, at the rules' own level; give it."""
    round_ = coming(sessions, made)
    jobs.look(sessions, round_.draws_at)
    return _again(sessions, round_)


def groups(sessions: Sessions, round_: Round) -> list[list[str]]:
    """Give who is in each group of a round."""
    with sessions.read() as session:
        return [mixers_rounds.people_of(session, each) for each in mixers_rounds.groups_of(session, round_)]


def coming(sessions: Sessions, made: Mixer) -> Round:
    """Give the round of a mixer that is open."""
    with sessions.read() as session:
        round_ = mixers_rounds.coming(session, made)
    assert round_ is not None
    return round_


def introduced(sessions: Sessions, people: Iterable[str]) -> None:
    """Let the introduction of the last group of these people have been said."""
    with sessions.begin() as session:
        to = ",".join(sorted(people))
        found = select(Owed).where(Owed.kind == mixers_introduction.KIND, Owed.recipients == to)
        owed = session.scalars(found.order_by(Owed.id.desc()).limit(1)).one()
        now = owed.due_at
        assert now is not None
        outbox.opened(owed, "G1", now=now)
        outbox.said(owed, "1.0", now=now)
        mixers_introduction.begun(session, owed)


def steward(company: Company) -> Person:
    """Make Ada a steward."""
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, STEWARD, now=START)
    return company.person("ada")


def sets_up(person: Person, where: str = "#learning", **chosen: Any) -> dict[str, str]:
    """Set a mixer up in the window of `/mixer`; give the errors beside the fields."""
    person.types("/mixer", where)
    person.presses("Set up a mixer")
    return person.submits(**{**FORM, **chosen})


def invited(company: Company, **chosen: Any) -> Person:
    """Let Ada set a mixer up whose invitation stands in #learning."""
    ada = steward(company)
    assert sets_up(ada, **chosen) == {}
    ada.closes()
    company.settle()
    return ada


def invitation(person: Person, name: str = "Coffee") -> Json:
    """Find the invitation in #learning."""
    return next(
        each for each in reversed(person.reads()) if name in words(each.get("blocks", [])).split("\n")[0]
    )


def joins(company: Company, name: str, *, button: str = "Join", mixer: str = "Coffee") -> Person:
    """Let somebody say yes by the button of the invitation."""
    person = company.person(name)
    person.presses(button, invitation(person, mixer))
    assert person.submits() == {}
    return person


def direct(person: Person) -> str:
    """Name the conversation in which Potluck talks to somebody alone."""
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def told(person: Person) -> str:
    """Read the last thing that Potluck told somebody alone."""
    return words(person.told_by_potluck()[-1].get("blocks", []))


def moves_on(company: Company, to: datetime) -> None:
    """Let the clock go on, and what is owed then be said."""
    company.set_clock(to)
    company.settle()


def kept(company: Company, table: type[Any]) -> list[Any]:
    """Read all rows of a table, in the order in which they were made."""
    with company.potluck.sessions.read() as session:
        key = Part.user_id if table is Part else table.id
        return list(session.scalars(select(table).order_by(key)))


def rounds(company: Company) -> list[Round]:
    """Read all rounds."""
    return kept(company, Round)
