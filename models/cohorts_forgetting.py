"""What cohorts hold of somebody: what they joined and opened, and the drafts that have them in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import cohorts
from models.base import facts
from models.cohorts import NOBODY, Cohort, Joined, Pair, Parted


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take somebody out of every cohort, and its draft; what they opened goes on without their name.

    A cohort that is drafted or published this very moment is waited for: afterwards it has nothing of them.
    """
    joined = _of(session, Joined, team_id, Joined.user_id == user_id)
    for cohort in joined:
        session.refresh(cohort, with_for_update=True)
    session.execute(delete(Joined).where(Joined.team_id == team_id, Joined.user_id == user_id))
    for table in (Pair, Parted):
        named = or_(table.seeker_id == user_id, table.mentor_id == user_id)
        session.execute(delete(table).where(table.team_id == team_id, named))
    opened = update(Cohort).where(Cohort.team_id == team_id, Cohort.opened_by == user_id)
    session.execute(opened.values(opened_by=NOBODY))
    for cohort in joined:
        cohorts.show_again(session, cohort, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody joined and opened, and which drafts have them in; never with whom."""
    joined = select(Cohort, Joined).join(Joined).where(Joined.team_id == team_id, Joined.user_id == user_id)
    mine = Cohort.opened_by == user_id
    opened = select(Cohort).where(Cohort.team_id == team_id, mine).order_by(Cohort.id)
    return {
        "cohorts": [
            {
                **facts(cohort, "title", "channel_id", "state"),
                **facts(each, "role", "capacity", "line", "joined_at", "matched"),
            }
            for cohort, each in session.execute(joined.order_by(Cohort.id))
        ],
        "cohorts_i_opened": [
            facts(each, "title", "channel_id", "state", "opened_at") for each in session.scalars(opened)
        ],
        "cohort_drafts": [
            facts(each, "title")
            for each in _of(session, Pair, team_id, or_(Pair.seeker_id == user_id, Pair.mentor_id == user_id))
        ],
        "cohort_partings": [
            facts(each, "title")
            for each in _of(
                session, Parted, team_id, or_(Parted.seeker_id == user_id, Parted.mentor_id == user_id)
            )
        ],
    }


def _of(session: Session, table: type[Joined | Pair | Parted], team_id: str, theirs: Any) -> Sequence[Cohort]:
    """List the cohorts in which a table has rows of somebody's."""
    named = select(table.cohort_id).where(table.team_id == team_id, theirs)
    return session.scalars(select(Cohort).where(Cohort.id.in_(named)).order_by(Cohort.id)).all()
