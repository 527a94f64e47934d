"""Three rounds without a word: somebody is rested kindly, and back with one tap."""

from datetime import timedelta

from models import silences
from models.consents import Programme
from models.silences import MOST
from tests.conftest import Company
from tests.handlers.test_pauses import pauses, takes_part
from tests.handlers.test_prompt_schedules import direct
from tests.lunches import TEAM
from tests.people import Json, Person, words

MENTORING = Programme.MENTORING


def is_silent(company: Company, person: Person, times: int = 1) -> bool:
    for _ in range(times):
        with company.potluck.sessions.begin() as session:
            rests = silences.unheard(session, TEAM, person.id, MENTORING, now=company.workspace.now())
    company.settle()
    return rests


def speaks(company: Company, person: Person) -> None:
    with company.potluck.sessions.begin() as session:
        silences.heard(session, TEAM, person.id, MENTORING, now=company.workspace.now())
    company.settle()


def told(person: Person) -> list[Json]:
    return [each for each in person.told_by_potluck() if "rests for you" in words(each.get("blocks", []))]


def rests(company: Company, person: Person) -> bool:
    with company.potluck.sessions.read() as session:
        return MENTORING in silences.of(session, TEAM, person.id)


def test_the_third_silent_round_rests_somebody_who_hears_of_it_once(company: Company, ben: Person) -> None:
    assert not is_silent(company, ben, MOST - 1)
    assert told(ben) == []
    assert is_silent(company, ben)
    assert is_silent(company, ben, 4)
    (message,) = told(ben)
    assert "one tap brings you back" in message["text"]
    assert rests(company, ben)


def test_a_word_in_between_begins_the_count_anew(company: Company, ben: Person) -> None:
    is_silent(company, ben, MOST - 1)
    speaks(company, ben)
    assert not is_silent(company, ben, MOST - 1)
    assert not rests(company, ben)


def test_one_tap_in_the_message_brings_back_and_the_message_says_so(company: Company, ben: Person) -> None:
    is_silent(company, ben, MOST)
    (message,) = told(ben)
    ben.presses("Back to mentoring", message, direct(ben))
    assert not rests(company, ben)
    ben.presses("Back to mentoring", message, direct(ben))
    returned = "Good to have you back: you may be matched with somebody new again."
    assert ben.last(direct(ben))["text"] == returned
    company.settle()
    assert words(ben.told_by_potluck()[0]["blocks"]) == returned
    assert not is_silent(company, ben, MOST - 1)


def test_home_says_what_rests_and_brings_back_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    is_silent(company, ben, MOST)
    assert "Mentoring rests for you" in words(ben.home())
    assert "rests" not in words(ada.home())
    ben.presses_on_home("Back to mentoring")
    assert "rests for you" not in words(ben.home())
    company.settle()
    assert told(ben) == []


def test_who_speaks_before_the_message_is_said_does_not_get_it(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        for _ in range(MOST):
            silences.unheard(session, TEAM, ben.id, MENTORING, now=company.workspace.now())
    speaks(company, ben)
    assert ben.told_by_potluck() == []


def test_a_round_while_somebody_is_away_is_not_a_silence(company: Company, ben: Person) -> None:
    takes_part(company, ben, MENTORING)
    pauses(ben, of="mentoring")
    assert not is_silent(company, ben, MOST)
    ben.types("/potluck resume")
    assert not is_silent(company, ben, MOST - 1)
    assert is_silent(company, ben)


def test_who_rested_and_came_back_may_rest_again(company: Company, ben: Person) -> None:
    is_silent(company, ben, MOST)
    speaks(company, ben)
    company.set_clock(company.workspace.now() + timedelta(days=9))
    assert is_silent(company, ben, MOST)
    assert len(told(ben)) == 1
    assert len(ben.told_by_potluck()) == 2
