"""The day after a lunch: who came, what they learned, the recording, thanks, and the library."""

import pytest
from sqlalchemy import select

from models.lunches_seats import Seat
from models.outbox import Owed
from tests.conftest import Company
from tests.handlers.test_search import looks
from tests.lunches import after_the_lunch, first, give_talk, seat, start_series
from tests.people import Json, Person, words

LINE = "git bisect run finds it by itself"


@pytest.fixture
def lunch(company: Company) -> None:
    """Let Ben and Noor have a seat where Tomas speaks."""
    with company.potluck.sessions.begin() as session:
        start_series(session)
        for who in ("U0BEN", "U0NOOR", "U0TOMAS"):
            seat(session, first(session), who)
        give_talk(session, first(session), "U0TOMAS")


def asked(person: Person) -> list[Json]:
    return [each for each in person.told_by_potluck() if "were you there" in each["text"]]


def presses(person: Person, label: str, message: Json) -> None:
    person.presses(label, message, where=message["channel"])


def direct(person: Person, part: str) -> Json:
    """Give the last message of Potluck to a person that holds these words."""
    place = next(
        each["id"]
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )
    message = next(each for each in reversed(person.reads(place)) if part in each["text"])
    return {**message, "channel": place}


@pytest.mark.usefixtures("lunch")
def test_an_hour_after_everybody_with_a_seat_is_asked_once(company: Company, ben: Person) -> None:
    after_the_lunch(company, minutes=-5)
    assert not asked(ben)
    after_the_lunch(company)
    after_the_lunch(company, hours=5)
    assert len(asked(ben)) == 1
    assert not asked(company.person("ada"))


@pytest.mark.usefixtures("lunch")
def test_one_tap_says_whether_one_came_and_another_changes_it(company: Company, ben: Person) -> None:
    after_the_lunch(company)
    presses(ben, "I was there", direct(ben, "were you there"))
    assert "You were there." in words(direct(ben, "were you there")["blocks"])
    presses(ben, "I could not", direct(ben, "were you there"))
    assert "You could not make it" in words(direct(ben, "were you there")["blocks"])
    with company.potluck.sessions.read() as session:
        assert session.scalar(select(Seat.came).where(Seat.user_id == "U0BEN")) is False


@pytest.mark.usefixtures("lunch")
def test_what_somebody_learned_reaches_the_speaker_without_a_name(company: Company, ben: Person) -> None:
    after_the_lunch(company)
    presses(ben, "One thing I learned", direct(ben, "were you there"))
    assert ben.submits(line=LINE) == {}
    after_the_lunch(company, hours=25)
    thanks = direct(company.person("tomas"), "One colleague says")
    assert LINE in words(thanks["blocks"])
    assert "U0BEN" not in str(thanks)
    assert LINE not in looks(company.person("ada"), "bisect")


@pytest.mark.usefixtures("lunch")
def test_with_consent_what_somebody_learned_is_a_tip_of_theirs(company: Company, ben: Person) -> None:
    after_the_lunch(company)
    presses(ben, "One thing I learned", direct(ben, "were you there"))
    assert ben.submits(line=LINE, keep=["yes"]) == {}
    company.settle()
    assert LINE in looks(company.person("ada"), "bisect")


@pytest.mark.usefixtures("lunch")
def test_an_empty_line_is_explained_beside_its_field(company: Company, ben: Person) -> None:
    after_the_lunch(company)
    presses(ben, "One thing I learned", direct(ben, "were you there"))
    assert "one line" in ben.submits(line="   ")["line"]


@pytest.mark.usefixtures("lunch")
def test_a_talk_is_in_the_library_with_its_recording_and_takeaways(company: Company) -> None:
    after_the_lunch(company)
    tomas = company.person("tomas")
    presses(tomas, "Add them", direct(tomas, "Thank you for"))
    assert "https" in tomas.submits(link="javascript:alert(1)", takeaways="")["link"]
    assert tomas.submits(link="https://clips.example/ci", takeaways="Cache the wheels\n\nSplit by time") == {}
    company.settle()
    assert "You have added a link" in words(direct(tomas, "Thank you for")["blocks"])
    shown = looks(company.person("ada"), "halved")
    assert "How we halved CI time" in shown
    assert "clips.example" in shown
    assert "Cache the wheels" in looks(company.person("ada"), "wheels")


@pytest.mark.usefixtures("lunch")
def test_only_who_spoke_adds_to_a_talk(company: Company, ben: Person) -> None:
    after_the_lunch(company)
    tomas = company.person("tomas")
    presses(tomas, "Add them", direct(tomas, "Thank you for"))
    assert len(tomas.window["blocks"]) == 3
    with company.potluck.sessions.read() as session:
        given = session.scalars(select(Owed.recipients).where(Owed.kind == "lunches_after.given")).all()
    assert given == ["U0TOMAS"]
    assert not [each for each in ben.told_by_potluck() if "Thank you for" in each["text"]]


@pytest.mark.usefixtures("lunch")
def test_after_two_days_nobody_is_asked_any_more(company: Company, ben: Person) -> None:
    after_the_lunch(company, days=3)
    assert not asked(ben)
    assert "How we halved CI time" in looks(company.person("ada"), "halved")
