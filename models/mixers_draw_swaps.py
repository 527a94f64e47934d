"""Two who change places: how groups that were dealt become groups as they should be.

Local search by swaps, the way that is known to do best for the social golfers' problem (Dotú and Van
Hentenryck, 2005): whoever sits badly looks for somebody to change places with. Sets of people as bits answer
at once who would fit into one's place, so that nearly everybody finds a good change at the first look; where
none is left that is better, the least bad is made and not undone for a while (tabu search), which leads out
of where no single change helps.
"""

from collections.abc import Sequence
from itertools import combinations
from random import Random

from models.mixers_draw_room import Room, places

LOOKS = 40
"""With how many others somebody who sits badly tries to change places."""

PATIENCE = 400
"""How many changes may bring nothing better before the best so far is kept."""

Groups = list[list[int]]


class Swaps:
    """Groups of a room that become better by swaps."""

    def __init__(self, room: Room, groups: Sequence[Sequence[int]], chance: Random) -> None:
        self.room = room
        self.chance = chance
        self.tables = [sum(room.bits[each] for each in group) for group in groups]
        self.table_of = {each: table for table, group in enumerate(groups) for each in group}
        self.seated = sorted(self.table_of)
        self.present = sum(self.tables)

    def groups(self) -> Groups:
        """Give everybody by groups."""
        return [list(places(each)) for each in self.tables]

    def price(self) -> int:
        """Tell all that is unwanted, each of two counted once."""
        return sum(map(self.of, self.seated)) // 2

    def of(self, place: int) -> int:
        """Tell what somebody has against their group."""
        return self.room.price(place, self.tables[self.table_of[place]] ^ self.room.bits[place])

    def gain(self, one: int, other: int) -> int:
        """Tell what is won when two of different groups change places."""
        room, (here, there) = self.room, (self.table_of[one], self.table_of[other])
        mine, theirs = self.tables[here] ^ room.bits[one], self.tables[there] ^ room.bits[other]
        before = room.price(one, mine) + room.price(other, theirs)
        return before - room.price(one, theirs) - room.price(other, mine)

    def swap(self, one: int, other: int) -> None:
        """Let two change places."""
        both = self.room.bits[one] | self.room.bits[other]
        here, there = self.table_of[one], self.table_of[other]
        self.tables[here] ^= both
        self.tables[there] ^= both
        self.table_of[one], self.table_of[other] = there, here

    def settle(self) -> None:
        """Let everybody who sits badly change places as long as that is better."""
        asking = [each for each in self.seated if self.of(each)]
        self.chance.shuffle(asking)
        while asking:
            one = asking.pop()
            if not self.of(one):
                continue
            other = self._better(one)
            if other is not None:
                self.swap(one, other)
                asking += [each for each in (one, other) if self.of(each)]

    def _better(self, one: int) -> int | None:
        """Find somebody with whom to change places: first among those who would fit into one's place."""
        room, mine = self.room, self.tables[self.table_of[one]] ^ self.room.bits[one]
        fitting = self.present & ~mine & ~room.bits[one]
        for each in places(mine):
            fitting &= ~room.bad[each]
        for other in self._some(fitting):
            theirs = self.tables[self.table_of[other]] ^ room.bits[other]
            if not room.bad[one] & theirs:
                return other
        outside = self.present & ~mine & ~room.bits[one]
        won, other = max(((self.gain(one, each), -each) for each in self._some(outside)), default=(0, 0))
        return -other if won > 0 else None

    def _some(self, people: int) -> list[int]:
        """Choose a few of a set, at random."""
        if people.bit_count() <= LOOKS:
            some = list(places(people))
        else:
            turn = self.chance.randrange(people.bit_length())
            some = []
            for part in (people >> turn << turn, people & (self.room.bits[turn] - 1)):
                for each in places(part):
                    if len(some) == LOOKS:
                        return some
                    some.append(each)
        self.chance.shuffle(some)
        return some

    def search(self, patience: int = PATIENCE) -> None:
        """Make the least bad change again and again, and keep the best that was found on the way."""
        price = best = self.price()
        kept = list(self.tables)
        waits: dict[int, int] = {}
        turn = since = 0
        while best and since < patience:
            turn += 1
            since += 1
            sitting_badly = [each for each in self.seated if self.of(each)]
            one = max(self.chance.sample(sitting_badly, min(2, len(sitting_badly))), key=self.of)
            others = self._some(self.present & ~self.tables[self.table_of[one]])
            gains = [(self.gain(one, other), other) for other in others]
            allowed = [
                (won, other) for won, other in gains if price - won < best or waits.get(other, 0) < turn
            ]
            if not allowed:
                continue
            won, other = max(allowed)
            self.swap(one, other)
            price -= won
            waits[one] = turn + self.chance.randint(2, 8)
            waits[other] = turn + self.chance.randint(2, 8)
            if price < best:
                best, kept, since = price, list(self.tables), 0
        self.tables = kept
        self.table_of = {each: table for table, them in enumerate(kept) for each in places(them)}

    def polish(self, looks: int) -> None:
        """Let people change places with whom hours and topics are better, while nothing becomes worse."""
        for one in self.seated:
            for other in self.chance.sample(self.seated, min(looks, len(self.seated))):
                if self.table_of[one] != self.table_of[other] and self.gain(one, other) >= 0:
                    self._grade(one, other)

    def _grade(self, one: int, other: int) -> None:
        before = self._graded(one) + self._graded(other)
        self.swap(one, other)
        if self._graded(one) + self._graded(other) <= before:
            self.swap(one, other)

    def _graded(self, place: int) -> int:
        others = self.tables[self.table_of[place]] ^ self.room.bits[place]
        return sum(self.room.grade(place, other) for other in places(others))


def total(room: Room, group: Sequence[int]) -> int:
    """Tell what is unwanted within a group."""
    return sum(room.price(one, room.bits[other]) for one, other in combinations(group, 2))
