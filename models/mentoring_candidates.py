"""Who may be drafted with whom: the best few for everybody, without leaving anybody out for that."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache, partial
from heapq import nsmallest

from models.matching import Candidate
from models.mentoring_score import Party, Rules, Standing, besides, in_all, never, skilled, suits
from models.skills import Level

MOST = 30
"""Mentors among whom one seeker's is chosen in a large cohort: more hardly ever give a better draft."""

LINKS = 200_000
"""Links between two that a draft has memory for: up to so many, nobody's mentors are cut to the best."""


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
    def offering(self) -> dict[tuple[str, Level], list[int]]:
        """Which mentors with a place offer each skill far enough for who wants it so far."""
        found = defaultdict(list)
        for at, mentor in enumerate(self.mentors):
            for key, offers in mentor.offered.items() if self.places[at] > 0 else ():
                for wants in Level:
                    if suits(wants, offers):
                        found[key, wants].append(at)
        return dict(found)

    @cached_property
    def barred(self) -> dict[str, set[str]]:
        """Whom each seeker may not be drafted with, although nothing in the seeker's own row forbids it."""
        found = defaultdict(set)
        for seeker_id, mentor_id in self.forbidden:
            found[seeker_id].add(mentor_id)
        for mentor in self.mentors if self.rules.other_line else ():
            for above in mentor.line:
                found[above].add(mentor.user_id)
        return dict(found)

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each mentor stands in the list."""
        return {mentor.user_id: at for at, mentor in enumerate(self.mentors)}

    @cached_property
    def standings(self) -> list[Standing]:
        """How each mentor stands; who stand alike share one, so that finding what it counts is quick."""
        same: dict[Standing, Standing] = {}
        return [same.setdefault(mentor.standing, mentor.standing) for mentor in self.mentors]

    @cached_property
    def besides(self) -> Callable[[Standing], Callable[[Standing], float | None]]:
        """What counts besides skills, for who stands somehow: kept for the last one alone, to be small."""
        return lru_cache(maxsize=1)(lambda seeker: cache(partial(besides, seeker, rules=self.rules)))

    def all_for(self, seeker: Party) -> Iterator[Candidate]:
        """Give every mentor who may be drafted for a seeker."""
        return (Candidate(at, -distance) for distance, at in self.ranked(seeker))

    def best_for(self, seeker: Party, number: int) -> list[Candidate]:
        """Give so many of them, the best first."""
        return [Candidate(at, -distance) for distance, at in nsmallest(number, self.ranked(seeker))]

    def ranked(self, seeker: Party) -> Iterator[tuple[float, int]]:
        """Give each mentor's score below zero, and where the mentor stands in the list."""
        shared, suiting = self._shared(seeker)
        beside = self.besides(seeker.standing)
        standings = self.standings
        points = {
            (both, full): skilled(len(seeker.wanted), both, full)
            for both in range(1, len(seeker.wanted) + 1)
            for full in range(both + 1)
        }
        for at, both in shared.items():
            more = beside(standings[at])
            if more is not None:
                yield -in_all(points[both, suiting.get(at, 0)], more), at

    def _shared(self, seeker: Party) -> tuple[Counter[int], Counter[int]]:
        """Count the skills that each mentor may teach a seeker, and those far enough."""
        shared, suiting = Counter[int](), Counter[int]()
        for key, wants in seeker.wanted.items():
            shared.update(self.offering.get((key, Level.START), ()))
            suiting.update(self.offering.get((key, wants), ()))
        for each in never(seeker, self.rules) | self.barred.get(seeker.user_id, set()):
            shared.pop(self.index.get(each, -1), None)
        return shared, suiting


def candidates(company: Company, *, first: Collection[int] = ()) -> list[list[Candidate]]:
    """Give each seeker's best mentors, and those others whom it takes to match as many as can be matched.

    The seekers in `first` were left out last time: as many of them can be matched, too, as among all mentors.
    """
    most = max(MOST, LINKS // max(1, len(company.seekers)))
    wishes: list[list[Candidate]] = []
    cut: set[int] = set()
    for at, seeker in enumerate(company.seekers):
        best = company.best_for(seeker, most + 1)
        if len(best) > most:
            cut.add(at)
        wishes.append(best[:most])
    if cut:
        seating = _Seating(company, wishes, cut)
        early = set(first)
        seating.complete(sorted(early))
        seating.complete([each for each in range(len(wishes)) if each not in early])
    return wishes


class _Seating:
    """A mentor for as many as possible, whoever it is: it shows which wishes beyond the best are needed.

    Nobody who has a mentor loses the last one to somebody else, so whoever comes first is not left out.
    """

    def __init__(self, company: Company, wishes: list[list[Candidate]], cut: set[int]) -> None:
        self.company, self.wishes, self.cut = company, wishes, cut
        self.held: list[list[int]] = [[] for _ in company.mentors]
        self.dead: set[int] = set()

    def complete(self, seekers: Sequence[int]) -> None:
        """Seat these, too, and add to the wishes what they lack."""
        alone = self._seat_at_once(seekers)
        for wide in (False, True):
            if not any(map(self._has_place, range(len(self.held)))):
                return
            self.dead = set()
            alone = [each for each in alone if not self._seat(each, wide=wide)]

    def _seat_at_once(self, seekers: Iterable[int]) -> list[int]:
        """Seat whom one can without moving others, and give the rest."""
        alone = []
        for seeker in seekers:
            wished = self.wishes[seeker]
            free = next((each.mentor for each in wished if self._has_place(each.mentor)), None)
            if free is None:
                alone.append(seeker)
            else:
                self.held[free].append(seeker)
        return alone

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
