"""Setting prompts up, saying yes to them, and what happens where they stay silent or cannot be posted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import START, Company
from tests.people import Json, Person, RefusedError, words

FORM = {
    "channel": "C0ENGINEERING",
    "every": "1",
    "weekday": "1",
    "at": "10:30",
    "zone": "Europe/Berlin",
    "country": "",
    "source": "shared",
    "paused_until": None,
}
TUESDAY = datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
"""The first slot of the form, 10:30 in Berlin."""


def steward(company: Company) -> Person:
    """Make Ada a steward; #learning has its prompts."""
    company.schedule_prompts()
    return company.person("ada")


def sets_up(person: Person, **chosen: Any) -> dict[str, str]:
    person.types("/potluck prompts")
    person.presses("Set up prompts")
    return person.submits(**{**FORM, **chosen})


def told(company: Company, person: Person) -> Json:
    company.settle()
    return person.told_by_potluck()[-1]


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def posts(person: Person, where: str) -> list[Json]:
    return [each for each in person.reads(where) if each["text"].startswith("This week's prompt")]


def test_a_steward_sets_prompts_up_by_form_and_sees_the_next_four(company: Company) -> None:
    ada = steward(company)
    assert sets_up(ada) == {}
    shown = words(ada.window["blocks"]).splitlines()
    assert shown[0] == "Kept. These come next in <#C0ENGINEERING>:"
    assert len(shown) == 5
    assert shown[1].startswith("•  Tuesday 2 March, 10:30  ·  ")
    assert shown[4].startswith("•  Tuesday 23 March, 10:30  ·  ")
    company.set_clock(TUESDAY)
    assert shown[1].endswith(words(posts(ada, "#engineering")[0]["blocks"]).splitlines()[0].split("·  ")[1])


def test_a_members_proposal_waits_for_a_yes_and_its_proposer_is_told(company: Company, ben: Person) -> None:
    ada = steward(company)
    assert sets_up(ben) == {}
    assert "is with the stewards" in words(ben.window)
    question = told(company, ada)
    company.set_clock(TUESDAY)
    assert posts(ben, "#engineering") == []
    assert "<@U0BEN> proposes prompts in <#C0ENGINEERING>, every week on Tuesday" in words(question["blocks"])
    ada.presses("Confirm", question, direct(ada))
    assert "<@U0ADA> said yes: prompts come to <#C0ENGINEERING>" in words(told(company, ben)["blocks"])
    company.set_clock(TUESDAY + timedelta(weeks=1))
    assert len(posts(ben, "#engineering")) == 1


def test_a_no_is_told_kindly_and_starts_nothing(company: Company, ben: Person) -> None:
    ada = steward(company)
    sets_up(ben)
    question = told(company, ada)
    ada.presses("Decline", question, direct(ada))
    assert "would rather not start prompts" in words(told(company, ben)["blocks"])
    with pytest.raises(RefusedError):
        ada.presses("Confirm", question, direct(ada))
    company.set_clock(TUESDAY)
    assert posts(ben, "#engineering") == []
    assert sets_up(ben) == {}


def test_the_channels_creator_needs_nobodys_yes(company: Company) -> None:
    steward(company)
    creator = company.person("ben")
    creator.ask("POST", "/conversations/C0RANDOM/invite", {"user": "U0POTLUCK"})
    assert sets_up(creator, channel="C0RANDOM") == {}
    assert "Kept. These come next" in words(creator.window)


def test_a_channel_has_one_schedule_and_others_are_told_so(company: Company, ben: Person) -> None:
    steward(company)
    assert "has its prompts already" in sets_up(ben, channel="C0LEARNING")["channel"]
    assert sets_up(ben) == {}
    kenji = company.person("kenji")
    assert "has proposed prompts for this channel" in sets_up(kenji)["channel"]


def test_whoever_is_not_in_the_channel_proposes_nothing_there(company: Company) -> None:
    steward(company)
    yael = company.person("yael")
    assert sets_up(yael).keys() == {"channel"}


def test_a_guest_sets_nothing_up(company: Company) -> None:
    steward(company)
    gus = company.person("gus")
    gus.types("/potluck prompts")
    gus.presses("Set up prompts")
    assert "Guests take part" in words(gus.window)


@pytest.mark.parametrize(
    ("field", "typed"), [("zone", "Berlin"), ("country", "Atlantis"), ("country", "DE-XX")]
)
def test_a_zone_or_country_nobody_knows_is_explained_beside_its_field(
    company: Company, field: str, typed: str
) -> None:
    assert sets_up(steward(company), **{field: typed}).keys() == {field}


def test_holidays_are_left_out_and_so_are_the_weeks_between(company: Company) -> None:
    ada = steward(company)
    sets_up(ada, weekday="0", every="2", country="de")
    shown = words(ada.window["blocks"])
    dates = [line.split("·")[0].strip("• ") for line in shown.splitlines()[1:]]
    # 29 March 2027 is Easter Monday; the other weeks of two follow on.
    assert dates[0].startswith("Monday 1 March") or dates[0].startswith("Monday 8 March")
    assert not any("29 March" in date for date in dates)


def test_a_pause_lasts_until_its_day(company: Company) -> None:
    ada = steward(company)
    sets_up(ada, paused_until="2027-03-16")
    assert words(ada.window["blocks"]).splitlines()[1].startswith("•  Tuesday 16 March")
    company.set_clock(TUESDAY + timedelta(weeks=1))
    assert posts(ada, "#engineering") == []
    company.set_clock(TUESDAY + timedelta(weeks=2))
    assert len(posts(ada, "#engineering")) == 1


def test_prompts_can_be_changed_and_stopped(company: Company) -> None:
    ada = steward(company)
    ada.types("/potluck prompts")
    assert "<#C0LEARNING>  ·  every week on Monday at 09:00" in words(ada.window)
    ada.presses("Change")
    changed = {name: value for name, value in FORM.items() if name != "channel"}
    assert ada.submits(**{**changed, "weekday": "3"}) == {}
    assert "Thursday 4 March, 10:30" in words(ada.window)
    ada.closes()
    ada.types("/potluck prompts")
    ada.presses("Stop")
    assert "No channel of yours has prompts yet" in words(ada.window)
    company.set_clock(START + timedelta(weeks=2))
    assert posts(ada, "#learning") == []


def test_only_stewards_and_the_channels_creator_change_prompts(company: Company, ben: Person) -> None:
    steward(company)
    ben.types("/potluck prompts")
    with pytest.raises(AssertionError, match="no button"):
        ben.presses("Change")
    ben.presses("What comes next")
    assert "These come next in <#C0LEARNING>" in words(ben.window)


def silent(company: Company) -> tuple[Person, Json]:
    """Let two prompts of #learning pass in silence."""
    ada = steward(company)
    company.set_clock(START + timedelta(minutes=5))
    company.set_clock(START + timedelta(weeks=1, minutes=5))
    company.set_clock(START + timedelta(weeks=1, days=2, minutes=6))
    return ada, told(company, ada)


def test_two_silent_prompts_ask_the_steward_and_no_third_comes_before_the_answer(company: Company) -> None:
    ada, question = silent(company)
    assert "The last two prompts in <#C0LEARNING> stayed without an answer" in words(question["blocks"])
    company.set_clock(START + timedelta(weeks=2, minutes=5))
    company.set_clock(START + timedelta(weeks=3, minutes=5))
    assert len(posts(ada, "#learning")) == 2
    assert told(company, ada)["ts"] == question["ts"]


def test_the_steward_may_choose_another_day(company: Company) -> None:
    ada, question = silent(company)
    ada.presses("Change the day", question, direct(ada))
    changed = {name: value for name, value in FORM.items() if name != "channel"}
    assert ada.submits(**{**changed, "weekday": "3"}) == {}
    company.set_clock(START + timedelta(weeks=1, days=3, minutes=100))
    assert len(posts(ada, "#learning")) == 2, "a channel has one prompt a week"
    company.set_clock(START + timedelta(weeks=2, days=3, minutes=100))
    assert len(posts(ada, "#learning")) == 3


@pytest.mark.parametrize(
    ("button", "weeks", "said"),
    [
        ("Use the channel's own bank", 2, "comes on Monday 15 March"),
        ("Rest a month", 6, "comes on Monday 12 April"),
        ("Stop", None, "No more prompts come to"),
    ],
)
def test_the_steward_may_change_the_bank_rest_or_stop(
    company: Company, button: str, weeks: int | None, said: str
) -> None:
    ada, question = silent(company)
    ada.presses(button, question, direct(ada))
    answer = next(each for each in ada.told_by_potluck() if each["ts"] == question["ts"])
    assert said in answer["text"]
    for week in range(2, 8):
        company.set_clock(START + timedelta(weeks=week, minutes=5))
        expected = 2 if weeks is None or week < weeks else 3
        assert len(posts(ada, "#learning")) == min(expected, 3)
        if expected == 3:
            break


def test_an_answer_by_anybody_keeps_the_prompts_coming(company: Company, ben: Person) -> None:
    ada = steward(company)
    company.set_clock(START + timedelta(minutes=5))
    ben.reacts("eyes", ada.last())
    for week in range(1, 3):
        company.set_clock(START + timedelta(weeks=week, minutes=5))
    assert len(posts(ada, "#learning")) == 3


def test_a_prompt_that_cannot_be_posted_tells_its_steward_once_and_rests(company: Company) -> None:
    ada = steward(company)
    sets_up(ada)
    ada.ask("POST", "/conversations/C0ENGINEERING/invite", {"user": "U0POTLUCK"})
    company.workspace.kick("C0ENGINEERING", "U0POTLUCK")
    company.set_clock(TUESDAY)
    notice = told(company, ada)
    assert "I could not post the prompt in <#C0ENGINEERING>" in words(notice["blocks"])
    assert "/invite @Potluck" in words(notice["blocks"])
    for week in (1, 2):
        company.set_clock(TUESDAY + timedelta(weeks=week))
    company.settle()
    refusals = [each for each in ada.told_by_potluck() if "could not post" in words(each.get("blocks", []))]
    assert [each["ts"] for each in refusals] == [notice["ts"]]
    ada.ask("POST", "/conversations/C0ENGINEERING/invite", {"user": "U0POTLUCK"})
    ada.presses("Go on", notice, direct(ada))
    company.set_clock(TUESDAY + timedelta(weeks=3))
    assert len(posts(ada, "#engineering")) == 1


def test_mended_on_the_same_day_the_prompt_is_posted_after_all(company: Company) -> None:
    ada = steward(company)
    sets_up(ada)
    company.workspace.archive("C0ENGINEERING")
    company.set_clock(TUESDAY)
    notice = told(company, ada)
    assert "the channel is archived" in words(notice["blocks"])
    company.workspace.archive("C0ENGINEERING", archived=False)
    ada.presses("Go on", notice, direct(ada))
    company.settle()
    assert len(posts(ada, "#engineering")) == 1


def test_stewards_see_how_prompts_did_and_members_do_not(company: Company, ben: Person) -> None:
    ada = steward(company)
    company.set_clock(START + timedelta(minutes=5))
    ben.reacts("eyes", ada.last())
    ada.types("/potluck prompts")
    ada.presses("How prompts did")
    assert "asked once in one channel  ·  fewer than 5 answers" in words(ada.window)
    ben.types("/potluck prompts")
    with pytest.raises(AssertionError, match="no button"):
        ben.presses("How prompts did")


def test_a_channel_that_lets_only_some_people_post_is_told_and_rests(company: Company) -> None:
    ada = steward(company)
    sets_up(ada)
    company.workspace.trouble("chat.postMessage", "restricted_action")
    company.set_clock(TUESDAY)
    shown = words(told(company, ada)["blocks"])
    assert "only some people may post there" in shown
    assert "Until then its prompts rest" in shown
