"""On which days a series meets: every week or two, once a month or a quarter, never on a holiday."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from models import slots, working_days
from models.slots import Slot


class Every(StrEnum):
    """How often a series meets; what repeats within a month is read off its first date."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH_DATE = "month_date"
    MONTH_WEEKDAY = "month_weekday"
    QUARTER = "quarter"


class Odd(StrEnum):
    """What is odd about a wall-clock time on a day on which the clocks change."""

    SKIPPED = "skipped"
    TWICE = "twice"


_WEEKS = {Every.WEEK: 1, Every.TWO_WEEKS: 2}
_MONTHS = {Every.MONTH_DATE: 1, Every.MONTH_WEEKDAY: 1, Every.QUARTER: 3}


@dataclass(frozen=True)
class Rhythm:
    """The dates of a series from its first on; `times` take turns, in a zone of the tz database.

    The 31st means a shorter month's last day, and a fifth Friday the last one. A date that is a holiday of
    `country` is left out, and so is every one before `not_before`; the times take their turns all the same.
    """

    start: date
    every: Every
    times: tuple[time, ...]
    zone: str
    country: str = ""
    not_before: date = date.min

    def coming(self, now: datetime) -> Iterator[Slot]:
        """Give the dates after `now`, without end."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        return (slot for slot in self._from(max(today, self.not_before)) if slot.at > now)

    def _from(self, first: date) -> Iterator[Slot]:
        for number in count(self._first_to_look_at(first)):
            day = self._day(number)
            if day >= self.not_before and not working_days.is_holiday(self.country, day):
                yield self._slot(day, self.times[number % len(self.times)])

    def _first_to_look_at(self, day: date) -> int:
        """Give the number of a date that is certainly not after a day, or of the very first."""
        if self.every in _WEEKS:
            passed = (day - self.start).days // (7 * _WEEKS[self.every])
        else:
            months = (day.year - self.start.year) * 12 + day.month - self.start.month
            passed = months // _MONTHS[self.every]
        return max(passed - 1, 0)

    def _day(self, number: int) -> date:
        if self.every in _WEEKS:
            return self.start + timedelta(weeks=_WEEKS[self.every] * number)
        months = self.start.month - 1 + _MONTHS[self.every] * number
        year, month = self.start.year + months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        if self.every == Every.MONTH_DATE:
            return date(year, month, min(self.start.day, last))
        return self._same_weekday(year, month, last)

    def _same_weekday(self, year: int, month: int, last: int) -> date:
        which = (self.start.day - 1) // 7 + 1
        first = 1 + (self.start.weekday() - date(year, month, 1).weekday()) % 7
        day = first + 7 * (which - 1)
        return date(year, month, day - 7 if day > last else day)

    def _slot(self, day: date, at: time) -> Slot:
        local = datetime.combine(day, at)
        return Slot(local, slots.first_moment(local, ZoneInfo(self.zone)))


def oddity(local: datetime, zone: str) -> Odd | None:
    """Tell whether the clocks of a zone skip a wall-clock time, or show it twice."""
    before, after = (
        local.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() or timedelta() for fold in (0, 1)
    )
    if before == after:
        return None
    return Odd.SKIPPED if after > before else Odd.TWICE
