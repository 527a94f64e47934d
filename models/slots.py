"""Local times in the calendar: which occurrence of "every Monday at nine" has come."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Weekly:
    """A weekday (0 is Monday) and a local time in a zone of the tz database."""

    weekday: int
    at: time
    zone: str

    def latest(self, now: datetime) -> datetime:
        """Give the last occurrence up to `now`, aware and in its zone."""
        local = now.astimezone(ZoneInfo(self.zone))
        day = local.date() - timedelta(days=(local.weekday() - self.weekday) % 7)
        slot = self._on(datetime.combine(day, self.at))
        return slot if slot <= now else self._on(slot.replace(tzinfo=None) - WEEK)

    def _on(self, naive: datetime) -> datetime:
        return naive.replace(tzinfo=ZoneInfo(self.zone))


def key(slot: datetime) -> str:
    """Name a slot by its local date and time, never by the instant: `2026-03-29 02:30`."""
    return slot.strftime("%Y-%m-%d %H:%M")


def instant(slot: datetime) -> datetime:
    """Give the moment at which a local slot comes, in UTC."""
    return slot.astimezone(UTC)
