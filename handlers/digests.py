"""The digest as it is said: to a channel every week, to a member at their rhythm."""

from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, people
from handlers.outgoing import Kind, Kinds
from handlers.views import digests as views
from handlers.views.blocks import Message
from models import digests, outbox, settings, stewards
from models.base import Sessions
from models.digests import Rhythm
from models.outbox import Owed
from models.prompts import MENDABLE


def _look(client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """Leave out what has become private; who is no member any more reads no digest."""
    if owed.people and not people.is_member(client, owed.team_id, owed.ref):
        with sessions.begin() as session:
            digests.subscribe(session, owed.team_id, owed.ref, Rhythm.OFF, now=now)
    reader = digests.as_asker(owed.ref)
    channels.found(
        client,
        sessions,
        owed.team_id,
        reader,
        lambda session: digests.make(session, owed.team_id, owed.ref, now=now),
        lambda digest: digest.shown if digest is not None else [],
    )


def _post(session: Session, owed: Owed, now: datetime) -> Message | None:
    digest = digests.make(session, owed.team_id, owed.ref, now=now)
    if digest is None or digest.empty:
        return None
    return views.post(digest, in_channel=not owed.people)


def _told(session: Session, owed: Owed) -> None:
    if owed.said_at is not None:
        digests.told(session, owed.team_id, owed.ref, now=owed.said_at)


def _missed(session: Session, owed: Owed, now: datetime) -> Message:
    coming = next(settings.of(session, owed.team_id).digest.coming(now)).local
    return views.missed(datetime.fromisoformat(owed.ref), coming=coming)


def _rest(session: Session, owed: Owed, now: datetime) -> None:
    """Let the digest of a channel rest that does not take it, and tell the stewards once."""
    if owed.people or owed.reason not in MENDABLE:
        return
    digests.subscribe(session, owed.team_id, owed.ref, Rhythm.OFF, now=now)
    for steward in stewards.all_of(session, owed.team_id):
        outbox.owe(
            session,
            team_id=owed.team_id,
            key=f"{owed.key}:refused:{steward}",
            kind="digests.refused",
            ref=owed.ref,
            to=steward,
            due=now,
        )


def _refused(_session: Session, owed: Owed, _now: datetime) -> Message:
    return views.refused(owed.ref)


KINDS: Kinds = {
    "digests.missed": Kind(_missed),
    "digests.post": Kind(_post, look=_look, posted=_told, undeliverable=_rest),
    "digests.refused": Kind(_refused),
}
