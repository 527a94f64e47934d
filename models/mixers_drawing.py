"""A round's draw in one transaction: who is there now, which groups there are, and what is owed to whom.

The same sheet and seed give the same groups. A round's seed comes from the seed of the one before, and the
first one's from whoever sets the mixer up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import (
    lanes,
    mixers_answers,
    mixers_draw,
    mixers_first,
    mixers_introduction,
    mixers_left_out,
    mixers_meetings,
    mixers_sheet,
    mixers_together,
    reminders,
    working_days,
)
from models import mixers_rounds as rounds
from models.mixers import Mixer
from models.mixers import State as MixerState
from models.mixers_draw import Drawn
from models.mixers_rounds import Group, Part, Round, Stand, State

LATEST_QUESTION = timedelta(weeks=2)
"""How long after the draw people are asked at the latest whether they met."""

INSTANT = timedelta(microseconds=1)

SEEDS = 31
"""Bits of a seed: what fits into a whole number of any database."""


class Seated(NamedTuple):
    """What a draw came to: who is in each group, by its number, and for whom there is none."""

    groups: Mapping[int, Sequence[str]]
    left_out: Sequence[str]


def draw(session: Session, round_: Round, *, now: datetime) -> None:
    """Draw the groups of a round, owe them their introductions, and open the next round.

    Where less than half of the round is left it is called off, and its people hear so.
    """
    mixer = session.get_one(Mixer, round_.mixer_id, populate_existing=True)
    round_.heads_up_at = None
    if mixer.state != MixerState.RUNNING:
        round_.state = State.CALLED_OFF
        return
    _take_turns(session, round_, now)
    following = rounds.open_next(session, mixer, round_, seed=next_seed(round_.seed), now=now)
    people = mixers_sheet.eligible(session, round_, now=now)
    if _is_too_late(mixer, round_, now):
        round_.state = State.CALLED_OFF
        mixers_left_out.call_off(session, round_, people, now=now)
        return
    groups, left_out = _draw(session, mixer, round_, people, now)
    _plan(mixer, round_, following, any_groups=bool(groups), now=now)
    mixers_introduction.owe(session, round_, groups, now=now)
    mixers_left_out.tell(session, round_, left_out, now=now)


def replay(session: Session, round_: Round) -> Drawn:
    """Draw a round once more from what is kept: the same as it was if `is_as_it_was`."""
    return mixers_draw.draw(_sheet_again(session, round_), round_.seed)


def is_as_it_was(session: Session, round_: Round) -> bool:
    """Tell whether a drawn round would be made of the same now: no profile, wish or earlier round changed."""
    return mixers_sheet.fingerprint(_sheet_again(session, round_)) == round_.inputs


def next_seed(seed: int) -> int:
    """Give the seed of the round after the one with this seed."""
    return Random(f"after {seed}").getrandbits(SEEDS)  # noqa: S311 - a draw that can be replayed


def last_until(session: Session, round_: Round, following: Round, *, now: datetime) -> None:
    """Let a round that runs end with the draw of the next one, which has moved, and ask with its heads-up.

    What its groups are still to be told may be said until then.
    """
    round_.ends_at = following.draws_at
    mixers_introduction.move(session, round_)
    reminders.move(session, round_.team_id, mixers_answers.KIND, round_.id, until=following.draws_at, now=now)
    if round_.asks_at is not None and round_.drawn_at is not None:
        heads_up_at = following.heads_up_at or following.draws_at
        round_.asks_at = max(now, min(heads_up_at, round_.drawn_at + LATEST_QUESTION))
        if round_.nudges_at is not None and round_.nudges_at >= round_.asks_at:
            round_.nudges_at = None


def _take_turns(session: Session, round_: Round, now: datetime) -> None:
    """Let one round of a workspace be drawn at a time: the next one sees who was brought together in it."""
    lanes.hold(session, round_.team_id, rounds.LANE, now=now)


def _is_too_late(mixer: Mixer, round_: Round, now: datetime) -> bool:
    """Tell whether less than half of a round is left."""
    whole = rounds.draws_at(mixer, rounds.day_after(mixer, round_)) - round_.draws_at
    return now - round_.draws_at > whole / 2


def _draw(session: Session, mixer: Mixer, round_: Round, people: Sequence[str], now: datetime) -> Seated:
    """Draw, and write down who is in which group, and that they were brought together."""
    first = mixers_first.of(session, round_)
    goes_first = {who: who in first for who in people}
    sheet = mixers_sheet.gather(session, mixer, round_, goes_first)
    drawn = mixers_draw.draw(sheet, round_.seed)
    # later than any meeting that was looked at: a replay looks at those before
    latest = mixers_meetings.latest(session, round_.team_id)
    round_.drawn_at = max(now, latest + INSTANT) if latest else now
    round_.state, round_.inputs = State.DRAWN, mixers_sheet.fingerprint(sheet)
    groups = _seat(session, mixer, round_, drawn)
    _note_parts(session, round_, goes_first, groups)
    mixers_meetings.note(session, round_.team_id, round_.id, groups.values(), at=round_.drawn_at)
    return Seated(groups, drawn.left_out)


def _sheet_again(session: Session, round_: Round) -> mixers_draw.Sheet:
    mixer = session.get_one(Mixer, round_.mixer_id)
    parts = select(Part.user_id, Part.first).where(Part.round_id == round_.id, Part.stand != Stand.SKIPS)
    first = {each.user_id: each.first for each in session.execute(parts)}
    return mixers_sheet.gather(session, mixer, round_, first, before=round_.drawn_at)


def _seat(session: Session, mixer: Mixer, round_: Round, drawn: Drawn) -> Mapping[int, tuple[str, ...]]:
    """Make the groups, all with few statements; give who is in each by its number."""
    ideas = mixers_together.ideas(session, mixer, len(drawn.groups), seed=round_.seed)
    rows = [
        {"team_id": round_.team_id, "round_id": round_.id, "starter_id": each.starter, "idea": idea}
        for each, idea in zip(drawn.groups, ideas, strict=True)
    ]
    if not rows:
        return {}
    made = session.scalars(insert(Group).returning(Group.id, sort_by_parameter_order=True), rows)
    return {key: each.people for key, each in zip(made, drawn.groups, strict=True)}


def _note_parts(
    session: Session,
    round_: Round,
    goes_first: Mapping[str, bool],
    groups: Mapping[int, Sequence[str]],
) -> None:
    """Note everybody's part; who joined once and is away by now has none."""
    places = {who: key for key, people in groups.items() for who in people}
    there = {part.user_id: part for part in session.scalars(select(Part).where(Part.round_id == round_.id))}
    for part in there.values():
        if part.user_id in goes_first:
            part.group_id, part.first = places.get(part.user_id), goes_first[part.user_id]
            part.stand = Stand.ONCE if part.group_id else Stand.LEFT_OUT
        else:
            part.stand = Stand.SKIPS
    rows = [
        {
            "round_id": round_.id,
            "team_id": round_.team_id,
            "user_id": who,
            "stand": Stand.IN if who in places else Stand.LEFT_OUT,
            "group_id": places.get(who),
            "first": first,
        }
        for who, first in goes_first.items()
        if who not in there
    ]
    if rows:
        session.execute(insert(Part), rows)


def _plan(mixer: Mixer, round_: Round, following: Round, *, any_groups: bool, now: datetime) -> None:
    """Note when a round's groups are nudged and asked, and when it ends: with the draw of the next one."""
    round_.ends_at = following.draws_at
    if not any_groups:
        return
    asks_at = min(following.heads_up_at or following.draws_at, now + LATEST_QUESTION)
    round_.asks_at = asks_at if asks_at > now else now + (following.draws_at - now) / 2
    round_.nudges_at = _halfway(mixer, now, round_.asks_at)


def _halfway(mixer: Mixer, begins: datetime, ends: datetime) -> datetime | None:
    """Give the moment after half the working days between two; None where there is not one to give."""
    days = 0
    while working_days.after(begins, mixer.zone, mixer.country, days=days + 1) <= ends:
        days += 1
    half = days // 2
    return working_days.after(begins, mixer.zone, mixer.country, days=half) if half else None
