"""Who gets which mentor, for a whole cohort at once: exactly, and in plain Python."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Container, Sequence
from heapq import heappop, heappush
from operator import itemgetter
from typing import NamedTuple

FINE = 1_000_000
"""Scores count to the millionth: between whole numbers no tie hangs on rounding."""

LEEWAY = 1
"""How many per cent the worst match may give up for the total."""

Links = Sequence[Sequence[tuple[int, int]]]
"""For each of one side: how far it is to whom of the other side, the nearest first."""


class Candidate(NamedTuple):
    """One mentor a mentee may be matched with: its index, and how well they suit: 0 to 1."""

    mentor: int
    score: float


def assign(
    wishes: Sequence[Sequence[Candidate]], capacity: Sequence[int], *, first: Collection[int] = ()
) -> list[int | None]:
    """Give every mentee's mentor or None; the mentees in `first` were left out last time.

    Each aim comes before the next: to match as many as possible; of the first as many as possible; with the
    worst score at most 1 % below the best that it can be; with the best total of scores that there is then.
    So if any draft like that has its worst score and its total within 1 % of the best, this one has both.

    Scarce mentors are full in every largest draft, as somebody is left out who could have no others. They
    look for mentees; those who are sure of a match without them look for a mentor: nobody looks in vain.

    Long lists cost memory more than time, and a list that was cut may cost its mentee the match.
    """
    early = set(first)
    links: Links = [sorted((FINE - round(FINE * score), mentor) for mentor, score in each) for each in wishes]
    links = _within(links, _reach(links, capacity, early))
    draft, scarce = _largest(links, capacity)
    sure = [mentor is not None and mentor not in scarce for mentor in draft]
    few = [number if mentor in scarce else 0 for mentor, number in enumerate(capacity)]
    asking = _nearest(links, sure, [number - full for number, full in zip(capacity, few, strict=True)])
    asked = _nearest(_turned(links, scarce, len(few), early), few, [not each for each in sure])
    found = dict(asking) | {mentee: mentor for mentor, mentee in asked}
    return [found.get(mentee) for mentee in range(len(draft))]


def _reach(links: Links, room: Sequence[int], first: Collection[int]) -> int:
    """Tell how far apart the two of a match may be.

    Where as many of the first can be matched among themselves as ever, they can be within a largest draft.
    """
    worst = max(_farthest(links, room), _farthest([links[each] for each in sorted(first)], room))
    return FINE + (worst - FINE) * (100 - LEEWAY) // 100


def _farthest(links: Links, room: Sequence[int]) -> int:
    """Give the least distance within which as many can be matched as without a limit."""
    levels = sorted({0}.union(distance for each in links for distance, _ in each))
    most = _matched(links, room)
    return levels[bisect_left(levels, most, key=lambda limit: _matched(_within(links, limit), room))]


def _matched(links: Links, room: Sequence[int]) -> int:
    draft, _ = _largest(links, room)
    return len(draft) - draft.count(None)


def _within(links: Links, limit: int) -> Links:
    return [each[: bisect_right(each, limit, key=itemgetter(0))] for each in links]


def _turned(links: Links, mentors: Container[int], number: int, first: Container[int]) -> Links:
    """Look from these mentors' side; whoever is not one of the first is further away than all together."""
    far = FINE * (len(links) + 1)
    turned: list[list[tuple[int, int]]] = [[] for _ in range(number)]
    for mentee, each in enumerate(links):
        away = 0 if mentee in first else far
        for distance, mentor in each:
            if mentor in mentors:
                turned[mentor].append((away + distance, mentee))
    return [sorted(each) for each in turned]


def _largest(links: Links, room: Sequence[int]) -> tuple[list[int | None], Container[int]]:
    """Match as many as possible, and name those who are full while somebody is left out (Kuhn, 1955).

    Each round lets all who are left out look for a chain of changes, but nowhere twice. In the last round
    none finds one: whom they came to is full, and so are all that those who are matched there could have.
    """
    chosen: list[int | None] = [None] * len(links)
    held: list[list[int]] = [[] for _ in room]
    while True:
        came: dict[int, int] = {}
        grown = False
        for seeker, has in enumerate(chosen):
            if has is not None:
                continue
            each, spare = _spare(seeker, links, room, held, came)
            while spare is not None:
                grown = True
                held[spare].append(each)
                left, chosen[each] = chosen[each], spare
                if left is not None:
                    held[left].remove(each)
                    each = came[left]
                spare = left
        if not grown:
            return chosen, came


def _spare(
    seeker: int, links: Links, room: Sequence[int], held: Sequence[Sequence[int]], came: dict[int, int]
) -> tuple[int, int | None]:
    """Find who could change to somebody with room, so that in the end the seeker has a match."""
    asking = [seeker]
    for each in asking:
        for _, other in links[each]:
            if len(held[other]) < room[other]:
                return each, other
            if other not in came:
                came[other] = each
                asking += held[other]
    return seeker, None


def _nearest(links: Links, units: Sequence[int], room: Sequence[int]) -> list[tuple[int, int]]:
    """Match every unit of one side, with the least sum of distances; there must be a way to.

    One after the other takes the shortest chain of changes (Jonker and Volgenant, 1987). A price on those
    who are full keeps all matches the nearest there are, so that no chain has a step below zero.
    """
    held: list[dict[int, int]] = [{} for _ in room]
    price = [0] * len(room)
    for source, number in enumerate(units):
        for _ in range(number):
            _add(source, links, room, held, price)
    return [(source, target) for target, each in enumerate(held) for source in each]


def _add(
    source: int, links: Links, room: Sequence[int], held: Sequence[dict[int, int]], price: list[int]
) -> None:
    """Match one unit more by the shortest chain; `held` says whom each target has, and how far away."""
    near: dict[int, int] = {}
    came: dict[int, tuple[int, int]] = {}
    leaving: dict[int, int | None] = {source: None}
    ahead: list[tuple[int, int]] = []
    end, limit = -1, sys.maxsize
    asking = {source: 0}
    while True:
        for each, start in asking.items():
            for distance, target in links[each]:
                if start + distance >= limit:
                    break
                total = start + distance + price[target]
                if total < limit and total < near.get(target, limit):
                    near[target] = total
                    came[target] = each, distance
                    if len(held[target]) < room[target]:
                        end, limit = target, total
                    else:
                        heappush(ahead, (total, target))
        if not ahead or ahead[0][0] >= limit:
            break
        total, full = heappop(ahead)
        asking = {
            each: total - price[full] - distance
            for each, distance in held[full].items()
            if each not in leaving
        }
        leaving.update(dict.fromkeys(asking, full))
    for target, total in near.items():
        price[target] += max(0, limit - total)
    _change(end, held, came, leaving)


def _change(
    target: int | None,
    held: Sequence[dict[int, int]],
    came: dict[int, tuple[int, int]],
    leaving: dict[int, int | None],
) -> None:
    """Carry out a chain of changes, from its end to its beginning."""
    while target is not None:
        each, distance = came[target]
        held[target][each] = distance
        target = leaving[each]
        if target is not None:
            del held[target][each]
