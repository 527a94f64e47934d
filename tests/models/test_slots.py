"""Every Monday at nine is every Monday at nine, wherever that is."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from models import slots
from models.slots import Weekly

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "America/St_Johns",
)


def test_the_slot_is_the_last_one_that_has_come() -> None:
    monday = Weekly(0, time(9), "Europe/Berlin")
    nine = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert monday.latest(nine) == nine
    assert monday.latest(nine - timedelta(seconds=1)) == nine - timedelta(weeks=1)
    assert monday.latest(nine + timedelta(days=6, hours=23)) == nine


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(2, 30), time(9), time(23, 59)])
def test_looking_every_half_hour_for_a_year_finds_every_week_once(zone: str, at: time) -> None:
    rhythm = Weekly(6, at, zone)
    moment, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    found: list[str] = []
    while moment < end:
        name = slots.key(rhythm.latest(moment))
        if name not in found[-1:]:
            found.append(name)
        moment += timedelta(minutes=30)
    days = [datetime.fromisoformat(name) for name in found]
    assert all(later - earlier == timedelta(weeks=1) for earlier, later in pairwise(days))
    assert len(found) in {52, 53}
