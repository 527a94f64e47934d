"""A lunch finds its way into people's calendars."""

from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from bot.http import Guard
from models import lunches_answers, lunches_calendar, lunches_changes
from tests.bot.test_http import SECRET, ask
from tests.conftest import START, Company, _nothing
from tests.lunches import first, seat, start_series
from tests.people import Json, Person, words


@pytest.fixture
def changed(company: Company) -> None:
    """Let Ben hold a seat at a lunch that has just moved, and hear of it."""
    with company.potluck.sessions.begin() as session:
        start_series(session, link="https://meet.example/lunch")
        lunch = first(session)
        seat(session, lunch, "U0BEN")
        lunches_changes.tell_of_change(session, lunch, now=START)
    company.settle()


def opens_the_ways(ben: Person) -> None:
    told = next(each for each in reversed(ben.told_by_potluck()) if "has changed" in each["text"])
    ben.ask("POST", "/actions", pressing(ben, told))


def pressing(ben: Person, message: Json) -> Json:
    direct = next(
        each
        for each in ben.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )
    container = {"type": "message", "channel": direct["id"], "ts": message["ts"]}
    return {"container": container, "block_id": "changed", "action_id": "lunches_calendar.open"}


@pytest.mark.usefixtures("changed")
def test_the_file_is_given_in_the_conversation_with_potluck(ben: Person) -> None:
    opens_the_ways(ben)
    ben.presses("Send me the file")
    assert "The file is in our conversation" in words(ben.window)
    (file,) = ben.told_by_potluck()[-1]["files"]
    with urlopen(file["url_private_download"]) as answer:
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert "attachment" in answer.headers["Content-Disposition"]
        calendar: Any = Calendar.from_ical(answer.read())
    (event,) = calendar.walk("VEVENT")
    assert str(event["summary"]) == "Learning lunch"
    assert event["sequence"] == 1


@pytest.mark.usefixtures("changed")
def test_two_calendars_on_the_web_take_it_without_a_file(ben: Person) -> None:
    opens_the_ways(ben)
    (row,) = [block for block in ben.window["blocks"] if block["block_id"] == "ways"]
    links = {each["text"]["text"]: each.get("url", "") for each in row["elements"]}
    assert "dates=20270304T110000Z%2F20270304T113000Z" in links["Google Calendar"]
    assert "startdt=2027-03-04T11%3A00%3A00Z" in links["Outlook"]


def test_without_leave_to_give_files_the_others_are_named(poor_company: Company) -> None:
    with poor_company.potluck.sessions.begin() as session:
        start_series(session)
        seat(session, first(session), "U0BEN")
        lunches_changes.tell_of_change(session, first(session), now=START)
    poor_company.settle()
    ben = poor_company.person("ben")
    opens_the_ways(ben)
    ben.presses("Send me the file")
    assert "I may not give files" in words(ben.window)


@pytest.mark.usefixtures("changed")
def test_who_has_left_the_channel_gets_the_file_of_their_seat_alone(company: Company, ben: Person) -> None:
    opens_the_ways(ben)
    company.workspace.kick("C0LEARNING", "U0BEN")
    ben.presses("Send me the file")
    assert "The file is in our conversation" in words(ben.window)
    with company.potluck.sessions.begin() as session:
        lunches_answers.cannot(session, first(session), "U0BEN", now=START)
    opens_the_ways(ben)
    assert "for the people in its channel" in ben.told_by_potluck()[-1]["text"]


@pytest.mark.usefixtures("changed")
def test_without_a_public_address_there_is_no_feed(ben: Person) -> None:
    opens_the_ways(ben)
    assert "subscribe" not in words(ben.window)


@pytest.mark.usefixtures("changed")
def test_a_feed_is_served_to_who_knows_its_address_alone(company: Company) -> None:
    guard = Guard(company.potluck.app, SECRET, after=_nothing, calendar=company.potluck.calendar)
    with company.potluck.sessions.begin() as session:
        token = lunches_calendar.token_of(session, "T0LOCAL", "U0BEN", fresh="unguessable")
    status, content = ask(guard, path=f"/calendar/{token}.ics", method="GET")
    assert status == 200
    assert "SUMMARY:Learning lunch" in content
    assert ask(guard, path="/calendar/guessed.ics", method="GET")[0] == 404
    assert ask(guard, path="/calendar/", method="GET")[0] == 404
