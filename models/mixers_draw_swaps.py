"""Two who change places, as long as that is better.

Whoever sits badly looks for somebody to change places with. Sets of people as bits answer at once who would
fit into one's place, so that in all but the tightest rounds nearly everybody finds a good change at the first
look. Then hours and topics are looked at, of a few for everybody, while nothing that counts more is lost.
"""

from random import Random

from models.mixers_draw_room import Groups, Room, places

LOOKS = 40
"""With how many others somebody who sits badly tries to change places."""

POLISH = 2
"""With how many others everybody tries to change places for the sake of hours and topics."""


class Swaps:
    """Groups of a room that become better by swaps."""

    def __init__(self, room: Room, groups: Groups, chance: Random) -> None:
        self.room = room
        self.chance = chance
        self.tables = [sum(room.bits[each] for each in group) for group in groups]
        self.table_of = {each: table for table, group in enumerate(groups) for each in group}
        self.seated = sorted(self.table_of)
        self.present = sum(self.tables)

    def groups(self) -> Groups:
        """Give everybody by groups."""
        return [list(places(each)) for each in self.tables]

    def settle(self) -> None:
        """Let everybody who sits badly change places as long as that is better."""
        asking = [each for each in self.seated if self._sits(each)]
        self.chance.shuffle(asking)
        while asking:
            one = asking.pop()
            other = self._better(one) if self._sits(one) else None
            if other is not None:
                self._swap(one, other)
                asking += [each for each in (one, other) if self._sits(each)]

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

    def _others(self, place: int) -> int:
        return self.tables[self.table_of[place]] ^ self.room.bits[place]

    def _sits(self, place: int) -> int:
        return self.room.price(place, self._others(place))

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

    def _better(self, one: int) -> int | None:
        """Find somebody with whom to change places: first among those who would fit into one's place."""
        mine, bad = self._others(one), self.room.bad
        elsewhere = self.present & ~self.tables[self.table_of[one]]
        fitting = elsewhere
        for each in places(mine):
            fitting &= ~bad[each]
        for other in self._some(fitting):
            if not bad[one] & self._others(other):
                return other
        tried = [(self._gain(one, other), other) for other in self._some(elsewhere)]
        won, other = max(tried, default=(0, one))
        return other if won > 0 else None

    def _some(self, people: int) -> list[int]:
        """Choose a few of a set, beginning somewhere at random."""
        some: list[int] = []
        turn = self.chance.randrange(len(self.room.bits))
        for part in (people >> turn << turn, people & (self.room.bits[turn] - 1)):
            for each in places(part):
                if len(some) == LOOKS:
                    return some
                some.append(each)
        return some
