"""Pairs without a repeat: exactly, and with the rounds to come in mind.

Whether everybody can be paired with somebody new is a perfect matching of those who have not met (Edmonds,
1965: a ring of an odd number of people is shrunk to one while a chain of changes is looked for). And where
everybody has the same few left whom they have not met, a round may use up the pairs that a later round needs.
Then all rounds that are left are planned, as the circle method does for a tournament that nobody has begun:
pairs for each, until none is left. A plan that does not come out takes a round back and draws it anew.
"""

from collections.abc import Sequence
from random import Random

from models.mixers_draw_room import places

Partners = list[int]
"""For each place the partner's, or -1."""

TRIES = 150
"""How often a plan takes a round back before it is given up."""


class Matching:
    """Pairs among people who are linked; `links` holds for each place those whom they may be paired with."""

    def __init__(self, links: Sequence[Sequence[int]], partner: Partners) -> None:
        self.links = links
        self.partner = partner

    def grow(self) -> bool:
        """Pair as many as possible, and tell whether nobody with a link is left over."""
        for place, linked in enumerate(self.links):
            if self.partner[place] < 0:
                free = (each for each in linked if self.partner[each] < 0)
                other = next(free, -1)
                if other >= 0:
                    self.partner[place], self.partner[other] = other, place
        return all(self.partner[at] >= 0 or self._paired(at) for at, each in enumerate(self.links) if each)

    def _paired(self, root: int) -> bool:
        """Pair somebody by a chain of changes."""
        came, end = self._chain(root)
        if end < 0:
            return False
        while end >= 0:
            before = came[end]
            after = self.partner[before]
            self.partner[end], self.partner[before] = before, end
            end = after
        return True

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


def paired(links: Sequence[int], partner: Partners, chance: Random) -> Partners | None:
    """Pair everybody who has a link, beginning from these pairs, if that can be."""
    shuffled = [list(places(each)) for each in links]
    for each in shuffled:
        chance.shuffle(each)
    matching = Matching(shuffled, list(partner))
    return matching.partner if matching.grow() else None


def plan(links: Sequence[int], number: int, chance: Random) -> list[Partners] | None:
    """Plan so many rounds of everybody who has links, no pair twice, if that comes out."""
    left = list(links)
    nobody = [-1] * len(left)
    rounds: list[Partners] = []
    tries = TRIES
    while len(rounds) < number:
        found = paired(left, nobody, chance)
        if found is not None and all(found[at] >= 0 for at, each in enumerate(links) if each):
            rounds.append(found)
            left = without(left, found)
            continue
        tries -= 1
        if not tries or not rounds:
            return None
        back = rounds.pop(chance.randrange(len(rounds)))
        left = [each | 1 << other if other >= 0 else each for each, other in zip(left, back, strict=True)]
    return rounds


def without(links: Sequence[int], partner: Partners) -> list[int]:
    """Give the links that are left after a round."""
    return [each & ~(1 << other) if other >= 0 else each for each, other in zip(links, partner, strict=True)]
