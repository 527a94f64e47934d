"""Pairs without a repeat, exactly: whoever can be paired with somebody new is."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from random import Random

from models.mixers_draw_matching import Partners, paired
from models.mixers_draw_room import RECENT, Groups, Room, places
from models.mixers_draw_sizes import PAIR
from models.mixers_draw_swaps import Swaps

TRIOS = 200
"""How many trios are tried, where the number is odd."""


def new_pairs(room: Room, groups: Groups, chance: Random) -> Groups:
    """Pair as many as can be without a repeat, then as many as can be without one of late."""
    larger = [group for group in groups if len(group) > PAIR]
    if larger:
        links = unmet(room, sum(map(room.among, groups)))
        tried = (around(room, trio, links, chance) for trio in islice(trios(links), TRIOS))
        found = next(filter(None, tried), None)
        if found:
            return found
    here = sum(room.among(group) for group in groups if len(group) == PAIR)
    partner = [-1] * len(room.people)
    for barred in (room.met, [_of_late(room, each) for each in range(len(partner))], room.apart):
        partner = paired(_links(room, here, barred), partner, chance)
    left = [each for each in places(here) if partner[each] < 0]
    return larger + twos(partner) + [left[at : at + PAIR] for at in range(0, len(left), PAIR)]


def unmet(room: Room, here: int) -> list[int]:
    """Give for each of those who are here whom else of them they have not met."""
    return _links(room, here, room.met)


def twos(partner: Partners) -> Groups:
    """Give the pairs as groups."""
    return [[one, other] for one, other in enumerate(partner) if one < other]


def trios(links: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Go through all three who have not met, those first who have most left."""
    order = sorted((at for at, each in enumerate(links) if each), key=lambda at: -links[at].bit_count())
    for rank, last in enumerate(order):
        for one, other in combinations(order[:rank], 2):
            if links[last] >> one & links[last] >> other & links[one] >> other & 1:
                yield one, other, last


def around(room: Room, trio: Sequence[int], links: Sequence[int], chance: Random) -> Groups | None:
    """Let three sit together, and pair everybody else who has not met, if that can be."""
    others = ~room.among(trio)
    rest = [0 if at in trio else each & others for at, each in enumerate(links)]
    partner = paired(rest, [-1] * len(links), chance)
    if any(partner[at] < 0 for at, each in enumerate(links) if each and at not in trio):
        return None
    swaps = Swaps(room, twos(partner), chance)
    swaps.settle()
    return [*swaps.groups(), list(trio)]


def _links(room: Room, here: int, barred: Sequence[int]) -> list[int]:
    return [here & ~barred[at] & ~bit if bit & here else 0 for at, bit in enumerate(room.bits)]


def _of_late(room: Room, place: int) -> int:
    late = room.among([other for other, weeks in room.weeks[place].items() if weeks < RECENT])
    return late | room.apart[place]
