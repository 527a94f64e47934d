"""The heads-up before a draw: everybody who would be drawn is reminded, and may skip it with one tap."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import mixers, pauses, reminders, silences
from models.consents import Programme
from models.mixers import Member, Mixer
from models.mixers_rounds import Part, Round, Stand

KIND = "mixers.heads_up"


def tell(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind everybody who takes part of the draw that comes."""
    round_.heads_up_at = None
    mixer = session.get_one(Mixer, round_.mixer_id)
    for who in eligible(session, round_, now=now) if mixer.state == mixers.State.RUNNING else ():
        reminders.remind(
            session, round_.team_id, who, kind=KIND, ref=ref(round_), due=now, until=round_.draws_at
        )


def follow(session: Session, round_: Round, *, user_id: str | None = None, now: datetime) -> None:
    """Let what somebody, or everybody, was told follow; who was not told yet is not any more."""
    reminders.settle(session, round_.team_id, KIND, ref(round_), user_id=user_id, now=now)


def ref(round_: Round) -> str:
    """Give how a reminder of a round's draw refers to it: one that is moved is told of anew."""
    return f"{round_.id}/{round_.draws_at:%Y-%m-%dT%H:%M}"


def round_id(ref: str) -> int:
    """Read which round a reminder is about."""
    return int(ref.partition("/")[0])


def eligible(session: Session, round_: Round, *, now: datetime) -> Sequence[str]:
    """Name who would be drawn now, by their ids: neither who skips, nor who pauses or is rested."""
    members = (
        select(Member.user_id)
        .outerjoin(Part, (Part.round_id == round_.id) & (Part.user_id == Member.user_id))
        .where(
            Member.mixer_id == round_.mixer_id,
            or_(Part.stand.is_(None), Part.stand != Stand.SKIPS),
            ~pauses.away(Member.team_id, Member.user_id, programme=Programme.MIXERS, now=now),
            ~silences.rested(Member.team_id, Member.user_id, Programme.MIXERS),
        )
    )
    once_only = select(Part.user_id).where(
        Part.round_id == round_.id,
        Part.stand == Stand.ONCE,
        ~pauses.away(Part.team_id, Part.user_id, programme=Programme.MIXERS, now=now),
        ~silences.rested(Part.team_id, Part.user_id, Programme.MIXERS),
    )
    return sorted({*session.scalars(members), *session.scalars(once_only)})
