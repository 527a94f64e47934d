"""Working hours: in any zone and country, whatever the clock does, nothing comes outside them needlessly."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import profiles, settings, working_hours
from models.base import Sessions
from models.profiles import Profile
from models.working_hours import Hours
from tests.conftest import MONDAY

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "UTC")
QUARTER = timedelta(minutes=15)

hours_of_some = st.builds(
    Hours,
    zone=st.sampled_from(ZONES),
    begins=st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    ends=st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    country=st.sampled_from(["", "DE-BY", "US", "IL", "IN"]),
    every_day=st.booleans(),
)
around_clock_changes = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC), MONDAY]),
    st.integers(0, 9 * 24 * 60),
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def steps(begin: datetime, end: datetime) -> list[datetime]:
    """Give every quarter of an hour from a moment until before another."""
    return [begin + number * QUARTER for number in range(max(0, -((begin - end) // QUARTER)))]


@given(hours_of_some, around_clock_changes)
def test_the_next_moment_is_in_them_and_none_was_before(hours: Hours, at: datetime) -> None:
    found = hours.next(at)
    assert found is not None
    assert found >= at
    assert hours.hold(found)
    missed = [each for each in steps(at, found) if hours.hold(each)]
    # What the clock shows twice may be in them twice: the second time is not begun with.
    assert all(_comes_twice(each, hours) for each in missed)


def _comes_twice(moment: datetime, hours: Hours) -> bool:
    day = timedelta(hours=12)
    offsets = {(moment + away).astimezone(ZoneInfo(hours.zone)).utcoffset() for away in (-day, day)}
    return len(offsets) > 1


@given(st.lists(hours_of_some, min_size=1, max_size=4), around_clock_changes)
def test_people_are_told_together_where_they_work_together_soon(hours: Sequence[Hours], at: datetime) -> None:
    found = working_hours.moment(hours, at)
    assert found >= at
    if not all(one.hold(found) for one in hours):
        assert any(one.hold(found) for one in hours)
        soon = steps(at, at + working_hours.TOGETHER_WITHIN)
        shared = [each for each in soon if all(one.hold(each) for one in hours)]
        assert all(any(_comes_twice(each, one) for one in hours) for each in shared)


@given(hours_of_some, around_clock_changes, st.integers(0, 200))
def test_nothing_comes_too_late_for_their_hours(hours: Hours, at: datetime, left: int) -> None:
    not_after = at + timedelta(hours=left)
    found = working_hours.moment([hours], at, not_after=not_after)
    assert at <= found <= not_after
    if not hours.hold(found):
        opening = hours.next(at)
        assert opening is not None
        assert opening > not_after, "their hours would have been in time"


@pytest.mark.parametrize(
    ("begins", "ends", "country", "at", "expected"),
    [
        ("09:00", "17:00", "", "2026-03-02 07:30", "2026-03-02 08:00"),
        ("09:00", "17:00", "", "2026-03-02 12:00", "2026-03-02 12:00"),
        ("09:00", "17:00", "", "2026-03-06 16:00", "2026-03-09 08:00"),
        ("09:00", "17:00", "", "2026-03-27 17:00", "2026-03-30 07:00"),
        ("09:00", "17:00", "DE", "2026-04-30 17:00", "2026-05-04 07:00"),
        ("09:00", "17:00", "IL", "2026-03-06 06:00", "2026-03-08 08:00"),
        ("22:00", "06:00", "", "2026-03-07 04:00", "2026-03-07 04:00"),
        ("22:00", "06:00", "", "2026-03-08 04:00", "2026-03-09 21:00"),
        ("02:30", "10:00", "JP", "2026-03-28 12:00", "2026-03-29 01:00"),
    ],
)
def test_a_working_day_begins_when_the_clock_on_the_wall_says_so(
    begins: str, ends: str, country: str, at: str, expected: str
) -> None:
    every_day = country == "JP"
    hours = Hours("Europe/Berlin", time.fromisoformat(begins), time.fromisoformat(ends), country, every_day)
    assert hours.next(utc(at)) == utc(expected)


def test_a_message_that_cannot_wait_for_monday_comes_on_saturday_by_day_and_else_at_once() -> None:
    hours = Hours("UTC", time(9), time(17))
    friday = utc("2026-03-06 20:00")
    for until, said in (
        ("03-09 10:00", "03-09 09:00"),
        ("03-07 12:00", "03-07 09:00"),
        ("03-07 08:00", "03-06 20:00"),
    ):
        assert working_hours.moment([hours], friday, not_after=utc(f"2026-{until}")) == utc(f"2026-{said}")


def test_two_who_never_work_at_the_same_time_are_told_in_the_hours_of_one() -> None:
    berlin, auckland = (Hours(zone, time(9), time(17)) for zone in ("Europe/Berlin", "Pacific/Auckland"))
    at = utc("2026-03-02 17:00")
    assert working_hours.moment([berlin, auckland], at) == utc("2026-03-02 20:00")


def test_hours_are_the_profiles_else_the_workspaces_else_any(sessions: Sessions) -> None:
    with sessions.begin() as session:
        assert working_hours.of(session, "T1", "U1") is None
        for user_id, zone in (("U2", "Asia/Tokyo"), ("U3", ""), ("U4", "Middle/Earth")):
            session.add(
                Profile(
                    team_id="T1", user_id=user_id, zone=zone, begins="07:30", ends="15:00", changed_at=MONDAY
                )
            )
        session.flush()
        assert working_hours.of(session, "T1", "U3") is None
        tokyo = Hours("Asia/Tokyo", time(7, 30), time(15))
        assert working_hours.of(session, "T1", "U2") == tokyo
        settings.choose(
            session,
            "T1",
            capture_emoji="bulb",
            zone="Europe/Berlin",
            digest_weekday=4,
            digest_time="15:00",
            person_budget=2,
        )
        nine, five = (time.fromisoformat(each) for each in (profiles.BEGINS, profiles.ENDS))
        assert working_hours.of(session, "T1", "U1") == Hours("Europe/Berlin", nine, five)
        assert working_hours.of(session, "T1", "U2") == tokyo
        for user_id in ("U3", "U4"):
            assert working_hours.of(session, "T1", user_id) == Hours("Europe/Berlin", time(7, 30), time(15))
