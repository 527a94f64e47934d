"""Cohorts: a steward's sign-up for mentoring, drafted as a whole, reviewed and published."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import NEVER_REUSED, Base
from models.mentoring import Format

OVERLAP_MINUTES = 120
"""Shared working time a day that a pair needs, where the steward chose no other."""


class State(StrEnum):
    """How far a cohort has come."""

    OPEN = "open"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody signs up for."""

    SEEKER = "seeker"
    MENTOR = "mentor"
    BOTH = "both"


class Cohort(Base):
    """One cohort and its rules; `seed` is the draft's, `size` the most pairs (None: as many as there are)."""

    __tablename__ = "cohorts"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(String(100))
    channel_id: Mapped[str] = mapped_column(String(32))
    opened_by: Mapped[str] = mapped_column(String(32))
    submission: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(String(10), index=True)
    format: Mapped[Format] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    starts_on: Mapped[date]
    size: Mapped[int | None]
    other_team: Mapped[bool] = mapped_column(default=True)
    other_line: Mapped[bool] = mapped_column(default=True)
    same_language: Mapped[bool] = mapped_column(default=True)
    overlap_minutes: Mapped[int] = mapped_column(default=OVERLAP_MINUTES)
    seed: Mapped[int] = mapped_column(default=0)
    drafted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]


class Joined(Base):
    """One member's yes to a cohort; `matched` is told when it is published."""

    __tablename__ = "cohort_members"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[Role] = mapped_column(String(10))
    capacity: Mapped[int] = mapped_column(default=1)
    line: Mapped[str] = mapped_column(Text, default="")
    joined_at: Mapped[datetime]
    matched: Mapped[bool | None]


class Pair(Base):
    """Two of a cohort's draft; `score` in thousandths. A pinned one stays when the draft is made again."""

    __tablename__ = "cohort_pairs"
    __table_args__ = (Index("ix_cohort_pairs_mentor", "cohort_id", "mentor_id"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    seeker_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mentor_id: Mapped[str] = mapped_column(String(32))
    score: Mapped[int]
    pinned: Mapped[bool] = mapped_column(default=False)


class Parted(Base):
    """Two whom a steward keeps from being drafted together in one cohort."""

    __tablename__ = "cohort_parted"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    seeker_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mentor_id: Mapped[str] = mapped_column(String(32), primary_key=True)
