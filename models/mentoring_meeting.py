"""What happens along the way of a mentorship: sessions, fit check, check-ins, worksheet, the last words."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base


class Met(StrEnum):
    """What somebody answers a check-in."""

    MET = "met"
    PLANNED = "planned"
    NOT_YET = "not_yet"
    COULD_NOT = "could_not"


class MentoringSession(Base):
    """One meeting of the two, logged by either."""

    __tablename__ = "mentoring_sessions"
    __table_args__ = (UniqueConstraint("mentorship_id", "number"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    team_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    met_on: Mapped[date]
    minutes: Mapped[int]
    logged_by: Mapped[str] = mapped_column(String(32))
    logged_at: Mapped[datetime]


class Worksheet(Base):
    """Two lines about a session, private to the two."""

    __tablename__ = "mentoring_worksheets"
    __table_args__ = (Index("ix_mentoring_worksheets_mentorship_id", "mentorship_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorships.id", ondelete="CASCADE"))
    team_id: Mapped[str] = mapped_column(String(32))
    author_id: Mapped[str] = mapped_column(String(32))
    stuck: Mapped[str] = mapped_column(Text, default="")
    suggested: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]


class Fit(Base):
    """Whether it fits, as one of the two said privately after the first session."""

    __tablename__ = "mentoring_fits"

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    fits: Mapped[bool]
    said_at: Mapped[datetime]


class CheckIn(Base):
    """One of the two asked how it goes, the `number`th time; `answer` is empty until they say."""

    __tablename__ = "mentoring_checkins"

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asked_at: Mapped[datetime]
    answer: Mapped[Met | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None]


class LastWord(Base):
    """What one of the two said at the end: what changed, thanks, whether it goes on, and what to pass on.

    `insight` becomes a tip in `channel_id` if the partner agrees: `shares` is their answer, `named` whether
    the tip may name them.
    """

    __tablename__ = "mentoring_last_words"

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    changed: Mapped[str] = mapped_column(Text, default="")
    thanks: Mapped[str] = mapped_column(Text, default="")
    renew: Mapped[bool | None]
    insight: Mapped[str] = mapped_column(Text, default="")
    channel_id: Mapped[str | None] = mapped_column(String(32))
    shares: Mapped[bool | None]
    named: Mapped[bool] = mapped_column(default=False)
    tip_id: Mapped[int | None] = mapped_column(ForeignKey("tips.id", ondelete="SET NULL"))
    said_at: Mapped[datetime]
