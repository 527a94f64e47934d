"""Changes of a lunch that everybody with a seat hears of, once each."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_programme,
    lunches_rhythm,
    lunches_seats,
    lunches_series,
    lunches_talks,
    outbox,
    slots,
)
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_rhythm import Odd

TOLD_AT_ONCE = 6
"""Lunches in one message."""


class Wanted(NamedTuple):
    """What a host wants of one date; `local` is a wall-clock time in the lunch's zone."""

    local: datetime
    place: str
    link: str
    capacity: int | None
    remote_capacity: int | None


class Told(NamedTuple):
    """Lunches that one message tells of, each with the change it was owed for."""

    changes: Sequence[tuple[int, int]]

    def __str__(self) -> str:
        return " ".join(f"{lunch_id}/{told}" for lunch_id, told in self.changes)

    @classmethod
    def read(cls, ref: str) -> "Told":
        """Read what `str` wrote."""
        pairs = (each.split("/") for each in ref.split())
        return cls([(int(lunch_id), int(told)) for lunch_id, told in pairs])


def own(session: Session, team_id: str, lunch_id: int, user_id: str, *, now: datetime) -> Lunch:
    """Fetch a lunch to come for those who may change it."""
    lunch = lunches.get(session, team_id, lunch_id)
    series = lunches_series.get(session, team_id, lunch.series_id)
    hosts = {lunch.host_id, lunch.co_host_id}
    if user_id not in hosts and not lunches_series.may_decide(session, series, user_id):
        raise RuleError("The host, a steward or the channel's creator can do this. Ask one of them.")
    if lunch.at <= now or lunch.state == State.OVER:
        raise RuleError("This lunch has begun, or is over. It stays as it is.")
    return lunch


def note(session: Session, lunch: Lunch, act: str, *, by: str, now: datetime) -> None:
    """Let a lunch's hosts see what a steward did to it, and which one it was."""
    lunches_series.note(session, lunch, act, by=by, detail=str(int(lunch.at.timestamp())), now=now)


def change(
    session: Session, team_id: str, lunch_id: int, wanted: Wanted, *, sequence: int, by: str, now: datetime
) -> Lunch:
    """Give one date another time, place or number of seats; who has a seat keeps it.

    `sequence` is what its host saw: if somebody has changed it since, nothing is overwritten.
    """
    lunch = own(session, team_id, lunch_id, by, now=now)
    if lunch.sequence != sequence or lunch.state != State.OPEN:
        raise RuleError(
            "Somebody has changed this lunch meanwhile. Close this, and open it again to see how it stands."
        )
    note(session, lunch, "lunches.change", by=by, now=now)
    setting = lunches_series.checked_setting(
        lunch.setting._replace(
            place=wanted.place,
            link=wanted.link,
            capacity=wanted.capacity,
            remote_capacity=wanted.remote_capacity,
        )
    )
    before = (lunch.at, lunch.place, lunch.link)
    numbers = (lunch.capacity, lunch.remote_capacity)
    lunch.at = _moment(session, lunch, wanted.local, now)
    lunch.place, lunch.link = setting.place, setting.link
    lunch.capacity, lunch.remote_capacity = setting.capacity, setting.remote_capacity
    lunch.minimum = setting.minimum
    lunches_seats.seats_changed(session, lunch, now)
    if before != (lunch.at, lunch.place, lunch.link):
        lunch.was_at = before[0] if before[0] != lunch.at else None
        tell_of_change(session, lunch, now=now)
    elif numbers != (lunch.capacity, lunch.remote_capacity):
        lunches.revise(session, lunch, now=now)
    return lunch


def call_off(session: Session, lunch: Lunch, *others: Lunch, now: datetime) -> None:
    """Call lunches off: their talks wait for another date, and everybody with a seat hears once."""
    if any(each.state != State.OPEN for each in (lunch, *others)):
        raise RuleError("This lunch is over, or called off already.")
    for each in (lunch, *others):
        each.state = State.CALLED_OFF
    told = {each.id: lunches_programme.lunch_gone(session, each, now) for each in (lunch, *others)}
    tell_of_change(session, lunch, *others, but=told, now=now)


def restore(session: Session, team_id: str, lunch_id: int, *, by: str, now: datetime) -> Lunch:
    """Let a lunch that was called off take place after all; who has a seat hears of it."""
    lunch = own(session, team_id, lunch_id, by, now=now)
    if lunch.state != State.CALLED_OFF:
        raise RuleError("This lunch is not called off.")
    note(session, lunch, "lunches.restore", by=by, now=now)
    lunch.state = State.OPEN
    tell_of_change(session, lunch, now=now)
    return lunch


def tell_of_change(
    session: Session,
    lunch: Lunch,
    *others: Lunch,
    but: Mapping[int, Collection[str]] = MappingProxyType({}),
    now: datetime,
) -> None:
    """Let everybody with a seat, and who speaks there, hear once of what has just changed.

    `but` names who has heard of a lunch already. The announcements follow.
    """
    concerned: dict[str, list[Lunch]] = defaultdict(list)
    for each in (lunch, *others):
        each.sequence += 1
        each.told = each.sequence
        seated = lunches_seats.with_a_seat(session, each.id)
        for who in dict.fromkeys([*seated, *lunches_talks.speakers_at(session, each.id)]):
            if who not in but.get(each.id, ()):
                concerned[who].append(each)
        lunches.show_again(session, each, now=now)
    for who, theirs in concerned.items():
        for at in range(0, len(theirs), TOLD_AT_ONCE):
            _tell(session, who, theirs[at : at + TOLD_AT_ONCE], now)


def _tell(session: Session, who: str, theirs: Sequence[Lunch], now: datetime) -> None:
    first = theirs[0]
    outbox.owe(
        session,
        team_id=first.team_id,
        key=f"{first.key}:changed:{first.told}:{who}",
        kind="lunches.changed",
        ref=Told([(each.id, each.told) for each in theirs]),
        to=who,
        due=now,
        not_after=max(max(each.ends_at, each.was_at or each.at) for each in theirs),
    )


def _moment(session: Session, lunch: Lunch, local: datetime, now: datetime) -> datetime:
    """Give the moment that a host means, unless no clock shows it, it is over or taken."""
    if local == lunch.at.astimezone(ZoneInfo(lunch.zone)).replace(tzinfo=None):
        return lunch.at
    if lunches_rhythm.oddity(local, lunch.zone) == Odd.SKIPPED:
        raise RuleError(
            f"The clocks in {lunch.zone} are put forward that day and skip {local:%H:%M}: there is no such "
            "time. Choose an hour later.",
            field="at",
        )
    at = slots.first_moment(local, ZoneInfo(lunch.zone))
    if at <= now:
        raise RuleError("This time is over. Choose one to come.", field="day")
    lunches_series.check_day(local.date(), lunch.zone, now=now, field="day")
    at_once = select(Lunch.id).where(
        Lunch.series_id == lunch.series_id, Lunch.state == State.OPEN, Lunch.at == at
    )
    if session.scalar(at_once.limit(1)) is not None:
        raise RuleError("Another lunch of this series is at that time.", field="day")
    return at
