"""The people of a draw by number, and what stands between each two of them, as bits and prices."""

from collections.abc import Collection, Iterator, Sequence

from models.mixers_draw_sheet import Person
from models.mixers_draw_suits import Suits

RECENT = 12
"""Weeks within which two who met should not meet again."""

LONG_AGO = 4_000
"""Weeks beyond which one meeting is as long ago as another."""

Groups = list[list[int]]


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
        size: int,
    ) -> None:
        number = len(people)
        self.people = people
        self.bits = [1 << place for place in range(number)]
        self.suits = Suits(people)
        self.weeks = met
        self.apart = [sum(self.bits[other] for other in each) for each in apart]
        self.met = [sum(map(self.bits.__getitem__, each)) | self.apart[at] for at, each in enumerate(met)]
        self.alike = self._alike()
        self.far = self.suits.far_from(self.bits)
        self.bad = [met | alike | far for met, alike, far in zip(self.met, self.alike, self.far, strict=True)]
        pairs = number * size + 1
        self.far_price = 1
        self.alike_price = pairs
        self.week_price = self.alike_price * pairs
        self.first_price = self.week_price * pairs * LONG_AGO
        self.repeat_price = self.first_price * pairs * 2
        self.recent_price = self.repeat_price * pairs
        self.apart_price = self.recent_price * pairs

    def among(self, group: Sequence[int]) -> int:
        """Make a set of a group."""
        return sum(map(self.bits.__getitem__, group))

    def price(self, place: int, others: int) -> int:
        """Tell what is unwanted between somebody and a set of others."""
        bad = self.bad[place] & others
        if not bad:
            return 0
        price = self.alike_price * (self.alike[place] & bad).bit_count()
        price += self.far_price * (self.far[place] & bad).bit_count()
        met = self.met[place] & bad
        return price + sum(self._meeting(place, other) for other in places(met)) if met else price

    def prices(self, place: int, others: int) -> dict[int, int]:
        """Tell what is unwanted between somebody and each of a set of others."""
        prices = dict.fromkeys(places(self.far[place] & others), self.far_price)
        for other in places(self.alike[place] & others):
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


def places(people: int) -> Iterator[int]:
    """Go through the people of a set."""
    while people:
        last = people & -people
        yield last.bit_length() - 1
        people ^= last
