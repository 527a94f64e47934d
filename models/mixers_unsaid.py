"""Introductions that cannot be said as they were owed: somebody is gone, away, apart, or time is up."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import (
    apart,
    dispatch,
    lanes,
    mixers_left_out,
    mixers_mending,
    mixers_telling,
    outbox,
    pauses,
    reminders,
)
from models import mixers_rounds as rounds
from models.base import yield_soon
from models.consents import Programme
from models.mixers_introduction import KIND
from models.mixers_meetings import Meeting
from models.mixers_mending import Why
from models.mixers_rounds import IN_A_GROUP, Group, Part, Round, Stand, State
from models.outbox import Owed, Step

REMINDER = "mixers.not_introduced"

TOLD_WITHIN = timedelta(weeks=2)
"""How long it is of use to hear that a group was not introduced."""


def undeliverable(session: Session, owed: Owed, *, gone: bool, now: datetime) -> None:
    """Introduce each by themselves where Slack opens no conversation for all; who is gone is let go.

    Which of several is gone Slack does not say: the conversation with that one alone tells.
    """
    found = _held(session, owed)
    if found is None:
        return
    round_, _ = found
    if len(owed.people) > 1:
        messages = ((f"{owed.key}:{who}", owed.ref, who) for who in owed.people)
        outbox.owe_all(
            session, owed.team_id, KIND, messages, due=now, not_after=owed.not_after, budget=owed.budget
        )
    elif gone:
        mixers_mending.take_out(session, round_, owed.recipients, why=Why.GONE, now=now)


def expired(session: Session, owed: Owed, *, now: datetime) -> None:
    """Go on without who is away until the round is over; where time is up, say so."""
    found = _held(session, owed)
    if found is None:
        return
    round_, group = found
    theirs = [who for who in rounds.people_of(session, group) if who in owed.people]
    away = _away(session, round_, theirs, now)
    if len(owed.people) > 1 and away and round_.state == State.DRAWN and now < (round_.ends_at or now):
        outbox.readdress(owed, theirs, now=now)
        _go_on_without(session, round_, away, now)
    else:
        _never_introduced(session, round_, group, theirs, now)


def hurry(session: Session, round_: Round, *, now: datetime) -> None:
    """Go on without who is away in the middle of a round: the others have waited for long enough."""
    for group in _not_begun(session, round_):
        people = rounds.people_of(session, group)
        if not mixers_mending.is_introduced(session, group):
            _go_on_without(session, round_, _away(session, round_, people, now), now)


def give_up(session: Session, round_: Round, *, now: datetime) -> None:
    """Introduce nobody any more in a round that is over, and say so; what is being said is left to itself."""
    for group in _not_begun(session, round_):
        rows = outbox.told_of(session, round_.team_id, KIND, [group.id])
        if not any(owed.step == Step.CHECK for owed in rows):
            for owed in rows:
                outbox.retract(session, round_.team_id, owed.key, now=now)
            _never_introduced(session, round_, group, rounds.people_of(session, group), now)


def parted(session: Session, team_id: str, by: str, other_id: str, *, now: datetime) -> None:
    """Heed that somebody wishes not to be brought together with another, in what is still to be said."""
    lanes.hold(session, team_id, rounds.LANE, now=now)  # a draw under way is over then
    for group in _shared(session, team_id, by, other_id):
        round_ = rounds.held(session, group.round_id)
        if round_ is None:
            continue
        if not mixers_mending.is_introduced(session, group):
            _leave_out(session, round_, by, now)
        for owed in mixers_telling.waiting(session, group):
            if {by, other_id} <= {*owed.people}:
                _leave_out(session, round_, _who_leaves(owed, by, other_id), now)


def part(session: Session, claimed: Owed, *, now: datetime) -> None:
    """See before people are brought together that no two of them wished not to be since."""
    if claimed.said_at is not None or not apart.among(session, claimed.team_id, claimed.people):
        return
    yield_soon(session)
    found = _held(session, claimed)
    owed = dispatch.held(session, claimed)
    if found is None or owed is None:
        return
    outbox.put_back(owed, Step.POST, reason="not said to these people", now=now)
    wishes = apart.among(session, owed.team_id, owed.people)
    for who in sorted({_who_leaves(owed, *two) for two in wishes}):
        _leave_out(session, found[0], who, now)


def _who_leaves(owed: Owed, wisher: str, other: str) -> str:
    """Name who of two is left out: who wishes it, or who was to join a group that has begun without them."""
    joins = mixers_telling.newcomer(owed)
    return joins if joins in {wisher, other} else wisher


def _held(session: Session, owed: Owed) -> tuple[Round, Group] | None:
    """Give the group that a message brings together, and its round, both locked."""
    group = session.get(Group, mixers_telling.group_id(owed))
    round_ = rounds.held(session, group.round_id) if group else None
    if group is None or round_ is None:
        return None
    session.refresh(group, with_for_update=True)
    return round_, group


def _not_begun(session: Session, round_: Round) -> Sequence[Group]:
    """List the groups of a round that have people, and were not introduced."""
    theirs = select(Part.group_id).where(Part.round_id == round_.id, Part.stand.in_(IN_A_GROUP))
    found = select(Group).where(Group.round_id == round_.id, Group.begun_at.is_(None), Group.id.in_(theirs))
    return session.scalars(found.order_by(Group.id)).all()


def _shared(session: Session, team_id: str, one: str, other: str) -> Sequence[Group]:
    """List the groups in which two are together now."""
    with_one, with_other = (
        select(Part.group_id).where(Part.user_id == who, Part.stand.in_(IN_A_GROUP)) for who in (one, other)
    )
    found = (
        select(Group)
        .join(Round, Round.id == Group.round_id)
        .where(
            Group.team_id == team_id,
            Round.state == State.DRAWN,
            Group.id.in_(with_one),
            Group.id.in_(with_other),
        )
    )
    return session.scalars(found.order_by(Group.id)).all()


def _away(session: Session, round_: Round, people: Collection[str], now: datetime) -> list[str]:
    return [
        who
        for who in people
        if pauses.of(session, round_.team_id, who, programme=Programme.MIXERS, now=now) is not None
    ]


def _go_on_without(session: Session, round_: Round, away: Collection[str], now: datetime) -> None:
    for who in away:
        mixers_mending.take_out(session, round_, who, why=Why.GONE, now=now)


def _leave_out(session: Session, round_: Round, who: str, now: datetime) -> None:
    """Let somebody have no group after all, and hear it in the same words as everybody without one."""
    if mixers_mending.take_out(session, round_, who, why=Why.GONE, now=now):
        _have_no_group(session, round_, [who])
        mixers_left_out.tell(session, round_, [who], now=now)


def _never_introduced(
    session: Session, round_: Round, group: Group, people: Sequence[str], now: datetime
) -> None:
    """Let people have had no group, who were never told of it; they hear so, and go first the next time."""
    if group.begun_at is None:
        two = Meeting.one_id.in_(people), Meeting.other_id.in_(people)
        session.execute(delete(Meeting).where(Meeting.round_id == round_.id, *two))
    _have_no_group(session, round_, people)
    for who in people:
        reminders.remind(
            session,
            round_.team_id,
            who,
            kind=REMINDER,
            ref=round_.id,
            due=now,
            until=now + TOLD_WITHIN,
        )


def _have_no_group(session: Session, round_: Round, people: Sequence[str]) -> None:
    for who in people:
        theirs = session.get(Part, (round_.id, who), with_for_update=True, populate_existing=True)
        if theirs is not None and theirs.stand in {*IN_A_GROUP, Stand.WITHDREW}:
            theirs.stand, theirs.group_id = Stand.LEFT_OUT, None
    session.flush()
