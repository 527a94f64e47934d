"""Two who change places, as long as that is better."""

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

    def around_who_asks(self, seats: int, looks: int) -> set[int]:
        """Choose tables of so many seats: where somebody sits badly, and of some they could sit with."""
        asking = [each for each in self.seated if self._asks(each, at_all=False)]
        asking.sort(key=self._sits, reverse=True)
        chosen: set[int] = set()
        for each in asking + self.seated:
            if sum(self.tables[table].bit_count() for table in chosen) >= seats:
                break
            chosen.add(self.table_of[each])
            fine = self.present & ~self.room.avoidable[each]
            chosen.update(self.table_of[other] for other in islice(self._turned(fine), looks))
        return chosen

    def _others(self, place: int) -> int:
        return self.tables[self.table_of[place]] ^ self.room.bits[place]

    def _sits(self, place: int) -> int:
        return self.room.price(place, self._others(place))

    def _asks(self, place: int, *, at_all: bool) -> bool:
        """Tell whether somebody sits badly; at all: also with as many of their kind as some must."""
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
