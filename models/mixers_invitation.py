"""The invitation to a mixer in its channel, which follows how many take part and when the next draw is."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import outbox
from models.mixers import Mixer, State
from models.outbox import Owed, Step

SHOWN_EVERY = timedelta(minutes=1)
"""How often the invitation follows who joins and leaves, at most."""

GONE = "message_not_found"
"""Slack's word for a message that somebody deleted."""


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


def standing(session: Session, mixer: Mixer) -> Owed | None:
    """Give the invitation as it stands in the channel; None: it never did, is gone, or its mixer rests.

    One that Slack does not let follow stands there still: what is said below it finds out why.
    """
    if mixer.state == State.RESTING:
        return None
    left = and_(Owed.step == Step.REFUSED, Owed.reason != GONE)
    stands = and_(Owed.ts.is_not(None), or_(Owed.step.in_((Step.SAID, Step.UPDATE)), left))
    return session.scalar(select(Owed).where(Owed.team_id == mixer.team_id, Owed.key == mixer.key, stands))
