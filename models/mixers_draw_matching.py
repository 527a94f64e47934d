"""As many pairs as there can be among people of whom some are linked (Edmonds, 1965).

Whoever has no partner looks for a chain of changes that ends at somebody else who has none. Where such a
chain closes to a ring of an odd number of people, the ring is shrunk to one: whoever is in it can be reached
from both sides.
"""

from collections.abc import Sequence
from random import Random

from models.mixers_draw_wishes import places

Partners = list[int]
"""For each place the partner's, or -1."""

MANY = 128
"""Of so many nearly always some can be paired with."""


def paired(links: Sequence[int], partner: Partners, chance: Random) -> Partners:
    """Pair as many as can be: `links` are whom each may be paired with, `partner` the pairs to begin from.

    Whoever may be paired with many looks at some of them.
    """
    shuffled = []
    for linked in links:
        some = linked
        while some.bit_count() > MANY:
            some &= chance.getrandbits(len(links))
        shuffled.append(list(places(some)))
        chance.shuffle(shuffled[-1])
    matching = Matching(shuffled, list(partner))
    matching.grow()
    return matching.partner


class Matching:
    """Pairs among people who are linked; `links` holds for each place those whom they may be paired with."""

    def __init__(self, links: Sequence[Sequence[int]], partner: Partners) -> None:
        self.links = links
        self.partner = partner

    def grow(self) -> None:
        """Pair as many as can be; whoever finds nobody once would find nobody later."""
        for place, linked in enumerate(self.links):
            if self.partner[place] < 0:
                free = (each for each in linked if self.partner[each] < 0)
                other = next(free, -1)
                if other >= 0:
                    self.partner[place], self.partner[other] = other, place
        for place, linked in enumerate(self.links):
            if linked and self.partner[place] < 0:
                self._pair(place)

    def _pair(self, root: int) -> None:
        """Pair somebody by a chain of changes, if there is one."""
        came, end = self._chain(root)
        while end >= 0:
            before = came[end]
            after = self.partner[before]
            self.partner[end], self.partner[before] = before, end
            end = after

    def _chain(self, root: int) -> tuple[list[int], int]:
        """Find somebody free at the end of a chain, and from whom one came to whom."""
        came = [-1] * len(self.links)
        base = list(range(len(self.links)))
        reached = {root}
        asking = [root]
        for each in asking:
            for other in self.links[each]:
                if base[each] == base[other] or self.partner[each] == other:
                    continue
                mate = self.partner[other]
                if other == root or (mate >= 0 and came[mate] >= 0):
                    for inside in self._shrunk(each, other, came, base):
                        if inside not in reached:
                            reached.add(inside)
                            asking.append(inside)
                elif came[other] < 0:
                    came[other] = each
                    if mate < 0:
                        return came, other
                    reached.add(mate)
                    asking.append(mate)
        return came, -1

    def _shrunk(self, one: int, other: int, came: list[int], base: list[int]) -> list[int]:
        """Shrink a ring of an odd number to the place where it was entered, and name who is in it."""
        top = self._entry(one, other, came, base)
        ring: set[int] = set()
        for each, child in ((one, other), (other, one)):
            while base[each] != top:
                mate = self.partner[each]
                ring |= {base[each], base[mate]}
                came[each] = child
                child, each = mate, came[mate]  # noqa: PLW2901 - a walk along the ring
        inside = [at for at, its in enumerate(base) if its in ring]
        for at in inside:
            base[at] = top
        return inside

    def _entry(self, one: int, other: int, came: list[int], base: list[int]) -> int:
        """Find where the ways from two back to the root meet."""
        seen = set()
        at = base[one]
        seen.add(at)
        while self.partner[at] >= 0:
            at = base[came[self.partner[at]]]
            seen.add(at)
        at = base[other]
        while at not in seen:
            at = base[came[self.partner[at]]]
        return at
