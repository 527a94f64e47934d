"""Mending: who cannot make it leaves a group quietly, and who would be left alone joins another one at once.

Nobody hears who left, nor why: those who stay hear, in a conversation of their own, with whom they go on.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from models import (
    apart,
    mixers_answers,
    mixers_meetings,
    mixers_telling,
    mixers_times,
    outbox,
    reminders,
    silences,
)
from models import mixers_rounds as rounds
from models.consents import Programme
from models.mixers import Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand, State

FEWEST = 2
"""Fewer are no group."""

MORE = 2
"""By how many a group may outgrow its mixer's size when it takes somebody in."""

MOST = 8
"""People whom Slack lets talk in one conversation with Potluck."""


class Why(StrEnum):
    """Why somebody leaves a group; only who says so themselves has said a word by it."""

    NOT_NOW = "not_now"
    GONE = "gone"


def take_out(session: Session, round_: Round, user_id: str, *, why: Why, now: datetime) -> bool:
    """Let somebody leave their group of a round that runs, once, and mend the group; tell whether they did.

    Before its introduction is said, the group is simply drawn smaller; one that has met is left as it is.
    """
    round_ = rounds.held(session, round_.id) or round_
    part = session.get(Part, (round_.id, user_id), with_for_update=True, populate_existing=True)
    if round_.state != State.DRAWN or part is None or part.stand not in IN_A_GROUP or part.group_id is None:
        return False
    group = session.get_one(Group, part.group_id, with_for_update=True, populate_existing=True)
    part.stand = Stand.WITHDREW
    if why == Why.NOT_NOW:
        part.answered_at = now
        silences.heard(session, round_.team_id, user_id, Programme.MIXERS, now=now)
    session.flush()
    reminders.settle(session, round_.team_id, mixers_answers.KIND, round_.id, now=now, user_id=user_id)
    if not is_introduced(session, group) or _is_to_join(session, group, user_id):
        _unmeet(session, round_, user_id, rounds.people_of(session, group))
    if not has_met(session, group):
        _mend(session, round_, group, user_id, now)
    return True


def take_out_of_all(session: Session, team_id: str, user_id: str, *, why: Why, now: datetime) -> None:
    """Let somebody leave every group that they are in now."""
    theirs = (
        select(Round)
        .join(Part, Part.round_id == Round.id)
        .where(
            Part.team_id == team_id,
            Part.user_id == user_id,
            Part.stand.in_(IN_A_GROUP),
            Round.state == State.DRAWN,
        )
    )
    for round_ in session.scalars(theirs.order_by(Round.id)).all():
        take_out(session, round_, user_id, why=why, now=now)


def left(session: Session, team_id: str, gone: str, *, now: datetime) -> None:
    """Take somebody who left the company out of their groups."""
    take_out_of_all(session, team_id, gone, why=Why.GONE, now=now)


def is_introduced(session: Session, group: Group) -> bool:
    """Tell whether a group's people may have been introduced: nobody can tell while it is being said."""
    owed = outbox.by_key(session, group.team_id, group.key)
    return group.begun_at is not None or (owed is not None and not outbox.may_be_readdressed(owed))


def has_met(session: Session, group: Group) -> bool:
    """Tell whether anybody of a group said that they met, also who has left it since."""
    met = select(Part.user_id).where(Part.group_id == group.id, Part.answer == Answer.MET)
    return session.scalar(met.limit(1)) is not None


def _mend(session: Session, round_: Round, group: Group, gone: str, now: datetime) -> None:
    people = rounds.people_of(session, group)
    if group.starter_id == gone and people:
        group.starter_id = _next_starter(session, round_, people)
    if len(people) >= FEWEST:
        mixers_telling.tell(session, group, people, now)
        return
    mixers_telling.never_say(session, group, now)
    for alone in people:
        _bring_elsewhere(session, round_, group, alone, now)


def _bring_elsewhere(session: Session, round_: Round, group: Group, alone: str, now: datetime) -> None:
    part = session.get_one(Part, (round_.id, alone))
    other = _open_to(session, round_, group, alone)
    part.answer = None
    if other is None:
        part.stand, part.group_id = Stand.LEFT_OUT, None
        mixers_telling.say(session, group, f"mixers.alone:{group.id}", "mixers.alone", [alone], now)
        return
    part.group_id, group.joins_id = other.id, other.id
    session.flush()
    people = rounds.people_of(session, other)
    mixers_meetings.note(session, round_.team_id, round_.id, [people], at=now)
    if not mixers_telling.readdress(session, other, people, now):
        mixers_times.renew(session, other, now=now)
        mixers_telling.say(
            session,
            group,
            mixers_telling.joined_key(group),
            "mixers.joined",
            people,
            now,
            ref=f"{other.id}/{alone}",
        )


def _open_to(session: Session, round_: Round, group: Group, alone: str) -> Group | None:
    """Find the group that somebody joins: of people new to them, then the smallest; None: none may be.

    None that has met already, and once everybody is asked whether they met, it is too late for another.
    """
    if round_.asks_at is None:
        return None
    mixer = session.get_one(Mixer, round_.mixer_id)
    most = min(mixer.size + MORE, MOST)
    forbidden = apart.from_any(session, round_.team_id, [alone])
    known = _met_before(session, round_, alone)
    found: list[tuple[int, int, int, Group]] = []
    for other in rounds.groups_of(session, round_):
        people = set(rounds.people_of(session, other))
        may_be = other.id != group.id and FEWEST <= len(people) < most and not people & forbidden
        if may_be and not has_met(session, other):
            found.append((len(people & known), len(people), other.id, other))
    return min(found)[-1] if found else None


def _met_before(session: Session, round_: Round, user_id: str) -> set[str]:
    theirs = select(Meeting.one_id, Meeting.other_id).where(
        Meeting.team_id == round_.team_id, or_(Meeting.one_id == user_id, Meeting.other_id == user_id)
    )
    return {who for two in session.execute(theirs) for who in two} - {user_id}


def _is_to_join(session: Session, group: Group, user_id: str) -> bool:
    """Tell whether a group is still to hear that somebody joins it."""
    return any(mixers_telling.newcomer(owed) == user_id for owed in mixers_telling.waiting(session, group))


def _unmeet(session: Session, round_: Round, user_id: str, others: Sequence[str]) -> None:
    """Take back that somebody was brought together with people whom they were never introduced to."""
    theirs = or_(
        and_(Meeting.one_id == user_id, Meeting.other_id.in_(others)),
        and_(Meeting.other_id == user_id, Meeting.one_id.in_(others)),
    )
    session.execute(delete(Meeting).where(Meeting.round_id == round_.id, theirs))


def _next_starter(session: Session, round_: Round, people: Sequence[str]) -> str:
    """Name who of some people was the starter least often in this mixer."""
    of_mixer = select(Round.id).where(Round.mixer_id == round_.mixer_id)
    counted = (
        select(Group.starter_id, func.count().label("number"))
        .where(Group.round_id.in_(of_mixer), Group.starter_id.in_(people))
        .group_by(Group.starter_id)
    )
    began = {each.starter_id: each.number for each in session.execute(counted)}
    return min(people, key=lambda who: (began.get(who, 0), who))
