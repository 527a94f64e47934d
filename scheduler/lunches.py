"""What is due of lunches: dates, seats, talks and their speakers, reminders, looking back."""

from datetime import datetime

from models import (
    lunches,
    lunches_after,
    lunches_asking,
    lunches_offers,
    lunches_programme,
    lunches_reminders,
    lunches_speaking,
    lunches_table,
    lunches_waitlist,
)
from models.base import Sessions

DUE = (
    lunches.open_ahead,
    lunches_offers.place_waiting,
    lunches_table.set_due,
    lunches.announce_due,
    lunches_asking.seek_speakers,
    lunches_asking.meet,
    lunches_speaking.remind_due,
    lunches.end_past,
    lunches_programme.note_given,
    lunches_after.ask_due,
    lunches_waitlist.pass_on_late,
    lunches_waitlist.close_lines,
    lunches_reminders.remind_a_day_before,
    lunches_reminders.remind_an_hour_before,
)


def look(sessions: Sessions, now: datetime) -> None:
    """Do what is due of lunches, each kind in its own transaction; most looks of a quiet company end here."""
    with sessions.read() as session:
        if lunches_asking.idle(session):
            return
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
