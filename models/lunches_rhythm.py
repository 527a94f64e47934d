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

FIFTH = 5
"""There is not always a fifth Friday in a month: the last one is meant."""


class Every(StrEnum):
    """How often a series meets; what repeats within a month is read off its first date."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH_DATE = "month_date"
    MONTH_WEEKDAY = "month_weekday"
    QUARTER = "quarter"


_WEEKS = {Every.WEEK: 1, Every.TWO_WEEKS: 2}
_MONTHS = {Every.MONTH_DATE: 1, Every.MONTH_WEEKDAY: 1, Every.QUARTER: 3}


@dataclass(frozen=True)
class Rhythm:
    """The dates of a series from its first on; `times` take turns, in a zone of the tz database.

    The 31st means a shorter month's last day. A date that is a holiday of `country` is left out.
    """

    start: date
    every: Every
    times: tuple[time, ...]
    zone: str
    country: str = ""

    def coming(self, now: datetime) -> Iterator[Slot]:
        """Give the dates after `now`, without end."""
        return (slot for slot in self._from(now) if slot.at > now)

    def _from(self, now: datetime) -> Iterator[Slot]:
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for number in count(self._first_to_look_at(today)):
            day = self._day(number)
            if not working_days.is_holiday(self.country, day):
                yield self._slot(day, self.times[number % len(self.times)])

    def _first_to_look_at(self, today: date) -> int:
        """Give the number of a date that is certainly not after today, or of the very first."""
        if self.every in _WEEKS:
            passed = (today - self.start).days // (7 * _WEEKS[self.every])
        else:
            months = (today.year - self.start.year) * 12 + today.month - self.start.month
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
