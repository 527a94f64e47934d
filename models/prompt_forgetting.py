"""What prompts hold of somebody: their answers and votes, and the posts of what they proposed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models import outbox, prompt_answers, prompts
from models.base import facts
from models.prompt_answers import Reply, Vote
from models.prompt_proposals import Proposal
from models.prompt_schedules import PromptSchedule, State
from models.prompts import Prompting


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take back what somebody answered and proposed; answers without a name are nobody's, and stay."""
    for prompting in _answered(session, team_id, user_id):
        _forget_answers(session, prompting, user_id, now)
    for prompting in _proposed(session, team_id, user_id):
        _take_back(session, prompting, now)
    for schedule in _kept_at_rest(session, team_id, user_id):
        schedule.keeper_id = None
        prompts.tell_keepers(session, schedule, f"{schedule.rest}:{now:%Y-%m-%d}", now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List somebody's answers and votes, and the posts of what they proposed."""
    answered = _answered(session, team_id, user_id)
    return {
        "answers_to_prompts": [
            {**facts(prompting, "channel_id"), **facts(reply, "text", "by", "reaction", "answered_at")}
            for prompting in answered
            for reply in prompting.replies
            if reply.user_id == user_id
        ],
        "votes": [
            {
                **facts(prompting, "channel_id"),
                "choice": prompting.poll[vote.choice],
                **facts(vote, "voted_at"),
            }
            for prompting in answered
            for vote in prompting.votes
            if vote.user_id == user_id
        ],
        "prompts_from_me": [
            {**facts(each, "text", "format", "channel_id", "asked_at"), "named": each.by_id == user_id}
            for each in _proposed(session, team_id, user_id)
        ],
    }


def _answered(session: Session, team_id: str, user_id: str) -> Sequence[Prompting]:
    replied = exists().where(Reply.prompting_id == Prompting.id, Reply.user_id == user_id)
    voted = exists().where(Vote.prompting_id == Prompting.id, Vote.user_id == user_id)
    found = select(Prompting).where(Prompting.team_id == team_id, or_(replied, voted))
    return session.scalars(found.order_by(Prompting.id)).all()


def _proposed(session: Session, team_id: str, user_id: str) -> Sequence[Prompting]:
    theirs = select(Proposal).where(Proposal.team_id == team_id, Proposal.author_id == user_id)
    names = [proposal.prompt.name for proposal in session.scalars(theirs)]
    mine = or_(Prompting.by_id == user_id, Prompting.prompt.in_(names))
    return session.scalars(select(Prompting).where(Prompting.team_id == team_id, mine)).all()


def _kept_at_rest(session: Session, team_id: str, user_id: str) -> Sequence[PromptSchedule]:
    return session.scalars(
        select(PromptSchedule).where(
            PromptSchedule.team_id == team_id,
            PromptSchedule.keeper_id == user_id,
            PromptSchedule.state == State.RESTING,
        )
    ).all()


def _forget_answers(session: Session, prompting: Prompting, user_id: str, now: datetime) -> None:
    for reply in [each for each in prompting.replies if each.user_id == user_id]:
        outbox.retract(session, prompting.team_id, reply.key, now=now)
        prompting.replies.remove(reply)
    for vote in [each for each in prompting.votes if each.user_id == user_id]:
        prompting.votes.remove(vote)
    prompt_answers.count(session, prompting, now)


def _take_back(session: Session, prompting: Prompting, now: datetime) -> None:
    """Take a prompt's post back; an empty row stays, so that the answers to it remain their authors' own."""
    outbox.retract(session, prompting.team_id, prompting.key, now=now)
    outbox.retract(session, prompting.team_id, f"{prompting.key}:summary", now=now)
    prompting.text = prompting.button = prompting.choices = ""
    prompting.votes.clear()
    prompting.by_id, prompting.looked_at = None, prompting.looked_at or now
