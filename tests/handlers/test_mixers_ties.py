"""Ties between teams on the page and in the report: for members and stewards, the same for everybody."""

from collections.abc import Sequence

import pytest

from handlers.views import limits
from handlers.views import mixers_ties as views
from models import mixers_answers
from models.mixers_rounds import Answer
from models.mixers_ties import Tie
from tests import mixers, mixers_groups
from tests.conftest import START, Company
from tests.people import Person, words

TEAMS = {
    "U0ADA": "Kitchen",
    "U0BEN": "Kitchen",
    "U0NOOR": "Oven <!here>",
    "U0LEI": "Oven <!here>",
    "U0SOFIA": "Oven <!here>",
    "U0ARJUN": "Shop",
}
GROUPS = (("U0ADA", "U0NOOR", "U0LEI"), ("U0BEN", "U0SOFIA", "U0ARJUN"))


def meets(company: Company, groups: Sequence[Sequence[str]] = GROUPS) -> None:
    """Let these groups have been drawn, and one of each have said that they met."""
    sessions = company.potluck.sessions
    for who, team in TEAMS.items():
        mixers.known(sessions, who, now=START, team=team)
    chosen = mixers.mixer(sessions, [who for group in groups for who in group], now=START, every=1)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, chosen, groups, now=START)
        mixers_groups.begun(session, round_, now=START)
        for group in groups:
            mixers_answers.answer(session, mixers.TEAM, round_.id, by=group[0], answer=Answer.MET, now=START)


def report(person: Person) -> str:
    person.types("/potluck report")
    return words(person.window)


def test_a_steward_reads_which_teams_have_met(company: Company, ada: Person) -> None:
    meets(company)
    shown = report(ada)
    assert "Kitchen and Oven <!here>: 3" in shown
    assert "A Kitchen\nB Oven <!he…   3█" in shown
    assert "brought together by mixers, in a group that said it met" in shown
    assert "Shop" not in shown


def test_nothing_stands_there_while_it_would_be_about_too_few(company: Company, ada: Person) -> None:
    mixers.mixer(company.potluck.sessions, [], name="Tea", now=START)
    empty = report(ada)
    ada.closes()
    meets(company, (("U0ADA", "U0NOOR"), ("U0BEN", "U0LEI")))
    assert report(ada) == empty
    assert "There is nothing to show yet" in empty


def test_who_is_no_steward_is_told_so_and_sees_no_report(company: Company, ben: Person) -> None:
    meets(company)
    ben.types("/potluck report")
    assert "steward" in ben.last()["text"]
    assert ben.windows == []


@pytest.mark.parametrize("teams", [2, 7, 40])
def test_the_window_fits_into_slack_however_many_teams_there_are(teams: int) -> None:
    ties = [
        Tie(f"Team {one:02} &<> " + "x" * 80, f"Team {other:02} &<> " + "ä" * 80, 9999 - one * 40 - other)
        for one in range(teams)
        for other in range(one + 1, teams)
    ]
    for view in (views.window(ties), views.report(ties)):
        assert limits.view_problems(view) == []
    picture = words(view["blocks"][2]) if teams else ""
    assert max(map(len, picture.splitlines())) <= 40
