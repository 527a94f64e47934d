"""The draw: who sits together in a round. Pure: the same sheet and seed give the same groups."""

from collections.abc import Sequence
from random import Random

from models.mixers_draw_room import Room
from models.mixers_draw_sheet import Drawn, Met, Person, Seating, Sheet
from models.mixers_draw_swaps import Groups, Swaps

__all__ = ["Drawn", "Met", "Person", "Seating", "Sheet", "draw", "sizes"]

PAIR = 2


def draw(sheet: Sheet, seed: int) -> Drawn:
    """Put everybody into exactly one group."""
    people = sorted(sheet.people, key=lambda each: each.user_id)
    chance = Random(seed)  # noqa: S311 - a draw that can be replayed
    room = _room(people, sheet)
    groups, left_out = _grouped(room, sheet.size, chance)
    named = sorted(sorted(each) for each in groups)
    return Drawn(
        [_seating([people[place] for place in group], chance) for group in named],
        [people[place].user_id for place in sorted(left_out)],
    )


def sizes(number: int, size: int) -> list[int]:
    """Share out so many people evenly: none alone, and no group larger than its size and one more."""
    if number < PAIR:
        return []
    groups = max(1, number // size, -(-number // (size + 1)))
    return [number // groups + (place < number % groups) for place in range(groups)]


def _room(people: Sequence[Person], sheet: Sheet) -> Room:
    ids = [each.user_id for each in people]
    met = sheet.met if isinstance(sheet.met, Met) else Met((*two, ago) for two, ago in sheet.met.items())
    place = {each: at for at, each in enumerate(ids)}
    apart: list[set[int]] = [set() for _ in ids]
    for one, other in sheet.apart:
        if one in place and other in place:
            apart[place[one]].add(place[other])
            apart[place[other]].add(place[one])
    return Room(people, met.among(ids), apart)


def _grouped(room: Room, size: int, chance: Random) -> tuple[Groups, list[int]]:
    """Seat whom one can; who is apart from somebody of every group is left out."""
    seated = list(range(len(room.people)))
    left_out: list[int] = []
    while len(seated) >= PAIR:
        groups = _seated(room, seated, size, chance)
        leaving = _hindered(room, groups)
        if leaving is None:
            return groups, left_out
        left_out.append(leaving)
        seated.remove(leaving)
    return [], left_out + seated


def _seated(room: Room, seated: Sequence[int], size: int, chance: Random) -> Groups:
    swaps = Swaps(room, _dealt(room, seated, sizes(len(seated), size), chance), chance)
    swaps.settle()
    if swaps.price():
        swaps.search()
        swaps.settle()
    swaps.polish(3)
    return swaps.groups()


def _hindered(room: Room, groups: Groups) -> int | None:
    """Name who is apart from most of their group, if anybody is; those who go first stay if they can."""
    count = {
        each: sum(bool(room.apart[each] & room.bits[other]) for other in group)
        for group in groups
        for each in group
    }
    worst = max(
        count, key=lambda each: (count[each] > 0, not room.people[each].first, count[each]), default=None
    )
    return worst if worst is not None and count[worst] else None


def _dealt(room: Room, seated: Sequence[int], lengths: Sequence[int], chance: Random) -> Groups:
    """Deal people like cards, kind by kind, so that each kind is spread as widely as can be."""
    order = list(seated)
    chance.shuffle(order)
    order.sort(key=lambda place: room.people[place].kind)
    groups: Groups = [[] for _ in lengths]
    for at, place in enumerate(order):
        groups[at % len(groups)].append(place)
    return groups


def _seating(people: Sequence[Person], chance: Random) -> Seating:
    """Let start whoever started least often."""
    least = min(each.started for each in people)
    starter = chance.choice([each.user_id for each in people if each.started == least])
    return Seating(tuple(each.user_id for each in people), starter)
