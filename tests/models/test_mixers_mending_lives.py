"""Whoever leaves, and in whichever order: nobody is left alone in silence, and what is said is true."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import apart, mixers_mending, mixers_rounds, outbox, tables
from models.base import Sessions
from models.mixers_mending import Why
from models.mixers_rounds import Group, Part, Round, Stand
from models.outbox import Owed
from tests.conftest import MONDAY, few, long_on_postgres
from tests.mixers import TEAM
from tests.models.test_mixers_mending import SOON, made

PEOPLE = [f"u{number:02}" for number in range(12)]


class Life(NamedTuple):
    """Groups of these sizes, who is kept apart, and who leaves, one after the other."""

    sizes: list[int]
    leaving: list[str]
    parted: list[tuple[str, str]]
    said: bool
    size: int
    why: Why


lives = st.builds(
    Life,
    sizes=st.lists(st.integers(2, 4), min_size=1, max_size=4).filter(lambda each: sum(each) <= len(PEOPLE)),
    leaving=st.lists(st.sampled_from(PEOPLE), max_size=9),
    parted=st.lists(st.sampled_from(list(combinations(PEOPLE, 2))), max_size=6),
    said=st.booleans(),
    size=st.integers(2, 6),
    why=st.sampled_from(Why),
)


def split(sizes: Sequence[int]) -> list[list[str]]:
    people = iter(PEOPLE)
    return [[next(people) for _ in range(size)] for size in sizes]


@long_on_postgres
@few(12)
@given(life=lives)
def test_everybody_who_stays_is_in_one_group_that_may_be_or_hears_that_there_is_none(
    sessions: Sessions, life: Life
) -> None:
    tables.empty(sessions.engine)
    groups = split(life.sizes)
    together = {two for group in groups for two in combinations(group, 2)}
    parted = set(life.parted) - together
    round_ = made(sessions, *groups, said=life.said, size=life.size)
    with sessions.begin() as session:
        for one, other in parted:
            apart.keep(session, TEAM, one, other, now=MONDAY)
    for who in life.leaving:
        with sessions.begin() as session:
            mixers_mending.take_out(session, session.get_one(Round, round_.id), who, why=life.why, now=SOON)
    holds(sessions, round_, parted, largest=max(*life.sizes, life.size + 2))


def holds(sessions: Sessions, round_: Round, parted: set[tuple[str, str]], *, largest: int) -> None:
    with sessions.read() as session:
        found = mixers_rounds.groups_of(session, round_)
        theirs = {group.id: mixers_rounds.people_of(session, group) for group in found}
        parts = session.scalars(select(Part).where(Part.round_id == round_.id)).all()
        waiting = session.scalars(select(Owed).where(Owed.step.in_(outbox.UNSAID))).all()
    for group in found:
        people = theirs[group.id]
        assert len(people) != 1
        assert len(people) <= min(largest, 8)
        assert not parted.intersection(combinations(sorted(people), 2))
        assert not people or group.starter_id in people
    alone = {part.user_id for part in parts if part.stand == Stand.LEFT_OUT}
    assert {owed.recipients for owed in waiting if owed.kind == "mixers.alone"} == alone
    gone = {part.user_id for part in parts if part.stand == Stand.WITHDREW}
    for owed in waiting:
        assert not gone.intersection(owed.people) or _is_stale(owed, theirs)
        if owed.kind == "mixers.introduction":
            assert owed.people in theirs.values()


def _is_stale(owed: Owed, theirs: dict[int, list[str]]) -> bool:
    """Tell whether a message says nothing any more: its group is another by now."""
    return owed.kind in {"mixers.fewer", "mixers.alone"} and owed.people not in theirs.values()


def test_a_group_knows_where_its_last_one_went(sessions: Sessions) -> None:
    round_ = made(sessions, PEOPLE[:2], PEOPLE[2:5])
    with sessions.begin() as session:
        mixers_mending.take_out(session, session.get_one(Round, round_.id), PEOPLE[0], why=Why.GONE, now=SOON)
    with sessions.read() as session:
        first, second = session.scalars(select(Group).order_by(Group.id)).all()
    assert first.joins_id == second.id
