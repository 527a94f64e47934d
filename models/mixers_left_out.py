"""A kind word to whom a round has no group for, and to everybody where it is called off."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_rounds as rounds
from models import outbox
from models.mixers import Mixer
from models.mixers_rounds import IN_A_GROUP, Part, Round, State

LEFT_OUT = "mixers.left_out"
CALLED_OFF = "mixers.called_off"


class Missed(NamedTuple):
    """A round that somebody had no group in; `following` is open now, `seated`: they had a group since.

    `after` is the next one, which may be drawn already; None: it is not drawn.
    """

    mixer: Mixer
    following: Round | None
    after: Round | None
    seated: bool


def tell(session: Session, round_: Round, people: Sequence[str], *, now: datetime) -> None:
    """Owe each for whom there is no group the same words, whatever the reason."""
    _owe(session, LEFT_OUT, round_, people, now)


def call_off(session: Session, round_: Round, people: Sequence[str], *, now: datetime) -> None:
    """Let everybody of a round know that it is not drawn."""
    _owe(session, CALLED_OFF, round_, people, now)


def of(session: Session, round_id: int, user_id: str) -> Missed | None:
    """Tell what somebody missed; None: there is no such round any more."""
    round_ = session.get(Round, round_id)
    if round_ is None:
        return None
    mixer = session.get_one(Mixer, round_.mixer_id)
    return Missed(
        mixer,
        rounds.coming(session, mixer),
        _after(session, round_),
        _had_a_group(session, round_, user_id),
    )


def _owe(session: Session, kind: str, round_: Round, people: Sequence[str], now: datetime) -> None:
    messages = ((f"{kind}:{round_.id}:{who}", round_.id, who) for who in people)
    outbox.owe_all(session, round_.team_id, kind, messages, due=now, budget="person")


def _after(session: Session, round_: Round) -> Round | None:
    """Give the round whose draw comes next after another's, unless it is called off."""
    later = select(Round).where(Round.mixer_id == round_.mixer_id, Round.id > round_.id)
    found = session.scalars(later.order_by(Round.id).limit(1)).one_or_none()
    return found if found and found.state != State.CALLED_OFF else None


def _had_a_group(session: Session, round_: Round, user_id: str) -> bool:
    """Tell whether somebody is, or was, in a group of this round or of a later one of the mixer."""
    later = (
        select(Part.round_id)
        .join(Round, Round.id == Part.round_id)
        .where(
            Round.mixer_id == round_.mixer_id,
            Round.id >= round_.id,
            Part.user_id == user_id,
            Part.stand.in_(IN_A_GROUP),
            Part.group_id.is_not(None),
        )
    )
    return session.scalar(later.limit(1)) is not None
