"""Which weekly prompts are due, and which are to be looked back at."""

from datetime import datetime

from models import bank, prompt_upkeep, prompts
from models.base import Sessions


def ask_due(sessions: Sessions, now: datetime) -> None:
    """Owe every channel whose time has come its prompt."""
    with sessions.begin() as session:
        prompts.ask_due(session, bank.shared().prompts, now=now)


def look_back(sessions: Sessions, now: datetime) -> None:
    """Sum up the prompts that were answered, and mind those that were not."""
    with sessions.begin() as session:
        prompt_upkeep.look_back(session, now=now)
