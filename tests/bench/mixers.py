"""What a draw is worth beside simpler ones, and what it costs."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain
from random import Random

from models.mixers_draw import Met, Person, Sheet, draw, sizes
from tests.bench import memory
from tests.mixers_draw import Drawing, Groups, grouped, lived, together

LIVES = [(30, 2, 26), (100, 2, 52), (100, 4, 26), (300, 4, 52)]
"""People, the size of their groups, and rounds: with teams of nine, and one in ten skipping each round."""

WEEKS = 52


def lines() -> Iterator[str]:
    """Draw lives of mixers beside other ways to draw, then single rounds of many people."""
    for number, size, rounds in LIVES:
        shares = [f"{name} {_repeating(how, number, size, rounds):.2f} %" for name, how in DRAWINGS.items()]
        yield f"{number} people, groups of {size}, {rounds} rounds: repeat {', '.join(shares)}"
    for number in (10, 20, 30, 50, 100):
        life = lived(ours, number, 2, number - 1, away=0.0, dice=1)
        yield f"{number} people, {number - 1} rounds of pairs: {life.repeats} of {life.meetings} repeat"
    for number, size in ((1_000, 2), (1_000, 4), (1_000, 6), (300, 4)):
        yield _across(number, size)
    for company in COMPANIES:
        for number in (1_000, 10_000, 50_000):
            yield f"{number:,} people with a year of history, {company}: {_alone(number, company)}"


def ours(sheet: Sheet, seed: int) -> Groups:
    return grouped(draw(sheet, seed))


def shuffled(sheet: Sheet, seed: int) -> Groups:
    """Deal at random."""
    ids = [each.user_id for each in sheet.people]
    Random(seed).shuffle(ids)
    return _cut(ids, sheet)


def best_of_20(sheet: Sheet, seed: int) -> Groups:
    """Deal at random twenty times, and take what repeats least."""
    return min((shuffled(sheet, seed + turn) for turn in range(20)), key=lambda groups: _again(sheet, groups))


def greedy(sheet: Sheet, seed: int) -> Groups:
    """Fill one group after the other with whoever met the fewest of it."""
    left = sorted(each.user_id for each in sheet.people)
    Random(seed).shuffle(left)
    groups = []
    for length in sizes(len(left), sheet.size):
        group = [left.pop()]
        while len(group) < length:
            group.append(min(left, key=lambda one: sum(_two(one, other) in sheet.met for other in group)))
            left.remove(group[-1])
        groups.append(group)
    return groups


def prototype(sheet: Sheet, seed: int) -> Groups:
    """Let two of different groups change places at random, as long as less repeats or is of one team."""
    chance = Random(seed)
    team = {each.user_id: each.kind for each in sheet.people}
    groups = [list(each) for each in shuffled(sheet, seed)]

    def price(one: str, group: list[str]) -> int:
        return sum(
            100 * (_two(one, other) in sheet.met) + (team[one] == team[other])
            for other in group
            if other != one
        )

    for _ in range(400 if len(groups) > 1 else 0):
        for here in groups:
            at = max(range(len(here)), key=lambda seat: price(here[seat], here))
            there = chance.choice(groups)
            seat = chance.randrange(len(there))
            if here is there or not price(here[at], here):
                continue
            before = price(here[at], here) + price(there[seat], there)
            here[at], there[seat] = there[seat], here[at]
            if price(here[at], here) + price(there[seat], there) > before:
                here[at], there[seat] = there[seat], here[at]
    return groups


DRAWINGS: dict[str, Drawing] = {
    "at random": shuffled,
    "best of 20": best_of_20,
    "greedy": greedy,
    "prototype": prototype,
    "Potluck": ours,
}


def _two(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _cut(ids: list[str], sheet: Sheet) -> Groups:
    rest = iter(ids)
    return [[next(rest) for _ in range(length)] for length in sizes(len(ids), sheet.size)]


def _again(sheet: Sheet, groups: Groups) -> int:
    return sum(two in sheet.met for two in together(groups))


def _repeating(how: Drawing, number: int, size: int, rounds: int) -> float:
    lives = [lived(how, number, size, rounds, away=0.1, dice=dice) for dice in range(2)]
    return 100 * sum(each.repeats for each in lives) / sum(each.meetings for each in lives)


def usual(sheet: Sheet) -> Sheet:
    return sheet


def one_team(sheet: Sheet) -> Sheet:
    return sheet._replace(people=[each._replace(kind="big") for each in sheet.people])


def large_team(sheet: Sheet) -> Sheet:
    """Let two fifths be of one team."""
    big = len(sheet.people) * 2 // 5
    people = [each._replace(kind="big") if place < big else each for place, each in enumerate(sheet.people)]
    return sheet._replace(people=people)


def managers(sheet: Sheet) -> Sheet:
    """Let everybody have eight who report to them, so that one is above all."""
    people, lines = list(sheet.people), [frozenset[str]()]
    for place in range(1, len(people)):
        above = (place - 1) // 8
        lines.append(lines[above] | {people[above].user_id})
    pairs = zip(people, lines, strict=True)
    return sheet._replace(people=[each._replace(line=line) for each, line in pairs])


def knows_all(sheet: Sheet) -> Sheet:
    """Let somebody have met everybody."""
    one, *others = [each.user_id for each in sheet.people]
    rest = ((*two, ago) for two, ago in sheet.met.items() if one not in two)
    return sheet._replace(met=Met(chain(rest, ((one, other, 20) for other in others))))


def alone(sheet: Sheet) -> Sheet:
    """Let somebody be apart from everybody."""
    one, *others = [each.user_id for each in sheet.people]
    return sheet._replace(apart=[(one, other) for other in others])


COMPANIES: dict[str, tuple[int, Callable[[Sheet], Sheet]]] = {
    "groups of 4": (4, usual),
    "groups of 6 in eight time zones": (6, usual),
    "all of one team": (4, one_team),
    "groups of 6, two fifths of one team": (6, large_team),
    "a boss above everybody": (4, managers),
    "pairs, somebody who met everybody": (2, knows_all),
    "pairs, somebody apart from everybody": (2, alone),
}
"""Sizes of groups, and companies of which no draw can meet all wishes."""


def _across(number: int, size: int) -> str:
    """Tell how many meet across teams when one team is two fifths of all, beside how many could at most."""
    sheet = large_team(history(number, size))
    big = number * 2 // 5
    team = {each.user_id: each.kind for each in sheet.people}
    lengths = sizes(number, size)
    each, more = divmod(big, len(lengths))
    least = len(lengths) * each * (each - 1) // 2 + more * each
    twos = together(ours(sheet, 1))
    across = sum(team[one] != team[other] for one, other in twos)
    return (
        f"{number:,} people, two fifths of one team, groups of {size}: {across:,} meet across teams, "
        f"{across / (len(twos) - least):.4f} of what could at most; {_again(sheet, ours(sheet, 1))} repeat"
    )


def history(number: int, size: int) -> Sheet:
    """Throw people of many teams, hours and topics who met others in each of the last 52 weeks."""
    chance = Random(number)
    ids = [f"U{place:05}" for place in range(number)]
    starts = [0, 60, 120, 330, 480, 540, 960, 1080]
    people = [
        Person(
            who,
            kind=f"T{place // 9}",
            hours=(start, start + 540),
            topics=chance.sample("abcdefghijklmnop", 3),
        )
        for place, who in enumerate(ids)
        for start in [starts[place // 9 % len(starts)]]
    ]
    return Sheet(people, size, Met(_meetings(ids, size, chance)))


def _meetings(ids: list[str], size: int, chance: Random) -> Iterator[tuple[str, str, int]]:
    """Let everybody have met others at so many distances along a shuffled ring."""
    ring = list(ids)
    chance.shuffle(ring)
    each = WEEKS * (size - 1) // 2
    distances = chance.sample(range(1, (len(ring) - 1) // 2 + 1), min(each, (len(ring) - 1) // 2))
    for week, distance in enumerate(distances):
        for place, who in enumerate(ring):
            yield *_two(who, ring[place - distance]), 1 + week * WEEKS // each


def _alone(number: int, company: str) -> str:
    """Draw in a process of its own, whose memory nothing else has filled."""
    command = [sys.executable, "-m", "tests.bench.mixers", str(number), company]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _told(number: int, company: str) -> str:
    size, become = COMPANIES[company]
    sheet = become(history(number, size))
    works = []
    for seed in range(3):
        began = time.process_time()
        groups = ours(sheet, seed)
        works.append(time.process_time() - began)
    return (
        f"{min(works):.2f} s of work, {memory.peak():.0f} MB with the sheet's {len(sheet.met):,} pairs; "
        f"{_again(sheet, groups)} repeat"
    )


if __name__ == "__main__":
    print(_told(int(sys.argv[1]), sys.argv[2]))
