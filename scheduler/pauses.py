"""Whose pause is over."""

from datetime import datetime

from models import pauses
from models.base import Sessions


def end_due(sessions: Sessions, now: datetime) -> None:
    """Welcome back those whose day has come."""
    with sessions.begin() as session:
        pauses.end_due(session, now=now)
