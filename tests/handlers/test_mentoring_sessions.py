"""A mentorship's own window: sessions with two taps, guides, two lines for the two, another rhythm."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import mentoring
from models.mentoring import Format
from models.mentoring_meeting import MentoringSession, Worksheet
from tests.conftest import START, Company
from tests.mentoring_pairs import BEN, TEAM, heard, introductions, kept, later, paired, together
from tests.people import Person, buttons, words


def opens(person: Person) -> str:
    """Press the introduction's button, and read the window."""
    where = together(person)
    assert where is not None
    person.presses("Our mentorship", introductions(person)[-1], where)
    return words(person.window)


def logged(company: Company) -> list[tuple[int, str, int, str]]:
    with company.potluck.sessions.read() as session:
        rows = session.scalars(select(MentoringSession).order_by(MentoringSession.id)).all()
    return [(each.number, str(each.met_on), each.minutes, each.logged_by) for each in rows]


def test_the_window_says_what_it_is_about_and_what_comes_next(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    shown = opens(ben)
    assert "*Kubernetes* with <@U0ADA>\n30 minutes every 3 weeks, until Tuesday 1 June" in shown
    assert "You propose two times to meet. The guide: Getting to know each other, and one goal." in shown
    assert "<@U0BEN> proposes two times to meet" in opens(ada)


def test_two_taps_note_a_session_and_bring_the_next_guide(company: Company, ben: Person) -> None:
    paired(company)
    opens(ben)
    ben.presses("We met today")
    shown = words(ben.window)
    assert "Session 1 is noted: Monday 1 March, 30 minutes." in shown
    assert "Where you stand" in shown
    assert "*Next*  Session 2: Where you stand." in shown
    assert logged(company) == [(1, "2027-03-01", 30, BEN)]


def test_an_evening_that_both_note_is_one_session(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    later(company, hours=16)
    for person, tap in ((ben, "We met today"), (ada, "We met today"), (ben, "We met today")):
        opens(person)
        person.presses(tap)
        assert "Session 1 is noted" in words(person.window)
        person.closes()
    assert len(logged(company)) == 1


def test_it_is_one_session_too_where_midnight_lies_between_the_two(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    later(company, days=1, hours=15.5)  # 00:25 on Wednesday in Berlin, 18:25 on Tuesday in New York
    opens(ada)
    ada.presses("We met today")
    opens(ben)
    ben.presses("We met today")
    assert [each[:2] for each in logged(company)] == [(1, "2027-03-03")]
    later(company, days=3)
    opens(ben)
    ben.presses("We met today")
    assert len(logged(company)) == 2, "a day later it is another one"


def test_another_day_and_length_have_a_form_with_help_beside_its_fields(
    company: Company, ben: Person
) -> None:
    paired(company)
    later(company, days=4)
    opens(ben)
    ben.presses("Another day")
    assert "still to come" in ben.submits(met_on="2027-04-01", minutes="30")["met_on"]
    assert "before your mentorship began" in ben.submits(met_on="2027-01-01", minutes="30")["met_on"]
    assert "as a number" in ben.submits(met_on="2027-03-03", minutes="0.5")["minutes"]
    assert "480 minutes" in ben.submits(met_on="2027-03-03", minutes="999")["minutes"]
    assert ben.submits(met_on="2027-03-03", minutes="45") == {}
    assert len(ben.windows) == 1
    assert "Session 1  ·  Wednesday 3 March  ·  45 minutes" in words(ben.window)


def test_a_slip_is_taken_back_on_the_same_day_only(company: Company, ben: Person) -> None:
    paired(company)
    opens(ben)
    ben.presses("We met today")
    ben.presses("Take back")
    assert logged(company) == []
    ben.presses("We met today")
    later(company, hours=13)
    ben.presses("Take back")
    assert "on the day it was noted" in words(ben.window)
    assert len(logged(company)) == 1


def test_sessions_are_numbered_and_the_last_one_has_the_last_guide(company: Company, ben: Person) -> None:
    paired(company)
    for week in (0, 3, 6, 9):
        later(company, weeks=week)
        opens(ben)
        ben.presses("We met today")
    assert [each[0] for each in logged(company)] == [1, 2, 3, 4]
    later(company, weeks=11)
    assert "Session 5, the last one: The last one: what changed." in opens(ben)


def test_every_guide_can_be_read_at_any_time(company: Company, ben: Person) -> None:
    paired(company)
    opens(ben)
    ben.presses("Guide")
    titles = [ben.window["blocks"][0]["text"]["text"].splitlines()[0]]
    while "Next" in [button["text"]["text"] for _, button in buttons(ben.window["blocks"])]:
        ben.presses("Next")
        titles.append(ben.window["blocks"][0]["text"]["text"].splitlines()[0])
    assert len(set(titles)) == 12
    assert titles[-1] == "*When it has been quiet*"
    ben.presses("Back")
    assert "Half for you, half for me" in words(ben.window)


def test_two_lines_are_read_by_the_two_and_changed_by_who_wrote_them(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    opens(ben)
    ben.presses("Write two lines")
    assert "Write one of the two lines" in ben.submits(stuck="  ", suggested="")["stuck"]
    assert ben.submits(stuck="probes that fail <!here>", suggested="read the events first") == {}
    shown = opens(ada)
    assert "Stuck on: probes that fail <!here>" in shown
    assert "My partner suggested: read the events first" in shown
    assert "Change" not in [button["text"]["text"] for _, button in buttons(ada.window["blocks"])]
    opens(ben)
    ben.presses("Change")
    assert ben.submits(stuck="probes", suggested="") == {}
    assert "read the events" not in opens(ada)
    opens(ben)
    ben.presses("Change")
    assert ben.submits(stuck="", suggested="") == {}
    assert "probes" not in opens(ada)


def test_lines_are_changed_by_nobody_else(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    opens(ben)
    ben.presses("Write two lines")
    assert ben.submits(stuck="probes", suggested="") == {}
    with company.potluck.sessions.begin() as session:
        session.scalars(select(Worksheet)).one().author_id = ada.id
    ben.presses("Change")
    assert "Only who wrote these lines can change them." in words(ben.window)


def test_another_rhythm_is_told_to_both_where_they_talk(company: Company, ada: Person, ben: Person) -> None:
    made = paired(company)
    opens(ada)
    ada.presses("Another rhythm")
    assert ada.submits(every_weeks="2", minutes="45") == {}
    company.settle()
    said = ben.reads(together(ben) or "")[-1]
    assert said["text"] == "You two have another rhythm: 45 minutes every 2 weeks."
    assert (kept(company, made).every_weeks, kept(company, made).minutes) == (2, 45)


@pytest.mark.parametrize(
    "label", ["We met today", "We met yesterday", "Another day", "Another rhythm", "End", "Write two lines"]
)
def test_who_is_not_one_of_the_two_sees_and_does_nothing(company: Company, ben: Person, label: str) -> None:
    made = paired(company)
    opens(ben)
    with company.potluck.sessions.begin() as session:
        mentoring.held(session, TEAM, made).seeker_id = "U0NOOR"
    ben.presses(label)
    assert "This is between two other people." in words(ben.window)
    assert logged(company) == []


def test_old_button_of_what_ended_answers_with_a_word(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    opens(ben)
    opens(ada)
    ada.presses("End")
    assert ada.submits(thanks="") == {}
    ben.presses("We met today")
    assert "This mentorship has ended." in words(ben.window)
    assert logged(company) == []
    assert "This mentorship has ended." in opens(ada)


def test_a_flash_has_one_session_and_then_an_end(company: Company, ada: Person, ben: Person) -> None:
    made = paired(company, format=Format.FLASH)
    later(company, days=2)
    opens(ben)
    ben.presses("We met today")
    assert "Say what came of it, and thank each other." in words(ben.window)
    later(company, days=2.5)
    assert str(kept(company, made).ends_on) == "2027-03-06"
    later(company, days=7)
    assert heard(ada, "has come to its agreed end")
    assert not heard(ada, "Does it fit")


@pytest.mark.parametrize("hours", [0, 200])
def test_the_window_stays_within_slacks_limits_however_much_is_written(
    company: Company, ben: Person, hours: int
) -> None:
    paired(company, skill="k" * 60, skill_back="f" * 60, format=Format.PEER)
    company.set_clock(START + timedelta(hours=hours))
    opens(ben)
    for number in range(8):
        ben.presses("Write two lines")
        assert ben.submits(stuck=f"{number}" + "s" * 499, suggested="p" * 500) == {}
    assert "3 older" in words(ben.window)
