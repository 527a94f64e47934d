"""Reminders, made when they are said from what is true then: whatever one person has due in one message."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds, NotNow
from handlers.views import reminders as views
from handlers.views.blocks import Block, Message
from models import pauses, reminders
from models.outbox import Owed
from models.reminders import Reminder

Rows = Callable[[Session, Reminder, datetime], list[Block] | None]
"""Shows one thing to be reminded of, beginning with a section that stands for it in a notification; once the
message is said it may show that the thing is done. None means that there is nothing to say any more."""

Reminders = dict[str, Rows]


def kinds(rows: Mapping[str, Rows]) -> Kinds:
    """Give the kind of message that tells of these reminders, each by its own kind."""

    def told(session: Session, owed: Owed, now: datetime) -> Message | NotNow | None:
        due = reminders.told_in(session, owed, now=now)
        away = {} if owed.ts else reminders.resting(session, due, now=now)
        things = (rows[each.kind](session, each, now) for each in due if each.id not in away)
        left = [thing for thing in things if thing]
        if away and not left:
            return NotNow(min(pauses.over_at(pause, now=now) for pause in away.values()), pauses.WAITS)
        return views.told(left) if left or owed.ts else None

    return {reminders.KIND: Kind(told, posted=_keep)}


def _keep(session: Session, owed: Owed) -> None:
    if owed.said_at is not None:
        reminders.keep(session, owed, now=owed.said_at)
