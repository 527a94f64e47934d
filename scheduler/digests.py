"""Which digests are due."""

from datetime import datetime

from models import digests
from models.base import Sessions


def owe_due(sessions: Sessions, now: datetime) -> None:
    """Owe the digest to whose time has come."""
    with sessions.begin() as session:
        digests.owe_due(session, now=now)
