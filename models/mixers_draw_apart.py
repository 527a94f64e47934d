"""Seats for those who are apart from somebody of their group: a chain of changes, as long as it takes.

Whoever has no seat takes a free one, founds a group with somebody else who has none or whom a group can spare,
or takes the seat of the one who is in the way, who then looks on (a breadth-first search, so the shortest chain
is taken). Groups may become one larger than their size or smaller, but nobody is alone.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from models.mixers_draw_room import Groups
from models.mixers_draw_sizes import PAIR

Apart = Sequence[Collection[int]]
"""For each place, whom they are apart from."""


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
                self.standing += group
                group.clear()
        self.groups[:] = [group for group in self.groups if group]

    def seat(self) -> None:
        """Seat whom one can, beginning with those who go first."""
        for each in sorted(self.standing, key=lambda each: (each not in self.first, each)):
            if each in self.standing:
                self._seat(each)

    def _against(self, one: int, group: Collection[int]) -> int:
        return sum(other in self.apart[one] for other in group)

    def _seat(self, one: int) -> None:
        """Find the shortest chain of changes that seats somebody."""
        came: dict[int, tuple[int, int] | None] = {one: None}
        asking = [one]
        for each in asking:
            for end in self._ends(each):
                if self._changed(each, end, came):
                    return
            for table, group in enumerate(self.groups):
                in_the_way = [other for other in group if other in self.apart[each]]
                for other in in_the_way or group:
                    if len(in_the_way) < PAIR and other not in came:
                        came[other] = each, table
                        asking.append(other)
        if one in self.first:
            for each in asking:
                if each not in self.first and self._changed(each, None, came):
                    self.standing.append(each)
                    return

    def _ends(self, one: int) -> Iterator[tuple[int, int | None]]:
        """Say where somebody could sit: at a table, or with somebody who stands or can be spared."""
        for table, group in enumerate(self.groups):
            if len(group) < self.most and not self._against(one, group):
                yield table, None
        for other in self.standing:
            if other != one and other not in self.apart[one]:
                yield -1, other
        for table, group in enumerate(self.groups):
            if len(group) > PAIR:
                yield from ((table, other) for other in group if other not in self.apart[one])

    def _changed(
        self, last: int, end: tuple[int, int | None] | None, came: dict[int, tuple[int, int] | None]
    ) -> bool:
        """Carry a chain of changes out, if its groups are allowed when all have moved."""
        groups = [list(each) for each in self.groups]
        standing = list(self.standing)
        each = last
        step = came[each]
        moves = []
        while step is not None:
            moves.append((step[0], each, step[1]))
            each = step[0]
            step = came[each]
        for taking, leaving, table in moves:
            groups[table][groups[table].index(leaving)] = taking
        if each in standing:
            standing.remove(each)
        if end is not None:
            table, other = end
            if other is None:
                groups[table].append(last)
            else:
                groups.append([last, other])
                if table < 0:
                    standing.remove(other)
                elif other in groups[table]:
                    groups[table].remove(other)
                else:
                    return False
        if any(len(group) < PAIR or any(self._against(one, group) for one in group) for group in groups):
            return False
        self.groups[:] = groups
        self.standing[:] = standing
        return True
