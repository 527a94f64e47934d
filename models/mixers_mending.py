"""Mending: who cannot make it leaves a group quietly, and who would be left alone joins another one at once.

Nobody hears who left, nor why: those who stay hear, in a conversation of their own, with whom they go on.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from models import apart, budgets, mixers_answers, mixers_meetings, mixers_times, outbox, reminders, silences
from models import mixers_rounds as rounds
from models.consents import Programme
from models.mixers import Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, Stand, State
from models.outbox import Owed, Step

FEWEST = 2
"""Fewer are no group."""

MORE = 2
"""By how many a group may outgrow its mixer's size when it takes somebody in."""

TOLD = ("mixers.introduction", "mixers.joined", "mixers.fewer")
"""Kinds of messages that tell the people of a group who they are."""

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


def joined_key(group: Group) -> str:
    """Give the outbox key of the message with which a group's last one joins another."""
    return f"mixers.joined:{group.id}"


def nudge_key(group: Group) -> str:
    """Give the outbox key of a group's one nudge."""
    return f"mixers.nudge:{group.id}"


def said(session: Session, owed: Owed) -> None:
    """Note where the people of a group talk from now on, who were told who they are."""
    group = session.get(Group, group_id(owed), with_for_update=True, populate_existing=True)
    if group is not None and owed.people == rounds.people_of(session, group):
        group.channel_id = owed.channel_id


def one_by_one(session: Session, owed: Owed, *, now: datetime) -> None:
    """Tell each by themselves who they are now, where Slack opens no conversation for all."""
    for who in owed.people:
        outbox.owe(
            session,
            team_id=owed.team_id,
            key=f"{owed.key}:{who}",
            kind=owed.kind,
            ref=owed.ref,
            to=who,
            due=now,
        )


def group_id(owed: Owed) -> int:
    """Read which group a message of this feature is about."""
    return int(owed.ref.partition("/")[0])


def waiting(session: Session, group: Group) -> Sequence[Owed]:
    """List what a group that has begun is still to hear of who they are now, held until the end."""
    found = select(Owed).where(
        Owed.team_id == group.team_id,
        Owed.kind.in_(TOLD[1:]),
        or_(Owed.ref == str(group.id), Owed.ref.startswith(f"{group.id}/")),
        Owed.step.in_((Step.OPEN, Step.POST)),
    )
    return session.scalars(found.order_by(Owed.id).with_for_update()).all()


def newcomer(owed: Owed) -> str:
    """Read who joins a group by a message; nobody by any other."""
    return owed.ref.partition("/")[2]


def _mend(session: Session, round_: Round, group: Group, gone: str, now: datetime) -> None:
    people = rounds.people_of(session, group)
    if group.starter_id == gone and people:
        group.starter_id = _next_starter(session, round_, people)
    if len(people) >= FEWEST:
        _tell(session, group, people, now)
        return
    group.mended_at = now
    _never_say(session, group, now)
    for alone in people:
        _bring_elsewhere(session, round_, group, alone, now)


def _bring_elsewhere(session: Session, round_: Round, group: Group, alone: str, now: datetime) -> None:
    part = session.get_one(Part, (round_.id, alone))
    other = _open_to(session, round_, group, alone)
    part.answer = None
    if other is None:
        part.stand, part.group_id = Stand.LEFT_OUT, None
        _say(session, group, f"mixers.alone:{group.id}", "mixers.alone", [alone], now)
        return
    part.group_id, group.joins_id = other.id, other.id
    session.flush()
    people = rounds.people_of(session, other)
    mixers_meetings.note(session, round_.team_id, round_.id, [people], at=now)
    if not _readdress(session, other, people, now):
        mixers_times.renew(session, other, now=now)
        _say(session, group, joined_key(group), "mixers.joined", people, now, ref=f"{other.id}/{alone}")


def _open_to(session: Session, round_: Round, group: Group, alone: str) -> Group | None:
    """Find the group that somebody joins: of people new to them, then the smallest; None: none may be.

    Once everybody is asked whether they met, it is too late for another group.
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
        if other.id != group.id and FEWEST <= len(people) < most and not people & forbidden:
            found.append((len(people & known), len(people), other.id, other))
    return min(found)[-1] if found else None


def _met_before(session: Session, round_: Round, user_id: str) -> set[str]:
    theirs = select(Meeting.one_id, Meeting.other_id).where(
        Meeting.team_id == round_.team_id, or_(Meeting.one_id == user_id, Meeting.other_id == user_id)
    )
    return {who for two in session.execute(theirs) for who in two} - {user_id}


def _is_to_join(session: Session, group: Group, user_id: str) -> bool:
    """Tell whether a group is still to hear that somebody joins it."""
    return any(newcomer(owed) == user_id for owed in waiting(session, group))


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


def _tell(session: Session, group: Group, people: Sequence[str], now: datetime) -> None:
    """Let those who stay know who they are now: by what they are still to be told, or by a line.

    Who was to join and does not is nobody's business: who talks already goes on as they are.
    """
    if _talk(session, group, people):
        _send_to(session, group, nudge_key(group), people, now)
        _unsay(session, group, _joined_keys(session, group), now)
    elif not _readdress(session, group, people, now):
        mixers_times.renew(session, group, now=now)
        key = f"mixers.fewer:{group.id}:{len(people)}:{now:%Y-%m-%dT%H:%M:%S}"
        _say(session, group, key, "mixers.fewer", people, now)


def _talk(session: Session, group: Group, people: Sequence[str]) -> bool:
    """Tell whether the conversation in which a group talks is of exactly these people."""
    told = select(Owed.id).where(
        Owed.team_id == group.team_id,
        Owed.kind.in_(TOLD),
        Owed.channel_id == group.channel_id,
        Owed.recipients == ",".join(sorted(people)),
        Owed.ts.is_not(None),
    )
    return group.channel_id is not None and session.scalar(told.limit(1)) is not None


def _readdress(session: Session, group: Group, people: Sequence[str], now: datetime) -> bool:
    """Say what a group was still to be told to the people it has now; tell whether that says who they are."""
    _send_to(session, group, nudge_key(group), people, now)
    keys = [*([] if group.begun_at else [group.key]), *_joined_keys(session, group)]
    sent = [key for key in keys if _send_to(session, group, key, people, now)]
    return bool(sent)


def _joined_keys(session: Session, group: Group) -> list[str]:
    took_in = session.scalars(select(Group).where(Group.joins_id == group.id).order_by(Group.id)).all()
    return [joined_key(each) for each in took_in]


def _send_to(session: Session, group: Group, key: str, people: Sequence[str], now: datetime) -> bool:
    owed = outbox.by_key(session, group.team_id, key)
    if owed is None or not outbox.may_be_readdressed(owed):
        return False
    budgets.give_back(session, owed)
    outbox.readdress(owed, people, now=now)
    return True


def _never_say(session: Session, group: Group, now: datetime) -> None:
    """Tell a group that is none any more nothing of what it was still to be told."""
    _unsay(session, group, (nudge_key(group), group.key, *_joined_keys(session, group)), now)


def _unsay(session: Session, group: Group, keys: Iterable[str], now: datetime) -> None:
    for key in keys:
        owed = outbox.by_key(session, group.team_id, key)
        if owed is not None and outbox.may_be_readdressed(owed):
            outbox.retract(session, group.team_id, key, now=now)


def _say(
    session: Session,
    group: Group,
    key: str,
    kind: str,
    people: Sequence[str],
    now: datetime,
    *,
    ref: object = None,
) -> None:
    outbox.owe(session, team_id=group.team_id, key=key, kind=kind, ref=ref or group.id, to=people, due=now)
