"""Talks: offered for a date or any date, given at a lunch, kept in the library."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import links
from models.base import NEVER_REUSED, Base
from models.lunches_series import TalkFormat

LONGEST_TITLE = 150
LONGEST_GAIN = 500


class State(StrEnum):
    """How far a talk has come."""

    WAITING = "waiting"
    PLACED = "placed"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Talk(Base):
    """One talk. `gain` says what people will get; `number` is its slot at its lunch, from 0.

    One that waits for a date is for any lunch of `series_id`, or of any series where that is empty.
    """

    __tablename__ = "talks"
    __table_args__ = (
        UniqueConstraint("lunch_id", "number"),
        UniqueConstraint("team_id", "submission"),
        Index("ix_talks_state", "team_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    speaker_id: Mapped[str] = mapped_column(String(32), index=True)
    co_speakers: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    gain: Mapped[str] = mapped_column(String(LONGEST_GAIN), default="")
    format: Mapped[TalkFormat] = mapped_column(String(20))
    minutes: Mapped[int]
    state: Mapped[State] = mapped_column(String(10))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    lunch_id: Mapped[int | None] = mapped_column(ForeignKey("lunches.id", ondelete="SET NULL"))
    number: Mapped[int | None]
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("wishes.id", ondelete="SET NULL"))
    submission: Mapped[str] = mapped_column(String(64))
    offered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    link: Mapped[str] = mapped_column(String(links.LONGEST), default="")
    tip_id: Mapped[int | None]

    @property
    def speakers(self) -> list[str]:
        """Everybody who gives it, the one who offered it first."""
        return [self.speaker_id, *filter(None, self.co_speakers.split(","))]


def of_lunch(session: Session, lunch_id: int) -> Sequence[Talk]:
    """List what is given at a lunch, in its order."""
    return session.scalars(select(Talk).where(Talk.lunch_id == lunch_id).order_by(Talk.number)).all()
