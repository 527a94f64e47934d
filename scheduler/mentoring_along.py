"""Which mentorships have something due: a question, a decision, their end."""

from datetime import datetime

from models import mentoring_along
from models.base import Sessions


def look(sessions: Sessions, now: datetime) -> None:
    """See to each mentorship in its own transaction; most looks end with one small question."""
    with sessions.read() as session:
        due = mentoring_along.due(session, now=now)
    for mentorship_id in due:
        with sessions.begin() as session:
            mentoring_along.look_at(session, mentorship_id, now=now)
