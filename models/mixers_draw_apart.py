"""Seats for those who are apart from somebody of their group: a chain of changes, as long as it takes.

Whoever has no seat takes a free one, founds a group with somebody else who has none or whom a group can
spare, or takes the seat of the one who is in the way, who then looks on; nobody stands up twice in a chain
(as in Kuhn's method for matchings). Groups may become one larger than their size, or smaller, but nobody is
alone.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from models.mixers_draw_sheet import PAIR
from models.mixers_draw_wishes import Groups

Apart = Sequence[Collection[int]]
"""For each place, whom they are apart from."""

LONGEST = 60
"""How many may stand up in one chain."""


class Hall(NamedTuple):
    """The groups, who has no seat, and who must not sit together; no group has more than `most`."""

    groups: Groups
    standing: list[int]
    apart: Apart
    first: Collection[int]
    most: int

    def unseat(self) -> None:
        """Let stand whoever is apart from most of their group; who goes first stands up last."""
        for group in self.groups:
            while against := {each: count for each in group if (count := self._against(each, group))}:
                gone = max(sorted(against), key=lambda each: (each not in self.first, against[each]))
                group.remove(gone)
                self.standing.append(gone)
            if len(group) < PAIR:
                self.standing.extend(group)
                group.clear()
        self.groups[:] = [group for group in self.groups if group]

    def seat(self) -> None:
        """Seat whom one can, beginning with those who go first, for whom somebody else may stand."""
        for one in sorted(self.standing, key=lambda each: (each not in self.first, each)):
            if one in self.standing:
                self.standing.remove(one)
                if not self._seated(one, {one}, 1) and not (
                    one in self.first and self._seated(one, {one}, 1, for_first=True)
                ):
                    self.standing.append(one)

    def _against(self, one: int, group: Collection[int]) -> int:
        return sum(other in self.apart[one] for other in group)

    def _seated(self, one: int, asked: set[int], steps: int, *, for_first: bool = False) -> bool:
        """Seat somebody, and whoever has to stand up for them."""
        if self._free(one) or self._founded(one):
            return True
        if for_first and one not in self.first:
            self.standing.append(one)
            return True
        if steps == LONGEST:
            return False
        for group, at in self._seats(one):
            other = group[at]
            if other not in asked:
                asked.add(other)
                group[at] = one
                if self._seated(other, asked, steps + 1, for_first=for_first):
                    return True
                group[at] = other
        return False

    def _free(self, one: int) -> bool:
        """Sit down where there is room."""
        for group in self.groups:
            if len(group) < self.most and not self._against(one, group):
                group.append(one)
                return True
        return False

    def _founded(self, one: int) -> bool:
        """Found a group with somebody who stands, or whom a group can spare."""
        for others in (self.standing, *(group for group in self.groups if len(group) > PAIR)):
            for other in others:
                if other not in self.apart[one]:
                    others.remove(other)
                    self.groups.append([one, other])
                    return True
        return False

    def _seats(self, one: int) -> Iterator[tuple[list[int], int]]:
        """Name the seats that somebody could take if whoever sits there stood up."""
        for group in list(self.groups):
            in_the_way = [at for at, other in enumerate(group) if other in self.apart[one]]
            if len(in_the_way) < PAIR:
                yield from ((group, at) for at in in_the_way or range(len(group)))
