"""A group meets when all of them work, whatever the clocks and the countries; else it is told honestly."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import mixers_times, pauses
from models.base import Sessions
from models.consents import Programme
from models.mixers import Mixer, Together
from models.mixers_rounds import Group, Part, Round, Stand
from models.mixers_times import BENT, MEETS_FOR, MOST, NOT_BEFORE, Free, Strain
from models.working_hours import Hours
from tests import mixers
from tests.conftest import MONDAY

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "UTC",
)
MINUTE = timedelta(minutes=1)
A_WEEK = timedelta(weeks=1)

hours_of_some = st.builds(
    Hours,
    zone=st.sampled_from(ZONES),
    begins=st.builds(time, st.integers(0, 23), st.sampled_from([0, 10, 30])),
    ends=st.builds(time, st.integers(0, 23), st.sampled_from([0, 20, 30])),
    country=st.sampled_from(["", "DE-BY", "US", "IL", "IN"]),
)
around_clock_changes = st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes, seconds=13),
    st.sampled_from([datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC), MONDAY]),
    st.integers(0, 9 * 24 * 60),
)
people_of_some = st.lists(
    st.builds(Free, hours_of_some, st.none() | around_clock_changes), min_size=2, max_size=7
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def free(zone: str, begins: int = 9, ends: int = 17, country: str = "") -> Free:
    return Free(Hours(zone, time(begins), time(ends), country))


def holds(each: Free, at: datetime) -> bool:
    """Tell whether somebody works through a whole meeting, and is back by then."""
    minutes = (at + number * MINUTE for number in (0, 9, 19, 29))
    return (each.back_at is None or at >= each.back_at) and all(map(each.hours.hold, minutes))


@given(people_of_some, around_clock_changes, st.integers(1, 28), st.booleans())
def test_nobody_is_asked_to_meet_outside_their_hours_while_there_are_shared_ones(
    people: Sequence[Free],
    now: datetime,
    days: int,
    noon: bool,  # noqa: FBT001 - a die
) -> None:
    latest = now + timedelta(days=days)
    found = mixers_times.suggest(people, now, latest, noon=noon)
    assert len(found) <= MOST
    assert found == sorted(set(found))
    for at in found:
        assert at.second == at.microsecond == 0
        assert at >= now + min(NOT_BEFORE)
        assert at + MEETS_FOR <= latest
        assert all(each.back_at is None or at >= each.back_at for each in people)
    held = [all(holds(each, at) for each in people) for at in found]
    assert len(set(held)) <= 1, "all suit everybody, or there is none that does"
    if not all(held) or not found:
        steps = (now + min(NOT_BEFORE) + number * timedelta(minutes=5) for number in range(3 * 288))
        shared = (at for at in steps if at + MEETS_FOR <= latest)
        assert not any(all(holds(each, at) for each in people) and _steady(people, at) for at in shared)


def _steady(people: Sequence[Free], at: datetime) -> bool:
    """Tell whether nobody's clock changes around a moment: a working day in which it does is left out."""
    day = timedelta(days=1)
    return all(
        len({(at + away).astimezone(ZoneInfo(each.hours.zone)).utcoffset() for away in (-day, day)}) == 1
        for each in people
    )


@given(people_of_some, around_clock_changes)
def test_what_asks_something_of_somebody_says_so_and_asks_little(
    people: Sequence[Free], now: datetime
) -> None:
    hours = {f"U{number}": each.hours for number, each in enumerate(people)}
    for at in mixers_times.suggest(people, now, now + A_WEEK):
        asked = mixers_times.strains(hours, at)
        assert Strain.OFF not in asked.values()
        for each, who in zip(people, hours, strict=True):
            assert (who in asked) or all(map(each.hours.hold, (at, at + MEETS_FOR - MINUTE)))


def test_three_who_share_hours_get_three_days_at_three_hours() -> None:
    people = [free("Europe/Berlin"), free("Europe/London"), free("Europe/Helsinki")]
    found = mixers_times.suggest(people, utc("2026-03-02 10:00"), utc("2026-03-16 10:00"))
    assert [f"{at:%a %H:%M}" for at in found] == ["Tue 12:00", "Wed 10:30", "Thu 13:30"]


def test_a_trio_in_three_zones_meets_in_the_one_hour_they_share() -> None:
    people = [free("America/New_York"), free("Europe/Berlin"), free("Africa/Cairo")]
    found = mixers_times.suggest(people, utc("2026-03-02 10:00"), utc("2026-03-16 10:00"))
    assert [f"{at:%a %H:%M}" for at in found] == ["Tue 14:30", "Wed 14:00", "Thu 14:30"]


def test_a_lunch_is_around_noon_where_everybody_has_noon() -> None:
    near = [free("Europe/Berlin"), free("Europe/London")]
    found = mixers_times.suggest(near, utc("2026-03-02 10:00"), utc("2026-03-16 10:00"), noon=True)
    for at in found:
        assert all(11 <= at.astimezone(ZoneInfo(each.hours.zone)).hour <= 13 for each in near)
    far = [free("America/New_York"), free("Europe/Berlin")]
    assert len(mixers_times.suggest(far, utc("2026-03-02 10:00"), utc("2026-03-16 10:00"), noon=True)) == MOST


def test_weekends_and_holidays_of_each_are_left_out() -> None:
    people = [free("Europe/Berlin", country="DE"), free("Asia/Jerusalem", country="IL")]
    found = mixers_times.suggest(people, utc("2026-04-29 10:00"), utc("2026-05-13 10:00"))
    assert [f"{at:%a %d %b}" for at in found] == ["Thu 30 Apr", "Mon 04 May", "Tue 05 May"]


def test_a_round_that_is_nearly_over_still_finds_a_moment_today() -> None:
    people = [free("UTC"), free("UTC")]
    found = mixers_times.suggest(people, utc("2026-03-02 09:00"), utc("2026-03-02 17:00"))
    assert [f"{at:%a %H:%M}" for at in found] == ["Mon 13:00", "Mon 15:00"]


def test_a_night_in_which_the_clock_goes_back_is_left_out() -> None:
    night = Free(Hours("Asia/Jerusalem", time(1, 30), time(5), "IL"))
    found = mixers_times.suggest([night, night], utc("2026-10-24 00:00"), utc("2026-10-24 23:30"))
    assert all(holds(night, at) for at in found)


def test_who_shares_no_hours_is_told_the_least_bad_moments_and_for_whom() -> None:
    people = {"U0ADA": free("Europe/Berlin").hours, "U0BEN": free("America/Los_Angeles").hours}
    free_ = [Free(each) for each in people.values()]
    found = mixers_times.suggest(free_, utc("2026-02-02 10:00"), utc("2026-02-16 10:00"))
    assert [f"{at:%a %H:%M}" for at in found] == ["Tue 16:00", "Wed 16:30", "Thu 16:00"]
    assert mixers_times.strains(people, found[0]) == {"U0ADA": Strain.LATE, "U0BEN": Strain.EARLY}


def test_a_day_that_is_near_goes_before_one_weeks_away_that_asks_a_little_less() -> None:
    people = [free("Europe/Berlin"), free("America/Los_Angeles")]
    now = utc("2026-02-23 10:00")  # the clocks of one of them change a fortnight later
    found = mixers_times.suggest(people, now, utc("2026-03-23 10:00"))
    assert len(found) == MOST
    assert max(found) < now + timedelta(weeks=1)


def test_who_is_too_far_apart_gets_no_moment_in_the_night() -> None:
    zones = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata")
    people = [free(zone) for zone in zones]
    assert mixers_times.suggest(people, utc("2026-03-02 10:00"), utc("2026-03-16 10:00")) == []


def test_a_moment_on_somebodys_free_day_is_not_called_late() -> None:
    hours = {"U0ADA": free("Europe/Berlin").hours}
    assert mixers_times.strains(hours, utc("2026-03-07 10:00")) == {"U0ADA": Strain.OFF}
    assert mixers_times.strains(hours, utc("2026-03-06 10:00")) == {}
    assert mixers_times.strains(hours, utc("2026-03-06 06:00")) == {"U0ADA": Strain.EARLY}
    assert timedelta(hours=2) < BENT


@pytest.fixture
def mixer(sessions: Sessions) -> Mixer:
    return mixers.mixer(sessions, ["U0ADA", "U0BEN"], now=MONDAY, together=Together.TALK)


def grouped(sessions: Sessions, mixer: Mixer, *people: str, ends_at: datetime) -> int:
    with sessions.begin() as session:
        round_ = session.query(Round).filter_by(mixer_id=mixer.id).one()
        round_.ends_at = ends_at
        group = Group(team_id=mixer.team_id, round_id=round_.id, starter_id=people[0])
        session.add(group)
        session.flush()
        session.add_all(
            Part(round_id=round_.id, user_id=who, team_id=mixer.team_id, stand=Stand.IN, group_id=group.id)
            for who in people
        )
        return group.id


def test_a_group_keeps_what_was_suggested_once_it_is_introduced(sessions: Sessions, mixer: Mixer) -> None:
    mixers.known(sessions, "U0ADA", now=MONDAY, zone="Europe/Berlin")
    mixers.known(sessions, "U0BEN", now=MONDAY, zone="Asia/Kolkata", begins="10:00", ends="18:30")
    group_id = grouped(sessions, mixer, "U0ADA", "U0BEN", ends_at=MONDAY + 2 * A_WEEK)
    with sessions.begin() as session:
        mixers_times.prepare(session, group_id, now=MONDAY)
        group = session.get_one(Group, group_id)
        first = mixers_times.of(group)
        assert len(first) == MOST
        mixers_times.prepare(session, group_id, now=MONDAY + timedelta(days=2))
        later = mixers_times.of(group)
        assert min(later) > MONDAY + timedelta(days=2), "an introduction that was moved suggests anew"
        group.begun_at = MONDAY + timedelta(days=2)
        session.flush()
        mixers_times.prepare(session, group_id, now=MONDAY + timedelta(days=3))
        assert mixers_times.of(group) == later


def test_nobody_is_asked_to_meet_while_they_are_away(sessions: Sessions, mixer: Mixer) -> None:
    group_id = grouped(sessions, mixer, "U0ADA", "U0BEN", ends_at=MONDAY + 2 * A_WEEK)
    with sessions.begin() as session:
        pauses.begin(
            session,
            mixers.TEAM,
            "U0BEN",
            last_day=(MONDAY + A_WEEK).date(),
            zone="UTC",
            programme=Programme.MIXERS,
            now=MONDAY,
        )
        mixers_times.prepare(session, group_id, now=MONDAY)
        assert min(mixers_times.of(session.get_one(Group, group_id))) > MONDAY + A_WEEK
