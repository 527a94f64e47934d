"""The settings: who may open them, what they change, and what is refused."""

from datetime import timedelta

import pytest

from tests.conftest import START, Company
from tests.handlers.test_pauses import owe_unasked
from tests.people import Person, words


def opens(person: Person) -> None:
    person.types("/potluck settings")


def test_whoever_opens_the_settings_first_becomes_a_steward(ada: Person, ben: Person) -> None:
    opens(ada)
    state = ada.window["state"]["values"]
    assert state["stewards"]["stewards"]["selected_users"] == ["U0ADA"]
    assert state["zone"]["zone"]["value"] == "Europe/Berlin"
    opens(ben)
    assert "This is for stewards" in ben.last()["text"]


def test_a_guest_never_becomes_a_steward(company: Company, ada: Person) -> None:
    gus = company.person("gus")
    opens(gus)
    assert "not for guests" in gus.last()["text"]
    opens(ada)
    assert ada.window["callback_id"] == "settings.save"


def test_stewards_name_others_and_may_step_back(ada: Person, ben: Person) -> None:
    opens(ada)
    assert ada.submits(stewards=["U0BEN"]) == {}
    ada.closes()
    opens(ada)
    assert "This is for stewards" in ada.last()["text"]
    ben.presses_on_home("Settings")
    assert ben.window["callback_id"] == "settings.save"


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("stewards", ["U0GUS"], "not for guests"),
        ("zone", "Middle/Earth", "Europe/Berlin"),
        ("capture_emoji", "two words", ":bulb:"),
    ],
)
def test_what_cannot_be_is_explained_beside_its_field(
    ada: Person, field: str, value: object, word: str
) -> None:
    opens(ada)
    assert word in ada.submits(**{field: value})[field]


def test_the_workspaces_own_emoji_saves_messages_and_the_old_one_does_not(
    company: Company, ada: Person, ben: Person
) -> None:
    opens(ada)
    assert ada.submits(capture_emoji=":pushpin:") == {}
    ben.types("bisect with a script")
    said = ben.last()
    company.person("noor").reacts("bulb", said)
    company.settle()
    assert "may I" not in words(ben.told_by_potluck()).lower()
    company.person("noor").reacts("pushpin", said)
    company.settle()
    assert ben.told_by_potluck() == [], "it is before nine, and nobody asked for it"
    company.set_clock(START + timedelta(minutes=10))
    company.settle()
    assert "under your name. May I?" in words(ben.told_by_potluck())


def test_stewards_choose_how_many_messages_a_week_nobody_asked_for(
    company: Company, ada: Person, ben: Person
) -> None:
    opens(ada)
    assert ada.window["state"]["values"]["person_budget"]["person_budget"]["selected_option"]["value"] == "2"
    assert ada.submits(person_budget="0") == {}
    ada.closes()
    company.set_clock(START + timedelta(hours=1))
    for number in range(3):
        owe_unasked(company, ben, f"unasked:{number}")
    assert ben.told_by_potluck() == []
    opens(ada)
    assert ada.submits(person_budget="1") == {}
    ada.closes()
    company.settle()
    assert len(ben.told_by_potluck()) == 1, "at once, since there is room now"
    company.set_clock(START + timedelta(days=8, hours=1))
    company.settle()
    assert len(ben.told_by_potluck()) == 2
