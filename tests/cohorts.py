"""Cohorts of every make-up, thrown with dice."""

from collections.abc import Sequence
from enum import StrEnum
from random import Random
from typing import NamedTuple

from models.matching import Candidate


class Kind(StrEnum):
    """What is particular about a cohort."""

    DENSE = "anybody may have anybody"
    SPARSE = "few candidates each"
    SCARCE = "half the seats that were needed"
    ALIKE = "a fifth of a point is the finest difference"
    SKILLS = "some skills are wanted and offered more than others"


class Cohort(NamedTuple):
    """What a draft is made from."""

    wishes: Sequence[Sequence[Candidate]]
    capacity: Sequence[int]
    first: Sequence[int]


def cohort(kind: Kind, chance: Random, mentees: int, mentors: int, *, seats: int, most: int = 30) -> Cohort:
    """Throw one, with so many candidates a mentee at most."""
    capacity = [0] * mentors
    for _ in range(seats):
        capacity[chance.randrange(mentors)] += 1
    skills = max(3, mentors // 5)
    offered = [{_popular(skills, chance), _popular(skills, chance)} for _ in range(mentors)]
    wishes = []
    for _ in range(mentees):
        wanted = {_popular(skills, chance), _popular(skills, chance)}
        known = chance.sample(range(mentors), min(mentors, 3 if kind == Kind.SPARSE else most))
        if kind == Kind.SKILLS:
            known = [mentor for mentor in range(mentors) if wanted & offered[mentor]]
        scored = [Candidate(mentor, _score(kind, len(wanted & offered[mentor]), chance)) for mentor in known]
        wishes.append(sorted(scored, key=lambda each: -each.score)[:most])
    return Cohort(wishes, capacity, chance.sample(range(mentees), chance.randint(0, mentees // 3)))


def _score(kind: Kind, shared: int, chance: Random) -> float:
    if kind == Kind.ALIKE:
        return chance.randint(0, 5) / 5
    return shared / 4 + chance.random() / 2 if kind == Kind.SKILLS else chance.random()


def _popular(number: int, chance: Random) -> int:
    """Choose the n-th about n times less often than the first."""
    return int(number ** chance.random()) - 1
