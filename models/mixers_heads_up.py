"""The heads-up before a draw: everybody who would be drawn is reminded, and may skip it with one tap.

What they were told follows what they press, and a draw that moves or does not come. It does not follow the
draw itself: Slack takes fifty changes a minute, so that a round of a thousand would keep everything else that
is to change waiting for twenty. A button that was not pressed in time answers with a word.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers, mixers_sheet, reminders
from models.mixers import Mixer
from models.mixers_rounds import Round, State
from models.reminders import Reminder

KIND = "mixers.heads_up"

AT_ONCE = timedelta(days=6)
"""How far ahead somebody is reminded of their other mixers in the same message: one a week is enough."""


def tell(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind everybody who takes part of the draw that comes, and of what else they have within the week."""
    round_.heads_up_at = None
    if session.get_one(Mixer, round_.mixer_id).state != mixers.State.RUNNING:
        return
    told = mixers_sheet.eligible(session, round_, now=now)
    _remind(session, round_, told, now)
    for other in _soon(session, round_, now) if told else ():
        _remind(session, other, {*told} & {*mixers_sheet.eligible(session, other, now=now)}, now)


def told(session: Session, round_: Round) -> Sequence[str]:
    """Name who was told of a round's draw, by their ids."""
    about = select(Reminder.user_id).where(
        Reminder.team_id == round_.team_id,
        Reminder.kind == KIND,
        Reminder.ref == ref(round_),
        Reminder.told_at.is_not(None),
    )
    return session.scalars(about.order_by(Reminder.user_id)).all()


def follow(session: Session, round_: Round, *, user_id: str | None = None, now: datetime) -> None:
    """Let what somebody, or everybody, was told follow; who was not told yet is not any more."""
    reminders.settle(session, round_.team_id, KIND, ref(round_), user_id=user_id, now=now)


def ref(round_: Round) -> str:
    """Give how a reminder of a round's draw refers to it: one that is moved is told of anew."""
    return f"{round_.id}/{round_.draws_at:%Y-%m-%dT%H:%M}"


def round_id(ref: str) -> int:
    """Read which round a reminder is about."""
    return int(ref.partition("/")[0])


def _remind(session: Session, round_: Round, people: Iterable[str], now: datetime) -> None:
    reminders.remind_all(
        session, round_.team_id, people, kind=KIND, ref=ref(round_), due=now, until=round_.draws_at
    )


def _soon(session: Session, round_: Round, now: datetime) -> Sequence[Round]:
    """List the other rounds of which people are to be told within the week."""
    found = (
        select(Round)
        .join(Mixer, Mixer.id == Round.mixer_id)
        .where(
            Round.team_id == round_.team_id,
            Round.state == State.OPEN,
            Round.heads_up_at > now,
            Round.heads_up_at <= now + AT_ONCE,
            Mixer.state == mixers.State.RUNNING,
        )
    )
    return session.scalars(found.order_by(Round.draws_at, Round.id)).all()
