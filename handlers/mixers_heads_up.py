"""The heads-up before a draw, and that a mixer has ended: each a row of what somebody is reminded of."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.reminders import Reminders
from handlers.views import mixers_heads_up as views
from handlers.views.blocks import Block
from models import mixers, mixers_changes, mixers_heads_up, mixers_joining
from models.mixers import Mixer
from models.mixers_rounds import Round
from models.reminders import Reminder


def _heads_up(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    round_ = session.get(Round, mixers_heads_up.round_id(reminder.ref))
    if round_ is None:
        return None
    mixer = session.get_one(Mixer, round_.mixer_id)
    return views.heads_up(
        mixer,
        round_,
        stand=mixers_joining.stand_of(session, round_, reminder.user_id),
        member=mixers.is_member(session, mixer, reminder.user_id),
        moved=reminder.ref != mixers_heads_up.ref(round_),
    )


def _ended(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    mixer = session.get(Mixer, int(reminder.ref))
    return views.ended(mixer) if mixer else None


def _resting(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    round_ = session.get(Round, mixers_heads_up.round_id(reminder.ref))
    return views.resting(session.get_one(Mixer, round_.mixer_id)) if round_ else None


REMINDERS: Reminders = {
    mixers_heads_up.KIND: _heads_up,
    mixers_changes.RESTS: _resting,
    mixers_changes.STOPPED: _ended,
}
