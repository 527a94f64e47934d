"""Who was brought together with whom, whichever mixer it was: what makes a repeat a repeat."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import combinations

from sqlalchemy import ForeignKey, Index, Row, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, UtcDateTime, insert_missing

MOST_NAMED = 5000
"""People whom a query names one by one."""


class Meeting(Base):
    """Two who were in one group of a round, in either order: `one_id` is the lesser of their ids."""

    __tablename__ = "mixer_meetings"
    __table_args__ = (Index("ix_mixer_meetings_two", "team_id", "one_id", "other_id", "at"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("mixer_rounds.id", ondelete="CASCADE"), primary_key=True)
    one_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    other_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    team_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]


def note(
    session: Session, team_id: str, round_id: int, groups: Iterable[Iterable[str]], *, at: datetime
) -> None:
    """Write down that everybody of each group was brought together with everybody else of it."""
    rows = [
        {"round_id": round_id, "one_id": one, "other_id": other, "team_id": team_id, "at": at}
        for people in groups
        for one, other in combinations(sorted(people), 2)
    ]
    insert_missing(session, Meeting, rows)


def among(
    session: Session, team_id: str, people: AbstractSet[str], *, before: datetime | None = None
) -> Iterator[Row[str, str, datetime]]:
    """Give every two of some people who were brought together, by their ids in order, and when last."""
    at = func.max(Meeting.at, type_=UtcDateTime).label("at")
    found = select(Meeting.one_id, Meeting.other_id, at).where(Meeting.team_id == team_id)
    if before is not None:
        found = found.where(Meeting.at < before)
    found = found.group_by(Meeting.one_id, Meeting.other_id)
    there = sorted(people)
    for start in range(0, len(there), MOST_NAMED):
        some = found.where(Meeting.one_id.in_(there[start : start + MOST_NAMED]))
        yield from (row for row in session.execute(some) if row.other_id in people)


def latest(session: Session, team_id: str) -> datetime | None:
    """Give the moment at which anybody was brought together with somebody last."""
    return session.scalar(select(func.max(Meeting.at, type_=UtcDateTime)).where(Meeting.team_id == team_id))
