"""Days on which people work: public holidays of a country or one of its regions, and its weekends."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from models import slots
from models.errors import RuleError

WEEKEND = frozenset({5, 6})
_DAY = timedelta(days=1)


def checked(typed: str) -> str:
    """Give a country as it is kept, such as DE, or with its region, such as DE-BY; empty means none."""
    country, _, region = typed.strip().upper().partition("-")
    if not country:
        return ""
    known = holidays.list_supported_countries()
    if country not in known:
        raise RuleError(
            "Name a country by its two letters, such as DE, US or IN; leave it empty for none.",
            field="country",
        )
    if region and region not in {each.upper() for each in known[country]}:
        raise RuleError(
            f"I do not know the region {region} of {country}. Name the country alone: {country}",
            field="country",
        )
    return f"{country}-{region}" if region else country


def is_holiday(country: str, day: date) -> bool:
    """Tell whether a day is a public holiday there; without a country there are none."""
    return bool(country) and day in _year(country, day.year)[0]


def are_worked(country: str, day: date) -> bool:
    """Tell whether people work on a day."""
    return day.weekday() not in weekend(country, day.year) and not is_holiday(country, day)


def weekend(country: str, year: int) -> AbstractSet[int]:
    """Name the weekdays on which nobody works there (0 is Monday)."""
    return _year(country, year)[1] if country else WEEKEND


def after(moment: datetime, zone: str, country: str, *, days: int) -> datetime:
    """Give the same local time so many working days later."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date()
    while days:
        day += _DAY
        days -= are_worked(country, day)
    at = datetime.combine(day, time(local.hour, local.minute, local.second))
    return slots.first_moment(at, ZoneInfo(zone))


@lru_cache(maxsize=1024)
def _year(country: str, year: int) -> tuple[AbstractSet[date], AbstractSet[int]]:
    code, _, region = country.partition("-")
    regions = {each.upper(): each for each in holidays.list_supported_countries().get(code, [])}
    found = holidays.country_holidays(code, subdiv=regions.get(region), years=year)
    return frozenset(found), frozenset(found.weekend)
