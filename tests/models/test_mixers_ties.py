"""Ties between teams: what is counted, and that nothing can be inferred of what is hidden."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations

import pytest

from handlers.views import mixers_ties as views
from models import mixers_answers, mixers_ties
from models.base import Sessions
from models.mixers_rounds import Answer
from models.mixers_ties import Tie
from tests.conftest import MONDAY
from tests.mixers import TEAM, known, mixer
from tests.mixers_groups import begun, drawn

THURSDAY = MONDAY + timedelta(days=10, hours=2)
SOON = THURSDAY + timedelta(hours=1)

TEAMS = {
    **dict.fromkeys(("U0A1", "U0A2", "U0A3", "U0A4"), "Apples"),
    **dict.fromkeys(("U0B1", "U0B2", "U0B3"), "Bread"),
    "U0C1": "Cake",
}
GROUPS = (("U0A1", "U0A2", "U0B1"), ("U0A3", "U0B2", "U0C1"), ("U0A4", "U0B3", "U0N1"))


def ties(sessions: Sessions, *met: str, teams: Mapping[str, str] = TEAMS) -> list[Tie]:
    """Give what is shown after a round in which these people said that they met."""
    for who, team in teams.items():
        known(sessions, who, now=MONDAY, team=team)
    chosen = mixer(sessions, [who for group in GROUPS for who in group], now=MONDAY, every=1)
    with sessions.begin() as session:
        round_ = drawn(session, chosen, GROUPS, now=THURSDAY)
        begun(session, round_, now=THURSDAY)
        for who in met:
            mixers_answers.answer(session, TEAM, round_.id, by=who, answer=Answer.MET, now=SOON)
    with sessions.read() as session:
        return list(mixers_ties.between(session, TEAM))


def test_pairs_of_groups_that_said_they_met_are_counted_between_their_teams(sessions: Sessions) -> None:
    assert ties(sessions, "U0A1", "U0B1", "U0C1", "U0N1") == [Tie("Apples", "Bread", 4)]


def test_a_group_of_which_nobody_said_that_it_met_counts_for_nothing(sessions: Sessions) -> None:
    assert ties(sessions, "U0A1", "U0N1") == [Tie("Apples", "Bread", 3)]


def test_four_people_are_too_few_for_a_figure(sessions: Sessions) -> None:
    assert ties(sessions, "U0B2", "U0A4") == []


def test_who_named_no_team_is_counted_as_such(sessions: Sessions) -> None:
    shown = ties(
        sessions, "U0A1", "U0B2", "U0A4", teams={who: t for who, t in TEAMS.items() if t == "Apples"}
    )
    assert shown == [Tie("", "Apples", 6)]
    assert "no team named and Apples: 6" in json.dumps(views.window(shown))


@pytest.mark.parametrize("sizes", [(3, 3), (2, 2, 2), (1, 1, 4), (1, 5), (2, 3, 1)])
def test_no_view_tells_how_many_of_fewer_than_five_people_have_met(sizes: tuple[int, ...]) -> None:
    """Try every way in which a small company can have met, and compare the companies that look alike."""
    teams = {f"{team}{each}": f"Team {team}" for team, size in enumerate(sizes) for each in range(size)}
    worlds: dict[str, list[Mapping[tuple[str, str], tuple[int, int]]]] = defaultdict(list)
    for met in _companies(teams):
        shown = mixers_ties.shown(met, teams)
        seen = json.dumps([views.window(shown), views.report(shown)])
        worlds[seen].append(_truth(met, teams))
    small = 0
    for alike in worlds.values():
        for cell in {cell for truth in alike for cell in truth}:
            possible = {truth.get(cell, (0, 0)) for truth in alike}
            if any(0 < people < mixers_ties.FEWEST_PEOPLE for _, people in possible):
                small += 1
                assert (0, 0) in possible, cell
                assert len({pairs for pairs, _ in possible}) > 1, cell
    assert small > 0


def _companies(teams: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    """Give every way in which colleagues of different teams can have met, by threes of the possible pairs."""
    across = [two for two in combinations(teams, 2) if teams[two[0]] != teams[two[1]]]
    for chosen in range(2 ** len(across)):
        yield [two for at, two in enumerate(across) if chosen >> at & 1]


def _truth(met: list[tuple[str, str]], teams: Mapping[str, str]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Give for each two teams how many pairs have met, and of how many people."""
    cells: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for one, other in met:
        first, second = sorted((teams[one], teams[other]))
        cells[first, second].append((one, other))
    return {cell: (len(pairs), len({who for two in pairs for who in two})) for cell, pairs in cells.items()}
