"""Assignment: as many as possible, as well as possible."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

NOBODY = 1000.0


class Candidate(NamedTuple):
    """A mentor whom somebody may get, and how well the two suit, from 0 to 1."""

    mentor: int
    score: float


def assign(
    wishes: Sequence[Sequence[Candidate]], capacity: Sequence[int], *, first: Collection[int] = ()
) -> list[int | None]:
    """Give each seeker a mentor, or None: the most people, at the least cost; `first` before others."""
    cost = [{each.mentor: (1 - each.score) ** 2 for each in wished} for wished in wishes]
    nobody = [NOBODY * (2 if at in set(first) else 1) for at in range(len(wishes))]
    found: list[int | None] = [None] * len(wishes)
    held: list[set[int]] = [set() for _ in capacity]
    for seeker in range(len(wishes)):
        _insert(seeker, cost, nobody, found, held, capacity)
    return found


def _insert(
    seeker: int,
    cost: Sequence[dict[int, float]],
    nobody: Sequence[float],
    found: list[int | None],
    held: list[set[int]],
    capacity: Sequence[int],
) -> None:
    far: dict[int, float] = {}
    came: dict[int, int] = {}
    reached = {seeker: 0.0}
    queue = [seeker]
    for each in queue:
        for mentor, price in cost[each].items():
            if mentor == found[each]:
                continue
            total = reached[each] + price
            if total < far.get(mentor, float("inf")) - 1e-12:
                far[mentor], came[mentor] = total, each
                for other in held[mentor]:
                    reached[other] = total - cost[other][mentor]
                    queue.append(other)
    ends = [(far[each], each, -1) for each in far if len(held[each]) < capacity[each]]
    ends += [(total + nobody[each], -1, each) for each, total in reached.items()]
    _total, mentor, out = min(ends)
    if mentor < 0:
        last, mentor = found[out], found[out] if found[out] is not None else -1  # type: ignore[assignment]
        found[out] = None
        if last is None:
            return
        held[last].discard(out)
    while True:
        each = came[mentor]
        before = found[each]
        found[each] = mentor
        held[mentor].add(each)
        if before is None:
            return
        held[before].discard(each)
        mentor = before
