"""The draw: who sits together in a round. Pure: the same sheet and seed give the same groups."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from models.mixers_draw_apart import Apart, Hall
from models.mixers_draw_seats import seated
from models.mixers_draw_sheet import Drawn, Met, Person, Seating, Sheet, sizes
from models.mixers_draw_wishes import Groups, Room

__all__ = ["Drawn", "Met", "Person", "Seating", "Sheet", "draw", "sizes"]

ROOM = 1_200
"""Beyond so many people, they are shared out to several rooms, each with people of every kind."""


def draw(sheet: Sheet, seed: int) -> Drawn:
    """Put everybody into exactly one group.

    Each wish comes before the next: that nobody is left out who may sit with somebody, and of those who go
    first as few as possible; no repeat within 12 weeks; no repeat, and where one is unavoidable the oldest;
    nobody of one's own kind or manager line; an hour of shared working hours; more of them, and topics that
    both like. As pairwise shared hours of a group are shared by all of it (Helly), each two suffice.
    """
    chance = Random(seed)  # noqa: S311 - a draw that can be replayed
    people, alone = _with_company(sheet)
    apart = _apart(people, sheet)
    met = sheet.met if isinstance(sheet.met, Met) else Met((*two, ago) for two, ago in sheet.met.items())
    groups: Groups = []
    left_out: list[int] = []
    for places in _rooms(people, sheet.size, chance):
        room = _room(people, places, met, apart, sheet.size)
        found, standing = seated(room, sheet.size, chance)
        groups += [[places[each] for each in group] for group in found]
        left_out += [places[each] for each in standing]
    if left_out and len(people) > ROOM:
        first = {at for at, each in enumerate(people) if each.first}
        Hall(groups, left_out, apart, first, sheet.size + 1).seat()
    named = sorted(sorted(each) for each in groups)
    return Drawn(
        [_seating([people[place] for place in group], chance) for group in named],
        sorted([*alone, *(people[place].user_id for place in left_out)]),
    )


def _with_company(sheet: Sheet) -> tuple[list[Person], list[str]]:
    """Give the people in the order of their ids, and by themselves those who are apart from everybody."""
    there = {each.user_id for each in sheet.people}
    known = Counter(who for two in sheet.apart if there.issuperset(two) for who in two)
    alone = {who for who in there if known[who] == len(there) - 1}
    people = sorted(sheet.people, key=lambda each: each.user_id)
    return [each for each in people if each.user_id not in alone], sorted(alone)


def _apart(people: Sequence[Person], sheet: Sheet) -> Apart:
    place = {each.user_id: at for at, each in enumerate(people)}
    apart: list[set[int]] = [set() for _ in people]
    for one, other in sheet.apart:
        if one in place and other in place:
            apart[place[one]].add(place[other])
            apart[place[other]].add(place[one])
    return apart


def _rooms(people: Sequence[Person], size: int, chance: Random) -> Iterator[Sequence[int]]:
    """Share people out to rooms, of each kind and to each room as many as its groups hold: their places."""
    number = -(-len(people) // ROOM)
    if number == 1:
        yield range(len(people))
        return
    order = list(range(len(people)))
    chance.shuffle(order)
    order.sort(key=lambda place: people[place].kind)
    lengths = sizes(len(people), size)
    free = [sum(lengths[room::number]) for room in range(number)]
    dealt: list[list[int]] = [[] for _ in free]
    room = 0
    for place in order:
        while len(dealt[room]) == free[room]:
            room = (room + 1) % number
        dealt[room].append(place)
        room = (room + 1) % number
    yield from map(sorted, dealt)


def _room(people: Sequence[Person], places: Sequence[int], met: Met, apart: Apart, size: int) -> Room:
    here = {place: at for at, place in enumerate(places)}
    who = [people[place] for place in places]
    away = [[here[other] for other in apart[place] if other in here] for place in places]
    return Room(who, met.among([each.user_id for each in who]), away, size)


def _seating(people: Sequence[Person], chance: Random) -> Seating:
    """Let start whoever started least often."""
    least = min(each.started for each in people)
    starter = chance.choice([each.user_id for each in people if each.started == least])
    return Seating(tuple(each.user_id for each in people), starter)
