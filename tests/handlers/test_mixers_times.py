"""A group chooses when it meets with one tap, moves it with another, and has it in its calendars."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar

from handlers.mixers_times import KINDS
from models import (
    mixers_calendar,
    mixers_choosing,
    mixers_mending,
    mixers_rounds,
    mixers_times,
    outbox,
    silences,
)
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.mixers_mending import Why
from models.mixers_rounds import Answer, Group, Part, Round, Stand, State
from models.outbox import Owed
from tests import mixers_groups
from tests.conftest import START, Company
from tests.mentoring_pairs import together
from tests.mixers import TEAM, drawn, known, mixer
from tests.people import Json, Person, buttons, words

ADA, BEN, NOOR, TOMAS = "U0ADA", "U0BEN", "U0NOOR", "U0TOMAS"


@pytest.fixture
def round_(company: Company) -> Round:
    """Let Ada, Ben and Noor be a group that was just introduced."""
    return drawn(company, mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START))


def talk(who: Person) -> str:
    """Name the conversation of the group that somebody is in."""
    where = together(who)
    assert where is not None
    return where


def introduction(who: Person) -> Json:
    return next(each for each in who.reads(talk(who)) if "you are a group" in each["text"])


def group_of(company: Company) -> Group:
    with company.potluck.sessions.read() as session:
        return session.query(Group).order_by(Group.id).first() or Group()


def suggested(company: Company) -> list[datetime]:
    return mixers_times.of(group_of(company))


def taps(who: Person, number: int, message: Json | None = None) -> None:
    """Press the button beside one of the moments, in the group's message."""
    shown = message or introduction(who)
    rows = [each for each in buttons(shown["blocks"]) if each[1]["action_id"] == "mixers_times.choose"]
    block_id, button = rows[number]
    press(who, shown, block_id, button["action_id"])


def press(who: Person, message: Json, block_id: str, action_id: str) -> None:
    place = {"type": "message", "channel": talk(who), "ts": message["ts"]}
    who.ask("POST", "/actions", {"container": place, "block_id": block_id, "action_id": action_id})


def shown(moment: datetime) -> str:
    return f"<!date^{int(moment.timestamp())}^"


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


@pytest.mark.usefixtures("round_")
def test_the_same_moment_chosen_twice_is_told_once(company: Company, ada: Person, ben: Person) -> None:
    message = introduction(ben)
    taps(ben, 0, message)
    taps(ada, 0, message)
    company.settle()
    assert group_of(company).sequence == 1
    assert sum("chose when you meet" in each["text"] for each in ben.reads(talk(ben))) == 1


@pytest.mark.usefixtures("round_")
def test_of_two_who_choose_at_once_the_last_one_holds(company: Company, ada: Person, ben: Person) -> None:
    moments, message = suggested(company), introduction(ben)
    taps(ben, 0, message)
    taps(ada, 2, message)
    company.settle()
    assert group_of(company).meets_at == moments[2]
    assert f"You meet {shown(moments[2])}" in words(introduction(ben)["blocks"])
    told = [each["text"] for each in ben.reads(talk(ben)) if "chose when you meet" in each["text"]]
    assert len(told) == 1, "what does not hold any more is not said"
    assert "<@U0ADA>" in told[0]


def test_eight_who_choose_at_the_same_moment_each_count_and_one_holds(
    sessions: Sessions,
) -> None:
    people = [f"U{number}" for number in range(8)]
    made = mixer(sessions, people, now=START)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, [people], now=START)
        group = session.query(Group).one()
    moments = [START + timedelta(days=1, hours=number) for number in range(8)]

    def choose(number: int) -> None:
        with sessions.begin() as session:
            mixers_choosing.choose(session, TEAM, group.id, moments[number], by=people[number], now=START)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(choose, range(8)))
    with sessions.read() as session:
        kept = session.get_one(Group, group.id)
        told = session.query(Owed).filter_by(kind="mixers.time").all()
        holds = [each for each in told if mixers_choosing.chosen(session, each.ref)]
        assert kept.sequence == 8
        assert kept.meets_at in moments
        assert len(holds) == 1
        assert mixers_rounds.people_of(session, kept) == people
        assert all(
            each.answer == Answer.PLANNED for each in session.query(Part).filter_by(round_id=round_.id)
        )


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


def talk_of(who: Person, people: list[str]) -> str:
    """Name the conversation of just these people with Potluck."""
    found = (each for each in who.ask("GET", "/conversations") if each["kind"] == "mpim")
    return next(str(each["id"]) for each in found if {*each["members"]} == {*people, "U0POTLUCK"})


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


@pytest.mark.usefixtures("round_")
def test_somebody_of_another_group_chooses_nothing(company: Company) -> None:
    group, at = group_of(company), suggested(company)[0]
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="in that group now"):
        mixers_choosing.choose(session, TEAM, group.id, at, by=TOMAS, now=START)
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="gone"):
        mixers_choosing.choose(session, "T0OTHER", group.id, at, by=BEN, now=START)
    assert group_of(company).meets_at is None


def test_who_left_the_group_chooses_for_it_no_more(company: Company, round_: Round, ben: Person) -> None:
    message = introduction(ben)
    with company.potluck.sessions.begin() as session:
        held = session.get_one(Round, round_.id)
        mixers_mending.take_out(session, held, BEN, why=Why.NOT_NOW, now=round_.draws_at)
    taps(ben, 0, message)
    assert "in that group now" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None


def test_who_left_does_not_read_who_came_after_them(
    company: Company, round_: Round, ada: Person, ben: Person
) -> None:
    where = talk(ben)
    with company.potluck.sessions.begin() as session:
        session.get_one(Part, (round_.id, BEN)).stand = Stand.WITHDREW
        group = session.query(Group).one()
        came = {"stand": Stand.IN, "group_id": group.id, "first": False, "line": ""}
        session.add(Part(round_id=round_.id, user_id=TOMAS, team_id=TEAM, **came))
        session.flush()
        mixers_choosing.choose(
            session, TEAM, group.id, mixers_times.of(group)[0], by=ADA, now=round_.draws_at
        )
    company.settle()
    assert not any(TOMAS in words(each.get("blocks", [])) for each in ben.reads(where))
    assert "chose when you meet" in ada.last(talk_of(ada, [ADA, NOOR, TOMAS]))["text"]


def test_who_sat_together_before_is_not_told_that_they_did_not(company: Company, ben: Person) -> None:
    made = mixer(company.potluck.sessions, [ADA, BEN], now=START, size=2)
    first = drawn(company, made)
    assert "have not been in a group together before" in words(introduction(ben)["blocks"])
    assert first.ends_at is not None
    drawn(company, made)
    again = [each for each in ben.reads(talk(ben)) if "you are a group" in each["text"]]
    assert len(again) == 2
    assert "have not been" not in words(again[-1]["blocks"])


@pytest.mark.usefixtures("round_")
def test_where_no_talk_of_all_can_be_opened_each_hears_the_time_alone(company: Company, ben: Person) -> None:
    taps(ben, 0)
    with company.potluck.sessions.begin() as session:
        owed = session.query(Owed).filter_by(kind="mixers.time").one()
        outbox.refuse(owed, "not_allowed", certain=True, now=START)
        KINDS["mixers.time"].undeliverable(session, owed, START)
    company.settle()
    assert "chose when you meet" in ben.told_by_potluck()[-1]["text"]
    assert "chose when you meet" not in ben.last(talk(ben))["text"]


def test_after_the_end_a_tap_answers_with_a_word(company: Company, round_: Round, ben: Person) -> None:
    message = introduction(ben)
    with company.potluck.sessions.begin() as session:
        session.get_one(Round, round_.id).state = State.OVER
    taps(ben, 0, message)
    assert "This round is over" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None


def test_a_moment_that_went_by_is_not_chosen(company: Company, round_: Round, ben: Person) -> None:
    message, first = introduction(ben), suggested(company)[0]
    company.set_clock(first + timedelta(minutes=1))
    taps(ben, 0, message)
    assert "This moment is past" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None
    assert round_.ends_at is not None


@pytest.mark.usefixtures("round_")
def test_who_chooses_a_time_is_heard(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        silences.unheard(session, TEAM, BEN, Programme.MIXERS, now=START)
    taps(ben, 0)
    with company.potluck.sessions.read() as session:
        assert session.get(silences.Silence, (TEAM, BEN, Programme.MIXERS)) is None


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
