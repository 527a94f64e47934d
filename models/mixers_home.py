"""Mixers on one's own page: those one is in, the groups one is in now, and when either meets next."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mixers_answers, mixers_joining, mixers_times
from models import mixers_rounds as rounds
from models.mixers import Member, Mixer
from models.mixers import State as MixerState
from models.mixers_rounds import IN_A_GROUP, Group, Part, Round, Stand, State


class MyMixer(NamedTuple):
    """A mixer somebody is in, or comes to this once; `round_` is open, and `stand` is theirs in it."""

    mixer: Mixer
    round_: Round | None
    stand: Stand | None


class MyGroup(NamedTuple):
    """A group somebody is in that was introduced, with what they said of it."""

    mixer: Mixer
    round_: Round
    group: Group
    part: Part
    others: Sequence[str]


class Mixers(NamedTuple):
    """One person's mixers; `any_here`: the workspace has one, whoever is in it."""

    mixers: Sequence[MyMixer]
    groups: Sequence[MyGroup]
    any_here: bool


def of(session: Session, team_id: str, user_id: str) -> Mixers:
    """Gather somebody's mixers as they stand now."""
    any_here = select(Mixer.id).where(Mixer.team_id == team_id).limit(1)
    if session.scalar(any_here) is None:
        return Mixers((), (), any_here=False)
    return Mixers(_mixers(session, team_id, user_id), _groups(session, team_id, user_id), any_here=True)


def meeting(mine: Mixers, *, now: datetime) -> Sequence[MyGroup]:
    """Give the groups whose chosen time is to come, or has just begun."""
    began = now - mixers_times.MEETS_FOR
    return [each for each in mine.groups if each.group.meets_at and each.group.meets_at > began]


def drawn_next(mine: Mixers) -> Sequence[tuple[datetime, MyMixer]]:
    """Give the draws that somebody is in, and when they are."""
    return [
        (each.round_.draws_at, each)
        for each in mine.mixers
        if each.round_ and each.stand != Stand.SKIPS and each.mixer.state == MixerState.RUNNING
    ]


def _mixers(session: Session, team_id: str, user_id: str) -> list[MyMixer]:
    once = (
        select(Round.mixer_id)
        .join(Part, Part.round_id == Round.id)
        .where(
            Part.team_id == team_id,
            Part.user_id == user_id,
            Part.stand == Stand.ONCE,
            Round.state == State.OPEN,
        )
    )
    member = select(Member.mixer_id).where(Member.team_id == team_id, Member.user_id == user_id)
    found = select(Mixer).where(Mixer.id.in_(member) | Mixer.id.in_(once)).order_by(Mixer.id)
    mine = []
    for mixer in session.scalars(found):
        round_ = rounds.coming(session, mixer)
        mine.append(MyMixer(mixer, round_, mixers_joining.stand_of(session, round_, user_id)))
    return mine


def _groups(session: Session, team_id: str, user_id: str) -> list[MyGroup]:
    found = (
        select(Mixer, Round, Group, Part)
        .join(Round, Round.mixer_id == Mixer.id)
        .join(Part, Part.round_id == Round.id)
        .join(Group, Group.id == Part.group_id)
        .where(
            Part.team_id == team_id,
            Part.user_id == user_id,
            Part.stand.in_(IN_A_GROUP),
            Round.state == State.DRAWN,
            Group.begun_at.is_not(None),
        )
    )
    return [
        MyGroup(mixer, round_, group, part, mixers_answers.others(session, part))
        for mixer, round_, group, part in session.execute(found.order_by(Round.id)).all()
    ]
