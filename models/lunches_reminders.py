"""Reminders of seats, a day and an hour before: one message for one person's lunches of a day, or an hour."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches_headcount, lunches_seats, outbox
from models.base import Base, insert_once
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat, Taken

logger = logging.getLogger("potluck.lunches")

LOOKED_BACK = timedelta(days=1)
"""For how long after its start a reminder that was missed is still noted."""

NEAR = timedelta(days=2)
"""Further apart no two lunches have the same local date."""


class Ahead(StrEnum):
    """How long before a lunch people are reminded."""

    DAY = "day"
    HOUR = "hour"


BEFORE = {Ahead.DAY: timedelta(days=1), Ahead.HOUR: timedelta(hours=1)}


class Reminded(Base):
    """One reminder of one lunch, for the moment the lunch was at then: a moved one is reminded of again."""

    __tablename__ = "lunch_reminders"

    lunch_id: Mapped[int] = mapped_column(ForeignKey("lunches.id", ondelete="CASCADE"), primary_key=True)
    ahead: Mapped[Ahead] = mapped_column(String(10), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))


class Reminder(NamedTuple):
    """One message: somebody's lunches of one local day, or of one hour, told together.

    `when` is the lunches' local date, or the hour of their start in UTC.
    """

    ahead: Ahead
    user_id: str
    when: str

    @classmethod
    def of(cls, ahead: Ahead, user_id: str, lunch: Lunch) -> "Reminder":
        """Name the message that tells somebody of this lunch."""
        if ahead == Ahead.DAY:
            return cls(ahead, user_id, f"{lunch.at.astimezone(ZoneInfo(lunch.zone)):%Y-%m-%d}")
        return cls(ahead, user_id, f"{lunch.at:%Y-%m-%dT%H}")

    @classmethod
    def read(cls, ref: str) -> "Reminder":
        """Read a message's reference."""
        ahead, user_id, when = ref.split("/")
        return cls(Ahead(ahead), user_id, when)

    @property
    def ref(self) -> str:
        """How the outbox refers to it."""
        return "/".join(self)

    @property
    def key(self) -> str:
        """What it is called in the outbox."""
        return f"seats:{self.ref}"


def remind_a_day_before(session: Session, *, now: datetime) -> None:
    """Remind who has a seat a day before, ask once more who said maybe, and tell the host who comes."""
    for lunch in _due(session, Ahead.DAY, now):
        _remind(session, lunch, Ahead.DAY, now)
        lunches_headcount.tell_host(session, lunch, now=now)


def remind_an_hour_before(session: Session, *, now: datetime) -> None:
    """Remind everybody with a seat whose lunch begins in an hour."""
    for lunch in _due(session, Ahead.HOUR, now):
        _remind(session, lunch, Ahead.HOUR, now)


def lunches_in(session: Session, team_id: str, reminder: Reminder) -> Sequence[tuple[Lunch, Seat]]:
    """List the lunches of one message with the person's answers, whatever these are."""
    theirs = (
        select(Lunch, Seat)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(Seat.team_id == team_id, Seat.user_id == reminder.user_id, Lunch.state == State.OPEN)
        .order_by(Lunch.at, Lunch.id)
    )
    return [
        (lunch, seat)
        for lunch, seat in session.execute(theirs)
        if Reminder.of(reminder.ahead, reminder.user_id, lunch) == reminder
    ]


def is_told(ahead: Ahead, lunch: Lunch, taken: Taken, seat: Seat) -> bool:
    """Tell whether somebody hears of a lunch: who has a seat, and the day before who may yet take one."""
    if seat.answer == Answer.GOING:
        return True
    left = [lunches_seats.free(lunch, taken, where) for where in lunches_seats.places(lunch)]
    return ahead == Ahead.DAY and seat.answer == Answer.MAYBE and any(seats != 0 for seats in left)


def useless_from(lunch: Lunch, ahead: Ahead) -> datetime:
    """Tell from when on a reminder helps no more: the next one comes, or the lunch begins."""
    return lunch.at - BEFORE[Ahead.HOUR] if ahead == Ahead.DAY else lunch.at


def follow(session: Session, lunch: Lunch, user_id: str, *, now: datetime) -> None:
    """Let what was said of somebody's seat, and to the host, follow its change."""
    for ahead in Ahead:
        outbox.refresh(session, lunch.team_id, Reminder.of(ahead, user_id, lunch).key, now=now)
    lunches_headcount.follow(session, lunch, now=now)


def _due(session: Session, ahead: Ahead, now: datetime) -> Sequence[Lunch]:
    """Take the lunches to remind of, each once; those for which it helps no more are noted."""
    reminded = exists().where(Reminded.lunch_id == Lunch.id, Reminded.ahead == ahead, Reminded.at == Lunch.at)
    due = select(Lunch).where(
        Lunch.state != State.CALLED_OFF,
        Lunch.at > now - LOOKED_BACK,
        Lunch.at <= now + BEFORE[ahead],
        ~reminded,
    )
    found = session.scalars(due.order_by(Lunch.id).with_for_update()).all()
    mine = [lunch for lunch in found if _take(session, lunch, ahead)]
    late = [lunch for lunch in mine if useless_from(lunch, ahead) <= now]
    for lunch in late:
        logger.info("%s: too late to remind of it (%s)", lunch.key, ahead)
    return [lunch for lunch in mine if lunch not in late]


def _take(session: Session, lunch: Lunch, ahead: Ahead) -> bool:
    """Note that a lunch is reminded of; False: somebody else has."""
    row = {"lunch_id": lunch.id, "ahead": ahead, "at": lunch.at, "team_id": lunch.team_id}
    return insert_once(session, Reminded, **row) is not None


def _remind(session: Session, lunch: Lunch, ahead: Ahead, now: datetime) -> None:
    taken = lunches_seats.taken(session, lunch.id)
    last = _helps_until(session, lunch, ahead)
    for seat in taken.seats:
        if is_told(ahead, lunch, taken, seat):
            reminder = Reminder.of(ahead, seat.user_id, lunch)
            outbox.owe(
                session,
                team_id=lunch.team_id,
                key=reminder.key,
                kind="lunches_reminders.reminder",
                ref=reminder.ref,
                to=seat.user_id,
                due=now,
                not_after=last,
            )


def _helps_until(session: Session, lunch: Lunch, ahead: Ahead) -> datetime:
    """Tell how long a message helps that may tell of this lunch and of others in the same breath."""
    near = select(Lunch).where(
        Lunch.team_id == lunch.team_id,
        Lunch.state == State.OPEN,
        Lunch.at.between(lunch.at - NEAR, lunch.at + NEAR),
    )
    mine = Reminder.of(ahead, "", lunch)
    others = [other for other in session.scalars(near) if Reminder.of(ahead, "", other) == mine]
    return max(useless_from(each, ahead) for each in (lunch, *others))
