"""Pairs without a repeat, exactly: whoever can be paired with somebody new is, now and in the rounds to come.

Where people have few left whom they have not met, a round may use up the pairs that a later one needs. So the
rounds that are left are planned as the circle method plans a tournament: pairs of everybody, as often as
somebody has partners left. A plan that does not come out takes a round back and draws it anew. Of regular
leftovers most can be shared out to rounds like that, so nearly always nobody meets anybody twice before
everybody has met (1-factorisation of a regular graph).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from random import Random

from models.mixers_draw_matching import Partners, paired
from models.mixers_draw_sheet import PAIR
from models.mixers_draw_swaps import Swaps
from models.mixers_draw_wishes import RECENT, Groups, Room, places

TRIOS = 200
"""How many trios are tried, where the number is odd."""

FAR_SIGHTED = 128
"""Up to so many people the last rounds are planned together."""

FEW_LEFT = 12
"""With so few left whom somebody has not met, they are the last rounds."""

FAR_TRIOS = 30
"""How many trios are tried there."""

EASY, TRIES = 10, 300
"""How often a plan takes a round back: to see whether it comes out with ease, and before it is given up."""


def new_pairs(room: Room, groups: Groups, chance: Random) -> Groups:
    """Pair as many as can be without a repeat, then as many as can be without one of late."""
    larger = [group for group in groups if len(group) > PAIR]
    if larger:
        everybody = sum(map(room.among, groups))
        links = _unmet(room, everybody)
        tried = (_around(room, everybody, trio, links, chance) for trio in islice(_trios(links), TRIOS))
        found = next(filter(None, tried), None)
        if found:
            return found
    here = sum(room.among(group) for group in groups if len(group) == PAIR)
    partner = [-1] * len(room.people)
    for one, other in (group for group in groups if len(group) == PAIR):
        if not room.met[one] & room.bits[other]:
            partner[one], partner[other] = other, one
    for barred in (room.met, [_of_late(room, each) for each in range(len(partner))], room.apart):
        partner = paired(_links(room, here, barred), partner, chance)
    left = [each for each in places(here) if partner[each] < 0]
    return larger + _twos(partner) + [left[at : at + PAIR] for at in range(0, len(left), PAIR)]


def lasting(room: Room, groups: Groups, chance: Random) -> Groups:
    """Choose pairs that leave new pairs for everybody in the rounds to come, if these do not."""
    here = sum(map(room.among, groups))
    links = _unmet(room, here)
    fewest = min((links[each].bit_count() for each in places(here)), default=0)
    if here.bit_count() > FAR_SIGHTED or not 1 < fewest <= FEW_LEFT:
        return groups
    if here.bit_count() % PAIR:
        return _with_trio(room, here, links, chance) or groups
    if _leaves(links, groups, fewest - 1, chance):
        return groups
    for number in (fewest, (fewest + 1) // 2):
        rounds = _plan(links, number, TRIES, chance)
        if rounds:
            return min(map(_twos, rounds), key=room.total)
    return groups


def _unmet(room: Room, here: int) -> list[int]:
    """Give for each of those who are here whom else of them they have not met."""
    return _links(room, here, room.met)


def _twos(partner: Partners) -> Groups:
    """Give the pairs as groups."""
    return [[one, other] for one, other in enumerate(partner) if one < other]


def _trios(links: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Go through all three who have not met, those first who have most left."""
    order = sorted((at for at, each in enumerate(links) if each), key=lambda at: -links[at].bit_count())
    for rank, last in enumerate(order):
        for one, other in combinations(order[:rank], 2):
            if links[last] >> one & links[last] >> other & links[one] >> other & 1:
                yield one, other, last


def _around(
    room: Room, here: int, trio: Sequence[int], links: Sequence[int], chance: Random
) -> Groups | None:
    """Let three sit together, and pair everybody else who has not met, if that can be."""
    others = ~room.among(trio)
    rest = [0 if at in trio else each & others for at, each in enumerate(links)]
    partner = paired(rest, [-1] * len(links), chance)
    if any(partner[at] < 0 for at in places(here & others)):
        return None
    swaps = Swaps(room, _twos(partner), chance)
    swaps.settle(0)
    return [*swaps.groups(), list(trio)]


def _links(room: Room, here: int, barred: Sequence[int]) -> list[int]:
    return [here & ~barred[at] & ~bit if bit & here else 0 for at, bit in enumerate(room.bits)]


def _of_late(room: Room, place: int) -> int:
    late = room.among([other for other, weeks in room.weeks[place].items() if weeks < RECENT])
    return late | room.apart[place]


def _with_trio(room: Room, here: int, links: Sequence[int], chance: Random) -> Groups | None:
    """Let sit together as three who have most left, as this costs each of them two."""
    fewest = min(each.bit_count() for each in links if each)
    best = None
    for trio in islice(_trios(links), FAR_TRIOS):
        groups = _around(room, here, trio, links, chance)
        if groups and _leaves(links, groups, fewest - 1, chance):
            return groups
        best = best or groups
    return best


def _leaves(links: Sequence[int], groups: Groups, number: int, chance: Random) -> bool:
    """Tell whether so many rounds could follow; of an odd number of people each time another one is over."""
    left = list(links)
    for group in groups:
        for one, other in combinations(group, 2):
            left[one] &= ~(1 << other)
            left[other] &= ~(1 << one)
    people = [each for group in groups for each in group]
    if len(people) % PAIR:
        for each in people:
            left[each] |= 1 << len(left)
        left.append(sum(1 << each for each in people))
    return _plan(left, number, EASY, chance) is not None


def _plan(links: Sequence[int], number: int, tries: int, chance: Random) -> list[Partners] | None:
    """Plan so many rounds of everybody who has links, no pair twice, if that comes out."""
    left = list(links)
    rounds: list[Partners] = []
    while len(rounds) < number:
        found = paired(left, [-1] * len(left), chance)
        if all(found[at] >= 0 for at, each in enumerate(links) if each):
            rounds.append(found)
        elif rounds and tries:
            tries -= 1
            found = rounds.pop(chance.randrange(len(rounds)))
        else:
            return None
        left = [each ^ 1 << other if other >= 0 else each for each, other in zip(left, found, strict=True)]
    return rounds
