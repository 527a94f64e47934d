"""Who may be drafted with whom: the best few for everybody, without leaving anybody out for that."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest

from models.matching import Candidate
from models.mentoring_score import Party, Rules, rate

MOST = 30
"""Mentors among whom one seeker's is chosen: more cost much, and hardly ever give a better draft."""


@dataclass(frozen=True)
class Company:
    """Who seeks and who mentors, with the places of each mentor; `forbidden` are seekers with mentors, by id.

    Where two mentors suit equally well, the earlier one is preferred.
    """

    seekers: Sequence[Party]
    mentors: Sequence[Party]
    places: Sequence[int]
    rules: Rules
    forbidden: Collection[tuple[str, str]] = field(default=frozenset())

    @cached_property
    def offering(self) -> dict[str, list[int]]:
        """Which mentors with a place offer each skill."""
        found = defaultdict(list)
        for at, mentor in enumerate(self.mentors):
            for key in mentor.offered if self.places[at] > 0 else ():
                found[key].append(at)
        return dict(found)

    def all_for(self, seeker: Party) -> Iterator[Candidate]:
        """Give every mentor who may be drafted for a seeker."""
        seen: set[int] = set()
        for key in seeker.wanted:
            for at in self.offering.get(key, ()):
                if at in seen:
                    continue
                seen.add(at)
                score = rate(seeker, self.mentors[at], self.rules)
                if score is not None and (seeker.user_id, self.mentors[at].user_id) not in self.forbidden:
                    yield Candidate(at, score)


def candidates(company: Company) -> list[list[Candidate]]:
    """Give each seeker's best mentors, and those others whom it takes to match as many as can be matched."""
    wishes: list[list[Candidate]] = []
    cut: set[int] = set()
    for at, seeker in enumerate(company.seekers):
        best = nsmallest(MOST + 1, company.all_for(seeker), key=lambda each: (-each.score, each.mentor))
        if len(best) > MOST:
            cut.add(at)
        wishes.append(best[:MOST])
    if cut:
        _Seating(company, wishes, cut).complete()
    return wishes


class _Seating:
    """A mentor for as many as possible, whoever it is: it shows which wishes beyond the best are needed."""

    def __init__(self, company: Company, wishes: list[list[Candidate]], cut: set[int]) -> None:
        self.company, self.wishes, self.cut = company, wishes, cut
        self.held: list[list[int]] = [[] for _ in company.mentors]
        self.alone: list[int] = []
        self.dead: set[int] = set()

    def complete(self) -> None:
        """Add to the wishes what they lack."""
        self._seat_at_once()
        for wide in (False, True):
            if not any(map(self._has_place, range(len(self.held)))):
                return
            self.dead = set()
            self.alone = [each for each in self.alone if not self._seat(each, wide=wide)]

    def _seat_at_once(self) -> None:
        for seeker, wished in enumerate(self.wishes):
            free = next((each.mentor for each in wished if self._has_place(each.mentor)), None)
            if free is None:
                self.alone.append(seeker)
            else:
                self.held[free].append(seeker)

    def _seat(self, seeker: int, *, wide: bool) -> bool:
        """Find somebody a mentor by moving others, along the shortest way; a vain search is not repeated."""
        came: dict[int, tuple[int, Candidate]] = {}
        at_of = {seeker: -1}
        queue = [seeker]
        for each in queue:
            for wish in self._of(each, wide=wide):
                if wish.mentor in came or wish.mentor in self.dead:
                    continue
                came[wish.mentor] = (each, wish)
                if self._has_place(wish.mentor):
                    self._move(wish.mentor, came, at_of)
                    return True
                for other in self.held[wish.mentor]:
                    at_of[other] = wish.mentor
                    queue.append(other)
        self.dead |= came.keys()
        return False

    def _move(self, mentor: int, came: dict[int, tuple[int, Candidate]], at_of: dict[int, int]) -> None:
        while mentor >= 0:
            seeker, wish = came[mentor]
            if wish not in self.wishes[seeker]:
                self.wishes[seeker].append(wish)
            self.held[mentor].append(seeker)
            mentor = at_of[seeker]
            if mentor >= 0:
                self.held[mentor].remove(seeker)

    def _of(self, seeker: int, *, wide: bool) -> Iterator[Candidate]:
        yield from self.wishes[seeker]
        if wide and seeker in self.cut:
            yield from self.company.all_for(self.company.seekers[seeker])

    def _has_place(self, mentor: int) -> bool:
        return len(self.held[mentor]) < self.company.places[mentor]
