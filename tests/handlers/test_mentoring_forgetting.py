"""Mentors and seekers who are forgotten: nothing of theirs stays, and what was with them goes on."""

import json

import pytest

from tests.conftest import Company
from tests.handlers.test_members import BEN, HIS, forget, his_data, rows, standing
from tests.mentoring import (
    asks,
    direct,
    everybody_works,
    later,
    mine,
    offers,
    presses,
    request_to,
    told,
    wishes,
)
from tests.people import Person, words


@pytest.fixture(autouse=True)
def awake(company: Company) -> None:
    everybody_works(company)


def test_a_mentor_sees_what_reached_them_and_is_forgotten_without_a_trace(
    company: Company, ada: Person, ben: Person
) -> None:
    noor = company.person("noor")
    for mentor in (ben, noor):
        offers(mentor)
    assert asks(ada, first=BEN, second="U0NOOR") == {}
    ada.closes()
    ben.presses("Ask something first", request_to(company, ben), direct(ben))
    assert ben.submits(text=f"How many {HIS}s?") == {}
    ben.closes()
    company.settle()
    shown = his_data(ben)
    assert shown["mentor"][0]["formats"] == "running,flash"
    (asked,) = shown["asked_of_me_as_a_mentor"]
    assert (asked["skill"], asked["turn"], asked["question"]) == (
        "Kubernetes",
        "proposed",
        f"How many {HIS}s?",
    )
    assert "asked_of_me_as_a_mentor" not in his_data(noor)

    forget(company, ben)
    assert BEN not in rows(company)
    assert not [said for said in standing(company) if BEN in said or HIS in said.casefold()]
    assert wishes(company, ada) == [("U0NOOR", "proposed")]
    assert "<@U0ADA> would like to learn" in told(company, noor)[-1]


def test_a_seeker_sees_what_they_asked_and_is_forgotten_without_a_trace(
    company: Company, ada: Person, ben: Person
) -> None:
    offers(ada)
    assert asks(ben, line=f"{HIS}s, please") == {}
    ben.closes()
    ada.presses("Ask something first", request_to(company, ada), direct(ada))
    assert ada.submits(text="How many?") == {}
    ada.closes()
    company.settle()
    presses(company, ben, "Answer", ben.told_by_potluck()[-1])
    assert ben.submits(text=f"Two {HIS}s.") == {}
    ben.closes()
    ben.types("/mentor knots")
    assert ben.submits(channel="C0LEARNING") == {}
    ben.closes()
    company.settle()
    assert "*knots*" in words(ada.last()["blocks"])
    (asked,) = his_data(ben)["mentors_i_wished_for"]
    assert (asked["mentor_id"], asked["answer"]) == ("U0ADA", f"Two {HIS}s.")

    forget(company, ben)
    assert BEN not in rows(company)
    assert HIS not in rows(company).casefold()
    assert not [said for said in standing(company) if BEN in said or HIS in said.casefold()]
    assert "*knots*" not in json.dumps(ada.reads())
    assert "*They ask you*" not in mine(ada)


def test_who_is_offered_to_somebody_who_waits_is_forgotten_too(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/mentor knots")
    ada.presses("Only wait")
    ada.closes()
    offers(ben, "knots")
    later(company, minutes=2)
    assert "<@U0BEN> offers it." in told(company, ada)[-1]
    forget(company, ben)
    assert BEN not in rows(company)
    assert not [said for said in standing(company) if BEN in said]
    assert "waits until somebody offers it" in mine(ada)
