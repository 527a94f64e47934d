"""What is due of lunches: dates to open, announce and end, seats to pass on, reminders, looking back."""

from datetime import datetime

from models import lunches, lunches_after, lunches_reminders, lunches_waitlist
from models.base import Sessions

DUE = (
    lunches.open_ahead,
    lunches.announce_due,
    lunches.end_past,
    lunches_after.ask_due,
    lunches_waitlist.pass_on_late,
    lunches_waitlist.close_lines,
    lunches_reminders.remind_a_day_before,
    lunches_reminders.remind_an_hour_before,
)


def look(sessions: Sessions, now: datetime) -> None:
    """Do what is due of lunches, each kind in its own transaction."""
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
