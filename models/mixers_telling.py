"""What the people of a mixer's group are told of who they are now, as some leave and others join."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import budgets, mixers_times, outbox
from models import mixers_rounds as rounds
from models.mixers_rounds import Group
from models.outbox import Owed, Step

TOLD = ("mixers.introduction", "mixers.joined", "mixers.fewer")
"""Kinds of messages that tell the people of a group who they are."""


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


def tell(session: Session, group: Group, people: Sequence[str], now: datetime) -> None:
    """Let those who stay know who they are now: by what they are still to be told, or by a line.

    Who was to join and does not is nobody's business: who talks already goes on as they are.
    """
    if _talk(session, group, people):
        _send_to(session, group, nudge_key(group), people, now)
        _unsay(session, group, _joined_keys(session, group), now)
    elif not readdress(session, group, people, now):
        mixers_times.renew(session, group, now=now)
        key = f"mixers.fewer:{group.id}:{len(people)}:{now:%Y-%m-%dT%H:%M:%S}"
        say(session, group, key, "mixers.fewer", people, now)


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


def readdress(session: Session, group: Group, people: Sequence[str], now: datetime) -> bool:
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


def never_say(session: Session, group: Group, now: datetime) -> None:
    """Tell a group that is none any more nothing of what it was still to be told."""
    _unsay(session, group, (nudge_key(group), group.key, *_joined_keys(session, group)), now)


def _unsay(session: Session, group: Group, keys: Iterable[str], now: datetime) -> None:
    for key in keys:
        owed = outbox.by_key(session, group.team_id, key)
        if owed is not None and outbox.may_be_readdressed(owed):
            outbox.retract(session, group.team_id, key, now=now)


def say(
    session: Session,
    group: Group,
    key: str,
    kind: str,
    people: Sequence[str],
    now: datetime,
    *,
    ref: object = None,
) -> None:
    """Owe some people a message that is about a group, or about `ref`."""
    outbox.owe(session, team_id=group.team_id, key=key, kind=kind, ref=ref or group.id, to=people, due=now)
