"""A cohort and the people in it, for the tests of cohorts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import cohorts, skills, stewards
from models.cohorts import Cohort, Joined, Pair, Plan, Role
from models.mentoring import Mentorship
from models.mentoring_score import Rules
from models.profiles import Profile
from models.skills import Level, Skill, Wanted
from tests.conftest import START, Company

TEAM = "T0LOCAL"
LEARNING = "C0LEARNING"
CLOSES, STARTS = date(2027, 3, 15), date(2027, 3, 22)
CLOSED = datetime.fromisoformat("2027-03-15T16:00:00+00:00")
"""When sign-up closes: 17:00 in Berlin."""
ANY = Rules(other_team=False, other_line=False, same_language=False, overlap_minutes=0)


def open_cohort(session: Session, *, team_id: str = TEAM, now: datetime = START, **chosen: Any) -> Cohort:
    """Let Ada, a steward, open a cohort in #learning."""
    stewards.appoint(session, team_id, "U0ADA", now=now)
    submission = str(chosen.pop("submission", "first"))
    seed = int(chosen.pop("seed", 7))
    plan = Plan("Spring cohort", LEARNING, CLOSES, STARTS, "Europe/Berlin", rules=ANY)
    return cohorts.open_signup(
        session,
        team_id,
        plan._replace(**chosen),
        by="U0ADA",
        submission=submission,
        seed=seed,
        now=now,
    )


def joins(
    session: Session,
    cohort: Cohort,
    who: str,
    role: Role,
    *,
    wants: Sequence[str] = (),
    offers: Sequence[str] = (),
    places: int = 1,
) -> None:
    """Let somebody be in a cohort, with these skills."""
    session.add(
        Joined(
            cohort_id=cohort.id,
            team_id=cohort.team_id,
            user_id=who,
            role=role,
            capacity=places,
            line=f"the line of {who}",
            joined_at=START,
        )
    )
    knows(session, who, wants=wants, offers=offers)


def knows(session: Session, who: str, *, wants: Sequence[str] = (), offers: Sequence[str] = ()) -> None:
    """Let somebody want and offer these skills."""
    for table, named in ((Wanted, wants), (Skill, offers)):
        for each in named:
            key = skills.key(each)
            if session.get(table, (TEAM, who, key)) is None:
                session.add(
                    table(team_id=TEAM, user_id=who, key=key, name=each, level=Level.DEEPEN, since=START)
                )
    session.flush()


def is_like(session: Session, who: str, **told: Any) -> None:
    """Let somebody's profile say this."""
    session.add(Profile(team_id=TEAM, user_id=who, changed_at=START, **told))
    session.flush()


def pairs(session: Session) -> Mapping[str, str]:
    """Give the drafts' pairs: each seeker's mentor."""
    return {each.seeker_id: each.mentor_id for each in session.scalars(select(Pair))}


def mentorships(company: Company) -> list[tuple[str, str | None]]:
    """Give who is in mentorships: the seekers, each with their mentor."""
    with company.potluck.sessions.read() as session:
        rows = session.scalars(select(Mentorship).order_by(Mentorship.seeker_id)).all()
        return [(each.seeker_id, each.mentor_id) for each in rows]


def close_signup(company: Company) -> None:
    """Let the day come on which sign-up closes."""
    company.set_clock(CLOSED + timedelta(minutes=1))
    company.settle()
