"""What is due of lunches: dates to open, to announce and to end, and seats to pass on."""

from datetime import datetime

from models import lunches, lunches_waitlist
from models.base import Sessions

DUE = (
    lunches.open_ahead,
    lunches.announce_due,
    lunches.end_past,
    lunches_waitlist.pass_on_late,
    lunches_waitlist.close_lines,
)


def look(sessions: Sessions, now: datetime) -> None:
    """Do what is due of lunches, each kind in its own transaction."""
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
