"""Somebody leaves the company or is forgotten while their group runs: it goes on without a trace of them."""

import pytest

from models import mixers_answers
from models.mixers_answers import Took
from models.mixers_rounds import Round
from tests import mixers
from tests.conftest import START, Company
from tests.handlers.test_members import BEN, HIS, forget, his_data, rows, standing
from tests.mentoring import everybody_works
from tests.people import Json, Person, words

THREE = (BEN, "U0NOOR", "U0LEI")


@pytest.fixture(autouse=True)
def awake(company: Company) -> None:
    everybody_works(company)


def meets(company: Company, *who: str) -> Round:
    """Let these people be drawn into one group, and introduced."""
    made = mixers.mixer(company.potluck.sessions, who, now=START, size=len(who), every=1)
    round_ = mixers.drawn(company, made)
    assert mixers.groups(company.potluck.sessions, round_) == [sorted(who)]
    return round_


def group_talks(person: Person) -> list[str]:
    """Read what Potluck says in the conversations that somebody has with several others."""
    conversations: list[Json] = person.ask("GET", "/conversations")
    several = [each["id"] for each in conversations if each["kind"] == "mpim"]
    return [words(said.get("blocks", [])) for each in several for said in person.reads(each)]


def test_who_goes_on_hears_it_when_somebody_leaves_the_company(company: Company) -> None:
    meets(company, *THREE)
    company.workspace.deactivate(BEN)
    company.settle()
    said = group_talks(company.person("noor"))[-1]
    assert "<@U0LEI>" in said
    assert BEN not in said
    company.settle()
    assert group_talks(company.person("noor")).count(said) == 1


def test_who_is_forgotten_in_a_running_group_leaves_no_trace_and_the_others_go_on(
    company: Company, ben: Person
) -> None:
    round_ = meets(company, *THREE)
    with company.potluck.sessions.begin() as session:
        took = Took(line=f"{HIS}s wait", thanks=True)
        mixers_answers.take(session, mixers.TEAM, round_.id, took, by=BEN, now=company.workspace.now())
    company.settle()
    shown = his_data(ben)
    assert shown["mixer_rounds"][0]["line"] == f"{HIS}s wait"
    assert {each["with"] for each in shown["met_in_mixers"]} == {"U0NOOR", "U0LEI"}
    assert any(BEN in said for said in group_talks(company.person("noor")))

    forget(company, ben)
    assert BEN not in rows(company)
    assert HIS not in rows(company)
    assert not [said for said in standing(company) if BEN in said]
    assert mixers.groups(company.potluck.sessions, round_) == [["U0LEI", "U0NOOR"]]
    assert "Did you meet?" in words(company.person("noor").home())
    assert {each["with"] for each in his_data(company.person("noor"))["met_in_mixers"]} == {"U0LEI"}


def test_the_question_whether_they_met_names_nobody_who_is_forgotten(company: Company, ben: Person) -> None:
    round_ = meets(company, *THREE)
    with company.potluck.sessions.read() as session:
        asks_at = session.get_one(Round, round_.id).asks_at
    assert asks_at is not None
    mixers.moves_on(company, asks_at)
    noor = company.person("noor")
    assert any(f"<@{BEN}>" in words(each.get("blocks", [])) for each in noor.told_by_potluck())
    forget(company, ben)
    assert not any(BEN in words(each.get("blocks", [])) for each in noor.told_by_potluck())
    assert any("did you meet?" in words(each.get("blocks", [])) for each in noor.told_by_potluck())
