"""The introduction of a group, made when it is said, and what becomes of one that cannot be."""

from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import mixers_times, people
from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_introduction as views
from handlers.views.blocks import Message
from models import mixers_introduction, mixers_unsaid
from models.base import Sessions
from models.outbox import Owed


def _look(client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """See that these people may still be brought together, and when they could meet."""
    with sessions.begin() as session:
        mixers_unsaid.part(session, owed, now=now)
    mixers_times.prepare(client, sessions, owed, now)


def _introduction(session: Session, owed: Owed, _now: datetime) -> Message | None:
    shown = mixers_introduction.of(session, owed)
    return views.introduction(shown) if shown else None


def _undeliverable(session: Session, owed: Owed, now: datetime) -> None:
    mixers_unsaid.undeliverable(session, owed, gone=owed.reason in people.GONE, now=now)


def _expired(session: Session, owed: Owed, now: datetime) -> None:
    mixers_unsaid.expired(session, owed, now=now)


KINDS: Kinds = {
    mixers_introduction.KIND: Kind(
        _introduction,
        look=_look,
        posted=mixers_introduction.begun,
        undeliverable=_undeliverable,
        expired=_expired,
    )
}
