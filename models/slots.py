"""Local times in the calendar: which "every Monday at nine" has come last, and which comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from models.errors import RuleError

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


class Slot(NamedTuple):
    """One occurrence: the wall-clock time it is meant for, naive, and the moment it comes, in UTC."""

    local: datetime
    at: datetime

    @property
    def key(self) -> str:
        """Its name: local date and time, never the moment, so that no clock change makes two of one."""
        return self.local.strftime("%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Weekly:
    """A weekday (0 is Monday) and a local time in a zone of the tz database."""

    weekday: int
    at: time
    zone: str

    def latest(self, now: datetime) -> Slot:
        """Give the last occurrence up to `now`."""
        slot = self._in_week_of(now)
        return slot if slot.at <= now else self._on(slot.local.date() - WEEK)

    def between(self, after: datetime, up_to: datetime) -> Iterator[Slot]:
        """Give the occurrences after one moment and up to another."""
        return takewhile(lambda slot: slot.at <= up_to, self.coming(after))

    def until(self, slot: Slot, window: timedelta) -> datetime:
        """Tell how long a slot may still be caught up: for a while, on the local day on which it comes."""
        zone = ZoneInfo(self.zone)
        next_day = datetime.combine(slot.at.astimezone(zone).date() + DAY, time())
        return min(slot.at + window, first_moment(next_day, zone) - SECOND)

    def coming(self, now: datetime) -> Iterator[Slot]:
        """Give the occurrences after `now`, without end."""
        slot = self.latest(now)
        while True:
            slot = self._on(slot.local.date() + WEEK)
            yield slot

    def _in_week_of(self, now: datetime) -> Slot:
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return self._on(today - timedelta(days=(today.weekday() - self.weekday) % 7))

    def _on(self, day: date) -> Slot:
        local = datetime.combine(day, self.at)
        return Slot(local, first_moment(local, ZoneInfo(self.zone)))


def checked_zone(typed: str) -> str:
    """Give a zone's name as it is kept."""
    if typed not in available_timezones():
        raise RuleError("Name a time zone such as Europe/Berlin or America/New_York.", field="zone")
    return ZoneInfo(typed).key


def first_moment(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the moment of a naive wall-clock time, in UTC.

    A time that comes twice means its first coming; one that is skipped means the moment of the skip.
    """
    after = local.replace(tzinfo=zone).astimezone(UTC)
    if after.astimezone(zone).replace(tzinfo=None) == local:
        return after
    before = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    skipped_to = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == skipped_to:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
