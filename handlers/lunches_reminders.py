"""Reminders of seats, made when they are said from what is true then."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.lunches_waitlist import free_if_gone
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_reminders as views
from handlers.views.blocks import Message
from models import lunches_announcement, lunches_reminders
from models.lunches_announcement import Announcement
from models.lunches_reminders import Ahead, Reminder
from models.lunches_seats import Seat
from models.outbox import Owed


def _reminder(session: Session, owed: Owed, now: datetime) -> Message | None:
    reminder = Reminder.read(owed.ref)
    told = [
        (lunches_announcement.of(session, lunch), seat)
        for lunch, seat in lunches_reminders.lunches_in(session, owed.team_id, reminder)
        if lunch.at > now
    ]
    if owed.ts is None:
        told = [each for each in told if _helps(reminder.ahead, *each, now)]
    return views.reminder(told) if told or owed.ts else None


def _helps(ahead: Ahead, shown: Announcement, seat: Seat, now: datetime) -> bool:
    timely = now <= lunches_reminders.useless_from(shown.lunch, ahead)
    return timely and lunches_reminders.is_told(ahead, shown.lunch, shown.taken, seat)


KINDS: Kinds = {"lunches_reminders.reminder": Kind(_reminder, undeliverable=free_if_gone)}
