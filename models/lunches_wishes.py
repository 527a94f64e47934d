"""Wishes: what somebody would like to hear about, with the +1s of others, until a talk takes it up."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base

LONGEST = 200


class State(StrEnum):
    """How far a wish has come."""

    OPEN = "open"
    TAKEN = "taken"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Wish(Base):
    """One topic somebody wants to hear about; `merged_into` is the wish that it became part of."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("team_id", "submission"),
        Index("ix_wishes_state", "team_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    wisher_id: Mapped[str] = mapped_column(String(32), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST))
    state: Mapped[State] = mapped_column(String(10))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("wishes.id", ondelete="SET NULL"))
    submission: Mapped[str] = mapped_column(String(64))
    wished_at: Mapped[datetime]


class WishVote(Base):
    """One person's +1 to one wish; who wished has the first."""

    __tablename__ = "wish_votes"

    wish_id: Mapped[int] = mapped_column(ForeignKey("wishes.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    voted_at: Mapped[datetime]


class Wanted(NamedTuple):
    """A wish that waits, and how many would like to hear of it."""

    wish: Wish
    votes: int


def most_wanted(session: Session, team_id: str, *, limit: int) -> Sequence[Wanted]:
    """List the wishes that wait for a talk, the most wanted first."""
    votes = func.count(WishVote.user_id)
    waiting = (
        select(Wish, votes)
        .join(WishVote, WishVote.wish_id == Wish.id)
        .where(Wish.team_id == team_id, Wish.state == State.OPEN)
        .group_by(Wish.id)
        .order_by(votes.desc(), Wish.id)
        .limit(limit)
    )
    return [Wanted(*row) for row in session.execute(waiting)]
