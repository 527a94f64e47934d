"""A kind word to whom a round has no group for, made when it is said: with the date of the next draw."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.reminders import Reminders
from handlers.views import mixers_left_out as views
from handlers.views.blocks import Block, Message
from models import mixers_left_out, mixers_unsaid
from models.outbox import Owed
from models.reminders import Reminder


def _left_out(session: Session, owed: Owed, _now: datetime) -> Message | None:
    missed = mixers_left_out.of(session, int(owed.ref), owed.recipients)
    return views.left_out(missed) if missed and not missed.seated else None


def _called_off(session: Session, owed: Owed, _now: datetime) -> Message | None:
    missed = mixers_left_out.of(session, int(owed.ref), owed.recipients)
    return views.called_off(missed) if missed and not missed.seated else None


def _not_introduced(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    missed = mixers_left_out.of(session, int(reminder.ref), reminder.user_id)
    return views.not_introduced(missed) if missed else None


KINDS: Kinds = {
    mixers_left_out.LEFT_OUT: Kind(_left_out),
    mixers_left_out.CALLED_OFF: Kind(_called_off),
}
REMINDERS: Reminders = {mixers_unsaid.REMINDER: _not_introduced}
