"""The people of a draw by number, and what stands between each two of them, as bits and prices."""

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from models.mixers_draw_sheet import Person

RECENT = 12
"""Weeks within which two who met should not meet again."""

HOUR = 60
DAY = 24 * HOUR
LONG_AGO = 4_000
"""Weeks beyond which one meeting is as long ago as another."""

ENOUGH = 240
"""Minutes of shared working hours beyond which more is no better."""

GRADES = 100
"""The best grade that two can have who share hours and topics."""


class Room:
    """Those who are seated together, by their place in the order of ids.

    A set of people is one whole number with a bit a person, so that "whom of these did they meet" is one
    operation, however many they are. What is unwanted between two has a price; one unwanted thing is dearer
    than everything less unwanted together: being apart, a repeat within 12 weeks, a repeat, one that concerns
    who goes first, a later repeat, one's own kind or line, no shared hour.
    """

    def __init__(
        self,
        people: Sequence[Person],
        met: Sequence[dict[int, int]],
        apart: Sequence[Collection[int]],
    ) -> None:
        number = len(people)
        self.people = people
        self.bits = [1 << place for place in range(number)]
        self.everybody = (1 << number) - 1
        self.weeks = met
        self.apart = [sum(self.bits[other] for other in each) for each in apart]
        self.met = [sum(map(self.bits.__getitem__, each)) | self.apart[at] for at, each in enumerate(met)]
        self.alike = self._alike()
        self.far = self._far()
        self.bad = [met | alike | far for met, alike, far in zip(self.met, self.alike, self.far, strict=True)]
        pairs = number * number
        self.far_price = 1
        self.alike_price = pairs
        self.week_price = self.alike_price * pairs
        self.first_price = self.week_price * pairs * LONG_AGO
        self.repeat_price = self.first_price * pairs * 2
        self.recent_price = self.repeat_price * pairs
        self.apart_price = self.recent_price * pairs

    def price(self, place: int, others: int) -> int:
        """Tell what is unwanted between somebody and a set of others."""
        bad = self.bad[place] & others
        if not bad:
            return 0
        price = self.alike_price * (self.alike[place] & bad).bit_count()
        price += self.far_price * (self.far[place] & bad).bit_count()
        met = self.met[place] & bad
        return price + sum(self._meeting(place, other) for other in places(met)) if met else price

    def _meeting(self, place: int, other: int) -> int:
        """Price a meeting of two who met before or are apart."""
        if self.apart[place] & self.bits[other]:
            return self.apart_price
        weeks = self.weeks[place][other]
        price = self.repeat_price if weeks >= RECENT else self.recent_price
        price += self.first_price * (self.people[place].first + self.people[other].first)
        return price + self.week_price * (LONG_AGO - min(weeks, LONG_AGO))

    def grade(self, place: int, other: int) -> int:
        """Tell how well the hours and topics of two suit, where nothing is unwanted."""
        one, two = self.people[place], self.people[other]
        grade = 0
        if one.hours and two.hours:
            grade = min(shared(one.hours, two.hours), ENOUGH) // 4
        if one.topics and two.topics:
            grade += 20 * min(2, len(set(one.topics) & set(two.topics)))
        return grade

    def _alike(self) -> list[int]:
        """Say who is of one's own kind or manager line."""
        kinds: dict[str, int] = {}
        place = {each.user_id: at for at, each in enumerate(self.people)}
        for at, each in enumerate(self.people):
            if each.kind:
                kinds[each.kind] = kinds.get(each.kind, 0) | self.bits[at]
        alike = [kinds.get(each.kind, 0) & ~self.bits[at] for at, each in enumerate(self.people)]
        for at, each in enumerate(self.people):
            for boss in each.line:
                above = place.get(boss, at)
                if above != at:
                    alike[at] |= self.bits[above]
                    alike[above] |= self.bits[at]
        return alike

    def _far(self) -> list[int]:
        """Say with whom one shares less than an hour; two of unknown hours are no obstacle."""
        shifts: dict[tuple[int, int], int] = {}
        for at, each in enumerate(self.people):
            if each.hours:
                shifts[each.hours] = shifts.get(each.hours, 0) | self.bits[at]
        far = {
            hours: sum(them for other, them in shifts.items() if shared(hours, other) < HOUR)
            for hours in shifts
        }
        return [far[each.hours] & ~self.bits[at] if each.hours else 0 for at, each in enumerate(self.people)]


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
