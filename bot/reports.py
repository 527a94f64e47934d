"""What an operator can ask on the command line: what will be said, what is owed, what failed and why."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import digests, outbox, settings, workspaces
from models.dispatch import LEASE
from models.outbox import Importance, Owed, Step
from models.prompt_schedules import PromptSchedule, State

LATE = timedelta(minutes=10)


class Coming(NamedTuple):
    """Something that will be said: when, on which clock, to whom, and what."""

    at: datetime
    local: datetime
    zone: str
    to: str
    what: str

    def __str__(self) -> str:
        return f"{self.local:%a %Y-%m-%d %H:%M} {self.zone}  {self.to}  {self.what}"


def upcoming(session: Session, *, now: datetime, days: int) -> Iterator[str]:
    """List what will be said in the coming days: when in local time, where, and what."""
    end = now + timedelta(days=days)
    coming = sorted(
        [*_prompts(session, now, end), *_digests(session, now, end), *_planned(session, now, end)]
    )
    yield from map(str, coming)
    if not coming:
        yield f"Nothing is planned for the next {days:,} days."


def owed(session: Session, *, now: datetime) -> Iterator[str]:
    """List what is owed or failed, the failed first: its state, since or until when, key, to whom, why."""
    rows = session.scalars(
        select(Owed).where(Owed.step.not_in([Step.SAID, Step.DROPPED])).order_by(Owed.due_at, Owed.id)
    ).all()
    for row in sorted(rows, key=lambda row: row.step != Step.REFUSED):
        to = row.recipients or "nobody any more"
        told = [f"{_state(row, now)} {_when(session, row)}", row.key, f"to {to}", row.reason]
        yield "  ".join(filter(None, told))
    if not rows:
        yield "Nothing is owed."


def _prompts(session: Session, now: datetime, end: datetime) -> Iterator[Coming]:
    for schedule in session.scalars(select(PromptSchedule).where(PromptSchedule.state == State.RUNNING)):
        for slot in takewhile(lambda slot: slot.at <= end, schedule.rhythm.coming(now)):
            yield Coming(slot.at, slot.local, schedule.zone, schedule.channel_id, "prompt")


def _digests(session: Session, now: datetime, end: datetime) -> Iterator[Coming]:
    """Give the digests, one a channel and one for all members together; nobody's reading is listed."""
    for team_id in sorted(workspaces.all_ids(session)):
        chosen = settings.of(session, team_id)
        people = digests.readers(session, team_id)
        to = [*digests.channels(session, team_id), *([f"{people:,} by direct message"] if people else [])]
        for slot in takewhile(lambda slot: slot.at <= end, chosen.digest.coming(now)):
            yield from (
                Coming(slot.at, slot.local, chosen.zone, each, "digest, if there is news") for each in to
            )


def _planned(session: Session, now: datetime, end: datetime) -> Iterator[Coming]:
    for row in session.scalars(select(Owed).where(Owed.due_at > now, Owed.due_at <= end)):
        if row.due_at is not None:
            zone = settings.of(session, row.team_id).zone
            local = row.due_at.astimezone(ZoneInfo(zone))
            yield Coming(row.due_at, local.replace(tzinfo=None), zone, row.recipients, row.kind)


def _when(session: Session, row: Owed) -> str:
    zone = settings.of(session, row.team_id).zone
    at = row.due_at or row.ended_at
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}" if at else ""


def named(session: Session, key: str) -> Iterable[Owed]:
    """Find the rows of a key, of any workspace."""
    return session.scalars(select(Owed).where(Owed.key == key).with_for_update()).all()


def retry(session: Session, key: str, *, now: datetime) -> int:
    """Owe failed messages of a key once more, and hurry waiting ones; answer how many there were.

    One that somebody may be saying at this moment is left to them for the length of a lease.
    """
    rows = _unsaid(session, key)
    for row in rows:
        row.importance = Importance.MUST_ARRIVE  # whoever asks has decided that it shall be said
        if not outbox.renew(session, row.team_id, row.key, now=now) and row.due_at is not None:
            row.due_at = min(row.due_at, now + LEASE) if row.step == Step.CHECK else now
    return len(rows)


def drop(session: Session, key: str, *, now: datetime) -> int:
    """Never say what is owed of a key, or take back what may have been said; answer how many there were."""
    rows = _unsaid(session, key)
    for row in rows:
        outbox.retract(session, row.team_id, row.key, now=now)
    return len(rows)


def _unsaid(session: Session, key: str) -> list[Owed]:
    return [row for row in named(session, key) if row.step not in {Step.SAID, Step.DROPPED}]


def _state(row: Owed, now: datetime) -> str:
    if row.step == Step.REFUSED:
        return "failed"
    if row.due_at is not None and row.due_at < now - LATE:
        return "late"
    return "owed"
