"""Ties between teams: whom mixers brought together who said that they met, and what may be shown of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.mixers_rounds import IN_A_GROUP, Answer, Part
from models.profiles import Profile

FEWEST_PEOPLE = 5
"""A figure about fewer people is shown to nobody."""

NO_TEAM = ""
"""The team of who named none."""


class Tie(NamedTuple):
    """Two teams, in order, and how many pairs of their people have met."""

    one: str
    other: str
    pairs: int


def between(session: Session, team_id: str) -> Sequence[Tie]:
    """Count the ties between teams, as profiles name them now; the strongest first."""
    met = _met(session, team_id)
    named = select(Profile.user_id, Profile.team).where(Profile.team_id == team_id, Profile.team != NO_TEAM)
    return shown(met, {each.user_id: each.team for each in session.execute(named)})


def shown(met: Iterable[tuple[str, str]], teams: Mapping[str, str]) -> Sequence[Tie]:
    """Give the ties that may be shown; there are no sums, so that none tells of what is left out.

    A tie that concerns too few people is left out as one is of whom nobody has met.
    """
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for two in {tuple(sorted(two)) for two in met}:
        one, other = sorted(teams.get(who, NO_TEAM) for who in two)
        if one != other:
            pairs[one, other] += 1
            people[one, other].update(two)
    ties = [Tie(*two, number) for two, number in pairs.items() if len(people[two]) >= FEWEST_PEOPLE]
    return sorted(ties, key=lambda tie: (-tie.pairs, tie))


def _met(session: Session, team_id: str) -> list[tuple[str, str]]:
    """List each two who were in a group of which somebody said that it met."""
    one, other, said = aliased(Part), aliased(Part), aliased(Part)
    groups = select(said.group_id).where(said.team_id == team_id, said.answer == Answer.MET)
    found = (
        select(one.user_id, other.user_id)
        .join(other, (one.group_id == other.group_id) & (one.user_id < other.user_id))
        .where(one.group_id.in_(groups), one.stand.in_(IN_A_GROUP), other.stand.in_(IN_A_GROUP))
    )
    return [(who, whom) for who, whom in session.execute(found.distinct())]
