"""One pause for everything: private, one tap, over by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import handlers
from models import consents, outbox, skills_asking
from models.consents import Programme
from models.outbox import Owed, Step
from tests.conftest import START, Company
from tests.handlers import test_lunches_seats as seats
from tests.handlers import test_lunches_talks as lunch_talks
from tests.handlers.test_questions import ask, offers
from tests.handlers.test_tips import share
from tests.people import Person, words


def pauses(person: Person, until: str = "", *, of: str | None = None) -> None:
    person.types("/potluck pause")
    chosen = {"programme": of} if of else {}
    assert person.submits(until=until or None, **chosen) == {}
    person.closes()


def takes_part(company: Company, person: Person, *programmes: Programme) -> None:
    with company.potluck.sessions.begin() as session:
        for programme in programmes:
            consents.give(session, "T0LOCAL", person.id, programme, now=company.workspace.now())


def owe_unasked(company: Company, person: Person, key: str = "unasked", *, kind: str = "pauses.back") -> None:
    """Owe a message that nobody asked for."""
    with company.potluck.sessions.begin() as session:
        outbox.owe(
            session,
            team_id="T0LOCAL",
            key=key,
            kind=kind,
            ref=person.id,
            to=person.id,
            due=company.workspace.now(),
            budget="person",
        )
    company.settle()


def step(company: Company, key: str = "unasked") -> str:
    with company.potluck.sessions.read() as session:
        return session.scalars(select(Owed.step).where(Owed.key == key)).one()


def test_who_is_away_is_not_named(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, "git")
    pauses(ben)
    assert "<@U0BEN>" not in words(ask(company, ada, "how does git rebase work?")["blocks"])


def test_nothing_comes_that_nobody_asked_for_until_they_are_back(company: Company, ben: Person) -> None:
    pauses(ben)
    owe_unasked(company, ben)
    company.set_clock(START + timedelta(days=20))
    company.settle()
    assert step(company) == Step.OPEN
    ben.types("/potluck resume")
    assert "Welcome back" in ben.last()["text"]
    company.settle()
    assert step(company) == Step.SAID


def test_what_one_asked_for_comes_all_the_same(company: Company, ada: Person, ben: Person) -> None:
    pauses(ada)
    ask(company, ada, "who knows the old build?")
    ben.presses("I can answer", ben.last())
    assert ben.submits(text="Tomas does") == {}
    company.settle()
    assert any("answer" in each["text"] for each in ada.told_by_potluck())


def test_a_lunch_one_has_a_seat_at_is_reminded_of_and_no_other(
    company: Company, ada: Person, ben: Person
) -> None:
    post = seats.lunch_in(company, capacity=1, link="")
    for person in (ada, ben):
        seats.presses(person, "Come", post)
        pauses(person)
    seats.presses(ada, "Can't come", post)
    company.settle()
    assert "seat" in seats.told(ben)[-1]["text"].casefold(), "it came free, and they had asked for it"
    seats.presses(ben, "Come", post)
    company.settle()
    heard = len(seats.reminders(ben))
    seats.at(company, seats.DAY_BEFORE)
    assert (len(seats.reminders(ben)), len(seats.reminders(ada))) == (heard + 1, 0)


def test_nobody_is_invited_to_speak_until_they_are_back(company: Company, ada: Person, ben: Person) -> None:
    lunch_talks.meet(company)
    pauses(ben)
    lunch_talks.offers(company, ada, lunch_talks.dates(company)[0], co_speakers=["U0BEN"])
    assert lunch_talks.heard(ben) == []
    ben.types("/potluck resume")
    company.settle()
    assert "would like to give a talk with you" in lunch_talks.heard(ben)[-1]


def test_a_pause_ends_by_itself_on_the_morning_after_with_one_line(company: Company, ben: Person) -> None:
    ben.types("/potluck pause until 2027-03-03")
    assert "Thursday, 4 March" in ben.last()["text"]
    for days, lines in ((2.9, 0), (3.5, 1), (4, 1)):
        company.set_clock(START + timedelta(days=days))
        company.settle()
        assert len([each for each in ben.told_by_potluck() if "Your pause is over" in each["text"]]) == lines


def test_what_waited_comes_when_the_pause_is_over(company: Company, ben: Person) -> None:
    pauses(ben, "2027-03-03")
    owe_unasked(company, ben)
    assert step(company) == Step.OPEN
    company.set_clock(START + timedelta(days=3, hours=12))
    company.settle()
    assert step(company) == Step.SAID


def test_home_says_so_and_ends_it_with_one_tap(ben: Person) -> None:
    pauses(ben, "2027-03-31")
    assert "You are away until Thursday, 1 April" in words(ben.home())
    ben.presses_on_home("I am back")
    assert "You are away" not in words(ben.home())


def test_nobody_is_told(company: Company, ada: Person, ben: Person) -> None:
    share(company, ben, "a tip by somebody who goes away")
    before = [words(ada.home()), *(each["text"] for each in ada.reads("#learning"))]
    pauses(ben)
    company.settle()
    assert [words(ada.home()), *(each["text"] for each in ada.reads("#learning"))] == before
    assert not [each for each in ada.told_by_potluck() if "U0BEN" in str(each)]


def test_a_day_that_cannot_be_is_explained(ben: Person) -> None:
    for typed in ("yesterday", "2027-02-01", "2031-01-01", "2027-13-77"):
        ben.types(f"/potluck pause until {typed}")
        assert "/potluck pause until" in ben.last()["text"] or "Choose a day to come" in ben.last()["text"]
    ben.types("/potluck pause")
    assert "Choose a day" in ben.submits(until="2027-02-01")["until"]


def test_who_is_not_away_is_told_so(ben: Person) -> None:
    ben.types("/potluck resume")
    assert "You are not away" in ben.last()["text"]


def test_who_takes_part_in_no_programme_is_not_asked_which(company: Company, ben: Person) -> None:
    ben.types("/potluck pause")
    assert "What do you pause?" not in words(ben.window)
    ben.closes()
    takes_part(company, ben, Programme.MENTORING)
    ben.types("/potluck pause")
    shown = words(ben.window)
    assert "What do you pause?\nEverything\nMentoring" in shown
    assert "named" not in shown.split("What do you pause?")[1]


def test_a_pause_of_mentoring_keeps_mentoring_away_and_nothing_else(
    company: Company, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(handlers.KINDS, "mentoring.test", handlers.KINDS["pauses.back"])
    takes_part(company, ben, *Programme)
    pauses(ben, of="mentoring")
    owe_unasked(company, ben, "other")
    owe_unasked(company, ben, "mentoring", kind="mentoring.test")
    assert (step(company, "other"), step(company, "mentoring")) == (Step.SAID, Step.OPEN)
    ben.types("/potluck resume mentoring")
    assert ben.last()["text"] == "Welcome back. Your pause is over, and mentoring goes on as you left it."
    company.settle()
    assert step(company, "mentoring") == Step.SAID


def test_who_pauses_being_named_is_not_named_and_who_pauses_mentoring_is(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ben, "git")
    takes_part(company, ben, *Programme)
    pauses(ben, of="mentoring")
    assert "<@U0BEN>" in words(ask(company, ada, "how does git rebase work?")["blocks"])
    company.set_clock(START + skills_asking.APART + timedelta(hours=2))
    pauses(ben, of="naming")
    assert "<@U0BEN>" not in words(ask(company, ada, "how does git bisect work?")["blocks"])


def test_a_programme_is_paused_by_typing_its_name(company: Company, ben: Person) -> None:
    ben.types("/potluck pause mentoring until 2027-04-30")
    assert "You take no part in mentoring" in ben.last()["text"]
    takes_part(company, ben, Programme.MENTORING)
    ben.types("/potluck pause mentoring until 2027-04-30")
    said = "Mentoring is paused until Saturday, 1 May. Sooner: `/potluck resume mentoring`"
    assert ben.last()["text"] == said
    assert said in words(ben.home())
    ben.types("/potluck pause mentoring")
    chosen = ben.window["state"]["values"]["programme"]["programme"]["selected_option"]
    assert chosen["value"] == "mentoring"


def test_home_shows_each_pause_with_its_way_back(company: Company, ben: Person) -> None:
    takes_part(company, ben, *Programme)
    pauses(ben, "2027-03-31", of="mentoring")
    assert "Pause Potluck" in words(ben.home())
    pauses(ben, "2027-03-10")
    shown = words(ben.home())
    assert "You are away until Thursday, 11 March" in shown
    assert "Mentoring is paused until Thursday, 1 April" in shown
    assert "Pause Potluck" not in shown
    ben.presses_on_home("I am back")
    assert "You are away" not in words(ben.home())
    ben.presses_on_home("End this pause")
    assert "paused" not in words(ben.home())


def test_each_pause_ends_with_a_line_of_its_own_that_says_what_is_still_paused(
    company: Company, ben: Person
) -> None:
    takes_part(company, ben, *Programme)
    pauses(ben, "2027-03-03")
    pauses(ben, "2027-03-05", of="mentoring")
    pauses(ben, "2027-03-02", of="naming")
    company.set_clock(START + timedelta(days=3, hours=12))
    company.settle()
    company.set_clock(START + timedelta(days=5, hours=12))
    company.settle()
    assert [each["text"] for each in ben.told_by_potluck()] == [
        "Welcome back. Your pause of everything is over; mentoring stays paused as you chose.",
        "Welcome back. Your pause is over, and mentoring goes on as you left it.",
    ]


def test_resuming_ends_every_pause(company: Company, ben: Person) -> None:
    takes_part(company, ben, *Programme)
    pauses(ben)
    pauses(ben, of="naming")
    ben.types("/potluck resume")
    assert ben.last()["text"].count("Welcome back") == 2
    assert "paused" not in words(ben.home())
    ben.types("/potluck resume mentoring")
    assert "You are not away" in ben.last()["text"]
