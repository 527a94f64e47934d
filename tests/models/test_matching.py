"""Drafts of cohorts, beside those of a solver that is not ours."""

from bisect import bisect_left
from collections import Counter
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from models.matching import FINE, Candidate, assign
from tests.conftest import THOROUGH
from tests.matching import Cohort, Kind, cohort

SMALL = 5_000 if THOROUGH else 600
LARGE = 50 if THOROUGH else 5
"""Cohorts of each kind."""

Table = NDArray[np.int64]


class Best(NamedTuple):
    """What the solver finds, in fine points; the last total is the best whatever the worst match."""

    number: int
    of_first: int
    worst: int
    total: int
    freest_total: int


def points(score: float) -> int:
    return round(score * FINE)


def solved(thrown: Cohort) -> Best:
    """Solve with a row a mentee, a column a seat, and weights that put each aim before the next."""
    seats = [mentor for mentor, number in enumerate(thrown.capacity) for _ in range(number)]
    score = np.full((len(thrown.wishes), len(seats)), -1, dtype=np.int64)
    for mentee, wishes in enumerate(thrown.wishes):
        known = dict(wishes)
        score[mentee] = [points(known[mentor]) if mentor in known else -1 for mentor in seats]
    early = FINE * (len(thrown.wishes) + 1)
    one = early * (len(thrown.wishes) + 1)
    weight = np.where(np.isin(np.arange(len(thrown.wishes)), thrown.first), one + early, one)[:, None] * (
        score >= 0
    )
    top = heaviest(weight)
    levels = [int(each) for each in -np.unique(-score[score >= 0])] or [0]
    worst = levels[bisect_left(levels, top, key=lambda level: heaviest(weight * (score >= level)))]
    near = score * 100 >= worst * 99
    return Best(
        number=top // one,
        of_first=top % one // early,
        worst=worst,
        total=heaviest((weight + score) * near) - top,
        freest_total=heaviest((weight + score) * (score >= 0)) - top,
    )


def heaviest(weights: Any) -> int:
    """Give the greatest sum of one entry a row and column."""
    return int(weights[linear_sum_assignment(weights, maximize=True)].sum())


def drafted(thrown: Cohort) -> list[int]:
    """Draft, see that no rule is broken, and give the points of who is matched."""
    draft = assign(thrown.wishes, thrown.capacity, first=thrown.first)
    taken = Counter(mentor for mentor in draft if mentor is not None)
    assert len(draft) == len(thrown.wishes)
    assert all(number <= thrown.capacity[mentor] for mentor, number in taken.items())
    return [
        -1 if mentor is None else points(dict(wishes)[mentor])
        for mentor, wishes in zip(draft, thrown.wishes, strict=True)
    ]


def compared(thrown: Cohort) -> tuple[int, Best]:
    """Compare our draft with the solver's, and give the totals."""
    got, best = drafted(thrown), solved(thrown)
    matched = [each for each in got if each >= 0]
    assert len(matched) == best.number, "somebody could have been matched, too"
    assert sum(got[each] >= 0 for each in thrown.first) == best.of_first, "somebody is left out again"
    assert min(matched, default=FINE) * 100 >= best.worst * 99, "the worst match could be better"
    assert sum(matched) == best.total, "the total could be better"
    return sum(matched), best


@pytest.mark.parametrize("kind", Kind)
def test_no_solver_drafts_a_small_cohort_better(kind: Kind) -> None:
    chance = Random(None if THOROUGH else kind)
    for _ in range(SMALL):
        mentees, mentors = chance.randint(1, 9), chance.randint(1, 6)
        seats = mentees // 2 if kind == Kind.SCARCE else chance.randint(0, 2 * mentees)
        compared(cohort(kind, chance, mentees, mentors, seats=seats))


@pytest.mark.parametrize("kind", Kind)
def test_large_cohorts_pay_less_than_one_per_cent_for_their_worst_matches(kind: Kind) -> None:
    chance = Random(None if THOROUGH else kind)
    paid, free = 0, 0
    for _ in range(LARGE):
        seats = 50 if kind == Kind.SCARCE else chance.choice([90, 100, 110, 150])
        total, best = compared(cohort(kind, chance, 100, 30, seats=seats))
        paid, free = paid + total, free + best.freest_total
    assert paid * 100 >= free * 99


cohorts = st.builds(
    lambda kind, seed, mentees, seats: cohort(kind, Random(seed), mentees, 8, seats=seats),
    st.sampled_from(Kind),
    st.integers(0, 2**32),
    st.integers(0, 30),
    st.integers(0, 40),
)


@given(cohorts)
def test_a_cohort_of_any_size_gets_the_best_draft(thrown: Cohort) -> None:
    compared(thrown)


@given(cohorts, st.randoms(use_true_random=False))
def test_the_same_cohort_gets_the_same_draft_in_whatever_order_it_is_told(
    thrown: Cohort, chance: Random
) -> None:
    shuffled = [chance.sample(wishes, len(wishes)) for wishes in thrown.wishes]
    assert assign(shuffled, thrown.capacity, first=set(thrown.first)) == assign(
        *thrown[:2], first=thrown.first
    )


@given(cohorts)
def test_who_was_left_out_last_time_costs_nobody_else_a_match_in_number(thrown: Cohort) -> None:
    without = drafted(thrown._replace(first=()))
    assert sum(each >= 0 for each in drafted(thrown)) == sum(each >= 0 for each in without)


def test_who_was_left_out_last_time_comes_before_those_who_suit_better() -> None:
    wishes = [[Candidate(0, 1.0)], [Candidate(0, 0.2)], [Candidate(0, 0.9)]]
    assert assign(wishes, [1]) == [0, None, None]
    assert assign(wishes, [1], first=[1]) == [None, 0, None]


def test_somebody_changes_mentor_so_that_everybody_has_one() -> None:
    assert assign([[Candidate(0, 1.0), Candidate(1, 0.1)], [Candidate(0, 0.1)]], [1, 1]) == [1, 0]


def test_the_worst_match_counts_more_than_the_total() -> None:
    wishes = [[Candidate(0, 1.0), Candidate(1, 0.6)], [Candidate(0, 0.6), Candidate(1, 0.5)]]
    assert assign(wishes, [1, 1]) == [1, 0]


def test_who_cannot_be_matched_again_makes_nobody_elses_match_worse() -> None:
    wishes = [
        [Candidate(0, 1.0), Candidate(1, 0.6)],
        [Candidate(0, 0.6), Candidate(1, 0.5)],
        [Candidate(2, 0.1)],
    ]
    assert assign(wishes, [1, 1, 0], first=[2]) == [1, 0, None]


def test_a_hundredth_of_the_worst_match_may_go_to_the_total_and_no_more() -> None:
    for worst, draft in ((0.6, [0, 1]), (0.600001, [1, 0])):
        wishes = [[Candidate(0, 1.0), Candidate(1, worst)], [Candidate(0, worst), Candidate(1, 0.594)]]
        assert assign(wishes, [1, 1]) == draft


def test_nobody_is_matched_where_nobody_has_room_or_wishes() -> None:
    assert assign([], []) == []
    assert assign([[], []], [3]) == [None, None]
    assert assign([[Candidate(0, 1.0)]], [0], first=[0]) == [None]


def test_a_mentor_whom_all_wish_for_takes_as_many_as_they_can() -> None:
    draft = assign([[Candidate(0, 0.5)] for _ in range(500)], [120])
    assert draft.count(0) == 120
