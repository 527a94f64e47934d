"""Which requests for a mentor are due: to be passed on, met, or let go of."""

from datetime import datetime

from models import mentoring_turns, mentoring_waits
from models.base import Sessions


def look(sessions: Sessions, now: datetime) -> None:
    """Pass on what nobody answered, and meet what waits, each request in its own transaction."""
    with sessions.read() as session:
        if mentoring_waits.idle(session):
            return
        late = mentoring_turns.due(session, now=now)
    for team_id, mentorship_id in late:
        with sessions.begin() as session:
            mentoring_waits.pass_on(session, team_id, mentorship_id, now=now)
    with sessions.read() as session:
        meetable = mentoring_waits.meetable(session, now=now)
    for mentorship_id in meetable:
        with sessions.begin() as session:
            mentoring_waits.meet(session, mentorship_id, now=now)
    with sessions.begin() as session:
        mentoring_waits.end_old(session, now=now)
