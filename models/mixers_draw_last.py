"""The last rounds of pairs, planned together: this round leaves new pairs for those to come."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from random import Random

from models.mixers_draw_pairs import paired, plan
from models.mixers_draw_room import Groups, Room, places
from models.mixers_draw_sizes import PAIR
from models.mixers_draw_swaps import Swaps

FAR_SIGHTED = 128
"""Up to so many people the last rounds are planned together."""

FEW_LEFT = 12
"""With so few left whom somebody has not met, they are the last rounds."""

TRIOS = 30
"""How many trios are tried, where the number is odd."""


def lasting(room: Room, groups: Groups, chance: Random) -> Groups:
    """Choose pairs that leave new pairs for everybody in the rounds to come, if these do not."""
    here = sum(map(room.among, groups))
    links = [here & ~room.met[at] & ~bit if bit & here else 0 for at, bit in enumerate(room.bits)]
    fewest = min((links[each].bit_count() for each in places(here)), default=0)
    if here.bit_count() > FAR_SIGHTED or not 1 < fewest <= FEW_LEFT:
        return groups
    if here.bit_count() % PAIR:
        return _with_trio(room, links, chance) or groups
    if _leaves(links, groups, fewest - 1, chance):
        return groups
    for number in (fewest, (fewest + 1) // 2):
        rounds = plan(links, number, chance)
        if rounds is not None:
            ways = [[[one, other] for one, other in enumerate(each) if one < other] for each in rounds]
            return min(ways, key=room.total)
    return groups


def _leaves(links: Sequence[int], groups: Groups, number: int, chance: Random) -> bool:
    """Tell whether so many rounds could follow; of an odd number of people each time another one is over."""
    left = list(links)
    for group in groups:
        for one, other in combinations(group, 2):
            left[one] &= ~(1 << other)
            left[other] &= ~(1 << one)
    people = [each for group in groups for each in group]
    if len(people) % PAIR:
        over = len(left)
        for each in people:
            left[each] |= 1 << over
        left.append(sum(1 << each for each in people))
    return plan(left, number, chance) is not None


def _with_trio(room: Room, links: Sequence[int], chance: Random) -> Groups | None:
    """Let sit together as three who have most left, as this costs each two."""
    best = None
    for trio in islice(_trios(links), TRIOS):
        out = ~room.among(trio)
        rest = [each & out if at not in trio else 0 for at, each in enumerate(links)]
        partner = paired(rest, [-1] * len(links), chance)
        if partner is None:
            continue
        twos = [[one, other] for one, other in enumerate(partner) if one < other]
        if 2 * len(twos) + 3 < sum(1 for each in links if each):
            continue
        swaps = Swaps(room, twos, chance)
        swaps.settle()
        groups = [*swaps.groups(), list(trio)]
        fewest = min(each.bit_count() - 1 for at, each in enumerate(links) if each)
        if _leaves(links, groups, fewest, chance):
            return groups
        best = best or groups
    return best


def _trios(links: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Go through the trios of three who have not met, those first who have most left."""
    order = sorted((at for at, each in enumerate(links) if each), key=lambda at: -links[at].bit_count())
    for third, last in enumerate(order):
        for one, other in combinations(order[:third], 2):
            if links[last] >> one & links[last] >> other & links[one] >> other & 1:
                yield one, other, last
