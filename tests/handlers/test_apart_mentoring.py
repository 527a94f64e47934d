"""Not with this person, in mentoring: the other one sees byte for byte what they see without it."""

import difflib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models import cohorts_draft, cohorts_publishing
from models.cohorts import Role
from models.mentoring import Wished
from tests.cohorts import joins, open_cohort
from tests.conftest import START, Company, Wired, on_sqlite_and_once_on_postgres
from tests.handlers.test_apart import plainly
from tests.handlers.test_members import his_data
from tests.mentoring import (
    TEAM,
    asks,
    direct,
    everybody_works,
    offers,
    presses,
    request_to,
)
from tests.people import Person, words

Wish = Callable[[], None]
Story = Callable[[Company, Wish], list[Any]]

CHANNELS = ("#learning", "#general", "#engineering")


class People:
    """Ada, who may keep apart from Ben; Ben, who looks everywhere; Meera, his second account; and Noor."""

    def __init__(self, company: Company) -> None:
        self.ada, self.ben, self.meera, self.noor = map(company.person, ("ada", "ben", "meera", "noor"))
        everybody_works(company)


def sees(*people: Person) -> list[Any]:
    """Look at everything that is open to somebody."""
    seen = []
    for person in people:
        person.types("/mentor")
        seen += [person.window["blocks"], person.home()["blocks"], person.told_by_potluck()]
        person.closes()
        groups = (each["id"] for each in person.ask("GET", "/conversations") if each["kind"] == "mpim")
        seen += [person.reads(where) for where in (*CHANNELS, *sorted(groups))]
        seen.append(his_data(person))
    return seen


def days_pass(company: Company, *watching: Person, days: int = 5) -> list[Any]:
    """Let the days of an answer pass, and look every few hours."""
    seen: list[Any] = []
    for hours in (1, 20, 47, 71, 71.9, 72.1, 80, 96, days * 24):
        company.set_clock(START + timedelta(hours=hours))
        company.settle()
        seen += sees(*watching)
    return seen


def a_request_to_her_alone(company: Company, wish: Wish) -> list[Any]:
    """Ben asks Ada, whose wish is older than that; she answers nothing."""
    who = People(company)
    offers(who.ada)
    wish()
    who.ben.types("/mentor kubernetes")
    seen = [who.ben.window["blocks"], who.ben.submits(line="please"), who.ben.window["blocks"]]
    who.ben.closes()
    who.meera.types("/mentor kubernetes")
    seen.append(who.meera.window["blocks"])
    who.meera.closes()
    return [*seen, *days_pass(company, who.ben, who.meera)]


def a_request_to_her_and_another(company: Company, wish: Wish) -> list[Any]:
    """Ben asks Ada first and Noor second."""
    who = People(company)
    for mentor in (who.ada, who.noor):
        offers(mentor)
    wish()
    seen: list[Any] = [asks(who.ben, first="U0ADA", second="U0NOOR"), who.ben.window["blocks"]]
    who.ben.closes()
    return [*seen, *days_pass(company, who.ben, who.noor)]


def a_request_that_she_has_when_she_wishes_it(company: Company, wish: Wish) -> list[Any]:
    """Ben asks Ada, and she wishes it an hour later."""
    who = People(company)
    offers(who.ada)
    seen: list[Any] = [asks(who.ben)]
    who.ben.closes()
    company.settle()
    wish()
    return [*seen, *days_pass(company, who.ben)]


def a_question_of_hers_that_he_answers_after_it(company: Company, wish: Wish) -> list[Any]:
    """Ada asks Ben something first; he answers when she wishes it already."""
    who = People(company)
    offers(who.ada)
    asks(who.ben)
    who.ben.closes()
    who.ada.presses("Ask something first", request_to(company, who.ada), direct(who.ada))
    who.ada.submits(text="Which charts?")
    who.ada.closes()
    company.settle()
    wish()
    presses(company, who.ben, "Answer", who.ben.told_by_potluck()[-1])
    seen: list[Any] = [who.ben.submits(text="those of the mandarins"), who.ben.window["blocks"]]
    who.ben.closes()
    return [*seen, *days_pass(company, who.ben)]


def somebody_who_offers_it_while_he_waits(company: Company, wish: Wish) -> list[Any]:
    """Ben waits for somebody, Ada offers it, he asks her for it; a third one hears how many wait."""
    who = People(company)
    wish()
    who.ben.types("/mentor kubernetes")
    who.ben.presses("Only wait")
    who.ben.closes()
    offers(who.ada)
    company.set_clock(START + timedelta(minutes=5))
    company.settle()
    seen: list[Any] = [who.ben.told_by_potluck()]
    presses(company, who.ben, "Ask them", who.ben.told_by_potluck()[-1])
    return [*seen, *days_pass(company, who.ben, who.meera)]


def a_cohort_in_which_her_place_is_anothers(company: Company, wish: Wish) -> list[Any]:
    """Both join; her one place is another's either way, and Ben is told that there is none."""
    who = People(company)
    wish()
    with company.potluck.sessions.begin() as session:
        cohort = open_cohort(session)
        joins(session, cohort, "U0ADA", Role.MENTOR, offers=["SQL"])
        joins(session, cohort, "U0BEN", Role.SEEKER, wants=["SQL", "Rust"])
        joins(session, cohort, "U0MEERA", Role.SEEKER, wants=["SQL"])
        cohorts_draft.draft(session, cohort, now=START)
        cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=START)
    company.settle()
    return days_pass(company, who.ben, who.meera)


STORIES: tuple[Story, ...] = (
    a_request_to_her_alone,
    a_request_to_her_and_another,
    a_request_that_she_has_when_she_wishes_it,
    a_question_of_hers_that_he_answers_after_it,
    somebody_who_offers_it_while_he_waits,
    a_cohort_in_which_her_place_is_anothers,
)


def wishes_nothing() -> None:
    """Let Ada have no such wish."""


def wishes_it(company: Company) -> Wish:
    """Let Ada wish not to be brought together with Ben, by the form."""

    def wish() -> None:
        ada = company.person("ada")
        ada.types("/potluck not-with")
        assert ada.submits(other="U0BEN") == {}
        ada.closes()
        company.settle()

    return wish


@on_sqlite_and_once_on_postgres("story", STORIES)
def test_the_other_one_sees_the_same_with_and_without_it(
    company: Company, wired: Wired, story: Story
) -> None:
    without = plainly(story(company, wishes_nothing))
    again = Company(wired, company.potluck)
    with_it = plainly(story(again, wishes_it(again)))
    assert list(difflib.unified_diff(without, with_it, n=4, lineterm="")) == []


def test_an_answer_to_her_question_does_not_reach_her_any_more(company: Company) -> None:
    a_question_of_hers_that_he_answers_after_it(company, wishes_it(company))
    assert "answer" not in words([each.get("blocks") for each in company.person("ada").told_by_potluck()])
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Wished.answer)).one() == "those of the mandarins"


def test_what_she_asked_of_him_reads_as_if_she_had_withdrawn_it(company: Company, wired: Wired) -> None:
    def story(company: Company, end: Callable[[People], None]) -> list[Any]:
        who = People(company)
        for mentor in (who.ben, who.noor):
            offers(mentor)
        asks(who.ada, first="U0BEN", second="U0NOOR")
        who.ada.closes()
        assert request_to(company, who.ben)
        end(who)
        company.settle()
        return [who.ben.told_by_potluck(), his_data(who.ben)["asked_of_me_as_a_mentor"], *sees(who.ben)]

    def withdraws(who: People) -> None:
        who.ada.types("/mentor")
        who.ada.presses("Withdraw")
        who.ada.closes()

    withdrawn = plainly(story(company, withdraws))
    again = Company(wired, company.potluck)
    parted = plainly(story(again, lambda _who: wishes_it(again)()))
    assert list(difflib.unified_diff(withdrawn, parted, n=4, lineterm="")) == []
