"""What may answer a question already: questions with an answer that hold the same words."""

from collections.abc import Collection

from sqlalchemy import ForeignKey, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import search
from models.base import Base, insert_missing
from models.search_index import LONGEST_WORD

CANDIDATES = 50


class QuestionWord(Base):
    """A telling word that a question holds."""

    __tablename__ = "question_words"
    __table_args__ = (Index("ix_question_words_word", "team_id", "word"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(LONGEST_WORD), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))


def put(session: Session, question_id: int, team_id: str, text: str) -> None:
    """Note a question's words."""
    rows = [
        {"question_id": question_id, "word": word, "team_id": team_id}
        for word in sorted(search.telling(text))
    ]
    insert_missing(session, QuestionWord, rows)


def drop(session: Session, question_id: int) -> None:
    """Forget a question's words."""
    session.execute(delete(QuestionWord).where(QuestionWord.question_id == question_id))


def like(session: Session, team_id: str, words: Collection[str]) -> list[int]:
    """Give the ids of the questions that hold most of these words, the best first."""
    held = func.count()
    found = (
        select(QuestionWord.question_id)
        .where(QuestionWord.team_id == team_id, QuestionWord.word.in_(words))
        .group_by(QuestionWord.question_id)
        .having(held >= search.enough(words))
        .order_by(held.desc(), QuestionWord.question_id.desc())
        .limit(CANDIDATES)
    )
    return list(session.scalars(found))
