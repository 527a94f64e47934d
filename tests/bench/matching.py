"""What a draft costs, beside SciPy's sparse assignment of the same candidates, which minds no worst match."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from models.matching import assign
from tests.matching import Cohort, Kind, cohort

SIZES = [
    (1_000, 300, 1_500),
    (10_000, 3_000, 15_000),
    (10_000, 3_000, 5_000),
    (10_000, 3_000, 9_000),
    (10_000, 3_000, 10_000),
]
"""Mentees, mentors and seats: ample seats, too few, and hardly enough."""

Draft = list[int | None]


def lines() -> Iterator[str]:
    """Draft cohorts whose skills are wanted and offered unevenly, with 30 candidates a mentee."""
    for mentees, mentors, seats in SIZES:
        thrown = _cohort(mentees, mentors, seats)
        ours, draft = timed(drafted, thrown)
        theirs, reference = timed(solved, thrown)
        yield (
            f"{mentees:,} mentees, {mentors:,} mentors, {seats:,} seats: {ours:.2f} s of work, "
            f"{ours / theirs:.1f} times SciPy's; {told(draft, thrown)}; SciPy's: {told(reference, thrown)}"
        )
    yield f"10,000 mentees, 3,000 mentors, 5,000 seats take {_megabytes():.0f} MB, candidates included"


def _cohort(mentees: int, mentors: int, seats: int) -> Cohort:
    return cohort(Kind.SKILLS, Random(1), mentees, mentors, seats=seats)._replace(first=())


def drafted(thrown: Cohort) -> Draft:
    return assign(thrown.wishes, thrown.capacity)


def solved(thrown: Cohort) -> Draft:
    """Solve with a column a seat, and one a mentee for having nobody, dearer than all the rest."""
    seats = np.repeat(np.arange(len(thrown.capacity)), thrown.capacity)
    ends = np.cumsum(thrown.capacity)
    links = [
        (mentee, seat, 2 - score)
        for mentee, wishes in enumerate(thrown.wishes)
        for mentor, score in wishes
        for seat in range(ends[mentor] - thrown.capacity[mentor], ends[mentor])
    ]
    number = len(thrown.wishes)
    links += [(mentee, len(seats) + mentee, 2.0 * number) for mentee in range(number)]
    rows, columns, costs = zip(*links, strict=True)
    table = coo_array((costs, (rows, columns)), shape=(number, len(seats) + number)).tocsr()
    _, chosen = min_weight_full_bipartite_matching(table)
    return [int(seats[seat]) if seat < len(seats) else None for seat in chosen]


def told(draft: Draft, thrown: Cohort) -> str:
    scores = [
        dict(wishes)[mentor]
        for wishes, mentor in zip(thrown.wishes, draft, strict=True)
        if mentor is not None
    ]
    return f"{len(scores):,} matched, worst {min(scores):.3f}, total {sum(scores):.1f}"


def timed(work: Callable[[Cohort], Draft], thrown: Cohort) -> tuple[float, Draft]:
    """Time the work of this process alone, in seconds."""
    began = time.process_time()
    draft = work(thrown)
    return time.process_time() - began, draft


def _megabytes() -> float:
    """Tell the most that Python holds for a draft."""
    tracemalloc.start()
    thrown = _cohort(10_000, 3_000, 5_000)
    tracemalloc.reset_peak()
    drafted(thrown)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1_000_000
