"""The one nudge in the middle of a round, for groups of which nobody said that they met.

It counts as a message that nobody asked for, and comes only where that leaves room for the question whether
they met, in which the next round is announced: with two messages a week, not in rounds of a week.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import budgets, mixers_mending, mixers_telling, outbox
from models import mixers_rounds as rounds
from models.mixers_answers import WELL
from models.mixers_rounds import IN_A_GROUP, Answer, Group, Part, Round, State
from models.outbox import Owed


def nudge(session: Session, round_: Round, *, now: datetime) -> None:
    """Owe the groups that may need it a nudge, once; without room for it before the question it is let go."""
    round_.nudges_at = None
    for group in rounds.groups_of(session, round_):
        if needs_one(session, group, now=now) and _leaves_room(session, round_, group):
            outbox.owe(
                session,
                team_id=round_.team_id,
                key=mixers_telling.nudge_key(group),
                kind="mixers.nudge",
                ref=group.id,
                to=rounds.people_of(session, group),
                due=now,
                not_after=round_.asks_at or round_.ends_at,
                importance=outbox.Importance.NEVER_TWICE,
                budget="person",
            )


def needs_one(session: Session, group: Group, *, now: datetime) -> bool:
    """Tell whether a nudge may help: nobody met or plans to, no time is to come, and somebody still could."""
    if group.begun_at is None or (group.meets_at is not None and group.meets_at > now):
        return False
    theirs = select(Part.answer).where(Part.group_id == group.id, Part.stand.in_(IN_A_GROUP))
    answers = session.scalars(theirs).all()
    return (
        len(answers) >= mixers_mending.FEWEST
        and not WELL.intersection(answers)
        and any(each != Answer.COULD_NOT for each in answers)
    )


def told_by(session: Session, owed: Owed, *, now: datetime) -> Group | None:
    """Give the group of a nudge that is to be said, while it may help the people it is for."""
    group = session.get(Group, int(owed.ref))
    round_ = session.get(Round, group.round_id) if group else None
    if group is None or round_ is None or round_.state != State.DRAWN:
        return None
    if owed.ts is not None:
        return group
    is_theirs = owed.people == rounds.people_of(session, group)
    helps = needs_one(session, group, now=now) and _leaves_room(session, round_, group, but=owed.id)
    return group if is_theirs and helps else None


def talked_below(session: Session, group: Group) -> Sequence[Owed]:
    """Give the messages below which a group's people may have written: those that brought them together."""
    told = select(Owed).where(
        Owed.team_id == group.team_id,
        Owed.kind.in_(mixers_telling.TOLD),
        or_(Owed.ref == str(group.id), Owed.ref.startswith(f"{group.id}/")),
        Owed.recipients.contains(","),
        Owed.ts.is_not(None),
    )
    return session.scalars(told.order_by(Owed.id)).all()


def note_quiet(session: Session, group_id: int, *, quiet: bool) -> None:
    """Keep whether nobody of a group has written: this, and nothing that anybody wrote."""
    group = session.get(Group, group_id, with_for_update=True)
    if group is not None:
        group.quiet = quiet


def _leaves_room(session: Session, round_: Round, group: Group, *, but: int | None = None) -> bool:
    """Tell whether a nudge leaves everybody of a group room for the question that comes after it."""
    if round_.asks_at is None:
        return True
    people = rounds.people_of(session, group)
    return budgets.has_room(session, round_.team_id, people, 2, at=round_.asks_at, but=but)
