"""Hours that people share, and topics that they both like."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from models.mixers_draw_sheet import Person

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

Hours = tuple[int, int] | None


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
