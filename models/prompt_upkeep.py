"""Looking back at prompts: a summary for the thread, a question where nobody answered, how each one did."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import outbox, prompts
from models.prompt_answers import Reply, Vote
from models.prompt_schedules import PromptSchedule, State
from models.prompts import Prompting
from models.tips import Tip

ENOUGH_ANSWERS = 3
"""From how many answers on a summary is worth reading."""


class Record(NamedTuple):
    """How one prompt did: its channels, posts and answers in all, and whether it is set aside."""

    prompt: str
    text: str
    channels: int
    asked: int
    answers: int
    resting: bool


def look_back(session: Session, *, now: datetime) -> None:
    """Look at the prompts whose two working days are over: summed up, or noted as silent."""
    due = select(Prompting).where(
        Prompting.look_at <= now, Prompting.looked_at.is_(None), Prompting.ts.is_not(None)
    )
    for prompting in session.scalars(due.order_by(Prompting.id).with_for_update()).all():
        prompting.looked_at = now
        if prompting.answered_by >= ENOUGH_ANSWERS:
            _owe_summary(session, prompting, now)
        elif not prompting.answered_by:
            _mind_silence(session, prompting, now)


def kept_as_tips(session: Session, prompting: Prompting) -> int:
    """Count the answers of a prompt that became tips."""
    submissions = [f"reply:{reply.id}" for reply in prompting.replies]
    kept = select(func.count()).select_from(Tip)
    kept = kept.where(Tip.team_id == prompting.team_id, Tip.submission.in_(submissions))
    return session.scalar(kept) or 0


def records(session: Session, team_id: str, *, limit: int) -> list[Record]:
    """Tell how each prompt did that was asked, the most answered first."""
    dull = prompts.set_aside(session, team_id)
    answered = _answers(session, team_id)
    asked = session.execute(
        select(
            Prompting.prompt,
            func.max(Prompting.text),
            func.count(Prompting.channel_id.distinct()),
            func.count(),
        )
        .where(Prompting.team_id == team_id, Prompting.ts.is_not(None), Prompting.text != "")
        .group_by(Prompting.prompt)
    )
    found = [Record(*row, answers=answered.get(row[0], 0), resting=row[0] in dull) for row in asked]
    return sorted(found, key=lambda each: (-each.answers / each.asked, each.prompt))[:limit]


def _answers(session: Session, team_id: str) -> dict[str, int]:
    """Count the answers to each prompt: people once a post, answers without a name each."""
    people = select(Reply.prompting_id, Reply.user_id).where(Reply.team_id == team_id, Reply.user_id != "")
    voters = select(Vote.prompting_id, Vote.user_id).where(Vote.team_id == team_id)
    each = people.union(voters).subquery()
    counted: dict[str, int] = {}
    for source in (
        select(Prompting.prompt, func.count())
        .join(each, each.c.prompting_id == Prompting.id)
        .group_by(Prompting.prompt),
        select(Prompting.prompt, func.count())
        .join(Reply, Reply.prompting_id == Prompting.id)
        .where(Reply.team_id == team_id, Reply.user_id == "")
        .group_by(Prompting.prompt),
    ):
        for name, number in session.execute(source):
            counted[name] = counted.get(name, 0) + number
    return counted


def _owe_summary(session: Session, prompting: Prompting, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=prompting.team_id,
        key=f"{prompting.key}:summary",
        kind="prompts.summary",
        ref=prompting.id,
        to=prompting.channel_id,
        thread_ts=prompting.ts,
        due=now,
        importance=outbox.Importance.NEVER_TWICE,
    )


def _mind_silence(session: Session, prompting: Prompting, now: datetime) -> None:
    schedule = session.get(PromptSchedule, prompting.schedule_id, with_for_update=True)
    if schedule and schedule.state == State.RUNNING and prompts.quiet_of_late(session, schedule):
        prompts.ask_keeper(session, schedule, now)
