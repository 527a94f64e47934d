"""Seats for the people of one room: dealt, exchanged, searched, and for pairs looked ahead."""

from collections.abc import Sequence
from random import Random

from models import mixers_draw_small as small
from models.mixers_draw_apart import Hall
from models.mixers_draw_last import lasting
from models.mixers_draw_pairs import new_pairs
from models.mixers_draw_room import Groups, Room, places
from models.mixers_draw_search import Search
from models.mixers_draw_sizes import PAIR, sizes
from models.mixers_draw_swaps import Swaps

MANY, AGAIN = 200, 5
"""Beyond so many people a few who share no hour are not worth a search, but so many more tries."""


def seated(room: Room, lengths: Sequence[int], size: int, chance: Random) -> tuple[Groups, list[int]]:
    """Give groups, and who is left out."""
    everybody = range(len(room.people))
    if len(everybody) <= small.FEW:
        groups = small.seated(room, size, chance)
    else:
        groups = _good(room, everybody, lengths, chance)
        if _forbidden(room, groups):
            groups = _allowed(room, groups, size, chance)
    here = {each for group in groups for each in group}
    if size == PAIR:
        groups = lasting(room, groups, chance)
    return groups, [each for each in everybody if each not in here]


def _good(room: Room, people: Sequence[int], lengths: Sequence[int], chance: Random) -> Groups:
    """Seat people as well as can be in groups of these sizes."""
    groups = _dealt(room, people, lengths, chance)
    if room.total(groups) > _least(room, groups):
        groups = _settled(room, groups, chance)
    if _repeats(room, groups) and lengths[-1] == PAIR:
        groups = _settled(room, new_pairs(room, groups, chance), chance)
    above = room.total(groups) - _least(room, groups)
    if above >= room.alike_price or (above and len(people) <= MANY):
        groups = Search(room, groups, chance).best(_least(room, groups))
    elif above:
        groups = _settled(room, groups, chance, AGAIN)
    swaps = Swaps(room, groups, chance)
    swaps.polish()
    return swaps.groups()


def _settled(room: Room, groups: Groups, chance: Random, times: int = 1) -> Groups:
    swaps = Swaps(room, groups, chance)
    for _ in range(times):
        swaps.settle()
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


def _least(room: Room, groups: Groups) -> int:
    """Tell how many of one kind must sit together even when each kind is spread evenly."""
    counts: dict[str, int] = {}
    for group in groups:
        for each in group:
            kind = room.people[each].kind
            counts[kind] = counts.get(kind, 0) + bool(kind)
    least = 0
    for count in counts.values():
        each, more = divmod(count, len(groups))
        least += len(groups) * each * (each - 1) // 2 + more * each
    return least * room.alike_price


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
    if len(here) > small.FEW and hall.standing:
        again = _good(room, here, sizes(len(here), size), chance)
        if not _forbidden(room, again):
            return again
    return _settled(room, hall.groups, chance)
