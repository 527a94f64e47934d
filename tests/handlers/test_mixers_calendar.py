"""When a group meets finds its way into the calendars of its people."""

from datetime import UTC, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from models import mixers_calendar, mixers_mending
from models.errors import RuleError
from models.mixers_mending import Why
from models.mixers_rounds import Round
from tests.conftest import START, Company
from tests.mixers import TEAM, drawn, mixer
from tests.mixers_meeting import ADA, BEN, NOOR, TOMAS, group_of, introduction, suggested, talk, taps
from tests.people import Json, Person, words


@pytest.fixture
def round_(company: Company) -> Round:
    """Let Ada, Ben and Noor be a group that was just introduced."""
    return drawn(company, mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START))


def file_for(who: Person, message: Json) -> tuple[Any, Any]:
    who.presses("Calendar file", message, talk(who))
    (file,) = who.told_by_potluck()[-1]["files"]
    with urlopen(file["url_private_download"]) as answer:
        calendar: Any = Calendar.from_ical(answer.read())
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.usefixtures("round_")
def test_the_file_is_for_the_group_and_once_there_is_a_time(company: Company, ben: Person) -> None:
    group = group_of(company)
    with company.potluck.sessions.read() as session, pytest.raises(RuleError, match="Pick one first"):
        mixers_calendar.dated(session, TEAM, group.id, by=BEN)
    taps(ben, 0)
    with company.potluck.sessions.read() as session, pytest.raises(RuleError, match="of that group"):
        mixers_calendar.dated(session, TEAM, group.id, by=TOMAS)


@pytest.mark.usefixtures("round_")
def test_one_tap_brings_the_file_and_a_move_brings_a_later_one_of_the_same(
    company: Company, ada: Person, ben: Person
) -> None:
    moments = suggested(company)
    taps(ben, 0)
    company.settle()
    calendar, before = file_for(ada, introduction(ada))
    assert "The file is in our conversation" in words(ada.window)
    assert str(calendar["method"]) == "PUBLISH"
    assert before.start.astimezone(UTC) == moments[0]
    assert before.end - before.start == timedelta(minutes=30)
    assert str(before["summary"]) == "Coffee"
    ben.presses("Another time", introduction(ben), talk(ben))
    ben.presses("This one")
    company.settle()
    _, after = file_for(ada, introduction(ada))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start.astimezone(UTC) == moments[1]


def test_who_is_in_the_group_no_more_takes_it_off_their_calendar(
    company: Company, round_: Round, ada: Person, ben: Person
) -> None:
    taps(ben, 0)
    company.settle()
    message = introduction(ada)
    _, before = file_for(ada, message)
    with company.potluck.sessions.begin() as session:
        held = session.get_one(Round, round_.id)
        mixers_mending.take_out(session, held, ADA, why=Why.NOT_NOW, now=round_.draws_at)
    calendar, after = file_for(ada, message)
    assert str(calendar["method"]) == "CANCEL"
    assert str(after["status"]) == "CANCELLED"
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_without_leave_to_give_files_two_calendars_on_the_web_are_named(poor_company: Company) -> None:
    drawn(poor_company, mixer(poor_company.potluck.sessions, [ADA, BEN], now=START))
    ben = poor_company.person("ben")
    taps(ben, 0)
    poor_company.settle()
    ben.presses("Calendar file", introduction(ben), talk(ben))
    assert "I may not give files" in words(ben.window)
    (row,) = [block for block in ben.window["blocks"] if block["type"] == "actions"]
    assert {each["text"]["text"] for each in row["elements"]} == {"Google Calendar", "Outlook"}
