"""The window of `/mixer`: what there is, what one may do there, and help."""

from datetime import timedelta

import pytest

from models import pauses, silences
from models.consents import Programme
from models.pauses import Pause
from tests.conftest import START, Company
from tests.mixers import TEAM, invited, joins, mixer, steward
from tests.people import Person, buttons, words


def labels(person: Person) -> list[str]:
    return [each["text"]["text"] for _, each in buttons(person.window["blocks"])]


def test_without_any_mixer_the_window_says_what_one_is_and_whom_to_ask(company: Company) -> None:
    noor = company.person("noor")
    noor.types("/mixer")
    said = words(noor.window)
    assert "small groups of colleagues who do not usually work together" in said
    assert "Ask a steward, or who made one of your channels" in said
    assert labels(noor) == ["Not with this person"]


def test_without_any_mixer_a_steward_is_led_to_the_form(company: Company) -> None:
    ada = steward(company)
    ada.types("/mixer")
    assert "Set one up" in words(ada.window)
    ada.presses("Set up a mixer")
    assert "Set up a mixer" in words(ada.window["title"])


def test_who_made_a_channel_may_set_one_up_and_others_may_not(company: Company, ben: Person) -> None:
    ben.types("/mixer")  # he made #random
    assert "Set up a mixer" in labels(ben)
    greta = company.person("greta")
    greta.types("/mixer")
    assert "Set up a mixer" not in labels(greta)


@pytest.mark.parametrize("typed", ["help", "?", "-h"])
def test_the_command_explains_itself(ben: Person, typed: str) -> None:
    ben.types(f"/mixer {typed}")
    assert "Example: `/mixer`" in ben.last()["text"]
    assert ben.windows == []


def test_nonsense_is_answered_with_help_and_an_example(ben: Person) -> None:
    ben.types("/mixer kubernetes <!here> @channel")
    said = ben.last()["text"]
    assert "I do not know “kubernetes &lt;!here&gt; @\u200bchannel”" in said
    assert "Example: `/mixer`" in said


def test_guests_are_told_that_it_is_for_colleagues(company: Company) -> None:
    gus = company.person("gus")
    gus.types("/mixer")
    assert "not for guests" in gus.last()["text"]
    assert gus.windows == []


def test_the_window_tells_of_each_mixer_in_words(company: Company) -> None:
    invited(company)
    noor = company.person("noor")
    noor.types("/mixer")
    said = words(noor.window)
    assert "*Coffee*  ·  <#C0LEARNING>" in said
    assert "Every two weeks, groups of 3 from different teams, to talk." in said
    assert "Next groups: <!date^1804154400^{date_long} at {time}|Thursday, 4 March, 10:00 UTC>" in said
    assert "Only you see this." in said
    assert labels(noor) == ["Join", "Just this once", "Not with this person"]


def test_a_steward_finds_change_and_stop_and_a_member_does_not(company: Company) -> None:
    ada = invited(company)
    ada.types("/mixer")
    assert {"Change", "Stop", "Set up a mixer"} <= set(labels(ada))
    noor = joins(company, "noor")
    noor.closes()
    noor.types("/mixer")
    assert "You are in." in words(noor.window)
    assert labels(noor) == ["Skip the next one", "Leave", "Not with this person", "Pause"]


def test_a_mixer_of_a_channel_is_seen_by_its_members_alone(company: Company) -> None:
    invited(company)
    daniel = company.person("daniel")
    daniel.types("/mixer")
    assert "Coffee" not in words(daniel.window)


def test_the_number_is_told_once_it_is_five(company: Company, ben: Person) -> None:
    mixer(company.potluck.sessions, ["U0NOOR", "U0LEI", "U0ADA", "U0GRETA"], now=START)
    ben.types("/mixer")
    assert "take part" not in words(ben.window)
    ben.presses("Join")
    ben.submits()
    ben.closes()
    ben.types("/mixer")
    assert "5 colleagues take part." in words(ben.window)


def test_not_with_this_person_and_pause_are_a_tap_away(company: Company, ben: Person) -> None:
    mixer(company.potluck.sessions, ["U0BEN"], now=START)
    ben.types("/mixer")
    ben.presses("Not with this person")
    assert "Name somebody" in words(ben.window)
    ben.closes()
    ben.types("/mixer")
    ben.presses("Pause")
    assert ben.submits(programme="mixers") == {}
    ben.closes()
    ben.types("/mixer")
    assert "Mixers are paused for you: no group is drawn with you" in words(ben.window)
    ben.presses("End this pause")
    with company.potluck.sessions.read() as session:
        assert session.get(Pause, (TEAM, "U0BEN", Programme.MIXERS)) is None


def test_who_rests_comes_back_in_the_window(company: Company, ben: Person) -> None:
    mixer(company.potluck.sessions, ["U0BEN"], now=START)
    with company.potluck.sessions.begin() as session:
        for _ in range(3):
            silences.unheard(session, TEAM, "U0BEN", Programme.MIXERS, now=START)
    ben.types("/mixer")
    assert "Mixers rest for you" in words(ben.window)
    ben.presses("Back to mixers")
    assert "Mixers rest for you" not in words(ben.window)
    with company.potluck.sessions.read() as session:
        assert silences.of(session, TEAM, "U0BEN") == []


def test_many_mixers_are_cut_at_what_a_window_holds(company: Company, ben: Person) -> None:
    for number in range(22):
        mixer(company.potluck.sessions, ["U0BEN"], name=f"Mixer {number}", now=START)
    ben.types("/mixer")
    assert "2 more are in your channels." in words(ben.window)
    assert len(ben.window["blocks"]) <= 100


def test_while_somebody_pauses_everything_the_window_says_so(company: Company, ben: Person) -> None:
    mixer(company.potluck.sessions, ["U0BEN"], now=START)
    with company.potluck.sessions.begin() as session:
        last = (START + timedelta(days=7)).date()
        pauses.begin(session, TEAM, "U0BEN", last_day=last, zone="UTC", now=START)
    ben.types("/mixer")
    assert "You are away: no group is drawn with you" in words(ben.window)


def test_where_it_does_not_matter_who_meets_nothing_is_said_of_it(company: Company, ben: Person) -> None:
    chosen = {"across": "anything", "size": 2, "together": "lunch", "every": 1}
    mixer(company.potluck.sessions, ["U0BEN"], now=START, **chosen)
    ben.types("/mixer")
    assert "Every week, pairs over lunch." in words(ben.window)
