"""Potluck in the local workspace: what is there at first, and starting afresh."""

from bot import local
from models import workspaces
from tests.conftest import Company
from tests.people import Person, words


def test_the_first_start_brings_a_schedule_and_tips_to_find_and_the_second_brings_no_more(
    company: Company, ben: Person
) -> None:
    for _ in range(2):
        local.seed(company.potluck)
        company.settle()
    assert len(company.workspace.calls("chat.postMessage")) == len(local.FIRST_TIPS)
    ben.types("/find-tip")
    for _author, _channel, text, _tags in local.FIRST_TIPS:
        assert text in words(ben.last()["blocks"])


def test_a_newcomer_sees_a_lunch_at_once_and_it_is_planned_once(company: Company, ben: Person) -> None:
    for _ in range(2):
        local.seed(company.potluck)
        company.potluck.look()
    (post,) = [each for each in ben.reads() if "All lunches" in words(each)]
    assert "Thursday 4 March, 12:00 (Europe/Berlin)" in words(post)
    assert "Kitchen, 2nd floor" in words(post)
    assert "host <@U0ADA>" in words(post)
    ben.types("/lunch-signup")
    assert words(ben.window).count("Thursday") == 6


def test_a_tip_that_was_deleted_does_not_come_back_with_the_next_start(company: Company) -> None:
    local.seed(company.potluck)
    company.settle()
    tomas = company.person("tomas")
    tomas.presses_on_home("Edit")
    tomas.presses("Delete this tip")
    local.seed(company.potluck)
    assert "Three first steps" in words(tomas.home())


def test_starting_afresh_forgets_what_was_shared_but_not_whose_database_it_is(
    company: Company, ada: Person
) -> None:
    ada.types("/share-tip")
    ada.submits(text="soon forgotten")
    local.start_afresh(company.potluck)
    company.settle()
    ada.types("/find-tip soon")
    assert "No tip with" in ada.last()["text"]
    with company.potluck.sessions.read() as session:
        assert workspaces.all_ids(session) == {"T0LOCAL"}
