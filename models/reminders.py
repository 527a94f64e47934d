"""Reminders: what somebody may like to be reminded of, several of them merged into one message."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Index,
    Select,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import consents, lanes, outbox, pauses
from models.base import NEVER_REUSED, Base, facts, insert_missing, insert_once, moment
from models.consents import Programme
from models.outbox import Owed, Step
from models.pauses import Pause

KIND = "reminders.told"

WAITING = (Step.OPEN, Step.POST)
"""A message in one of these steps is made only when it is said."""

SOON = timedelta(days=1)
"""What falls due so soon after the rest comes in the same message."""

MOST = 10
"""Reminders in one message; the others come in the next one."""

KEPT = timedelta(days=90)
"""How long a reminder is kept beyond its time, so that nobody is reminded of the same again."""


class Reminder(Base):
    """One thing to remind somebody of, from `due_at` on; later than `until` it is let go.

    `kind` and `ref`, which names nobody, are rendered when it is said. `told_at` is when the message with it
    was owed, `told_in` that message's key.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index("ix_reminders_due", "told_at", "due_at"),
        Index("ix_reminders_about", "team_id", "kind", "ref"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(50))
    ref: Mapped[str] = mapped_column(String(100))
    due_at: Mapped[datetime]
    until: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_in: Mapped[str | None] = mapped_column(String(200), index=True)


def remind(
    session: Session, team_id: str, user_id: str, *, kind: str, ref: object, due: datetime, until: datetime
) -> bool:
    """Remind somebody of something, once; asking for the same again changes nothing and answers False."""
    values = _reminder(team_id, user_id, kind=kind, ref=ref, due=due, until=until)
    return insert_once(session, Reminder, **values) is not None


def remind_all(
    session: Session,
    team_id: str,
    people: Iterable[str],
    *,
    kind: str,
    ref: object,
    due: datetime,
    until: datetime,
) -> None:
    """Remind many of the same, each once, with one statement."""
    rows = [_reminder(team_id, who, kind=kind, ref=ref, due=due, until=until) for who in sorted(people)]
    insert_missing(session, Reminder, rows)


def settle(
    session: Session, team_id: str, kind: str, ref: object, *, now: datetime, user_id: str | None = None
) -> None:
    """Let a reminder be whose thing is done, for one person or all; a message that told of it follows."""
    for reminder in _held_about(session, team_id, kind, ref, now=now, user_id=user_id):
        told = outbox.by_key(session, team_id, reminder.told_in) if reminder.told_in else None
        if told is None or told.step in WAITING:
            session.delete(reminder)
        else:
            outbox.refresh(session, team_id, told.key, now=now)


def move(session: Session, team_id: str, kind: str, ref: object, *, until: datetime, now: datetime) -> None:
    """Let something be of use until another moment; what tells of it is said as long as any of it is."""
    for reminder in _held_about(session, team_id, kind, ref, now=now):
        told = outbox.by_key(session, team_id, reminder.told_in) if reminder.told_in else None
        if told is None or told.step in WAITING:
            reminder.until = until
        if told is not None:
            session.flush()
            outbox.move(told, not_after=_latest(session, told))


def due(session: Session, *, now: datetime) -> Sequence[tuple[str, str]]:
    """Name who is to be reminded of something now, by their workspace's and their ids."""
    found = session.execute(_everyone(), {"now": now, "by": now})
    return [(each.team_id, each.user_id) for each in found]


def owe(session: Session, people: Iterable[tuple[str, str]], *, now: datetime) -> None:
    """Owe one message to each of these who is to be reminded of something now."""
    for team_id, user_id in people:
        _tell(session, team_id, user_id, now)


def told_in(session: Session, owed: Owed, *, now: datetime) -> Sequence[Reminder]:
    """List what a message reminds of, or did when it was said; what was too late then is left out."""
    told = select(Reminder).where(
        Reminder.team_id == owed.team_id,
        Reminder.told_in == owed.key,
        Reminder.until >= (owed.said_at or now),
    )
    return session.scalars(told.order_by(Reminder.due_at, Reminder.id)).all()


def resting(session: Session, told: Sequence[Reminder], *, now: datetime) -> dict[int, Pause]:
    """Give the pauses of those who are away from what reminders are about, by the reminders' ids."""
    of = (
        (each.id, pauses.of(session, each.team_id, each.user_id, programme=_programme(each), now=now))
        for each in told
    )
    return {reminder_id: pause for reminder_id, pause in of if pause is not None}


def keep(session: Session, owed: Owed, *, now: datetime) -> None:
    """Keep for later what a message left out that is said now, since its programme rests."""
    told = told_in(session, owed, now=now)
    away = resting(session, told, now=now)
    for reminder in told:
        if reminder.id in away:
            reminder.told_at = reminder.told_in = None


def unsaid(session: Session, team_id: str, user_id: str) -> list[Reminder]:
    """List what somebody is still to be reminded of, the earliest first."""
    theirs = select(Reminder).where(
        Reminder.team_id == team_id, Reminder.user_id == user_id, Reminder.told_at.is_(None)
    )
    return list(session.scalars(theirs.order_by(Reminder.due_at, Reminder.id)))


def prune(session: Session, *, now: datetime) -> None:
    """Forget what was of use long ago."""
    session.execute(delete(Reminder).where(Reminder.until < now - KEPT))


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Remind somebody of nothing more."""
    _hold(session, team_id, user_id, now)
    session.execute(delete(Reminder).where(Reminder.team_id == team_id, Reminder.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody was or will be reminded of."""
    theirs = select(Reminder).where(Reminder.team_id == team_id, Reminder.user_id == user_id)
    rows = session.scalars(theirs.order_by(Reminder.due_at, Reminder.id))
    return {"reminders": [facts(each, "kind", "due_at", "until", "told_at") for each in rows]}


@cache
def _everyone() -> Select[str, str]:
    whose = _due().with_only_columns(Reminder.team_id, Reminder.user_id).distinct()
    return whose.order_by(Reminder.team_id, Reminder.user_id)


@cache
def _due() -> Select[Reminder]:
    """Select what nobody was told of yet, is due by a moment, not too late now, and does not rest."""
    return select(Reminder).where(
        Reminder.told_at.is_(None),
        Reminder.due_at <= moment("by"),
        Reminder.until >= moment("now"),
        ~_rests(moment("now")),
    )


def _reminder(
    team_id: str, user_id: str, *, kind: str, ref: object, due: datetime, until: datetime
) -> dict[str, Any]:
    """Give what a reminder is at first."""
    return {
        "team_id": team_id,
        "key": f"{kind}:{ref}:{user_id}",
        "user_id": user_id,
        "kind": kind,
        "ref": str(ref),
        "due_at": due,
        "until": until,
    }


def _programme(reminder: Reminder) -> Programme | None:
    return consents.programme_of(reminder.kind)


def _rests(now: BindParameter[datetime]) -> ColumnElement[bool]:
    """Tell of which reminders the person is away from what it is about, though not from everything.

    Who is away from everything has one message that waits for them, whatever it is about.
    """
    away = partial(pauses.away, Reminder.team_id, Reminder.user_id, now=now)
    from_programmes = (
        and_(Reminder.kind.startswith(words), away(programme=programme))
        for words, programme in consents.KINDS.items()
    )
    return and_(~away(), or_(*from_programmes))


def _tell(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    """Put what is due or nearly so into the message that somebody waits for, or into a new one."""
    _hold(session, team_id, user_id, now)
    waiting = _waiting(session, team_id, user_id, now)
    room = MOST - (_told_in(session, waiting) if waiting else 0)
    soon = _due().where(Reminder.team_id == team_id, Reminder.user_id == user_id)
    first = soon.order_by(Reminder.due_at, Reminder.id).limit(max(room, 0))
    mine = session.scalars(first, {"now": now, "by": now + SOON}).all()
    if not mine:
        return
    last = max(reminder.until for reminder in mine)
    key = waiting.key if waiting else f"{KIND}:{user_id}:{now:%Y-%m-%dT%H:%M:%S}"
    if waiting is None:
        outbox.owe(
            session,
            team_id=team_id,
            key=key,
            kind=KIND,
            ref=user_id,
            to=user_id,
            due=now,
            not_after=last,
            importance=outbox.Importance.NEVER_TWICE,
            budget="person",
        )
    elif waiting.not_after is not None and waiting.not_after < last:
        outbox.move(waiting, not_after=last)
    for reminder in mine:
        reminder.told_at, reminder.told_in = now, key


def _held_about(
    session: Session, team_id: str, kind: str, ref: object, *, now: datetime, user_id: str | None = None
) -> Sequence[Reminder]:
    """List the reminders of one thing, of one person or all; nobody else sees to theirs meanwhile."""
    about = select(Reminder).where(
        Reminder.team_id == team_id, Reminder.kind == kind, Reminder.ref == str(ref)
    )
    theirs = about if user_id is None else about.where(Reminder.user_id == user_id)
    for who in session.scalars(theirs.with_only_columns(Reminder.user_id).order_by(Reminder.user_id)).all():
        _hold(session, team_id, who, now)
    return session.scalars(theirs.execution_options(populate_existing=True)).all()


def _latest(session: Session, told: Owed) -> datetime | None:
    """Tell how long anything of what a message reminds of is of use."""
    until = select(func.max(Reminder.until)).where(
        Reminder.team_id == told.team_id, Reminder.told_in == told.key
    )
    return session.scalar(until)


def _hold(session: Session, team_id: str, user_id: str, now: datetime) -> None:
    """Let nobody else see to somebody's reminders until the transaction ends."""
    lanes.hold(session, team_id, f"reminders {user_id}", now=now)


def _waiting(session: Session, team_id: str, user_id: str, now: datetime) -> Owed | None:
    """Find the message to somebody that is owed, not begun, and not of a paused programme alone."""
    owed = select(Owed).where(
        Owed.team_id == team_id,
        Owed.recipients == user_id,
        Owed.kind == KIND,
        Owed.step.in_(WAITING),
    )
    if pauses.of(session, team_id, user_id, now=now) is None:
        owed = owed.where(or_(Owed.reason.is_distinct_from(pauses.WAITS), Owed.due_at <= now))
    return session.scalars(owed.order_by(Owed.id.desc()).limit(1).with_for_update()).one_or_none()


def _told_in(session: Session, owed: Owed) -> int:
    told = select(func.count()).where(Reminder.team_id == owed.team_id, Reminder.told_in == owed.key)
    return session.scalars(told).one()
