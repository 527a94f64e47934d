"""The digest as it is said: to a channel every week, to a member at their rhythm."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import digests as views
from handlers.views.blocks import Message
from models import digests, settings
from models.outbox import Owed


def _post(session: Session, owed: Owed, now: datetime) -> Message | None:
    digest = digests.make(session, owed.team_id, owed.ref, now=now)
    return views.post(digest) if digest is not None and not digest.empty else None


def _told(session: Session, owed: Owed) -> None:
    if owed.said_at is not None:
        digests.told(session, owed.team_id, owed.ref, now=owed.said_at)


def _missed(session: Session, owed: Owed, now: datetime) -> Message:
    coming = next(settings.of(session, owed.team_id).digest.coming(now)).local
    return views.missed(datetime.fromisoformat(owed.ref), coming=coming)


KINDS: Kinds = {"digests.missed": Kind(_missed), "digests.post": Kind(_post, posted=_told)}
