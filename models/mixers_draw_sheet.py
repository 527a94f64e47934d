"""What a draw is made of, what it gives, and how large its groups are."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

PAIR = 2
"""Nobody is a group alone."""


class Person(NamedTuple):
    """Somebody as the draw sees them.

    `kind` is what groups go across (a team, a site), empty where it is not known; `line` their managers and
    everybody above; `hours` working hours in minutes of UTC's day, which may go past midnight, None where not
    known; `topics` the keys of what they like to talk about. `first` was left out last time; `started` is how
    often they were the starter.
    """

    user_id: str
    kind: str = ""
    line: Collection[str] = ()
    hours: tuple[int, int] | None = None
    topics: Collection[str] = ()
    first: bool = False
    started: int = 0


class Met(Mapping[tuple[str, str], int]):
    """Who sat together, and how many weeks ago: as a dict of two ids in order, at a sixteenth of its size.

    Whoever gathers the sheet gives each two once, with their latest meeting, in any order, and may do so row
    by row as a database streams them: `Met((one, other, weeks) for one, other, weeks in rows)`. Everybody has
    a row of numbers that stand for the others, and beside it a row of weeks: six bytes a meeting and person.
    """

    def __init__(self, meetings: Iterable[tuple[str, str, int]] = ()) -> None:
        self._number: dict[str, int] = {}
        self._rows: list[tuple[array[int], array[int]]] = []
        for one, other, weeks in meetings:
            here, there = self._numbered(one), self._numbered(other)
            self._note(here, there, weeks)
            self._note(there, here, weeks)

    def _numbered(self, user_id: str) -> int:
        number = self._number.setdefault(user_id, len(self._rows))
        if number == len(self._rows):
            self._rows.append((array("I"), array("H")))
        return number

    def _note(self, here: int, there: int, weeks: int) -> None:
        others, ago = self._rows[here]
        others.append(there)
        ago.append(weeks)

    def among(self, people: Sequence[str]) -> list[dict[int, int]]:
        """Tell for each of these people whom else of them they met: places in the list, and weeks ago."""
        places = {self._number[each]: place for place, each in enumerate(people) if each in self._number}
        nobody: tuple[array[int], array[int]] = array("I"), array("H")
        rows = [self._rows[self._number[each]] if each in self._number else nobody for each in people]
        return [
            {places[other]: weeks for other, weeks in zip(others, ago, strict=True) if other in places}
            for others, ago in rows
        ]

    def __getitem__(self, pair: tuple[str, str]) -> int:
        one, other = pair
        if one >= other or one not in self._number or other not in self._number:
            raise KeyError(pair)
        others, ago = self._rows[self._number[one]]
        if self._number[other] not in others:
            raise KeyError(pair)
        return ago[others.index(self._number[other])]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Go through the pairs in the order of their ids, however they were given."""
        named = list(self._number)
        for one in sorted(named):
            others, _ = self._rows[self._number[one]]
            yield from ((one, other) for other in sorted(named[each] for each in others) if one < other)

    def __len__(self) -> int:
        return sum(len(others) for others, _ in self._rows) // 2


class Sheet(NamedTuple):
    """All that a draw is made of.

    `met` gives, for two ids in order, how many weeks ago they last sat together (for many people as `Met`);
    `apart` holds two ids in order who are never brought together.
    """

    people: Sequence[Person]
    size: int
    met: Mapping[tuple[str, str], int]
    apart: Collection[tuple[str, str]] = ()


class Seating(NamedTuple):
    """One group of the draw; `people` in the order of their ids."""

    people: tuple[str, ...]
    starter: str


class Drawn(NamedTuple):
    """What a draw gives; `left_out` are those for whom there is no group, in the order of their ids."""

    groups: Sequence[Seating]
    left_out: Sequence[str]


def sizes(number: int, size: int) -> list[int]:
    """Share out so many people evenly, none alone, no group larger than its size and one more."""
    if number < PAIR:
        return []
    groups = max(1, number // size, -(-number // (size + 1)))
    return [number // groups + (place < number % groups) for place in range(groups)]
