"""What is due of lunches: dates to open, to announce, to end and to look back at."""

from datetime import datetime

from models import lunches, lunches_after
from models.base import Sessions

DUE = (lunches.open_ahead, lunches.announce_due, lunches.end_past, lunches_after.ask_due)


def look(sessions: Sessions, now: datetime) -> None:
    """Do what is due of lunches, each kind in its own transaction."""
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
