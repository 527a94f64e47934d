"""Draws of every make-up, thrown with dice; whole lives of mixers; and every way there is to seat a few."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from random import Random
from typing import NamedTuple

from models.mixers_draw import Drawn, Person, Sheet

Two = tuple[str, str]
Groups = Sequence[Sequence[str]]
Drawing = Callable[[Sheet, int], Groups]

ZONES = [(480, 1020), (540, 1080), (840, 1380), (1320, 360), None]


def people(number: int, chance: Random) -> list[Person]:
    """Throw people who differ in everything a draw minds."""
    return [
        Person(
            f"U{place:03}",
            kind=chance.choice(["", "A", "B", "C"]),
            line=[f"U{chance.randrange(number):03}"] if chance.random() < 0.2 else [],
            hours=chance.choice(ZONES),
            topics=chance.sample("abcdef", 2),
            first=chance.random() < 0.2,
            started=chance.randrange(3),
        )
        for place in range(number)
    ]


def some(pairs: Iterable[Two], share: float, chance: Random) -> list[Two]:
    return [two for two in pairs if chance.random() < share]


def pairs_of(ids: Iterable[str]) -> list[Two]:
    return list(combinations(sorted(ids), 2))


def thrown(number: int, size: int, chance: Random, *, met: float = 0.0, apart: float = 0.0) -> Sheet:
    """Throw a draw, with so large a share of all pairs that met or are apart."""
    there = people(number, chance)
    everybody = pairs_of(each.user_id for each in there)
    known = {two: chance.randint(1, 60) for two in some(everybody, met, chance)}
    return Sheet(there, size, known, some(everybody, apart, chance))


def together(groups: Iterable[Sequence[str]]) -> list[Two]:
    return [two for group in groups for two in pairs_of(group)]


def grouped(drawn: Drawn) -> list[tuple[str, ...]]:
    return [group.people for group in drawn.groups]


def ways(ids: Sequence[str], lengths: range) -> Iterator[list[tuple[str, ...]]]:
    """Go through all ways to seat everybody in groups of such lengths."""
    if not ids:
        yield []
        return
    one, *rest = ids
    for length in lengths:
        for others in combinations(rest, length - 1):
            left = [each for each in rest if each not in others]
            yield from ([(one, *others), *more] for more in ways(left, lengths))


class Life(NamedTuple):
    """What became of a mixer: how many meetings, repeats and meetings of one team; who started how often."""

    meetings: int
    repeats: int
    alike: int
    started: dict[str, int]


def lived(drawing: Drawing, number: int, size: int, rounds: int, *, away: float, dice: int) -> Life:
    """Let a mixer of teams of nine live, where everybody skips so large a share of the rounds."""
    chance = Random(dice)
    met: dict[Two, int] = {}
    meetings = repeats = alike = 0
    started: dict[str, int] = {}
    for week in range(rounds):
        there = [place for place in range(number) if chance.random() >= away]
        ids = [f"U{place:04}" for place in there]
        team = {who: f"T{place // 9}" for who, place in zip(ids, there, strict=True)}
        sheet = Sheet(
            [Person(who, kind=team[who], started=started.get(who, 0)) for who in ids],
            size,
            {two: week - before for two, before in met.items()},
        )
        for group in drawing(sheet, chance.randrange(2**31)):
            started[group[0]] = started.get(group[0], 0) + 1
            for one, other in pairs_of(group):
                meetings += 1
                repeats += (one, other) in met
                alike += team[one] == team[other]
                met[one, other] = week
    return Life(meetings, repeats, alike, started)
