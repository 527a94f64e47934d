"""Mixers on one's own page: the next draw, one's group, and whether it met."""

from datetime import timedelta

from models import mixers_rounds
from models.mixers import Mixer
from models.mixers_rounds import Group
from tests import mixers, mixers_groups
from tests.conftest import START, Company
from tests.people import Person, words

THURSDAY = "<!date^1804154400^"
"""10:00 in UTC on Thursday, 4 March 2027, as everybody reads it in their own zone."""


def home(person: Person) -> str:
    return words(person.home())


def in_a_mixer(company: Company, *who: str) -> Mixer:
    return mixers.mixer(company.potluck.sessions, who, now=START, every=1)


def in_a_group(company: Company, *who: str, meets_at: timedelta | None = None) -> Group:
    """Let these people have been introduced to each other, and have chosen when they meet."""
    made = in_a_mixer(company, *who)
    with company.potluck.sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, [who], now=START)
        mixers_groups.begun(session, round_, now=START)
        (group,) = mixers_rounds.groups_of(session, round_)
        group.meets_at = START + meets_at if meets_at else None
        return group


def test_home_shows_the_next_draw_and_skips_it_with_one_tap(company: Company, ben: Person) -> None:
    in_a_mixer(company, "U0BEN", "U0NOOR")
    shown = home(ben)
    assert f"*Coffee*: next groups {THURSDAY}" in shown
    ben.presses_on_home("Skip the next one")
    assert "*Coffee*: you skip the groups of" in home(ben)
    assert "yours among them" not in home(ben)
    assert len(company.workspace.calls("views.publish")) == 5
    ben.presses_on_home("Come after all")
    assert home(ben) == shown


def test_what_comes_next_names_the_draw_and_when_a_group_meets(company: Company, ben: Person) -> None:
    in_a_group(company, "U0BEN", "U0NOOR", "U0LEI", meets_at=timedelta(hours=30))
    nexts = home(ben).split("*Next for you*")[1]
    meets = nexts.index("You meet <@U0LEI> and <@U0NOOR>: *Coffee*.")
    drawn = nexts.index("The next groups of *Coffee* are drawn, yours among them.")
    assert meets < drawn
    mixers.moves_on(company, START + timedelta(hours=31))
    assert "You meet" not in home(ben)


def test_whether_a_group_met_is_said_on_home_with_one_tap(company: Company, ben: Person) -> None:
    in_a_group(company, "U0BEN", "U0NOOR")
    assert "*Coffee* with <@U0NOOR>\nDid you meet? Nobody else sees what you say." in home(ben)
    ben.presses_on_home("It is planned")
    assert "You said: it is planned." in home(ben)
    assert "You said" not in home(company.person("noor"))
    ben.presses_on_home("We met")
    assert "One thing you took with you" in words(ben.window)
    ben.closes()
    assert "You said: you met." in home(ben)


def test_home_shows_nothing_of_mixers_that_one_is_not_in(company: Company, ben: Person) -> None:
    before = home(ben)
    in_a_group(company, "U0NOOR", "U0LEI", meets_at=timedelta(hours=30))
    after = home(ben)
    mine, _, _ = after.partition("What stewards did")
    assert "Coffee" not in mine
    assert "U0NOOR" not in after
    assert "Three first steps" in before
    assert "Three first steps" in after


def test_who_is_in_a_mixer_has_begun(company: Company, ben: Person) -> None:
    in_a_mixer(company, "U0BEN")
    assert "Three first steps" not in home(ben)


def test_the_ties_between_teams_are_one_tap_from_home_once_there_is_a_mixer(
    company: Company, ben: Person
) -> None:
    assert "Ties between teams" not in home(ben)
    in_a_mixer(company, "U0NOOR")
    ben.presses_on_home("Ties between teams")
    assert "There is nothing to show yet" in words(ben.window)


def test_the_command_shows_the_same_and_follows_a_skip(company: Company, ben: Person) -> None:
    in_a_mixer(company, "U0BEN")
    ben.types("/potluck")
    ben.presses("Skip the next one")
    assert "*Coffee*: you skip the groups of" in words(ben.window)


def test_guests_see_no_mixers(company: Company) -> None:
    in_a_mixer(company, "U0BEN")
    shown = home(company.person("gus"))
    assert "Mixers" not in shown
    assert "Ties between teams" not in shown
