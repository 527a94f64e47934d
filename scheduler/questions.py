"""Which questions wait for an answer: to be bumped, or let go of."""

from datetime import datetime

from models import questions
from models.base import Sessions


def look(sessions: Sessions, now: datetime) -> None:
    """Bump what was not answered for two working days, and end what nobody answers."""
    with sessions.begin() as session:
        questions.bump_due(session, now=now)
        questions.close_old(session, now=now)
