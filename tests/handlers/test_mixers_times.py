"""A group chooses when it meets with one tap, moves it with another, and has it in its calendars."""

from datetime import UTC, datetime, timedelta

import pytest

from models import (
    mixers_mending,
)
from models.mixers_mending import Why
from models.mixers_rounds import Answer, Part, Round
from tests.conftest import START, Company
from tests.mixers import drawn, known, mixer
from tests.mixers_meeting import (
    ADA,
    BEN,
    NOOR,
    group_of,
    introduction,
    shown,
    suggested,
    talk,
    talk_of,
    taps,
)
from tests.people import Person, words


@pytest.fixture
def round_(company: Company) -> Round:
    """Let Ada, Ben and Noor be a group that was just introduced."""
    return drawn(company, mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START))


def test_three_moments_are_suggested_and_each_has_its_button(
    company: Company, round_: Round, ben: Person
) -> None:
    moments = suggested(company)
    assert len(set(moments)) == 3
    assert all(round_.draws_at < each < (round_.ends_at or each) for each in moments)
    text = words(introduction(ben)["blocks"])
    assert all(shown(each) in text for each in moments)
    assert "you begin: pick one of the times" in text


def test_one_tap_chooses_a_moment_for_all_and_the_message_follows(
    company: Company, round_: Round, ada: Person, ben: Person
) -> None:
    second = suggested(company)[1]
    taps(ben, 1)
    company.settle()
    text = words(introduction(ada)["blocks"])
    assert f"You meet {shown(second)}" in text
    assert "pick one of the times" not in text
    assert f"<@U0BEN> chose when you meet: {shown(second)}" in ada.last(talk(ada))["text"]
    assert (group_of(company).meets_at, group_of(company).sequence) == (second, 1)
    with company.potluck.sessions.read() as session:
        assert session.get_one(Part, (round_.id, BEN)).answer == Answer.PLANNED
        assert session.get_one(Part, (round_.id, ADA)).answer is None


def test_a_group_that_has_changed_is_suggested_moments_anew(
    company: Company, round_: Round, ada: Person
) -> None:
    before = suggested(company)
    later = before[0] + timedelta(hours=1)
    company.set_clock(later)
    with company.potluck.sessions.begin() as session:
        held = session.get_one(Round, round_.id)
        mixers_mending.take_out(session, held, BEN, why=Why.NOT_NOW, now=later)
    company.settle()
    assert min(suggested(company)) > later
    told = next(each for each in ada.reads(talk_of(ada, [ADA, NOOR])) if "you go on as two" in each["text"])
    assert all(shown(each) in words(told["blocks"]) for each in suggested(company))


@pytest.mark.usefixtures("round_")
def test_another_time_is_any_time_before_the_next_groups(company: Company, ada: Person, ben: Person) -> None:
    taps(ben, 0)
    company.settle()
    ada.presses("Another time", introduction(ada), talk(ada))
    at = START + timedelta(days=8, minutes=20)
    assert ada.submits(at=int((START - timedelta(days=1)).timestamp())) == {
        "at": "This moment is past. Choose one to come."
    }
    assert "before then" in ada.submits(at=int((START + timedelta(days=90)).timestamp()))["at"]
    assert ada.submits(at=int(at.timestamp())) == {}
    company.settle()
    assert (group_of(company).meets_at, group_of(company).sequence) == (at, 2)
    assert f"You meet {shown(at)}" in words(ada.window)
    assert f"You meet {shown(at)}" in words(introduction(ben)["blocks"])


@pytest.mark.usefixtures("round_")
def test_the_window_has_what_was_suggested_too(company: Company, ben: Person) -> None:
    moments = suggested(company)
    taps(ben, 0)
    company.settle()
    ben.presses("Another time", introduction(ben), talk(ben))
    assert shown(moments[0]) not in words(ben.window)
    ben.presses("This one")
    assert group_of(company).meets_at == moments[1]
    assert f"You meet {shown(moments[1])}" in words(ben.window)


def test_who_sat_together_before_is_not_told_that_they_did_not(company: Company, ben: Person) -> None:
    made = mixer(company.potluck.sessions, [ADA, BEN], now=START, size=2)
    first = drawn(company, made)
    assert "have not been in a group together before" in words(introduction(ben)["blocks"])
    assert first.ends_at is not None
    drawn(company, made)
    again = [each for each in ben.reads(talk(ben)) if "you are a group" in each["text"]]
    assert len(again) == 2
    assert "have not been" not in words(again[-1]["blocks"])


def test_who_shares_no_hours_reads_for_whom_it_is_early_or_late(company: Company, ben: Person) -> None:
    sessions = company.potluck.sessions
    known(sessions, ADA, now=START, zone="America/Los_Angeles")
    known(sessions, BEN, now=START, zone="Europe/Berlin")
    drawn(company, mixer(sessions, [ADA, BEN], now=START, size=2))
    company.set_clock(datetime(2027, 3, 5, 18, tzinfo=UTC))
    company.settle()
    text = words(introduction(ben)["blocks"])
    assert "There is no half hour in which all of you work" in text
    assert "late for <@U0BEN>" in text
    assert "early for <@U0ADA>" in text


def test_who_is_too_far_apart_is_asked_to_write(company: Company, ben: Person) -> None:
    sessions = company.potluck.sessions
    known(sessions, ADA, now=START, zone="America/Los_Angeles", begins="06:00", ends="10:00")
    known(sessions, BEN, now=START, zone="Europe/Berlin", begins="06:00", ends="08:00")
    drawn(company, mixer(sessions, [ADA, BEN], now=START, size=2))
    company.set_clock(datetime(2027, 3, 4, 14, 30, tzinfo=UTC))
    company.settle()
    text = words(introduction(ben)["blocks"])
    assert "write the first lines here" in text
    assert "This one" not in text
    ben.presses("Another time", introduction(ben), talk(ben))
    assert "When do you meet?" in words(ben.window)
