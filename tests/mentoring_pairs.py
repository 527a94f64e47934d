"""Two people who both said yes to a mentorship, for the tests of what follows."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mentoring_introduction
from models.base import upsert
from models.mentoring import Format, Mentorship, State
from models.profiles import Profile
from models.skills import Level, Skill, Wanted
from models.skills import key as folded
from tests.conftest import START, Company
from tests.people import Json, Person, words

TEAM = "T0LOCAL"
ADA, BEN = "U0ADA", "U0BEN"


def pair(
    session: Session, seeker: str = BEN, mentor: str = ADA, *, now: datetime = START, **more: Any
) -> Mentorship:
    """Let two people have said yes to each other; their introduction is owed."""
    skill = more.pop("skill", "Kubernetes")
    mentorship = Mentorship(
        team_id=TEAM,
        seeker_id=seeker,
        mentor_id=mentor,
        state=State.PROPOSED,
        skill=skill,
        skill_key=folded(skill),
        asked_at=now,
        **{"format": Format.RUNNING, **more},
    )
    session.add(mentorship)
    session.flush()
    mentoring_introduction.introduce(session, mentorship, now=now)
    return mentorship


def begin(mentorship: Mentorship, now: datetime) -> None:
    """Let a mentorship run without waiting for its introduction."""
    mentorship.state, mentorship.begun_at, mentorship.next_at = State.RUNNING, now, now
    mentorship.ends_on = mentoring_introduction.last_day(mentorship.format, now.date())


def paired(company: Company, seeker: str = BEN, mentor: str = ADA, **more: Any) -> int:
    """Let two people be introduced; give the mentorship's number."""
    with company.potluck.sessions.begin() as session:
        made = pair(session, seeker, mentor, now=company.workspace.now(), **more)
    company.settle()
    return made.id


def told_of(session: Session, user_id: str, skill: str, *, offers: bool, level: Level = Level.DEEPEN) -> None:
    """Let somebody offer or want a skill."""
    table = Skill if offers else Wanted
    session.add(table(team_id=TEAM, user_id=user_id, key=folded(skill), name=skill, level=level, since=START))


def profile(session: Session, user_id: str, **known: Any) -> None:
    """Let something be known of somebody."""
    upsert(session, Profile, {"team_id": TEAM, "user_id": user_id}, {**known, "changed_at": START})


def kept(company: Company, mentorship_id: int) -> Mentorship:
    """Give a mentorship as it is kept now."""
    with company.potluck.sessions.read() as session:
        return session.scalars(select(Mentorship).where(Mentorship.id == mentorship_id)).one()


def later(company: Company, **by: float) -> None:
    """Move the clock on from the start, and let what is due be said."""
    company.set_clock(START + timedelta(**by))
    company.settle()


def together(person: Person) -> str | None:
    """Find the conversation of two people with Potluck."""
    groups = (each for each in person.ask("GET", "/conversations") if each["kind"] == "mpim")
    return next((str(each["id"]) for each in groups if "U0POTLUCK" in each["members"]), None)


def introductions(person: Person) -> list[Json]:
    """Give every introduction that somebody sees in a group's conversation."""
    where = together(person)
    return [each for each in person.reads(where) if "begins" in each["text"]] if where else []


def direct(person: Person) -> str:
    """Find somebody's conversation with Potluck alone."""
    found = (each for each in person.ask("GET", "/conversations") if each["kind"] == "im")
    return next(str(each["id"]) for each in found if "U0POTLUCK" in each["members"])


def heard(person: Person, part: str = "") -> list[str]:
    """Give what Potluck told somebody alone, each message's words, where a part is in them."""
    said = [words(each.get("blocks") or each["text"]) for each in person.told_by_potluck()]
    return [each for each in said if part in each]
