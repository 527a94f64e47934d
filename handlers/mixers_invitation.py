"""The invitation to a mixer in its channel, and what happens where the channel does not take it."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds, NotNow
from handlers.views import mixers_invitation as views
from handlers.views.blocks import Message
from models import mixers_changes, mixers_channels, mixers_joining, mixers_report, mixers_rounds
from models.mixers import Mixer, State
from models.outbox import Owed

FROZEN = "is_inactive"
"""What Slack says where a message cannot be changed since its channel is archived."""


def _invitation(session: Session, owed: Owed, now: datetime) -> Message | NotNow | None:
    mixer = session.get(Mixer, int(owed.ref))
    if mixer is None or (owed.ts is None and mixer.state == State.STOPPED):
        return None
    if owed.ts is None and mixer.state == State.RESTING:
        return NotNow(now + timedelta(days=1), "its mixer rests")
    round_ = mixers_rounds.coming(session, mixer)
    last = mixers_report.last_below(session, mixer, owed)
    return views.invitation(mixer, round_, mixers_joining.number(session, mixer), last)


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    mixer = session.get(Mixer, int(owed.ref))
    if mixer is not None:
        reason = mixers_channels.ARCHIVED if owed.reason == FROZEN else owed.reason or ""
        mixers_changes.rest(session, mixer, reason, now=now)


KINDS: Kinds = {"mixers.invitation": Kind(_invitation, undeliverable=_refused, stale=_refused)}
