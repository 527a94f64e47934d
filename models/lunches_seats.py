"""Seats at a lunch: taken in order, waited for in order, and offered to the next when one comes free."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches, outbox
from models.base import Base
from models.lunches import Lunch, State

HELD = timedelta(hours=24)
HELD_ON_THE_DAY = timedelta(hours=2)
"""How long a seat that came free is kept for the next in line."""

MORNING = time(8)
"""From when on, in the lunch's zone, the hours of its own day count: nobody loses a seat asleep."""


class Answer(StrEnum):
    """What somebody said to a lunch, or how their seat stands."""

    GOING = "going"
    WAITING = "waiting"
    OFFERED = "offered"
    MISSED = "missed"
    MAYBE = "maybe"
    NOT = "not"


ASKING = (Answer.GOING, Answer.WAITING, Answer.OFFERED)
"""The answers of those who want to come."""


class Where(StrEnum):
    """Where a seat is."""

    ROOM = "room"
    REMOTE = "remote"


class Seat(Base):
    """One person's answer to one lunch.

    `turn` is their place in the order of sign-up; 0: they never asked for a seat. A seat that came free is
    theirs to confirm until `offered_until`. `shown` lets the announcement name them. `came` is what they said
    afterwards.
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

    @property
    def places(self) -> int:
        """How many seats they hold: none while they wait."""
        return 1 + self.guests if self.answer in {Answer.GOING, Answer.OFFERED} else 0

    def is_late(self, now: datetime) -> bool:
        """Tell whether nobody has confirmed the seat in time."""
        return self.answer == Answer.OFFERED and self.offered_until is not None and self.offered_until <= now

    @property
    def offer_key(self) -> str:
        """What the offer of a seat is called in the outbox: a place in the order is offered one once."""
        return f"lunch:{self.lunch_id}:offer:{self.user_id}:{self.turn}"

    @property
    def ref(self) -> str:
        """How messages about this place in the order refer to it."""
        return f"{self.lunch_id}/{self.user_id}/{self.turn}"


class Taken(NamedTuple):
    """How a lunch is taken up: everybody's answers, in the order of sign-up."""

    seats: Sequence[Seat]

    def going(self, where: Where | None = None) -> int:
        """Count who goes, with their guests, everywhere or in one place."""
        return sum(seat.places for seat in self._in(where) if seat.answer == Answer.GOING)

    def held(self, where: Where | None = None) -> int:
        """Count the seats that are taken, or kept for who may confirm."""
        return sum(seat.places for seat in self._in(where))

    def line(self, where: Where | None = None) -> list[Seat]:
        """Give those who wait, the first in line first."""
        return [seat for seat in self._in(where) if seat.answer == Answer.WAITING]

    def place_in_line(self, seat: Seat) -> int:
        """Tell which in line somebody is who waits, from 1."""
        return 1 + sum(other.turn < seat.turn for other in self.line(Where(seat.where)))

    @property
    def waiting(self) -> int:
        """Count who waits for a seat."""
        return len(self.line())

    @property
    def shown(self) -> list[str]:
        """Name who goes and likes to be named."""
        return [seat.user_id for seat in self.seats if seat.answer == Answer.GOING and seat.shown]

    def _in(self, where: Where | None) -> list[Seat]:
        return [seat for seat in self.seats if where is None or seat.where == where]


def places(lunch: Lunch) -> Sequence[Where]:
    """Tell where one can sit at a lunch: in the room, online, or either."""
    if not lunch.link:
        return (Where.ROOM,)
    return (Where.ROOM, Where.REMOTE) if lunch.place else (Where.REMOTE,)


def capacity(lunch: Lunch, where: Where) -> int | None:
    """Tell how many seats there are in a place; None: as many as come."""
    return lunch.capacity if where == Where.ROOM else lunch.remote_capacity


def free(lunch: Lunch, taken: Taken, where: Where) -> int | None:
    """Count the free seats in a place; None: as many as come."""
    seats = capacity(lunch, where)
    return None if seats is None else max(seats - taken.held(where), 0)


def taken(session: Session, lunch_id: int) -> Taken:
    """Give a lunch's seats in the order of sign-up."""
    theirs = select(Seat).where(Seat.lunch_id == lunch_id).order_by(Seat.turn, Seat.user_id)
    return Taken(session.scalars(theirs).all())


def with_a_seat(session: Session, lunch_id: int) -> Sequence[str]:
    """Name everybody whom a change of a lunch concerns: who goes, waits, or was offered a seat."""
    theirs = select(Seat.user_id).where(Seat.lunch_id == lunch_id, Seat.answer.in_(ASKING))
    return session.scalars(theirs.order_by(Seat.turn)).all()


def seats_changed(session: Session, lunch: Lunch, now: datetime) -> None:
    """Let the seats follow after a lunch's time, place, link or number of seats was changed.

    More seats are offered to who waits; fewer throw nobody out. Where one place is left, everybody is there.
    """
    left = places(lunch)
    for seat in taken(session, lunch.id).seats:
        if seat.where not in left:
            seat.where = left[0]
        if seat.offered_until is not None and seat.offered_until > lunch.at:
            seat.offered_until = lunch.at
            outbox.refresh(session, lunch.team_id, seat.offer_key, now=now)
    settle(session, lunch, now=now)
    lunches.show_again(session, lunch, now=now)


def settle(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Take back the offers that nobody confirmed in time, and offer every free seat to the next in line."""
    if lunch.state != State.OPEN or lunch.at <= now:
        return
    seats = taken(session, lunch.id)
    late = [seat for seat in seats.seats if seat.is_late(now)]
    for seat in late:
        _lapse(session, lunch, seat, now)
    next_ones = [seat for where in places(lunch) for seat in seats.line(where)[: free(lunch, seats, where)]]
    for seat in next_ones:
        _offer(session, lunch, seat, now)
    if late or next_ones:
        lunches.show_again(session, lunch, now=now)


def held_until(lunch: Lunch, now: datetime) -> datetime:
    """Tell how long a seat is kept that is offered now: shorter on the lunch's day, never past its start.

    One that came free the evening before can so go on in time, too.
    """
    zone = ZoneInfo(lunch.zone)
    morning = datetime.combine(lunch.at.astimezone(zone).date(), MORNING, zone).astimezone(UTC)
    return min(now + HELD, max(now, morning) + HELD_ON_THE_DAY, lunch.at)


def _offer(session: Session, lunch: Lunch, seat: Seat, now: datetime) -> None:
    seat.answer, seat.offered_until = Answer.OFFERED, held_until(lunch, now)
    outbox.owe(
        session,
        team_id=lunch.team_id,
        key=seat.offer_key,
        kind="lunches_waitlist.offered",
        ref=seat.ref,
        to=seat.user_id,
        due=now,
        not_after=seat.offered_until,
    )


def _lapse(session: Session, lunch: Lunch, seat: Seat, now: datetime) -> None:
    seat.answer = Answer.MISSED
    outbox.refresh(session, lunch.team_id, seat.offer_key, now=now)
    outbox.owe(
        session,
        team_id=lunch.team_id,
        key=f"{seat.offer_key}:missed",
        kind="lunches_waitlist.missed",
        ref=seat.ref,
        to=seat.user_id,
        due=now,
        not_after=lunch.at,
    )
