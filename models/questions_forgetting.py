"""What questions hold of somebody: what they asked and answered, and where they were named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models import outbox, questions, questions_answers, tips
from models.base import facts
from models.questions import Question
from models.questions_answers import Answer
from models.questions_naming import Naming
from models.tips import Tip


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take back what somebody asked, with a name or without, and what they answered; name them nowhere."""
    for question in _concerned(session, team_id, user_id):
        if question.author_id == user_id:
            _forget_words(session, question, now)
            questions.take_back(session, question, now=now)
        else:
            _forget_answers(session, question, user_id, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody asked and answered, and where they were named."""
    concerned = _concerned(session, team_id, user_id)
    asked = [each for each in concerned if each.author_id == user_id]
    shown = ("text", "anonymous", "channel_id", "permalink", "state", "answered_by")
    moments = ("asked_at", "edited_at", "bumped_at")
    return {
        "questions": [facts(each, *shown, *moments) for each in asked],
        "answers_to_questions": [
            {
                **facts(question, "channel_id", "permalink"),
                **facts(given, "text", "by", "answered_at"),
                "helped": question.answered_by == user_id,
            }
            for question in concerned
            for given in question.answers
            if given.user_id == user_id
        ],
        "questions_that_name_me": [
            {**facts(question, "channel_id", "permalink"), **facts(naming, "skill", "named_at")}
            for question in concerned
            for naming in question.namings
            if naming.user_id == user_id
        ],
        "thanked_for_answers": [
            facts(each, "channel_id", "permalink", "asked_at")
            for each in concerned
            if each.answered_by == user_id
        ],
    }


def _concerned(session: Session, team_id: str, user_id: str) -> Sequence[Question]:
    answered = exists().where(Answer.question_id == Question.id, Answer.user_id == user_id)
    named = exists().where(Naming.question_id == Question.id, Naming.user_id == user_id)
    theirs = or_(Question.author_id == user_id, Question.answered_by == user_id, answered, named)
    found = select(Question).where(Question.team_id == team_id, theirs)
    return session.scalars(found.order_by(Question.id)).all()


def _forget_words(session: Session, question: Question, now: datetime) -> None:
    """Take a question off the beginning of the tip that its answer became: that stays, as its author's."""
    tip = session.get(Tip, question.tip_id) if question.tip_id is not None else None
    if tip is not None:
        tips.cut(session, tip, questions_answers.asked_in_tip(question), now=now)


def _forget_answers(session: Session, question: Question, user_id: str, now: datetime) -> None:
    for given in [each for each in question.answers if each.user_id == user_id]:
        outbox.retract(session, question.team_id, given.key, now=now)
        question.answers.remove(given)
    for naming in [each for each in question.namings if each.user_id == user_id]:
        question.namings.remove(naming)
    if question.answered_by == user_id:
        question.answered_by = question.tip_id = None
    if question.author_id != questions.NOBODY:
        questions.tell_of_answers(session, question, now=now)
    elif not question.answers:
        session.delete(question)
