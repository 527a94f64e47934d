"""Lunches: one date of a series, from the day it is opened to its end."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches_series, outbox
from models.audiences import Audience
from models.base import NEVER_REUSED, insert_missing
from models.errors import RuleError
from models.lunches_series import Held, Series
from models.slots import Slot

OPENED_AHEAD = 6
"""Dates of a series that are open at a time."""

ANNOUNCED_BEFORE = timedelta(days=7)

SHOWN_EVERY = timedelta(seconds=30)
"""How often at most an announcement is updated."""


class State(StrEnum):
    """How far a lunch has come."""

    OPEN = "open"
    CALLED_OFF = "called_off"
    OVER = "over"


class Lunch(Held):
    """One date of a series, held as its series was when it was opened, or as it was changed since.

    `slot` is the local date and time it was opened for; `at` and `ends_at` are when it is. `sequence` grows
    with every change that calendars show, `told` is the last one that people were told of, and `was_at` is
    where that moved it from. `turn` counts those who have asked for a seat.
    """

    __tablename__ = "lunches"
    __table_args__ = (
        UniqueConstraint("series_id", "slot"),
        Index("ix_lunches_coming", "team_id", "state", "at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    slot: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    state: Mapped[State] = mapped_column(String(10))
    open_table: Mapped[bool] = mapped_column(default=False, server_default=false())
    sequence: Mapped[int] = mapped_column(default=0)
    told: Mapped[int] = mapped_column(default=0)
    was_at: Mapped[datetime | None]
    turn: Mapped[int] = mapped_column(default=0)
    ts: Mapped[str | None] = mapped_column(String(32), index=True)
    announced_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.at + timedelta(minutes=self.minutes)

    @property
    def key(self) -> str:
        """What its announcement is called in the outbox."""
        return f"lunch:{self.id}"


def open_ahead(session: Session, *, now: datetime) -> None:
    """Open the next dates of every series that meets; those that are open stay as they are."""
    for series in lunches_series.running(session):
        lunches_series.wake(series, now=now)
        if series.refusal is None and _missing(session, series, now):
            session.refresh(series, with_for_update=True)
            open_next(session, series, now=now)


def open_next(session: Session, series: Series, *, now: datetime) -> None:
    """Open the next dates of a series, if it meets."""
    if series.state == lunches_series.State.RUNNING:
        insert_missing(session, Lunch, [_opened(series, slot) for slot in _missing(session, series, now)])


def announce_due(session: Session, *, now: datetime) -> None:
    """Owe the announcement of every lunch that is a week ahead or less."""
    due = select(Lunch).where(
        Lunch.state == State.OPEN,
        Lunch.announced_at.is_(None),
        Lunch.at > now,
        Lunch.at <= now + ANNOUNCED_BEFORE,
        Lunch.series_id.in_(select(Series.id).where(Series.refusal.is_(None))),
    )
    held = session.scalars(due.order_by(Lunch.id).with_for_update()).all()
    for lunch in sorted(held, key=lambda lunch: (lunch.at, lunch.id)):
        lunch.announced_at = now
        outbox.owe(
            session,
            team_id=lunch.team_id,
            key=lunch.key,
            kind="lunches.post",
            ref=lunch.id,
            to=lunch.channel_id,
            due=now,
            not_after=lunch.at,
            importance=outbox.Importance.NEVER_TWICE,
        )


def end_past(session: Session, *, now: datetime) -> None:
    """Note which lunches are over; their announcements say so."""
    past = select(Lunch).where(Lunch.state == State.OPEN, Lunch.at <= now).order_by(Lunch.id)
    for lunch in session.scalars(past.with_for_update()).all():
        if lunch.ends_at <= now:
            lunch.state = State.OVER
            show_again(session, lunch, now=now)


def show_again(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Let the announcement follow, at most every 30 seconds."""
    outbox.refresh(session, lunch.team_id, lunch.key, now=now, apart=SHOWN_EVERY)


def revise(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Let calendars and the announcement follow a change that nobody needs a word about."""
    lunch.sequence += 1
    show_again(session, lunch, now=now)


def get(session: Session, team_id: str, lunch_id: int) -> Lunch:
    """Fetch a lunch that may be gone by now; whoever else changes it waits."""
    lunch = session.get(Lunch, lunch_id, with_for_update=True, populate_existing=True)
    if lunch is None or lunch.team_id != team_id:
        raise RuleError("This lunch is gone. `/lunch-signup` shows those to come.")
    return lunch


def coming(
    session: Session, team_id: str, channels: Collection[str], *, now: datetime, limit: int
) -> Sequence[Lunch]:
    """List the lunches to come in these channels, the next one first."""
    ahead = select(Lunch).where(
        Lunch.team_id == team_id,
        Lunch.channel_id.in_(channels),
        Lunch.state == State.OPEN,
        Lunch.at > now,
    )
    return session.scalars(ahead.order_by(Lunch.at, Lunch.id).limit(limit)).all()


def next_for(session: Session, team_id: str, reader_id: str, *, now: datetime) -> Lunch | None:
    """Give the next lunch to tell a digest's reader of: a channel its own, a member any that is open."""
    in_channel = reader_id.startswith(outbox.CONVERSATIONS)
    theirs = Lunch.channel_id == reader_id if in_channel else Lunch.audience == Audience.WORKSPACE
    ahead = select(Lunch).where(Lunch.team_id == team_id, theirs, Lunch.state == State.OPEN, Lunch.at > now)
    return session.scalar(ahead.order_by(Lunch.at, Lunch.id).limit(1))


def of_series(session: Session, series_id: int, *, now: datetime, limit: int) -> Sequence[Lunch]:
    """List the dates of a series to come, those called off too, the next one first."""
    dates = select(Lunch).where(Lunch.series_id == series_id, Lunch.at > now)
    return session.scalars(dates.order_by(Lunch.at, Lunch.id).limit(limit)).all()


def ahead(session: Session, series_id: int, *, now: datetime) -> Sequence[Lunch]:
    """List the open lunches of a series that are to come, in the order of their dates; others wait."""
    open_ones = select(Lunch).where(Lunch.series_id == series_id, Lunch.state == State.OPEN, Lunch.at > now)
    held = open_ones.order_by(Lunch.id).with_for_update().execution_options(populate_existing=True)
    return sorted(session.scalars(held), key=lambda lunch: lunch.slot)


def _missing(session: Session, series: Series, now: datetime) -> list[Slot]:
    """Name the dates to open, so that as many are open ahead as should be.

    One that was called off is made up for by a further one; one moved from its date counts where it is now.
    """
    coming = series.rhythm.coming(now)
    first = next(coming)
    to_come = (Lunch.state == State.OPEN) & (Lunch.at > now)
    known = select(Lunch.slot, to_come).where(
        Lunch.series_id == series.id, or_(to_come, Lunch.slot >= first.key)
    )
    there = {slot: bool(is_open) for slot, is_open in session.execute(known)}
    number = sum(is_open for slot, is_open in there.items() if slot < first.key)
    missing: list[Slot] = []
    for slot in chain([first], coming):
        if number >= OPENED_AHEAD:
            break
        number += there.get(slot.key, True)
        missing += [] if slot.key in there else [slot]
    return missing


def _opened(series: Series, slot: Slot) -> dict[str, Any]:
    return {
        "team_id": series.team_id,
        "series_id": series.id,
        "channel_id": series.channel_id,
        "audience": series.audience,
        "slot": slot.key,
        "at": slot.at,
        "zone": series.zone,
        "host_id": series.host_id,
        "co_host_id": series.co_host_id,
        "state": State.OPEN,
        "sequence": 0,
        "told": 0,
        "turn": 0,
        **series.setting._asdict(),
    }
