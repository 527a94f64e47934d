"""The outbox as those see it who empty it: which row is next, and whose it is for the time of one call."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from models import budgets, lanes, outbox
from models.base import UtcDateTime
from models.lanes import Lane, Pace
from models.outbox import CONVERSATIONS, UNSAID, Owed, Step

logger = logging.getLogger("potluck.outbox")

NO_TIME = timedelta(0)

LEASE = timedelta(seconds=60)
"""Longer than any call to Slack may take: after it, a dead worker's row comes due again."""

KEPT = timedelta(days=90)
"""How long the record of a message to people outlives it; a channel's stays, since its post may change."""


def claim(session: Session, *, teams: Collection[str], pace: Pace, now: datetime) -> tuple[Owed, Step] | None:
    """Take the first row of these teams that is due, for the length of a lease, and name the call to make.

    Its lanes are taken with it. A row about to be posted is written down as "check" first: whoever finds it
    later looks before posting.
    """
    owed = _next(session, teams, now)
    if owed is None:
        return None
    step = owed.step
    if not lanes.take(session, owed.team_id, step, pace.calls.get(step, NO_TIME), now=now):
        return None
    if step == Step.POST:
        if not lanes.take(session, owed.team_id, owed.recipients, pace.posts, now=now):
            return None
        budgets.spend(session, owed, now=now)
        owed.step = Step.CHECK
        owed.tried_at = owed.tried_at or now
    owed.due_at = now + LEASE
    owed.attempts += 1
    owed.version += 1
    return owed, step


def next_due(session: Session, *, teams: Collection[str], now: datetime) -> datetime | None:
    """Tell when something may be claimed that cannot be at `now`; None: nothing waits."""
    due = session.scalar(
        select(Owed.due_at).where(Owed.due_at > now, _of(teams)).order_by(Owed.due_at).limit(1)
    )
    return min(filter(None, (due, lanes.next_ready(session, now=now))), default=None)


def held(session: Session, claimed: Owed) -> Owed | None:
    """Find a claimed row again, unless its lease ran out and somebody else has it."""
    owed = session.get(Owed, claimed.id, with_for_update=True)
    return owed if owed is not None and owed.version == claimed.version else None


def prune(session: Session, *, now: datetime) -> None:
    """Forget messages to people that ended long ago, and whatever was never said."""
    passing = or_(Owed.said_at.is_(None), func.substr(Owed.recipients, 1, 1).not_in(CONVERSATIONS))
    session.execute(delete(Owed).where(Owed.due_at.is_(None), Owed.ended_at < now - KEPT, passing))
    lanes.prune(session, now=now)


def _next(session: Session, teams: Collection[str], now: datetime) -> Owed | None:
    """Find the next row to act on, and put right on the way what is due but not to be said now."""
    while (owed := _first(session, teams, now)) is not None:
        if owed.step not in {Step.OPEN, Step.POST} or _is_time(session, owed, now):
            return owed
    return None


def _is_time(session: Session, owed: Owed, now: datetime) -> bool:
    """Tell whether a message may be said now; one that comes too late is dropped, one too many is moved."""
    free_at = budgets.free_at(session, owed, now=now)
    if owed.not_after is not None and free_at > owed.not_after:
        logger.info("%s: too late to be said", owed.key)
        outbox.end(owed, Step.DROPPED, reason="too late", now=now)
        return False
    if free_at > now:
        outbox.later(owed, owed.step, due=free_at, reason="enough was said this week")
        return False
    return True


def _first(session: Session, teams: Collection[str], now: datetime) -> Owed | None:
    """Find the first due row whose lanes are free and that nothing in its conversation comes before."""
    moment = {"teams": list(teams), "now": now, "latest": now + lanes.LONGEST_SHUT}
    return session.scalar(_waiting(), moment)


@cache
def _waiting() -> Select[Owed]:
    """Select that row, at a moment told later: made once, since making it takes longer than running it."""
    now, latest = _moment("now"), _moment("latest")
    closed = select(Lane.team_id, Lane.name).where(lanes.shut_between(now, latest))
    return (
        select(Owed)
        .where(
            Owed.due_at <= now,
            _of(bindparam("teams", expanding=True)),
            tuple_(Owed.team_id, Owed.step).not_in(closed),
            tuple_(Owed.team_id, Owed.recipients).not_in(closed),
            or_(Owed.step.not_in(UNSAID), ~_in_front(now)),
        )
        .order_by(Owed.due_at, Owed.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UtcDateTime)


def _of(teams: Collection[str] | BindParameter[Collection[str]]) -> ColumnElement[bool]:
    """Tell whether a row is of these teams; wrapped, so that the index of what is due gives the order."""
    return func.coalesce(Owed.team_id.in_(teams), false())


def _in_front(now: BindParameter[datetime]) -> ColumnElement[bool]:
    """Tell whether something owed earlier to the same conversation is due, or on its way, and not said yet.

    What is planned for later does not hold the others up, nor what could not be made and is tried again. The
    steps are written out, not bound: SQLite uses the index of what is unsaid only if it sees that they match.
    """
    earlier = aliased(Owed)
    opening = and_(earlier.step == Step.OPEN, earlier.attempts > 0)
    return (
        select(earlier.id)
        .where(
            earlier.team_id == Owed.team_id,
            earlier.recipients == Owed.recipients,
            earlier.id < Owed.id,
            earlier.step.in_(bindparam("unsaid", UNSAID, expanding=True, literal_execute=True)),
            or_(earlier.due_at <= now, earlier.step == Step.CHECK, opening),
        )
        .exists()
    )
