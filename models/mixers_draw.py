"""The draw: who sits together in a round. Pure: the same sheet and seed give the same groups."""

import random
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Person(NamedTuple):
    """Somebody as the draw sees them.

    `kind` is what groups go across (a team, a site), empty where it is not known; `line` their managers and
    everybody above; `hours` working hours in minutes of UTC's day, None where not known; `topics` the keys
    of what they like to talk about. `first` was left out last time; `started` is how often they were the
    starter.
    """

    user_id: str
    kind: str = ""
    line: Collection[str] = ()
    hours: tuple[int, int] | None = None
    topics: Collection[str] = ()
    first: bool = False
    started: int = 0


class Sheet(NamedTuple):
    """All that a draw is made of.

    `met` gives, for two ids in order, how many weeks ago they last sat together; `apart` holds two ids in
    order who are never brought together.
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
    """What a draw gives; `left_out` are those for whom there is no group."""

    groups: Sequence[Seating]
    left_out: Sequence[str]


def draw(sheet: Sheet, seed: int) -> Drawn:
    """Put everybody into exactly one group."""
    people = sorted(each.user_id for each in sheet.people)
    random.Random(seed).shuffle(people)  # noqa: S311 - a draw that can be replayed
    if len(people) < 2:  # noqa: PLR2004 - a group is two at least
        return Drawn((), people)
    number = max(1, len(people) // sheet.size)
    groups = [tuple(sorted(people[place::number])) for place in range(number)]
    return Drawn([Seating(each, each[0]) for each in groups], ())
