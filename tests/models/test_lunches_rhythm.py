"""On which days a series meets: the 31st, the fifth Friday, holidays, and clocks that change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.lunches_rhythm import Every, Odd, Rhythm, oddity
from tests.models.test_slots import ZONES

BERLIN = "Europe/Berlin"
NOON = (time(12),)


def days(rhythm: Rhythm, number: int, *, now: datetime | None = None) -> list[str]:
    now = now or datetime.combine(rhythm.start, time(), ZoneInfo(rhythm.zone)) - timedelta(seconds=1)
    return [f"{slot.local:%Y-%m-%d}" for slot in islice(rhythm.coming(now), number)]


def test_every_week_and_every_two_weeks_are_counted_from_the_first_date() -> None:
    start = date(2027, 3, 4)
    assert days(Rhythm(start, Every.WEEK, NOON, BERLIN), 3) == ["2027-03-04", "2027-03-11", "2027-03-18"]
    fortnightly = Rhythm(start, Every.TWO_WEEKS, NOON, BERLIN)
    assert days(fortnightly, 3) == ["2027-03-04", "2027-03-18", "2027-04-01"]
    late = datetime(2027, 3, 18, 11, tzinfo=UTC)
    assert days(fortnightly, 1, now=late) == ["2027-04-01"]


def test_the_first_thursday_is_read_off_the_first_date() -> None:
    monthly = Rhythm(date(2027, 3, 4), Every.MONTH_WEEKDAY, NOON, BERLIN)
    assert days(monthly, 4) == ["2027-03-04", "2027-04-01", "2027-05-06", "2027-06-03"]


def test_the_fifth_friday_is_the_last_one_where_there_are_only_four() -> None:
    monthly = Rhythm(date(2027, 1, 29), Every.MONTH_WEEKDAY, NOON, BERLIN)
    assert days(monthly, 5) == ["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30", "2027-05-28"]
    assert days(monthly, 1, now=datetime(2027, 7, 1, tzinfo=UTC)) == ["2027-07-30"]


def test_the_31st_is_the_last_day_of_a_shorter_month_and_the_31st_again_after_it() -> None:
    monthly = Rhythm(date(2027, 12, 31), Every.MONTH_DATE, NOON, BERLIN)
    assert days(monthly, 5) == ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]


def test_a_quarter_keeps_its_weekday() -> None:
    quarterly = Rhythm(date(2027, 3, 4), Every.QUARTER, NOON, BERLIN)
    assert days(quarterly, 5) == ["2027-03-04", "2027-06-03", "2027-09-02", "2027-12-02", "2028-03-02"]


def test_a_holiday_is_left_out_and_the_times_take_their_turns_all_the_same() -> None:
    # 6 May 2027 is Ascension Day.
    rhythm = Rhythm(date(2027, 4, 29), Every.WEEK, (time(9), time(17)), BERLIN, "DE")
    found = list(islice(rhythm.coming(datetime(2027, 4, 28, tzinfo=UTC)), 3))
    assert [slot.key for slot in found] == ["2027-04-29 09:00", "2027-05-13 09:00", "2027-05-20 17:00"]


def test_no_date_comes_before_a_pause_is_over() -> None:
    rhythm = Rhythm(date(2027, 3, 4), Every.WEEK, NOON, BERLIN, not_before=date(2029, 3, 2))
    assert days(rhythm, 1) == ["2029-03-08"]


@pytest.mark.parametrize(
    ("local", "zone", "odd"),
    [
        ("2027-03-28 02:30", BERLIN, Odd.SKIPPED),
        ("2027-10-31 02:30", BERLIN, Odd.TWICE),
        ("2027-03-28 03:00", BERLIN, None),
        ("2027-10-31 03:00", BERLIN, None),
        ("2027-10-03 02:15", "Australia/Lord_Howe", Odd.SKIPPED),
        ("2027-04-04 01:45", "Australia/Lord_Howe", Odd.TWICE),
        ("2027-03-14 02:30", "America/New_York", Odd.SKIPPED),
        ("2027-03-14 02:30", "Asia/Kolkata", None),
    ],
)
def test_an_hour_that_is_skipped_or_comes_twice_is_known(local: str, zone: str, odd: Odd | None) -> None:
    assert oddity(datetime.fromisoformat(local), zone) == odd


RHYTHMS = st.builds(
    Rhythm,
    start=st.dates(date(2020, 1, 1), date(2028, 12, 31)),
    every=st.sampled_from(Every),
    times=st.lists(
        st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=2
    ).map(tuple),
    zone=st.sampled_from(ZONES),
    country=st.sampled_from(["", "DE", "IN"]),
)
MOMENTS = st.datetimes(datetime(2019, 6, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - given UTC


@given(rhythm=RHYTHMS, now=MOMENTS)
def test_every_date_is_ahead_and_later_than_the_one_before(rhythm: Rhythm, now: datetime) -> None:
    found = list(islice(rhythm.coming(now), 8))
    assert found[0].at > now
    assert all(earlier.at < later.at for earlier, later in pairwise(found))
    assert found[0].local.date() >= rhythm.start


@given(rhythm=RHYTHMS, now=MOMENTS, later=st.timedeltas(timedelta(), timedelta(days=200)))
def test_whoever_looks_later_finds_the_same_dates(rhythm: Rhythm, now: datetime, later: timedelta) -> None:
    found = list(islice(rhythm.coming(now), 20))
    again = list(islice(rhythm.coming(now + later), 3))
    ahead = [slot for slot in found if slot.at > now + later]
    assert all(slot in again for slot in ahead[:3])


@given(rhythm=RHYTHMS, now=MOMENTS)
def test_two_dates_are_never_further_apart_than_their_rhythm_and_a_holiday_or_two(
    rhythm: Rhythm, now: datetime
) -> None:
    most = {Every.WEEK: 28, Every.TWO_WEEKS: 56, Every.QUARTER: 280}.get(rhythm.every, 100)
    found = list(islice(rhythm.coming(now), 6))
    assert all((two.local.date() - one.local.date()).days <= most for one, two in pairwise(found))
