"""The command /potluck, the Home tab, and what happens when something fails."""

import logging

import pytest

from tests.conftest import Company, Wired, until
from tests.people import Person, words


def test_the_command_alone_opens_ones_own_page(ada: Person) -> None:
    ada.types("/potluck")
    assert "Three first steps" in words(ada.window)
    ada.presses("Share a tip")
    assert len(ada.windows) == 2


def test_help_names_every_command(company: Company, ada: Person) -> None:
    ada.types("/potluck help")
    shown = words(ada.last()["blocks"])
    for command in company.page.ask("GET", "/workspace")["commands"]:
        assert command["command"] in shown


def test_nonsense_is_answered_with_help(ada: Person) -> None:
    ada.types("/potluck dance <!here>")
    assert "I do not know “dance &lt;!here&gt;”" in ada.last()["text"]
    assert "/share-tip" in words(ada.last()["blocks"])


def test_the_messages_tab_leaves_home_alone(company: Company, ada: Person) -> None:
    ada.ask("POST", "/home", {"tab": "messages"})
    assert company.workspace.calls("views.publish") == []


def test_a_fault_is_an_apology_with_a_reference_that_is_in_the_log(
    company: Company, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    company.workspace.trouble("views.open", "internal_error")
    with caplog.at_level(logging.ERROR, "potluck.handlers"):
        ada.types("/share-tip a secret of mine")
    apology = ada.last()["text"]
    assert "Something went wrong on my side" in apology
    reference = apology.rsplit(" ", 1)[-1]
    assert reference in caplog.text
    assert "a secret of mine" not in caplog.text


def test_a_fault_behind_a_button_is_told_where_it_was_pressed(company: Company, ada: Person) -> None:
    company.workspace.trouble("views.open", "internal_error")
    ada.presses_on_home("Share a tip")
    assert "That did not work" in words(ada.window)


def test_an_event_that_fails_is_sent_again_until_it_works(database_url: str) -> None:
    wired = Wired(patience=1.0, retry_after=(0, 0))
    company = Company(wired, database_url)
    try:
        company.workspace.trouble("views.publish", "internal_error", times=2)
        ada = company.person("ada")
        ada.home()
        until(
            lambda: (
                [call["ok"] for call in company.workspace.calls("app_home_opened")] == [False, False, True]
            )
        )
        assert "Three first steps" in words(ada.ask("GET", "/home")["view"])
    finally:
        company.close()
        wired.close()
