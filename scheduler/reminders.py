"""Who is to be reminded of something."""

from datetime import datetime

from models import reminders
from models.base import Sessions


def owe_due(sessions: Sessions, now: datetime) -> None:
    """Owe one message to each who has something due; most looks end without one."""
    with sessions.read() as session:
        if not reminders.any_due(session, now=now):
            return
    with sessions.begin() as session:
        reminders.owe_due(session, now=now)


def tidy(sessions: Sessions, now: datetime) -> None:
    """Forget what was of use long ago."""
    with sessions.begin() as session:
        reminders.prune(session, now=now)
