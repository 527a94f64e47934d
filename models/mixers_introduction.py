"""The introduction of a group: one message to all of it, said once, and what it begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from models import apart, mixers_answers, mixers_mending, mixers_page, outbox
from models import mixers_rounds as rounds
from models.mixers_page import Page
from models.mixers_rounds import Group, Round, State
from models.outbox import Owed, Step

KIND = "mixers.introduction"


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


def move(session: Session, round_: Round) -> None:
    """Let what is not introduced yet in a round be introduced until it ends, which has moved."""
    keys = [group.id for group in rounds.groups_of(session, round_) if group.begun_at is None]
    for owed in outbox.told_of(session, round_.team_id, KIND, keys):
        outbox.move(owed, not_after=round_.ends_at)


def of(session: Session, owed: Owed) -> Page | None:
    """Gather what the people of a group are told; None: it is not theirs to be told any more."""
    group = session.get(Group, int(owed.ref))
    round_ = session.get(Round, group.round_id) if group else None
    if group is None or round_ is None:
        return None
    people = rounds.people_of(session, group)
    if len(people) < mixers_mending.FEWEST:
        return None
    may_be = owed.said_at is not None or _may_be_said(session, owed, round_, group, people)
    return mixers_page.of(session, group, alone=len(owed.people) == 1) if may_be else None


def begun(session: Session, owed: Owed) -> None:
    """Let a group begin at the moment at which it was introduced; one told one by one has no conversation."""
    group = session.get(Group, int(owed.ref), with_for_update=True, populate_existing=True)
    if group is not None and owed.step != Step.DELETE:
        group.begun_at = group.begun_at or owed.said_at
        if len(owed.people) > 1:
            group.channel_id = owed.channel_id
        _ask_later(session, group, owed.said_at)


def _ask_later(session: Session, group: Group, begun_at: datetime | None) -> None:
    """Ask a group that begins when the others were asked already halfway to the end, whether they met."""
    round_ = session.get_one(Round, group.round_id)
    if begun_at and round_.asks_at is None and round_.ends_at is not None and begun_at < round_.ends_at:
        later = begun_at + (round_.ends_at - begun_at) / 2
        mixers_answers.ask_group(session, round_, group, now=later)


def _may_be_said(session: Session, owed: Owed, round_: Round, group: Group, people: Sequence[str]) -> bool:
    """Tell whether those whom it is owed to are still who is in the group, and may be introduced."""
    if round_.state != State.DRAWN:
        return False
    if len(owed.people) == 1:
        return owed.recipients in people and group.channel_id is None
    is_theirs = owed.people == people and group.begun_at is None
    return is_theirs and not apart.among(session, group.team_id, people)
