"""Changes of places: for the better, and for the worse where that leads to something better."""

from collections.abc import Iterator
from itertools import chain, islice
from random import Random

from models.mixers_draw_wishes import Groups, Room, places

LOOKS = 40
"""With how many others somebody who sits badly tries to change places."""

OFTEN = 4
"""How often everybody who sits badly is asked."""

VAIN = 60
"""How many may find nobody to change places with before it is enough."""

POLISH = 2
"""With how many others everybody tries to change places for the sake of hours and topics."""

FINE = 10
"""With how many whom they could sit with somebody takes part in a search."""

MANY, SOME, MOST = 200, 120, 300
"""Of more than so many people only about so many take part in a search, those who sit badly first, and there
are at most so many changes."""

SEARCHES, TURNS = 300_000, 3_000
"""How many changes may be weighed in vain, and how many made, before the best groups so far are kept."""

STAYS = (1, 3)
"""How many turns somebody stays who has just moved."""


class Swaps:
    """Groups of a room that become better by swaps.

    Whoever sits badly looks for somebody to change places with. Sets of people as bits answer at once who
    would fit into one's place, so that in all but the tightest rounds nearly everybody finds a good change at
    the first look. Then hours and topics are looked at, of a few for everybody, while nothing that counts
    more is lost.
    """

    def __init__(self, room: Room, groups: Groups, chance: Random) -> None:
        self.room = room
        self.chance = chance
        self.tables = [sum(room.bits[each] for each in group) for group in groups]
        self.table_of = {each: table for table, group in enumerate(groups) for each in group}
        self.seated = sorted(self.table_of)
        self.present = sum(self.tables)
        self.crowded = room.among(each for each in self.seated if room.crowd[each])

    def groups(self) -> Groups:
        """Give everybody by groups."""
        return [list(places(each)) for each in self.tables]

    def settle(self, enough: int) -> None:
        """Let who sits badly change places, first with whom nothing is unwanted, until it is good enough."""
        for often in range(OFTEN):
            above = self.room.total(self.groups()) - enough
            if above > 0:
                again = often > 0
                self._ask_all(any_gain=again, at_all=again and above >= self.room.alike_price)

    def _ask_all(self, *, any_gain: bool, at_all: bool) -> None:
        """Let everybody who sits badly change places as long as that is better, and not in vain for long."""
        asking = [each for each in self.seated if self._asks(each, at_all=at_all)]
        self.chance.shuffle(asking)
        vain = 0
        while asking and vain < VAIN:
            one = asking.pop()
            if not self._asks(one, at_all=at_all):
                continue
            other = self._fitting(one)
            if other is None and any_gain:
                other = self._better(one)
            if other is not None:
                self._swap(one, other)
                asking += [each for each in (one, other) if self._asks(each, at_all=at_all)]
            elif any_gain:
                vain += 1

    def polish(self) -> None:
        """Let people change places with whom hours and topics are better, while nothing becomes worse."""
        grade, members = self.room.suits.grade, [list(places(each)) for each in self.tables]
        if not self.room.suits.matters:
            return
        for one in self.seated:
            for other in self.chance.choices(self.seated, k=POLISH):
                here, there = self.table_of[one], self.table_of[other]
                if here == there:
                    continue
                mine = [each for each in members[here] if each != one]
                theirs = [each for each in members[there] if each != other]
                before = grade(one, mine) + grade(other, theirs)
                if grade(one, theirs) + grade(other, mine) > before and self._gain(one, other) >= 0:
                    self._swap(one, other)
                    members[here], members[there] = [*mine, other], [*theirs, one]

    def around_who_asks(self) -> set[int]:
        """Choose tables where somebody sits badly, and some of those with whom they could sit."""
        asking = [each for each in self.seated if self._asks(each, at_all=False)]
        asking.sort(key=self._sits, reverse=True)
        chosen: set[int] = set()
        for each in asking + self.seated:
            if sum(self.tables[table].bit_count() for table in chosen) >= SOME:
                break
            chosen.add(self.table_of[each])
            fine = self.present & ~self.room.avoidable[each]
            chosen.update(self.table_of[other] for other in islice(self._turned(fine), FINE))
        return chosen

    def _others(self, place: int) -> int:
        return self.tables[self.table_of[place]] ^ self.room.bits[place]

    def _sits(self, place: int) -> int:
        return self.room.price(place, self._others(place))

    def _asks(self, place: int, *, at_all: bool) -> bool:
        """Tell whether somebody sits badly: at all, or worse than they must."""
        room, others = self.room, self._others(place)
        sits = room.price(place, others)
        return bool(room.avoidable[place] & others) or sits > room.usual(place, at_all=at_all)

    def _gain(self, one: int, other: int) -> int:
        """Tell what is won when two of different groups change places."""
        price, mine, theirs = self.room.price, self._others(one), self._others(other)
        return price(one, mine) + price(other, theirs) - price(one, theirs) - price(other, mine)

    def _swap(self, one: int, other: int) -> None:
        both = self.room.bits[one] | self.room.bits[other]
        here, there = self.table_of[one], self.table_of[other]
        self.tables[here] ^= both
        self.tables[there] ^= both
        self.table_of[one], self.table_of[other] = there, here

    def _fitting(self, one: int) -> int | None:
        """Find somebody with whom to change places so that neither has anything to avoid.

        So that crowds stay spread, who has something to avoid asks their own crowd first, and others first
        who is one of a crowd too many.
        """
        bad, mine = self.room.avoidable, self._others(one)
        fitting = self._elsewhere(one)
        for each in places(mine):
            fitting &= ~bad[each]
        alike = self.room.crowd[one] or ~self.crowded
        first = alike if bad[one] & mine else ~alike
        turned = chain(self._turned(fitting & first), self._turned(fitting & ~first))
        fit = (other for other in turned if not bad[one] & self._others(other))
        return next((other for other in islice(fit, LOOKS) if self._gain(one, other) > 0), None)

    def _better(self, one: int) -> int | None:
        """Find somebody of a few with whom to change places is best."""
        tried = [
            (self._gain(one, other), other) for other in islice(self._turned(self._elsewhere(one)), LOOKS)
        ]
        won, other = max(tried, default=(0, one))
        return other if won > 0 else None

    def _elsewhere(self, one: int) -> int:
        return self.present & ~self.tables[self.table_of[one]]

    def _turned(self, people: int) -> Iterator[int]:
        """Go through a set, beginning somewhere at random."""
        turn = self.chance.randrange(len(self.room.bits))
        yield from places(people >> turn << turn)
        yield from places(people & (self.room.bits[turn] - 1))


def searched(room: Room, groups: Groups, enough: int, chance: Random) -> Groups:
    """Search until it is good enough; of many people only those around who sits badly take part."""
    if sum(map(len, groups)) <= MANY:
        return Search(room, groups, chance).best(enough)
    asked = Swaps(room, groups, chance).around_who_asks()
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
