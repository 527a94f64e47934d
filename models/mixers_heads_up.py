"""The heads-up before a draw: everybody who would be drawn is reminded, and may skip it with one tap."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import mixers, mixers_sheet, reminders
from models.mixers import Mixer
from models.mixers_rounds import Round

KIND = "mixers.heads_up"


def tell(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind everybody who takes part of the draw that comes."""
    round_.heads_up_at = None
    mixer = session.get_one(Mixer, round_.mixer_id)
    for who in mixers_sheet.eligible(session, round_, now=now) if mixer.state == mixers.State.RUNNING else ():
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
