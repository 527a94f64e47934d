"""The invitation to a mixer in its channel, and what happens where the channel does not take it."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_invitation as views
from handlers.views.blocks import Message
from models import mixers_changes, mixers_joining, mixers_report, mixers_rounds
from models.mixers import Mixer, State
from models.outbox import Owed


def _invitation(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mixer = session.get(Mixer, int(owed.ref))
    if mixer is None or (owed.ts is None and mixer.state != State.RUNNING):
        return None
    round_ = mixers_rounds.coming(session, mixer)
    last = mixers_report.last_below(session, mixer, owed)
    return views.invitation(mixer, round_, mixers_joining.number(session, mixer), last)


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    mixer = session.get(Mixer, int(owed.ref))
    if mixer is not None:
        mixers_changes.rest(session, mixer, owed.reason or "", now=now)


KINDS: Kinds = {"mixers.invitation": Kind(_invitation, undeliverable=_refused)}
