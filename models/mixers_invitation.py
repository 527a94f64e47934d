"""The invitation to a mixer in its channel, which follows how many take part and when the next draw is."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import outbox
from models.mixers import Mixer

SHOWN_EVERY = timedelta(minutes=1)
"""How often the invitation follows who joins and leaves, at most."""


def owe(session: Session, mixer: Mixer, *, now: datetime) -> None:
    """Owe the channel the invitation, once; one that was refused or waits comes now, what stands follows."""
    fresh = outbox.owe(
        session,
        team_id=mixer.team_id,
        key=mixer.key,
        kind="mixers.invitation",
        ref=mixer.id,
        to=mixer.channel_id,
        due=now,
        budget="channel",
    )
    if not fresh and not outbox.renew(session, mixer.team_id, mixer.key, now=now):
        outbox.hasten(session, mixer.team_id, mixer.key, now=now)
        show_again(session, mixer, now=now)


def show_again(session: Session, mixer: Mixer, *, now: datetime) -> None:
    """Let the invitation follow what has changed."""
    outbox.refresh(session, mixer.team_id, mixer.key, now=now, apart=SHOWN_EVERY)
