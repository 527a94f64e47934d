"""What stewards did: whom it concerns sees who, what and when."""

from datetime import timedelta

import pytest

from tests.conftest import START, Company
from tests.handlers.test_lunches_seats import lunch_in
from tests.handlers.test_members import forget, his_data, knows_nothing_of, rows, settings
from tests.handlers.test_prompt_proposals import decides, proposes
from tests.handlers.test_prompt_schedules import direct, sets_up, told
from tests.people import Person, words

TITLE = "What stewards did that concerns you"


def sees(person: Person) -> str:
    """Read what stewards did, as Home shows it; nothing, where it shows none."""
    shown = words(person.home())
    return shown.partition(TITLE)[2].partition("Your data")[0]


def acts(person: Person) -> list[str]:
    held = his_data(person).get("what_stewards_did", [])
    return [each["act"] for each in held]


def test_who_becomes_a_steward_or_is_one_no_more_sees_who_chose_so(ada: Person, ben: Person) -> None:
    settings(ada, "U0ADA", "U0BEN")
    assert "<@U0ADA> made you a steward" in sees(ben)
    settings(ada, "U0ADA")
    assert "<@U0ADA> took you off the list of stewards" in sees(ben)
    assert acts(ben) == ["stewards.appoint", "stewards.remove"]
    assert "steward" not in sees(ada), "it is about Ben alone, and what she did to herself is nobody else's"
    done = [each["act"] for each in his_data(ada)["what_i_did_as_steward"]]
    assert [act for act in done if act.startswith("stewards")] == acts(ben)


def test_what_is_changed_for_everybody_everybody_sees(ada: Person, ben: Person) -> None:
    settings(ada, "U0ADA")
    assert "changed the settings" in sees(ben), "her time zone is the workspace's from now on"
    ada.types("/potluck settings")
    assert ada.submits(capture_emoji="pushpin", digest_channels=["C0LEARNING"]) == {}
    ada.closes()
    shown = sees(ben)
    assert "<@U0ADA> changed the settings: the emoji that saves a message" in shown
    assert "<@U0ADA> chose which channels get the weekly digest" in shown
    settings(ada, "U0ADA")
    assert sees(ben) == shown, "nothing was changed"
    assert knows_nothing_of(ben)


@pytest.mark.parametrize(("button", "word"), [("Accept", "accepted"), ("Decline", "declined")])
def test_who_proposed_a_prompt_sees_who_answered(
    company: Company, ada: Person, ben: Person, button: str, word: str
) -> None:
    settings(ada, "U0ADA")
    assert proposes(ben) == {}
    ben.closes()
    decides(company, ada, button)
    assert f"<@U0ADA> {word} the prompt you proposed" in sees(ben)
    assert sees(company.person("noor")).count("prompt you proposed") == 0


def test_who_set_up_prompts_sees_what_a_steward_does_to_them(
    company: Company, ada: Person, ben: Person
) -> None:
    settings(ada, "U0ADA")
    assert sets_up(ben) == {}
    ben.closes()
    ada.presses("Confirm", told(company, ada), direct(ada))
    assert "<@U0ADA> said yes to the prompts in <#C0ENGINEERING>" in sees(ben)
    ada.types("/potluck prompts")
    ada.presses("Stop")
    assert "<@U0ADA> stopped the prompts in <#C0ENGINEERING>" in sees(ben)


def test_a_host_sees_what_a_steward_does_to_their_lunches(company: Company, ada: Person) -> None:
    settings(ada, "U0ADA", "U0NOOR")
    noor = company.person("noor")
    lunch_in(company, host="U0NOOR")
    ada.types("/lunch-signup")
    ada.presses("Series")
    ada.presses("Open")
    ada.presses("Change date")
    ada.presses("Call it off")
    assert "<@U0ADA> called off your lunch of" in sees(noor)
    ada.presses("End series")
    assert "<@U0ADA> ended your lunches in <#C0LEARNING>" in sees(noor)
    assert "your lunches" not in sees(ada)


def test_what_a_host_does_to_their_own_lunches_is_no_stewards_act(company: Company, ada: Person) -> None:
    settings(ada, "U0ADA", "U0NOOR")
    noor = company.person("noor")
    lunch_in(company, host="U0NOOR")
    noor.types("/lunch-signup")
    noor.presses("Series")
    noor.presses("Open")
    noor.presses("End series")
    assert "lunches" not in sees(noor)
    assert "lunches" not in sees(ada)


def test_a_forgotten_stewards_acts_stay_without_a_name_and_those_about_who_is_forgotten_go(
    company: Company, ada: Person, ben: Person
) -> None:
    settings(ada, "U0ADA", "U0BEN")
    noor = company.person("noor")
    assert proposes(noor) == {}
    noor.closes()
    ben.presses("Decline", told(company, ben), direct(ben))
    assert ben.submits(word="") == {}
    ben.closes()
    assert "<@U0BEN> declined the prompt you proposed" in sees(noor)
    forget(company, ben)
    assert "A steward declined the prompt you proposed" in sees(noor)
    assert "U0BEN" not in rows(company)
    assert sees(ben).count("made you") == 0


def test_home_shows_the_latest_and_leads_to_the_others(company: Company, ada: Person, ben: Person) -> None:
    settings(ada, "U0ADA")
    for number, emoji in enumerate(("one", "two", "three", "four", "five")):
        company.set_clock(START + timedelta(hours=number + 1))
        ada.types("/potluck settings")
        assert ada.submits(capture_emoji=emoji) == {}
        ada.closes()
    assert sees(ben).count("changed the settings") == 3
    ben.presses_on_home("3 more")
    assert words(ben.window).count("changed the settings") == 6
