"""Mixers and their channel: one that is archived, deleted or left lets them rest, and back they go on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_changes, outbox
from models.mixers import Mixer, State

ARCHIVED = "is_archived"


def lost(session: Session, team_id: str, channel_id: str, reason: str, *, now: datetime) -> None:
    """Let the mixers of a channel rest that takes no post any more; `reason` is Slack's word for it."""
    for mixer in _of(session, team_id, channel_id, State.RUNNING):
        mixers_changes.rest(session, mixer, reason, now=now)


def back(session: Session, team_id: str, channel_id: str, *, now: datetime) -> None:
    """Let those go on that rest since their channel was archived; who heard of it reads that they do."""
    for mixer in _of(session, team_id, channel_id, State.RESTING):
        if mixers_changes.go_on(session, mixer, after=ARCHIVED, now=now):
            for owed in outbox.told_of(session, team_id, mixers_changes.TOLD_RUNNERS, [mixer.id]):
                outbox.refresh(session, team_id, owed.key, now=now)


def _of(session: Session, team_id: str, channel_id: str, state: State) -> Sequence[Mixer]:
    found = select(Mixer).where(
        Mixer.team_id == team_id, Mixer.channel_id == channel_id, Mixer.state == state
    )
    return session.scalars(found.order_by(Mixer.id)).all()
