"""Who is to be reminded of something."""

from datetime import datetime

from models import reminders
from models.base import Sessions

AT_ONCE = 50
"""People who are seen to in one transaction: on SQLite everybody else waits for it."""


def owe_due(sessions: Sessions, now: datetime) -> None:
    """Owe one message to each who has something due; most looks end without one."""
    with sessions.read() as session:
        everybody = reminders.due(session, now=now)
    for first in range(0, len(everybody), AT_ONCE):
        with sessions.begin() as session:
            reminders.owe(session, everybody[first : first + AT_ONCE], now=now)


def tidy(sessions: Sessions, now: datetime) -> None:
    """Forget what was of use long ago."""
    with sessions.begin() as session:
        reminders.prune(session, now=now)
