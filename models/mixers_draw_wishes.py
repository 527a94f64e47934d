"""The people of a draw by number, and between each two of them what is unwanted, and how well they suit."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest

from models.mixers_draw_sheet import Person, sizes

RECENT = 12
"""Weeks within which two who met should not meet again."""

LONG_AGO = 4_000
"""Weeks beyond which one meeting is as long ago as another."""

HOUR = 60
DAY = 24 * HOUR

ENOUGH = 4 * HOUR
"""Minutes of shared working hours beyond which more is no better."""

HOURS_GRADE = 60
"""The best grade for shared hours."""

ONE_TOPIC, MORE_TOPICS = 20, 40
"""The grades for topics that both like."""

BEST = HOURS_GRADE + MORE_TOPICS
"""The grade of two who could not suit better."""

Groups = list[list[int]]
Hours = tuple[int, int] | None


class Room:
    """Those who are seated together, by their place in the order of ids.

    A set of people is one whole number with a bit a person, so that "whom of these did they meet" is one
    operation, however many they are. What is unwanted between two has a price; one unwanted thing is dearer
    than everything less unwanted together: being apart, a repeat within 12 weeks, a repeat, one that concerns
    who goes first, a later repeat, one's own kind and one's own line (each by itself), no shared hour.
    """

    def __init__(
        self,
        people: Sequence[Person],
        met: Sequence[dict[int, int]],
        apart: Sequence[Collection[int]],
        size: int,
    ) -> None:
        number = len(people)
        self.people = people
        self.lengths = sizes(number, size)
        self.bits = [1 << place for place in range(number)]
        self.suits = Suits(people)
        self.weeks = met
        self.apart = [self.among(each) for each in apart]
        self.met = [self.among(each) | self.apart[at] for at, each in enumerate(met)]
        self.kind = self._kinds()
        self.crowd = [kind if self._crowds(kind) else 0 for kind in self.kind]
        self.line = self._lines()
        self.far = self.suits.far_from(self.bits)
        rest = zip(self.met, self.line, self.far, self.kind, self.crowd, strict=True)
        self.avoidable = [met | line | far | kind & ~crowd for met, line, far, kind, crowd in rest]
        self.bad = [avoidable | kind for avoidable, kind in zip(self.avoidable, self.kind, strict=True)]
        pairs = number * size + 1
        self.far_price = 1
        self.alike_price = pairs
        self.week_price = self.alike_price * pairs * 2
        self.first_price = self.week_price * pairs * LONG_AGO
        self.repeat_price = self.first_price * pairs * 2
        self.recent_price = self.repeat_price * pairs
        self.apart_price = self.recent_price * pairs

    def among(self, group: Iterable[int]) -> int:
        """Make a set of a group."""
        return sum(map(self.bits.__getitem__, group))

    def price(self, place: int, others: int) -> int:
        """Tell what is unwanted between somebody and a set of others."""
        bad = self.bad[place] & others
        if not bad:
            return 0
        alike = (self.kind[place] & bad).bit_count() + (self.line[place] & bad).bit_count()
        price = self.alike_price * alike + self.far_price * (self.far[place] & bad).bit_count()
        met = self.met[place] & bad
        return price + sum(self._meeting(place, other) for other in places(met)) if met else price

    def prices(self, place: int, others: int) -> dict[int, int]:
        """Tell what is unwanted between somebody and each of a set of others."""
        prices = dict.fromkeys(places(self.far[place] & others), self.far_price)
        for alike in (self.kind, self.line):
            for other in places(alike[place] & others):
                prices[other] = prices.get(other, 0) + self.alike_price
        for other in places(self.met[place] & others):
            prices[other] = prices.get(other, 0) + self._meeting(place, other)
        return prices

    def _meeting(self, place: int, other: int) -> int:
        """Price a meeting of two who met before or are apart."""
        if self.apart[place] & self.bits[other]:
            return self.apart_price
        weeks = self.weeks[place][other]
        price = self.repeat_price if weeks >= RECENT else self.recent_price
        price += self.first_price * (self.people[place].first + self.people[other].first)
        return price + self.week_price * (LONG_AGO - min(weeks, LONG_AGO))

    def total(self, groups: Groups) -> int:
        """Tell all that is unwanted in some groups."""
        return (
            sum(self.price(each, self.among(group) ^ self.bits[each]) for group in groups for each in group)
            // 2
        )

    def gravest(self, price: int) -> int:
        """Tell from which price on something is as grave as this."""
        grave = (self.apart_price, self.recent_price, self.repeat_price, self.alike_price)
        return next((each for each in grave if each <= price), 1)

    def usual(self, place: int, *, at_all: bool) -> int:
        """Tell the price of sitting with as many of one's kind as must be somewhere, or everywhere."""
        others = self.crowd[place].bit_count()
        if not others:
            return 0
        spread = (others + 1) // len(self.lengths) - 1 if at_all else others // len(self.lengths)
        return spread * self.alike_price

    def least(self) -> int:
        """Tell what no groups can avoid: that crowds sit together, and who has too few to sit with."""
        alike = 0
        for crowd in {each | bit for each, bit in zip(self.crowd, self.bits, strict=True) if each}:
            each, more = divmod(crowd.bit_count(), len(self.lengths))
            alike += len(self.lengths) * each * (each - 1) // 2 + more * each
        needs = self.lengths[-1] - 1
        few = len(self.people) - 1 - needs
        tight = [at for at, avoidable in enumerate(self.avoidable) if avoidable.bit_count() > few]
        lacks = self.among(tight)
        halves = sum(self._cheapest(each, self.avoidable[each].bit_count() - few, lacks) for each in tight)
        return alike * self.alike_price + (halves + 1) // 2

    def _cheapest(self, place: int, number: int, lacks: int) -> int:
        """Tell twice what so many cost at least; of two who both lack others each counts their half."""
        prices = self.prices(place, self.avoidable[place])
        for other in places(self.crowd[place] & self.avoidable[place]):
            prices[other] -= self.alike_price
        return sum(
            nsmallest(number, (price * (1 if lacks >> other & 1 else 2) for other, price in prices.items()))
        )

    def _crowds(self, kind: int) -> bool:
        """Tell whether somebody and all others of their kind are more than there are groups."""
        return kind.bit_count() >= len(self.lengths) > 0

    def _kinds(self) -> list[int]:
        """Say who is of one's own kind."""
        kinds: dict[str, int] = {}
        for each, bit in zip(self.people, self.bits, strict=True):
            kinds[each.kind] = kinds.get(each.kind, 0) | bit
        kinds[""] = 0
        return [kinds[each.kind] & ~bit for each, bit in zip(self.people, self.bits, strict=True)]

    def _lines(self) -> list[int]:
        """Say who is above or below one; who has the same manager is neither."""
        place = {each.user_id: at for at, each in enumerate(self.people)}
        line = [0] * len(self.people)
        for at, each in enumerate(self.people):
            for boss in each.line:
                above = place.get(boss, at)
                if above != at:
                    line[at] |= self.bits[above]
                    line[above] |= self.bits[at]
        return line


class Suits:
    """How well people of a room suit, by their place; where hours are not known, any will do."""

    def __init__(self, people: Sequence[Person]) -> None:
        shifts: dict[Hours, int] = {}
        self._shift = [shifts.setdefault(each.hours, len(shifts)) for each in people]
        self._hours = [[_hours_grade(one, other) for other in shifts] for one in shifts]
        self._far = [[_far(one, other) for other in shifts] for one in shifts]
        topics: dict[str, int] = {}
        for each in people:
            for topic in each.topics:
                topics.setdefault(topic, 1 << len(topics))
        self._topics = [sum(topics[topic] for topic in set(each.topics)) for each in people]
        self.matters = any(self._topics) or len(shifts) > 1

    def grade(self, place: int, others: Iterable[int]) -> int:
        """Tell how well somebody and each of the others suit, added up."""
        hours, topics = self._hours[self._shift[place]], self._topics[place]
        grade = 0
        for other in others:
            grade += hours[self._shift[other]]
            liked = topics & self._topics[other]
            if liked:
                grade += MORE_TOPICS if liked.bit_count() > 1 else ONE_TOPIC
        return grade

    def far_from(self, bits: Sequence[int]) -> list[int]:
        """Give for each place the set of those with whom less than an hour is shared."""
        there = [0] * len(self._far)
        for place, shift in enumerate(self._shift):
            there[shift] |= bits[place]
        far = [sum(who for who, far in zip(there, row, strict=True) if far) for row in self._far]
        return [far[shift] & ~bits[place] for place, shift in enumerate(self._shift)]


def _hours_grade(one: Hours, other: Hours) -> int:
    return min(_shared(one, other), ENOUGH) * HOURS_GRADE // ENOUGH


def _far(one: Hours, other: Hours) -> bool:
    return _shared(one, other) < HOUR


def _shared(one: Hours, other: Hours) -> int:
    return shared(one, other) if one and other else ENOUGH


@lru_cache(maxsize=50_000)
def shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Count the minutes that two spans of the day share; each may go past midnight."""
    (start, length), (begin, extent) = _span(one), _span(other)
    return sum(
        max(0, min(start + length, begin + extent + turn) - max(start, begin + turn))
        for turn in (-DAY, 0, DAY)
    )


def _span(hours: tuple[int, int]) -> tuple[int, int]:
    start, end = hours
    return start % DAY, (end - start) % DAY or DAY


def places(people: int) -> Iterator[int]:
    """Go through the people of a set."""
    while people:
        last = people & -people
        yield last.bit_length() - 1
        people ^= last
