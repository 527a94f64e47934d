"""Answers to questions: in the thread or by the form, the one that helped, and the tip that it may become."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import outbox, tips, tips_thanks
from models.audiences import Audience
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError
from models.tips import Tip

if TYPE_CHECKING:
    from models.questions import Question

LONGEST = 2000
"""Characters in an answer."""


class By(StrEnum):
    """How somebody answered."""

    THREAD = "thread"
    FORM = "form"


class Answer(Base):
    """One answer. Its words are kept only where they were given to Potluck, in its form."""

    __tablename__ = "question_answers"
    __table_args__ = (UniqueConstraint("question_id", "mark"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(String(32))
    by: Mapped[By] = mapped_column(String(10))
    mark: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """What the answer's own message is called in the outbox, where it was given in the form."""
        return f"question_answer:{self.id}"


def answer(
    session: Session, question: "Question", *, user_id: str, text: str, submission: str, now: datetime
) -> Answer | None:
    """Take an answer given in the form and owe it to the question's thread; None: it was sent before."""
    words = text.strip()
    if not words:
        raise RuleError("Write your answer: a sentence or a link is enough.", field="text")
    if len(words) > LONGEST:
        raise RuleError(
            f"This has {len(words):,} characters; an answer holds at most {LONGEST:,}.", field="text"
        )
    given = _add(session, question, user_id, By.FORM, submission, now, text=words)
    if given is not None:
        outbox.owe(
            session,
            team_id=question.team_id,
            key=given.key,
            kind="questions.answer",
            ref=given.id,
            to=question.channel_id,
            thread_ts=question.ts,
            due=now,
        )
    return given


def heard(session: Session, question: "Question", *, user_id: str, ts: str, now: datetime) -> Answer | None:
    """Note a reply in the thread; what who asked adds there is no answer. None: it counts for nothing new."""
    return None if user_id == question.author_id else _add(session, question, user_id, By.THREAD, ts, now)


def unheard(question: "Question", *, ts: str) -> None:
    """Forget a reply that was deleted."""
    for given in [each for each in question.answers if each.mark == f"{By.THREAD}:{ts}"]:
        question.answers.remove(given)


def last_of(question: "Question", user_id: str | None) -> Answer | None:
    """Give somebody's last answer."""
    theirs = [each for each in question.answers if each.user_id == user_id]
    return theirs[-1] if theirs else None


def as_tip(question: "Question", words: str) -> str:
    """Put an answer as a tip that says what it answers; without words there is none."""
    return f"{asked_in_tip(question)}\n{words}" if words else ""


def asked_in_tip(question: "Question") -> str:
    """Give a question as a tip begins with it that was its answer."""
    return tips.draft(question.text).text


def check_keeper(question: "Question", user_id: str) -> None:
    """Let only who answered keep their answer, and once."""
    if question.answered_by != user_id:
        raise RuleError("Only who gave an answer can keep it as a tip.")
    if question.tip_id is not None:
        raise RuleError("This answer is kept as a tip already. Your Home tab lets you edit it.")


def keep(
    session: Session,
    question: "Question",
    *,
    by: str,
    text: str,
    tags: list[str],
    private_channel: bool,
    now: datetime,
) -> Tip:
    """Make a tip of an answer for who gave it; who asked by name finds it on their saved list."""
    check_keeper(question, by)
    tip = tips.share(
        session,
        team_id=question.team_id,
        author_id=by,
        text=text,
        tags=tags,
        audience=Audience.WORKSPACE,
        channel_id=question.channel_id,
        private_channel=private_channel,
        submission=question.key,
        thread_ts=question.ts,
        now=now,
    )
    question.tip_id = tip.id
    if not question.anonymous:
        tips_thanks.thank(session, question.team_id, tip.id, by=question.author_id, now=now)
        tips_thanks.save(session, question.team_id, tip.id, by=question.author_id, now=now)
    return tip


def _add(
    session: Session,
    question: "Question",
    user_id: str,
    by: By,
    mark: str,
    now: datetime,
    *,
    text: str | None = None,
) -> Answer | None:
    given = insert_once(
        session,
        Answer,
        team_id=question.team_id,
        question_id=question.id,
        user_id=user_id,
        by=by,
        mark=f"{by}:{mark}",
        text=text,
        answered_at=now,
    )
    if given is not None:
        session.refresh(question, ["answers"])
    return given
