"""The outbox as those see it who empty it: which row is next, and whose it is for the time of one call."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
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

from models import budgets, lanes, outbox, pauses, working_hours
from models.base import moment
from models.lanes import Lane, Pace
from models.outbox import CONVERSATIONS, NOBODY, UNSAID, Owed, Step

NO_TIME = timedelta(0)

LEASE = timedelta(seconds=60)
"""Longer than any call to Slack may take: after it, a dead worker's row comes due again."""

PUT_OFF_AT_ONCE = 500
"""How many messages one transaction puts off: on SQLite everybody else waits for it."""

KEPT = timedelta(days=90)
"""How long the record of a message to somebody outlives it; a channel's or a group's stays: it may change."""


def claim(
    session: Session,
    *,
    teams: Collection[str],
    pace: Pace,
    now: datetime,
    but: Collection[int] = (),
) -> tuple[Owed, Step] | None:
    """Take the first row of these teams that is due, for the length of a lease, and name the call to make.

    Its lanes are taken with it. A row about to be posted is written down as "check" first: whoever finds it
    later looks before posting. "Dropped" means that it comes too late: there is nothing to call, and its
    owner is to be told. Rows in `but` are left alone.
    """
    found = _next(session, teams, now, but)
    if found is None:
        return None
    owed, step = found
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
    """Forget what was never said, messages to one person that ended long ago, and those to the forgotten."""
    session.execute(_pruning(), {"long_ago": now - KEPT})
    lanes.prune(session, now=now)


@cache
def _pruning() -> Delete:
    alone = and_(func.substr(Owed.recipients, 1, 1).not_in(CONVERSATIONS), ~Owed.recipients.contains(","))
    passing = or_(Owed.said_at.is_(None), alone)
    old = and_(Owed.ended_at < moment("long_ago"), passing)
    return delete(Owed).where(Owed.due_at.is_(None), or_(old, Owed.recipients == NOBODY))


def _next(
    session: Session, teams: Collection[str], now: datetime, but: Collection[int]
) -> tuple[Owed, Step] | None:
    """Find the next row to act on and how, and put off on the way what nobody may be told now."""
    for _ in range(PUT_OFF_AT_ONCE):
        owed = _first(session, teams, now, but)
        if owed is None:
            return None
        if owed.step not in {Step.OPEN, Step.POST}:
            return owed, owed.step
        free_at, why = _free_at(session, owed, now)
        if owed.not_after is not None and free_at > owed.not_after:
            return owed, Step.DROPPED
        if free_at <= now:
            return owed, owed.step
        outbox.later(owed, owed.step, due=free_at, reason=why)
    return None


def _free_at(session: Session, owed: Owed, now: datetime) -> tuple[datetime, str]:
    """Tell when a message may be said as far as its people are concerned, and why not now."""
    back_at = pauses.free_at(session, owed, now=now)
    room_at = max(back_at, budgets.free_at(session, owed, now=now))
    free_at = working_hours.free_at(session, owed, at=room_at)
    if room_at > now:
        budgets.keep_no_room(session, owed)
        return free_at, pauses.WAITS if back_at > now else budgets.FULL
    if free_at > now:
        budgets.keep_room(session, owed, at=free_at)
    return free_at, working_hours.OUTSIDE


def _first(session: Session, teams: Collection[str], now: datetime, but: Collection[int] = ()) -> Owed | None:
    """Find the first due row whose lanes are free and that nothing in its conversation comes before."""
    here = {"teams": list(teams), "now": now, "latest": now + lanes.LONGEST_SHUT}
    if but:
        return session.scalar(_waiting(without=True), {**here, "but": list(but)})
    return session.scalar(_waiting(without=False), here)


@cache
def _waiting(*, without: bool) -> Select[Owed]:
    """Select that row, at a moment told later."""
    now, closed = moment("now"), select(Lane.team_id, Lane.name).where(lanes.SHUT)
    return (
        select(Owed)
        .where(
            Owed.due_at <= now,
            _of(bindparam("teams", expanding=True)),
            tuple_(Owed.team_id, Owed.step).not_in(closed),
            tuple_(Owed.team_id, Owed.recipients).not_in(closed),
            or_(Owed.step.not_in(UNSAID), ~_in_front(now)),
            *([Owed.id.not_in(bindparam("but", expanding=True))] if without else []),
        )
        .order_by(Owed.due_at, Owed.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


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
