"""A round along its way: what is due at it now, in order."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import (
    mixers_answers,
    mixers_drawing,
    mixers_ending,
    mixers_heads_up,
    mixers_invitation,
    mixers_nudges,
    mixers_unsaid,
)
from models import mixers_rounds as rounds
from models.mixers import Mixer
from models.mixers_rounds import State


def look_at(session: Session, round_id: int, *, now: datetime) -> None:
    """Do what is due at a round: the heads-up, the draw, the nudge, the question, the end."""
    round_ = rounds.held(session, round_id)
    if round_ is None or round_.next_at is None or round_.next_at > now:
        return
    if _is_due(round_.heads_up_at, now):
        mixers_heads_up.tell(session, round_, now=now)
    if round_.state == State.OPEN and round_.draws_at <= now:
        mixers_drawing.draw(session, round_, now=now)
        mixers_invitation.show_again(session, session.get_one(Mixer, round_.mixer_id), now=now)
    if _is_due(round_.nudges_at, now):
        mixers_unsaid.hurry(session, round_, now=now)
        mixers_nudges.nudge(session, round_, now=now)
    if _is_due(round_.asks_at, now):
        mixers_answers.ask(session, round_, now=now)
    if _is_due(round_.ends_at, now):
        mixers_unsaid.give_up(session, round_, now=now)
        mixers_ending.end(session, round_, now=now)
    rounds.plan(round_)


def _is_due(at: datetime | None, now: datetime) -> bool:
    return at is not None and at <= now
