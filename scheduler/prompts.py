"""Which weekly prompts are due."""

from datetime import datetime

from models import bank, prompts
from models.base import Sessions


def ask_due(sessions: Sessions, now: datetime) -> None:
    """Owe every channel whose time has come its prompt."""
    with sessions.begin() as session:
        prompts.ask_due(session, bank.shared().prompts, now=now)
