"""What people who wait for a seat hear, and whose seats are let go of since they are gone."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.people import GONE
from handlers.views import lunches_waitlist as views
from handlers.views.blocks import Message
from models import lunches, lunches_waitlist
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat
from models.outbox import Owed


def free_if_gone(session: Session, owed: Owed, now: datetime) -> None:
    """Free the seats of somebody whom Slack no longer knows."""
    if owed.reason in GONE:
        lunches_waitlist.left(session, owed.team_id, owed.recipients, now=now)


def _offered(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch, seat, turn = _meant(session, owed)
    if lunch is None or seat is None or seat.turn != turn:
        return None
    if seat.answer == Answer.OFFERED and not seat.is_late(now) and _to_come(lunch, now):
        return views.offered(lunch, seat)
    return views.offer_over(lunch, seat) if owed.ts else None


def _missed(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch, seat, turn = _meant(session, owed)
    if lunch is None or seat is None or (seat.turn, seat.answer) != (turn, Answer.MISSED):
        return None
    return views.missed(lunch, seat) if _to_come(lunch, now) else None


def _left_out(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch, seat, _turn = _meant(session, owed)
    if lunch is None or seat is None:
        return None
    coming = lunches.coming(session, lunch.team_id, [lunch.channel_id], now=now, limit=1)
    return views.left_out(lunch, seat, next(iter(coming), None))


def _meant(session: Session, owed: Owed) -> tuple[Lunch | None, Seat | None, int]:
    lunch_id, user_id, turn = owed.ref.split("/")
    return session.get(Lunch, int(lunch_id)), session.get(Seat, (int(lunch_id), user_id)), int(turn)


def _to_come(lunch: Lunch, now: datetime) -> bool:
    return lunch.state == State.OPEN and lunch.at > now


KINDS: Kinds = {
    "lunches_waitlist.left_out": Kind(_left_out, undeliverable=free_if_gone),
    "lunches_waitlist.missed": Kind(_missed, undeliverable=free_if_gone),
    "lunches_waitlist.offered": Kind(_offered, undeliverable=free_if_gone),
}
