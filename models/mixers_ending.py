"""The end of a round: what it came to, and who was silent.

A word in one mixer is a word: whoever answered, chose a time or said "not now" in any of their groups since
this one was drawn was not silent here. Silences of one person less than a working week apart are one, so that
five weekly mixers rest nobody sooner than one does.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_answers, mixers_report, reminders, silences
from models.consents import Programme
from models.mixers_rounds import IN_A_GROUP, Group, Part, Round, State

APART = timedelta(days=5)
"""How far apart two silences of one person are counted, whichever mixers they are of."""

TIME_TO_ANSWER = timedelta(days=2)
"""Who was introduced later than this before the end was not silent: they had no time."""


def end(session: Session, round_: Round, *, now: datetime) -> None:
    """Let a round be over: silences are counted, and nobody is asked any more whether they met."""
    round_.state = State.OVER
    round_.nudges_at = round_.asks_at = round_.ends_at = None
    session.flush()
    for who in _silent(session, round_, now):
        silences.unheard(session, round_.team_id, who, Programme.MIXERS, apart=APART, now=now)
    reminders.settle(session, round_.team_id, mixers_answers.KIND, round_.id, now=now)
    mixers_report.owe(session, round_, now=now)


def _silent(session: Session, round_: Round, now: datetime) -> Sequence[str]:
    """Name who was in a group, in good time, and gave no word in it or in any other since."""
    found = (
        select(Part.user_id)
        .join(Group, Group.id == Part.group_id)
        .where(
            Part.round_id == round_.id,
            Part.stand.in_(IN_A_GROUP),
            Group.begun_at <= now - TIME_TO_ANSWER,
        )
    )
    theirs = session.scalars(found.order_by(Part.user_id)).all()
    heard = _heard(session, round_, theirs)
    return [who for who in theirs if who not in heard]


def _heard(session: Session, round_: Round, people: Sequence[str]) -> Collection[str]:
    said = select(Part.user_id).where(
        Part.team_id == round_.team_id,
        Part.user_id.in_(people),
        Part.answered_at >= (round_.drawn_at or round_.draws_at),
    )
    return set(session.scalars(said)) if people else set()
