"""Mixers and who is gone from the company: no yes of theirs stays, and their groups go on without them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from models import mixers_invitation, mixers_mending
from models import mixers_rounds as rounds
from models.mixers import Member, Mixer
from models.mixers_mending import Why
from models.mixers_rounds import Part, Round, State


def left(session: Session, team_id: str, gone: str, *, now: datetime) -> None:
    """Let somebody be drawn no more, and take them out of their groups; who goes on hears it kindly."""
    open_rounds = _open_to(session, team_id, gone)
    joined = select(Mixer).join(Member).where(Member.team_id == team_id, Member.user_id == gone)
    theirs = session.scalars(joined.order_by(Mixer.id)).all()
    for round_id in open_rounds:
        rounds.held(session, round_id)  # a draw that has begun is waited for, and its group mended
    session.execute(delete(Member).where(Member.team_id == team_id, Member.user_id == gone))
    still_open = select(Round.id).where(Round.id.in_(open_rounds), Round.state == State.OPEN)
    session.execute(delete(Part).where(Part.user_id == gone, Part.round_id.in_(still_open)))
    for mixer in theirs:
        mixers_invitation.show_again(session, mixer, now=now)
    mixers_mending.take_out_of_all(session, team_id, gone, why=Why.GONE, now=now)


def _open_to(session: Session, team_id: str, user_id: str) -> Sequence[int]:
    """Name the rounds in which somebody may still be drawn."""
    joined = select(Member.mixer_id).where(Member.team_id == team_id, Member.user_id == user_id)
    once = select(Part.round_id).where(Part.team_id == team_id, Part.user_id == user_id)
    may_be = or_(Round.mixer_id.in_(joined), Round.id.in_(once))
    found = select(Round.id).where(Round.team_id == team_id, Round.state == State.OPEN, may_be)
    return session.scalars(found.order_by(Round.id)).all()
