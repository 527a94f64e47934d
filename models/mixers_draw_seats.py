"""Seats for the people of one room: dealt, exchanged, searched, and for pairs looked ahead."""

from collections.abc import Sequence
from random import Random

from models import mixers_draw_few as few
from models.mixers_draw_apart import Hall
from models.mixers_draw_pairs import lasting, new_pairs
from models.mixers_draw_search import MANY, searched
from models.mixers_draw_sheet import PAIR, sizes
from models.mixers_draw_swaps import Swaps
from models.mixers_draw_wishes import Groups, Room, places


def seated(room: Room, size: int, chance: Random) -> tuple[Groups, list[int]]:
    """Give groups, and who is left out."""
    everybody = range(len(room.people))
    if len(everybody) <= few.FEW:
        groups = few.seated(room, size, chance)
    else:
        groups = _good(room, everybody, room.lengths, chance)
        if _forbidden(room, groups):
            groups = _allowed(room, groups, size, chance)
    here = {each for group in groups for each in group}
    if size == PAIR:
        groups = lasting(room, groups, chance)
    return groups, [each for each in everybody if each not in here]


def _good(room: Room, people: Sequence[int], lengths: Sequence[int], chance: Random) -> Groups:
    """Seat people as well as can be in groups of these sizes, and stop where nothing could be better."""
    groups = _dealt(room, people, lengths, chance)
    if room.total(groups):
        least = room.least() if len(people) == len(room.people) else 0
        groups = _settled(room, groups, least, chance)
        if room.total(groups) > least and lengths[-1] == PAIR and _repeats(room, groups):
            groups = _settled(room, new_pairs(room, groups, chance), least, chance)
        above = room.total(groups) - least
        if above >= room.alike_price or (above and len(people) <= MANY):
            groups = searched(room, groups, least, chance)
    swaps = Swaps(room, groups, chance)
    swaps.polish()
    return swaps.groups()


def _settled(room: Room, groups: Groups, least: int, chance: Random) -> Groups:
    swaps = Swaps(room, groups, chance)
    swaps.settle(least)
    return swaps.groups()


def _dealt(room: Room, people: Sequence[int], lengths: Sequence[int], chance: Random) -> Groups:
    """Deal people like cards, kind by kind, so that each kind is spread as widely as can be."""
    order = list(people)
    chance.shuffle(order)
    order.sort(key=lambda place: room.people[place].kind)
    return [order[at :: len(lengths)] for at in range(len(lengths))]


def _repeats(room: Room, groups: Groups) -> bool:
    return any(room.met[each] & room.among(group) for group in groups for each in group)


def _forbidden(room: Room, groups: Groups) -> bool:
    return any(room.apart[each] & room.among(group) for group in groups for each in group)


def _allowed(room: Room, groups: Groups, size: int, chance: Random) -> Groups:
    """Seat people so that no two are apart, in groups of the usual sizes if possible."""
    hall = Hall(
        [list(each) for each in groups],
        [],
        [list(places(each)) for each in room.apart],
        {at for at, each in enumerate(room.people) if each.first},
        size + 1,
    )
    hall.unseat()
    hall.seat()
    here = sorted(each for group in hall.groups for each in group)
    if len(here) > few.FEW and hall.standing:
        again = _good(room, here, sizes(len(here), size), chance)
        if not _forbidden(room, again):
            return again
    return _settled(room, hall.groups, 0, chance)
