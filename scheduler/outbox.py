"""Keeping the outbox small."""

from datetime import datetime

from models import dispatch
from models.base import Sessions


def tidy(sessions: Sessions, now: datetime) -> None:
    """Forget what was said long ago and the limits that nobody came near lately."""
    with sessions.begin() as session:
        dispatch.prune(session, now=now)
