"""Few people: every way to seat them is looked at, as far as it may still be the best."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from models.mixers_draw_sheet import PAIR, sizes
from models.mixers_draw_wishes import BEST, Groups, Room

FEW = 10
"""So many people can sit in a few thousand ways."""


def seated(room: Room, size: int, chance: Random) -> Groups:
    """Seat as many as can be, of those who go first as many as can be, in the best way there is.

    Sizes other than the usual ones are taken only where nobody could sit otherwise.
    """
    order = list(range(len(room.people)))
    chance.shuffle(order)
    ways = sorted(_away(order), key=lambda away: (len(away), sum(room.people[each].first for each in away)))
    best = None
    for away in ways:
        rank = (len(away), sum(room.people[each].first for each in away))
        if best and rank > best[0]:
            break
        here = [each for each in order if each not in away]
        for unusual, lengths in _lengths(len(here), size):
            if best and (rank, unusual) > best[:2]:
                break
            found = _Ways(room, here).best(lengths)
            if found and (best is None or (rank, unusual, found[0]) < best[:3]):
                best = (rank, unusual, *found)
    return best[3] if best else []


def _away(order: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for number in range(len(order) + 1):
        yield from combinations(order, number)


def _lengths(number: int, size: int) -> list[tuple[tuple[int, int], list[int]]]:
    """List the sizes that groups may have, the usual ones first, then the most even."""
    usual = sizes(number, size)
    ways = [(_unusual(each, usual), each) for each in _parts(number, size + 1)]
    return sorted(ways)


def _unusual(lengths: Sequence[int], usual: Sequence[int]) -> tuple[int, int]:
    spread = max(lengths, default=0) - min(lengths, default=0)
    return (0 if list(lengths) == list(usual) else 1 + spread, abs(len(lengths) - len(usual)))


def _parts(number: int, most: int) -> Iterator[list[int]]:
    """Share out so many people, the largest group first, none alone."""
    if not number:
        yield []
    for length in range(min(most, number), PAIR - 1, -1):
        yield from ([length, *rest] for rest in _parts(number - length, length))


class _Ways:
    """Looks through the ways to seat some people in groups of given sizes."""

    def __init__(self, room: Room, here: Sequence[int]) -> None:
        self.apart_price = room.apart_price * (BEST + 1) * len(here) ** 2
        self.here = here
        fine = BEST * len(here) ** 2
        self.price = {
            (one, other): room.price(one, room.bits[other]) * fine + BEST - room.suits.grade(one, [other])
            for one in here
            for other in here
            if one != other
        }
        self.apart = {two for two in self.price if room.apart[two[0]] & room.bits[two[1]]}
        self.found: tuple[int, Groups] | None = None

    def best(self, lengths: Sequence[int]) -> tuple[int, Groups] | None:
        """Give the best way and its price, where no two sit together who are apart."""
        self._look(list(self.here), list(lengths), 0, [])
        return self.found

    def _look(self, left: Sequence[int], lengths: Sequence[int], price: int, groups: Groups) -> None:
        if self.found and price >= self.found[0]:
            return
        if not left:
            self.found = price, groups
            return
        for length in sorted(set(lengths)):
            rest = list(lengths)
            rest.remove(length)
            for others in combinations(left[1:], length - 1):
                group = [left[0], *others]
                twos = list(combinations(group, 2))
                if self.apart.isdisjoint(twos):
                    still = [each for each in left if each not in group]
                    added = sum(map(self.price.__getitem__, twos))
                    self._look(still, rest, price + added, [*groups, group])
