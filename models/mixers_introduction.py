"""The introduction of a group: one message to all of it, said once, and what it begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import apart, mixers_mending, outbox
from models import mixers_rounds as rounds
from models.mixers import Mixer
from models.mixers_rounds import Group, Round, State
from models.outbox import Owed, Step

KIND = "mixers.introduction"


class Introduction(NamedTuple):
    """What the people of a group are told of each other."""

    mixer: Mixer
    round: Round
    group: Group
    people: Sequence[str]


def owe(session: Session, round_: Round, groups: Mapping[int, Sequence[str]], *, now: datetime) -> None:
    """Owe each group, by its number, its introduction; it counts as a message that nobody asked for."""
    outbox.owe_all(
        session,
        round_.team_id,
        KIND,
        ((f"{KIND}:{key}", key, people) for key, people in groups.items()),
        due=now,
        not_after=round_.ends_at,
        budget="person",
    )


def of(session: Session, owed: Owed) -> Introduction | None:
    """Gather what the people of a group are told; None: it is not theirs to be told any more."""
    group = session.get(Group, int(owed.ref))
    round_ = session.get(Round, group.round_id) if group else None
    if group is None or round_ is None:
        return None
    people = rounds.people_of(session, group)
    if owed.said_at is None and not _may_be_said(session, owed, round_, group, people):
        return None
    return Introduction(session.get_one(Mixer, round_.mixer_id), round_, group, people)


def one_by_one(session: Session, owed: Owed, *, now: datetime) -> None:
    """Introduce the people of a group each by themselves, where Slack opens no conversation for all."""
    messages = ((f"{owed.key}:{who}", owed.ref, who) for who in owed.people)
    outbox.owe_all(
        session, owed.team_id, KIND, messages, due=now, not_after=owed.not_after, budget=owed.budget
    )


def begun(session: Session, owed: Owed) -> None:
    """Let a group begin at the moment at which it was introduced; one told one by one has no conversation."""
    group = session.get(Group, int(owed.ref), with_for_update=True, populate_existing=True)
    if group is not None and owed.step != Step.DELETE:
        group.begun_at = group.begun_at or owed.said_at
        if len(owed.people) > 1:
            group.channel_id = owed.channel_id


def _may_be_said(session: Session, owed: Owed, round_: Round, group: Group, people: Sequence[str]) -> bool:
    """Tell whether those whom it is owed to are still who is in the group, and may be introduced."""
    if round_.state != State.DRAWN or len(people) < mixers_mending.FEWEST:
        return False
    if len(owed.people) == 1:
        return owed.recipients in people and group.channel_id is None
    return owed.people == people and not _wishers(session, group, people)


def _wishers(session: Session, group: Group, people: Sequence[str]) -> list[str]:
    """Name those of some people who wished not to be brought together with another of them."""
    kept = apart.among(session, group.team_id, people)
    return sorted({wisher for wisher, _ in kept})
