"""Changes for the worse that lead to something better, where no single good change is left."""

from random import Random

from models.mixers_draw_swaps import Swaps
from models.mixers_draw_wishes import Groups, Room

FINE = 10
"""With how many whom they could sit with somebody takes part in a search."""

MANY, SOME, MOST = 200, 120, 300
"""Of more than so many people only about so many take part in a search, those who sit badly first, and there
are at most so many changes."""

SEARCHES, TURNS = 300_000, 3_000
"""How many changes may be weighed in vain, and how many made, before the best groups so far are kept."""

STAYS = (1, 3)
"""How many turns somebody stays who has just moved."""


def searched(room: Room, groups: Groups, enough: int, chance: Random) -> Groups:
    """Search until it is good enough; of many people only those around who sits badly take part."""
    if sum(map(len, groups)) <= MANY:
        return Search(room, groups, chance).best(enough)
    asked = Swaps(room, groups, chance).around_who_asks(SOME, FINE)
    some = [group for table, group in enumerate(groups) if table in asked]
    rest = [group for table, group in enumerate(groups) if table not in asked]
    return rest + Search(room, some, chance).best(max(0, enough - room.total(rest)), MOST)


class Search:
    """Groups that may become worse for a while.

    Tabu search, as it does best for the social golfers' problem (Dotú and Van Hentenryck, 2005): of those who
    sit worst somebody makes the best change there is, even if it costs, and whoever has just moved stays for
    a moment. What somebody has against each table is kept up to date, so that a change is weighed by five
    look-ups.
    """

    def __init__(self, room: Room, groups: Groups, chance: Random) -> None:
        self.room = room
        self.chance = chance
        self.groups = groups
        self.seated = sorted(each for group in groups for each in group)
        self.table_of = [-1] * len(room.people)
        for table, group in enumerate(groups):
            for each in group:
                self.table_of[each] = table
        present = room.among(self.seated)
        self.prices = {each: room.prices(each, present) for each in self.seated}
        self.against = {each: [0] * len(groups) for each in self.seated}
        for each in self.seated:
            for other, price in self.prices[each].items():
                self.against[each][self.table_of[other]] += price
        self.waits = dict.fromkeys(self.seated, 0)

    def best(self, enough: int, most: int | None = None) -> Groups:
        """Search until the groups are good enough, or nothing better was found for long."""
        price = best = sum(map(self._sits, self.seated)) // 2
        kept = list(self.table_of)
        turn = found_at = 0
        patience = min(TURNS, SEARCHES // len(self.seated))
        while best > enough and turn - found_at < patience and turn != most:
            turn += 1
            one = self._asking()
            won, other = self._change(one, turn, price - best)
            if other is None:
                continue
            self._swap(one, other)
            self.waits[one], self.waits[other] = (turn + self.chance.randint(*STAYS) for _ in "12")
            price -= won
            if price < best:
                best, kept, found_at = price, list(self.table_of), turn
        return self._grouped(kept)

    def _sits(self, place: int) -> int:
        return self.against[place][self.table_of[place]]

    def _asking(self) -> int:
        """Choose somebody who sits badly, for a reason that is as grave as any other's."""
        sits = {each: price for each in self.seated if (price := self._sits(each))}
        grave = self.room.gravest(max(sits.values()))
        asking = [each for each, price in sits.items() if price >= grave]
        return max(self.chance.choice(asking), self.chance.choice(asking), key=sits.__getitem__)

    def _change(self, one: int, turn: int, above: int) -> tuple[int, int | None]:
        """Find the best change for somebody; who has just moved is asked only for the best so far."""
        here, mine, prices = self.table_of[one], self.against[one], self.prices[one]
        sits = mine[here]
        top, found = 0, None
        start = self.chance.randrange(len(self.seated))
        for other in self.seated[start:] + self.seated[:start]:
            there = self.table_of[other]
            if there == here:
                continue
            theirs = self.against[other]
            won = sits + theirs[there] - mine[there] - theirs[here]
            if other in prices:
                won += 2 * prices[other]
            if (found is None or won > top) and (self.waits[other] < turn or won > above):
                top, found = won, other
        return top, found

    def _swap(self, one: int, other: int) -> None:
        here, there = self.table_of[one], self.table_of[other]
        for each, left, taken in ((one, here, there), (other, there, here)):
            self.table_of[each] = taken
            for who, price in self.prices[each].items():
                self.against[who][left] -= price
                self.against[who][taken] += price

    def _grouped(self, table_of: list[int]) -> Groups:
        groups: Groups = [[] for _ in self.groups]
        for each in self.seated:
            groups[table_of[each]].append(each)
        return groups
