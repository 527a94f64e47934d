"""The last rounds of pairs, planned together: this one leaves new pairs for those to come.

Where people have few left whom they have not met, a round may use up the pairs that a later one needs. So the
rounds that are left are planned as the circle method plans a tournament: pairs of everybody, as often as
somebody has partners left. A plan that does not come out takes a round back and draws it anew. Of regular
leftovers most can be shared out to rounds like that, so nearly always nobody meets anybody twice before
everybody has met (1-factorisation of a regular graph).
"""

from collections.abc import Sequence
from itertools import combinations, islice
from random import Random

from models.mixers_draw_matching import Partners, paired
from models.mixers_draw_pairs import around, trios, twos, unmet
from models.mixers_draw_room import Groups, Room, places
from models.mixers_draw_sizes import PAIR

FAR_SIGHTED = 128
"""Up to so many people the last rounds are planned together."""

FEW_LEFT = 12
"""With so few left whom somebody has not met, they are the last rounds."""

TRIOS = 30
"""How many trios are tried, where the number is odd."""

EASY, TRIES = 10, 300
"""How often a plan takes a round back: to see whether it comes out with ease, and before it is given up."""


def lasting(room: Room, groups: Groups, chance: Random) -> Groups:
    """Choose pairs that leave new pairs for everybody in the rounds to come, if these do not."""
    here = sum(map(room.among, groups))
    links = unmet(room, here)
    fewest = min((links[each].bit_count() for each in places(here)), default=0)
    if here.bit_count() > FAR_SIGHTED or not 1 < fewest <= FEW_LEFT:
        return groups
    if here.bit_count() % PAIR:
        return _with_trio(room, links, chance) or groups
    if _leaves(links, groups, fewest - 1, chance):
        return groups
    for number in (fewest, (fewest + 1) // 2):
        rounds = _plan(links, number, TRIES, chance)
        if rounds:
            return min(map(twos, rounds), key=room.total)
    return groups


def _with_trio(room: Room, links: Sequence[int], chance: Random) -> Groups | None:
    """Let sit together as three who have most left, as this costs each of them two."""
    fewest = min(each.bit_count() for each in links if each)
    best = None
    for trio in islice(trios(links), TRIOS):
        groups = around(room, trio, links, chance)
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
