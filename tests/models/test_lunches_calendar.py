"""What a calendar makes of a lunch: parsed back, in every zone, through every change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from models import lunches_calendar, lunches_changes
from models.base import Sessions
from models.lunches import Lunch
from models.lunches_rhythm import Every, Rhythm
from models.lunches_seats import Answer
from tests.conftest import START
from tests.lunches import first, give_talk, seat, start_series

NASTY = "Lunch; with, commas\nBEGIN:VEVENT\r\nSUMMARY:evil <!here> \\n"


def read_back(content: bytes) -> tuple[Any, Any]:
    calendar: Any = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def file_of(sessions: Sessions) -> bytes:
    with sessions.read() as session:
        return lunches_calendar.file_of(session, first(session), now=START)


def test_a_file_says_when_where_and_what(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session, link="https://meet.example/lunch", minutes=45)
        give_talk(session, first(session), "U0BEN")
    calendar, event = read_back(file_of(sessions))
    assert str(calendar["method"]) == "PUBLISH"
    assert event.start == datetime(2027, 3, 4, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.end - event.start == timedelta(minutes=45)
    assert str(event["summary"]) == "Learning lunch: How we halved CI time"
    assert "Three switches" in str(event["description"])
    assert str(event["location"]) == "The kitchen"
    assert str(event["url"]) == "https://meet.example/lunch"
    assert event["organizer"]
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == timedelta(minutes=-15)


def test_a_changed_lunch_keeps_its_name_and_counts_on(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session)
    _, before = read_back(file_of(sessions))
    with sessions.begin() as session:
        lunch = first(session)
        lunch.at += timedelta(hours=1)
        lunches_changes.tell_of_change(session, lunch, now=START)
    _, after = read_back(file_of(sessions))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start - before.start == timedelta(hours=1)


def test_a_called_off_lunch_is_taken_off_the_calendar(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session)
    _, before = read_back(file_of(sessions))
    with sessions.begin() as session:
        lunches_changes.call_off(session, first(session), now=START)
    calendar, after = read_back(file_of(sessions))
    assert str(calendar["method"]) == "CANCEL"
    assert str(after["status"]) == "CANCELLED"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert not after.walk("VALARM")


def test_what_is_typed_stays_a_text_in_the_calendar(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session, title=NASTY, place=NASTY)
    calendar, event = read_back(file_of(sessions))
    assert len(calendar.walk("VEVENT")) == 1
    assert "SUMMARY:evil" in str(event["summary"])
    assert all(len(line) <= 75 for line in file_of(sessions).splitlines())


ZONES = (
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2027, 10, 31)),
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2027, 11, 7)),
    ("Asia/Kolkata", date(2027, 6, 1)),
    ("Australia/Lord_Howe", date(2027, 4, 4)),
    ("Australia/Lord_Howe", date(2027, 10, 3)),
)


@pytest.mark.parametrize(("zone", "day"), ZONES)
@pytest.mark.parametrize("at", [time(0, 30), time(1, 45), time(2, 15), time(12)])
def test_every_calendar_shows_the_moment_through_changes_of_the_clock(
    sessions: Sessions, zone: str, day: date, at: time
) -> None:
    start = day - timedelta(weeks=2)
    rhythm = Rhythm(start, Every.WEEK, (at,), zone)
    dates = rhythm.coming(datetime.combine(start, time(), UTC) - timedelta(days=2))
    for slot, _ in zip(dates, range(5), strict=False):
        lunch = held(zone, slot.at)
        with sessions.read() as session:
            content = lunches_calendar.file_of(session, lunch, now=START)
        _, event = read_back(content)
        assert event.start.astimezone(UTC) == slot.at
        assert moment_by_the_files_own_rules(content, event) == slot.at


def held(zone: str, at: datetime) -> Lunch:
    values: dict[str, Any] = {"title": "Lunch", "place": "", "link": "", "minutes": 30, "sequence": 0}
    return Lunch(id=1, team_id="T1", zone=zone, at=at, state="open", **values)


def moment_by_the_files_own_rules(content: bytes, event: Any) -> datetime:
    """Read the start by the offsets that the file itself lists, as a calendar does that knows no zones."""
    calendar: Any = Calendar.from_ical(content)
    (zone,) = calendar.walk("VTIMEZONE")
    local = event.start.replace(tzinfo=None)
    changes: list[tuple[datetime, timedelta]] = []
    for part in [*zone.walk("STANDARD"), *zone.walk("DAYLIGHT")]:
        dates = [part["dtstart"].dt, *(each.dt for each in getattr(part.get("rdate"), "dts", []))]
        changes += [(each.replace(tzinfo=None), part["tzoffsetto"].td) for each in dates]
    offset = max(change for change in changes if change[0] <= local)[1]
    moment: datetime = local - offset
    return moment.replace(tzinfo=UTC)


def test_a_feed_has_the_lunches_one_goes_to_or_speaks_at(sessions: Sessions) -> None:
    with sessions.begin() as session:
        start_series(session)
        lunch = first(session)
        seat(session, lunch, "U0BEN")
        seat(session, lunch, "U0NOOR", Answer.NOT)
        give_talk(session, lunch, "U0ADA", "U0TOMAS")
        tokens = {
            who: lunches_calendar.token_of(session, "T0LOCAL", who, fresh=f"secret-{who}")
            for who in ("U0BEN", "U0NOOR", "U0TOMAS")
        }
    with sessions.read() as session:
        feeds = {who: lunches_calendar.feed(session, token, now=START) for who, token in tokens.items()}
        assert lunches_calendar.feed(session, "guessed", now=START) is None
    counts = {who: len(Calendar.from_ical(feed or b"").walk("VEVENT")) for who, feed in feeds.items()}
    assert counts == {"U0BEN": 1, "U0NOOR": 0, "U0TOMAS": 1}


def test_a_new_address_ends_the_old_one(sessions: Sessions) -> None:
    with sessions.begin() as session:
        old = lunches_calendar.token_of(session, "T0LOCAL", "U0BEN", fresh="one")
        assert lunches_calendar.token_of(session, "T0LOCAL", "U0BEN", fresh="two") == old
        lunches_calendar.renew(session, "T0LOCAL", "U0BEN", fresh="three")
    with sessions.read() as session:
        assert lunches_calendar.feed(session, old, now=START) is None
        assert lunches_calendar.feed(session, "three", now=START) is not None
