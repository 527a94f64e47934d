"""When a group meets: suggested as it is introduced, chosen with one tap, and moved."""

from datetime import datetime

from slack_sdk import WebClient

from models import mixers_times
from models.base import Sessions
from models.outbox import Owed


def prepare(_client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """Suggest moments to a group just before it is introduced: the introduction's `look`."""
    with sessions.begin() as session:
        mixers_times.prepare(session, int(owed.ref), now=now)
