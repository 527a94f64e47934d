"""What is due of lunches: dates to open, to announce and to end, talks to place, speakers to find."""

from datetime import datetime

from models import (
    lunches,
    lunches_asking,
    lunches_offers,
    lunches_programme,
    lunches_speaking,
    lunches_table,
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
)


def look(sessions: Sessions, now: datetime) -> None:
    """Do what is due of lunches, each kind in its own transaction."""
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
