"""What an operator can ask on the command line: what will be said, what is owed, what failed and why."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import outbox
from models.outbox import Importance, Owed, Step
from models.prompt_schedules import PromptSchedule, State

LATE = timedelta(minutes=10)


def upcoming(session: Session, *, now: datetime, days: int) -> Iterator[str]:
    """List what will be said in the coming days: when in local time, where, and what."""
    end = now + timedelta(days=days)
    coming = [
        (slot, schedule)
        for schedule in session.scalars(select(PromptSchedule).where(PromptSchedule.state == State.RUNNING))
        for slot in takewhile(lambda slot: slot.at <= end, schedule.rhythm.coming(now))
    ]
    lines = [
        (slot.at, f"{slot.local:%a %Y-%m-%d %H:%M} {schedule.zone}  {schedule.channel_id}  weekly prompt")
        for slot, schedule in coming
    ]
    planned = session.execute(
        select(Owed.due_at, Owed.recipients, Owed.kind).where(Owed.due_at > now, Owed.due_at <= end)
    )
    lines += [(at, f"{at:%a %Y-%m-%d %H:%M} UTC  {to}  {kind}") for at, to, kind in planned if at]
    yield from (line for _at, line in sorted(lines))


def owed(session: Session, *, now: datetime) -> Iterator[str]:
    """List what is owed or failed, the failed first: its state, key, recipients and reason."""
    rows = session.scalars(
        select(Owed).where(Owed.step.not_in([Step.SAID, Step.DROPPED])).order_by(Owed.due_at, Owed.id)
    ).all()
    for row in sorted(rows, key=lambda row: row.step != Step.REFUSED):
        yield "  ".join(
            filter(None, [_state(row, now), row.key, f"to {row.recipients or 'nobody any more'}", row.reason])
        )


def named(session: Session, key: str) -> Iterable[Owed]:
    """Find the rows of a key, of any workspace."""
    return session.scalars(select(Owed).where(Owed.key == key).with_for_update()).all()


def retry(session: Session, key: str, *, now: datetime) -> int:
    """Owe failed messages of a key once more, and hurry waiting ones; answer how many there were."""
    rows = [row for row in named(session, key) if row.step not in {Step.SAID, Step.DROPPED}]
    for row in rows:
        row.importance = Importance.MUST_ARRIVE  # whoever asks has decided that it shall be said
        if not outbox.renew(session, row.team_id, row.key, now=now):
            row.due_at = now
    return len(rows)


def drop(session: Session, key: str, *, now: datetime) -> int:
    """Take messages of a key back, or never say them; answer how many there were."""
    rows = named(session, key)
    for row in rows:
        outbox.retract(session, row.team_id, row.key, now=now)
    return len(list(rows))


def _state(row: Owed, now: datetime) -> str:
    if row.step == Step.REFUSED:
        return "failed"
    if row.due_at is not None and row.due_at < now - LATE:
        return "late"
    return "owed"
