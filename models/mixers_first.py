"""Who goes first in a draw: who was left out the last time, or whose group came to nothing."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand, State

DRAWN = (State.DRAWN, State.OVER)


class Last(NamedTuple):
    """What became of somebody in the last round of a mixer in which they took part."""

    user_id: str
    round_id: int
    stand: Stand
    group_id: int | None
    introduced: bool


def of(session: Session, round_: Round) -> set[str]:
    """Name who goes first in a round, as it stands before its draw."""
    last = [Last._make(each) for each in session.execute(_last(round_))]
    said = _answers(session, {each.round_id for each in last})
    return {each.user_id for each in last if _was_let_down(each, said.get(each.group_id, set()))}


def fell_through(answers: Iterable[Answer | None]) -> bool:
    """Tell of a group by what its people answered: somebody could not, and nobody met or means to."""
    said = set(answers)
    return Answer.COULD_NOT in said and not said & {Answer.MET, Answer.PLANNED}


def _was_let_down(last: Last, answers: set[Answer | None]) -> bool:
    if last.stand not in IN_A_GROUP:
        return last.stand == Stand.LEFT_OUT
    return not last.introduced or fell_through(answers)


def _last(round_: Round) -> Select[str, int, Stand, int | None, bool]:
    latest = (
        select(Part.user_id, func.max(Part.round_id).label("round_id"))
        .join(Round, Round.id == Part.round_id)
        .where(
            Round.mixer_id == round_.mixer_id,
            Round.id < round_.id,
            Round.state.in_(DRAWN),
            Part.stand != Stand.SKIPS,
        )
        .group_by(Part.user_id)
        .subquery()
    )
    there = (latest.c.user_id == Part.user_id) & (latest.c.round_id == Part.round_id)
    return (
        select(Part.user_id, Part.round_id, Part.stand, Part.group_id, Group.begun_at.is_not(None))
        .join(latest, there)
        .outerjoin(Group, Group.id == Part.group_id)
    )


def _answers(session: Session, rounds: set[int]) -> dict[int | None, set[Answer | None]]:
    """Read what the people of each group of some rounds answered."""
    said: dict[int | None, set[Answer | None]] = {}
    found = select(Part.group_id, Part.answer).where(
        Part.round_id.in_(rounds), Part.group_id.is_not(None), Part.answer.is_not(None)
    )
    for group_id, answer in session.execute(found.distinct()):
        said.setdefault(group_id, set()).add(answer)
    return said
