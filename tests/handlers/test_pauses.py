"""One pause for everything: private, one tap, over by itself."""

from datetime import timedelta

from sqlalchemy import select

from models import outbox
from models.outbox import Owed, Step
from tests.conftest import START, Company
from tests.handlers import test_lunches_seats as seats
from tests.handlers import test_lunches_talks as lunch_talks
from tests.handlers.test_questions import ask, offers
from tests.handlers.test_tips import share
from tests.people import Person, words


def pauses(person: Person, until: str = "") -> None:
    person.types("/potluck pause")
    assert person.submits(until=until or None) == {}
    person.closes()


def owe_unasked(company: Company, person: Person, key: str = "unasked") -> None:
    """Owe a message that nobody asked for."""
    with company.potluck.sessions.begin() as session:
        outbox.owe(
            session,
            team_id="T0LOCAL",
            key=key,
            kind="pauses.back",
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
