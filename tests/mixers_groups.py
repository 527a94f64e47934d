"""Groups of a mixer's round for the tests of what follows, as a draw leaves them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_introduction, mixers_meetings, mixers_rounds
from models.base import Sessions
from models.mixers import Mixer
from models.mixers_rounds import Group, Part, Round, Stand, State
from tests.conftest import Company
from tests.mixers import mixer
from tests.people import Person

NUDGES, ASKS, ENDS = timedelta(days=2), timedelta(days=5), timedelta(days=7)
"""How long after the draw of a weekly round what is due at it; in longer ones everything comes later."""


def drawn(
    session: Session,
    mixer: Mixer,
    groups: Iterable[Sequence[str]],
    *,
    left_out: Iterable[str] = (),
    now: datetime,
) -> Round:
    """Let the open round of a mixer be drawn into these groups, the first of each its starter."""
    mixer = session.merge(mixer)
    round_ = mixers_rounds.coming(session, mixer)
    assert round_ is not None
    round_.state, round_.drawn_at, round_.heads_up_at = State.DRAWN, now, None
    every = mixer.every
    round_.nudges_at, round_.asks_at, round_.ends_at = (
        now + NUDGES * every,
        now + ASKS * every,
        now + ENDS * every,
    )
    for people in groups:
        group = Group(team_id=mixer.team_id, round_id=round_.id, starter_id=people[0])
        session.add(group)
        session.flush()
        for who in people:
            plays(session, round_, who, Stand.IN, group.id)
    for who in left_out:
        plays(session, round_, who, Stand.LEFT_OUT)
    mixers_meetings.note(session, mixer.team_id, round_.id, groups, at=now)
    mixers_rounds.plan(round_)
    mixers_rounds.open_next(session, mixer, round_, seed=8, now=now)
    return round_


def plays(session: Session, round_: Round, who: str, stand: Stand, group_id: int | None = None) -> None:
    """Let somebody have a part in a round."""
    session.add(
        Part(
            round_id=round_.id,
            team_id=round_.team_id,
            user_id=who,
            stand=stand,
            group_id=group_id,
            first=False,
            line="",
        )
    )
    session.flush()


def begun(session: Session, round_: Round, *, now: datetime) -> None:
    """Let every group of a round have been introduced."""
    for group in mixers_rounds.groups_of(session, round_):
        group.begun_at = now


def seated(sessions: Sessions, round_id: int) -> list[list[str]]:
    """Give who is in each group now, and leave out those that are none any more."""
    with sessions.read() as session:
        round_ = session.get_one(Round, round_id)
        people = (mixers_rounds.people_of(session, each) for each in mixers_rounds.groups_of(session, round_))
        return [each for each in people if each]


def stands(sessions: Sessions, round_id: int) -> Mapping[str, Stand]:
    """Give what part each has in a round."""
    with sessions.read() as session:
        found = session.scalars(select(Part).where(Part.round_id == round_id))
        return {part.user_id: Stand(part.stand) for part in found}


def company_round(company: Company, *groups: Sequence[str], introduce: bool = True, **chosen: Any) -> Round:
    """Let a weekly mixer's round be drawn into these groups now, and be introduced in their conversations."""
    now, sessions = company.workspace.now(), company.potluck.sessions
    everybody = [who for people in groups for who in people]
    made = mixer(sessions, everybody, now=now, **{"every": 1, **chosen})
    with sessions.begin() as session:
        round_ = drawn(session, made, groups, now=now)
        by_number = {
            group.id: mixers_rounds.people_of(session, group)
            for group in mixers_rounds.groups_of(session, round_)
        }
        mixers_introduction.owe(session, round_, by_number, now=now)
    if introduce:
        company.settle()
    return round_


def where(person: Person, *others: str) -> str:
    """Find the conversation in which exactly these people talk with Potluck."""
    members = {person.id, *others, "U0POTLUCK"}
    found = (each for each in person.ask("GET", "/conversations") if each["kind"] == "mpim")
    return next(str(each["id"]) for each in found if set(each["members"]) == members)


def goes_on(company: Company, **by: float) -> None:
    """Move the clock on, and let what is due be said."""
    company.set_clock(company.workspace.now() + timedelta(**by))
    company.settle()
