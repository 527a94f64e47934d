"""Reminders, made when they are said from what is true then: whatever one person has due in one message."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import reminders as views
from handlers.views.blocks import Block, Message
from models import reminders
from models.outbox import Owed
from models.reminders import Reminder

Rows = Callable[[Session, Reminder, datetime], list[Block] | None]
"""Shows one thing to be reminded of, beginning with a section that stands for it in a notification; once the
message is said it may show that the thing is done. None means that there is nothing to say any more."""

Reminders = dict[str, Rows]


def kinds(rows: Mapping[str, Rows]) -> Kinds:
    """Give the kind of message that tells of these reminders, each by its own kind."""

    def told(session: Session, owed: Owed, now: datetime) -> Message | None:
        things = [rows[each.kind](session, each, now) for each in reminders.told_in(session, owed, now=now)]
        left = [thing for thing in things if thing]
        return views.told(left) if left or owed.ts else None

    return {reminders.KIND: Kind(told)}
