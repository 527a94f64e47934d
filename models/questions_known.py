"""What is known already when somebody is about to ask: tips, and questions that were answered."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audiences, questions_search, search
from models.audiences import Asker
from models.questions import Question, State
from models.tips import Tip


class Known(NamedTuple):
    """What may answer a question, the tips first."""

    tips: Sequence[Tip]
    questions: Sequence[Question]


def known(session: Session, team_id: str, asker: Asker, text: str, *, limit: int) -> Known:
    """Find what may answer a question, of what somebody may see; an answer that became a tip is that tip."""
    words = search.telling(text)
    ids = questions_search.like(session, team_id, words)
    rows = session.scalars(
        select(Question).where(
            Question.id.in_(ids),
            Question.state == State.ANSWERED,
            Question.tip_id.is_(None),
            audiences.visible(asker, Question),
        )
    ).all()
    answered = sorted(rows, key=lambda question: ids.index(question.id))
    tips = search.about(session, team_id, asker, words, limit=limit - min(1, len(answered)))
    return Known(tips, answered[: limit - len(tips)])
