"""Seats at a lunch: taken in order, waited for in order, and passed on when one comes free."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Answer(StrEnum):
    """What somebody said to a lunch, or how their seat stands."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    MAYBE = "maybe"
    NOT = "not"


class Where(StrEnum):
    """Where a seat is."""

    ROOM = "room"
    REMOTE = "remote"


class Seat(Base):
    """One person's answer to one lunch.

    `turn` is their place in the order of sign-up. A seat that came free is theirs to confirm until
    `offered_until`. `shown` lets the announcement name them. `came` is what they said afterwards.
    """

    __tablename__ = "seats"
    __table_args__ = (Index("ix_seats_of", "team_id", "user_id"),)

    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    answer: Mapped[Answer] = mapped_column(String(10))
    where: Mapped[Where] = mapped_column(String(10), default=Where.ROOM)
    guests: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int]
    offered_until: Mapped[datetime | None] = mapped_column(index=True)
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())
    answered_at: Mapped[datetime]
    came: Mapped[bool | None]
    learned: Mapped[str | None] = mapped_column(String(500))
    tip_id: Mapped[int | None]


class Taken(NamedTuple):
    """How a lunch is taken up: everybody's answers, in the order of sign-up."""

    seats: Sequence[Seat]

    def going(self, where: Where | None = None) -> int:
        """Count who goes, with their guests, everywhere or in one place."""
        return sum(
            1 + seat.guests
            for seat in self.seats
            if seat.answer == Answer.GOING and (where is None or seat.where == where)
        )

    @property
    def waiting(self) -> int:
        """Count who waits for a seat."""
        return sum(seat.answer in {Answer.WAITING, Answer.OFFERED} for seat in self.seats)

    @property
    def shown(self) -> list[str]:
        """Name who goes and likes to be named."""
        return [seat.user_id for seat in self.seats if seat.answer == Answer.GOING and seat.shown]


def taken(session: Session, lunch_id: int) -> Taken:
    """Give a lunch's seats in the order of sign-up."""
    return Taken(session.scalars(select(Seat).where(Seat.lunch_id == lunch_id).order_by(Seat.turn)).all())


def with_a_seat(session: Session, lunch_id: int) -> Sequence[str]:
    """Name everybody whom a change of a lunch concerns: who goes, waits, or was offered a seat."""
    concerned = (Answer.GOING, Answer.WAITING, Answer.OFFERED)
    theirs = select(Seat.user_id).where(Seat.lunch_id == lunch_id, Seat.answer.in_(concerned))
    return session.scalars(theirs.order_by(Seat.turn)).all()
