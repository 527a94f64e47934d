"""Choosing when a group meets: anybody of it does with one tap, and the last choice holds."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import mixers_answers, outbox
from models import mixers_rounds as rounds
from models.errors import RuleError
from models.mixers_rounds import Group, Round, State
from models.mixers_times import MEETS_FOR


def choose(session: Session, team_id: str, group_id: int, at: datetime, *, by: str, now: datetime) -> Group:
    """Let somebody of a group choose when it meets; the others hear of it, and what shows it follows."""
    round_, group = choosing(session, team_id, group_id, by=by)
    at = at.replace(second=0, microsecond=0)
    _check(round_, at, now)
    mixers_answers.plans(session, round_, by, now=now)
    if group.meets_at != at:
        group.meets_at = at
        group.sequence += 1
        session.flush()
        _tell(session, group, by, now)
        show(session, group, now=now)
    return group


def choosing(session: Session, team_id: str, group_id: int, *, by: str) -> tuple[Round, Group]:
    """Find a group and its round for somebody who is in it, both locked; say kindly why not."""
    found = session.get(Group, group_id)
    round_ = rounds.held(session, found.round_id) if found and found.team_id == team_id else None
    if found is None or round_ is None:
        raise RuleError("This group is gone.")
    if round_.state != State.DRAWN:
        raise RuleError("This round is over. The next one brings you together with others.")
    if by not in rounds.people_of(session, found):
        raise RuleError("This is for the people who are in that group now.")
    session.refresh(found, with_for_update=True)
    return round_, found


def show(session: Session, group: Group, *, now: datetime) -> None:
    """Have every message show when a group meets, if nobody reads it who is a stranger to the others."""
    people = rounds.people_of(session, group)
    shown_in: dict[str, list[object]] = {
        "mixers.introduction": [group.id],
        "mixers.fewer": [group.id],
        "mixers.joined": [f"{group.id}/{who}" for who in people],
    }
    for kind, refs in shown_in.items():
        for owed in outbox.told_of(session, group.team_id, kind, refs):
            if set(people) <= set(owed.people) or set(owed.people) <= set(people):
                outbox.refresh(session, group.team_id, owed.key, now=now)


def ref(group: Group, by: str) -> str:
    """Give how the outbox refers to a choice: the group, the how manieth it is, and whose."""
    return f"{group.id}/{group.sequence}/{by}"


def chosen(session: Session, ref_: str) -> tuple[Group, str, datetime] | None:
    """Find the group of a choice, who made it, and the moment; None: it does not hold any more."""
    group_id, sequence, by = ref_.split("/")
    group = session.get(Group, int(group_id))
    if group is None or group.meets_at is None or group.sequence != int(sequence):
        return None
    return group, by, group.meets_at


def apart(session: Session, team_id: str, ref_: str, *, now: datetime) -> None:
    """Tell each of a group by themselves, where Slack lets Potluck open no conversation for all."""
    found = chosen(session, ref_)
    if found is not None:
        group, _, at = found
        for who in rounds.people_of(session, group):
            _owe(session, team_id, ref_, [who], until=at, now=now)


def _check(round_: Round, at: datetime, now: datetime) -> None:
    if at <= now:
        raise RuleError("This moment is past. Choose one to come.", field="at")
    if round_.ends_at is not None and at + MEETS_FOR > round_.ends_at:
        raise RuleError(
            "The next groups are drawn before then. Choose an earlier time.",
            field="at",
        )


def _tell(session: Session, group: Group, by: str, now: datetime) -> None:
    people = rounds.people_of(session, group)
    if group.meets_at is not None:
        _owe(session, group.team_id, ref(group, by), people, until=group.meets_at, now=now)


def _owe(
    session: Session, team_id: str, ref_: str, people: list[str], *, until: datetime, now: datetime
) -> None:
    outbox.owe(
        session,
        team_id=team_id,
        key=f"mixers.time:{ref_}:{people[0] if len(people) == 1 else ''}",
        kind="mixers.time",
        ref=ref_,
        to=people,
        due=now,
        not_after=until,
        importance=outbox.Importance.NEVER_TWICE,
    )
