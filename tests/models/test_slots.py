"""Every Monday at nine is every Monday at nine, wherever that is and whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.slots import Weekly, first_moment

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "UTC",
)
BERLIN = ZoneInfo("Europe/Berlin")


def test_the_slot_is_the_last_one_that_has_come() -> None:
    monday = Weekly(0, time(9), "Europe/Berlin")
    nine = datetime(2026, 3, 2, 9, tzinfo=BERLIN)
    assert monday.latest(nine).at == nine
    assert monday.latest(nine - timedelta(seconds=1)).at == nine - timedelta(weeks=1)
    assert monday.latest(nine + timedelta(days=6, hours=23)).at == nine


@pytest.mark.parametrize(
    ("zone", "local", "moment"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:00:00Z"),  # skipped: at the skip
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z"),  # twice: at its first coming
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ("America/New_York", "2026-03-08 02:00", "2026-03-08T07:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30:00Z"),  # half an hour
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-30T10:00:00Z"),  # a day that never was
    ],
)
def test_a_time_that_is_skipped_or_comes_twice_comes_once(zone: str, local: str, moment: str) -> None:
    assert first_moment(datetime.fromisoformat(local), ZoneInfo(zone)) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0), time(2, 30), time(9), time(23, 59)])
@pytest.mark.parametrize("start", [datetime(2011, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)])
def test_two_years_of_looking_find_every_week_once_and_in_time(zone: str, at: time, start: datetime) -> None:
    for weekday in (4, 6):
        rhythm = Weekly(weekday, at, zone)
        coming = list(islice(rhythm.coming(start), 104))
        assert all(later.local - earlier.local == timedelta(weeks=1) for earlier, later in pairwise(coming))
        for slot in coming:
            assert rhythm.latest(slot.at) == slot
            assert rhythm.latest(slot.at - timedelta(seconds=1)) != slot
            assert rhythm.latest(slot.at + timedelta(days=5)) == slot


@given(
    now=st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given UTC
    weekday=st.integers(0, 6),
    at=st.times(),
    zone=st.sampled_from(ZONES),
)
def test_the_latest_has_come_and_the_next_has_not(now: datetime, weekday: int, at: time, zone: str) -> None:
    rhythm = Weekly(weekday, at.replace(second=0, microsecond=0), zone)
    assert rhythm.latest(now).at <= now < next(rhythm.coming(now)).at
