"""Questions to peers: asked in a channel, with a name or without, answered, bumped once, then listed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, String, Text, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models import audiences, consents, outbox, questions_naming, questions_search, settings, working_days
from models.audiences import Asker, Audience, Shared
from models.base import NEVER_REUSED, insert_once
from models.consents import Programme
from models.errors import RuleError
from models.questions_answers import Answer, By
from models.questions_naming import Naming

LONGEST = 1500
"""Characters in a question."""

BUMPED_AFTER = 2
"""Working days without an answer."""

COUNTED_EVERY = timedelta(minutes=1)
"""How often at most a question's message is updated for another answer."""

LISTED_FOR = timedelta(days=28)
"""How long a question waits for an answer in all."""


NOBODY = ""
"""Stands where the author was of a question that is taken back, while others' answers to it are kept."""


class State(StrEnum):
    """How far a question has come."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Question(Shared):
    """One question. Whose it is stands in `author_id` and nowhere else, where it was asked without a name.

    `token` names it in the messages to its author, so that their keys do not say which question is whose.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    anonymous: Mapped[bool]
    submission: Mapped[str] = mapped_column(String(64))
    token: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[State] = mapped_column(String(10), index=True)
    asked_at: Mapped[datetime]
    bump_at: Mapped[datetime]
    bumped_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0)
    ts: Mapped[str | None] = mapped_column(String(32), index=True)
    bump_ts: Mapped[str | None] = mapped_column(String(32), index=True)
    permalink: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[str | None] = mapped_column(String(32))
    tip_id: Mapped[int | None]

    answers: Mapped[list[Answer]] = relationship(
        order_by="Answer.id", cascade="all, delete-orphan", lazy="selectin"
    )
    namings: Mapped[list[Naming]] = relationship(
        order_by="Naming.user_id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def key(self) -> str:
        """What the question's own message is called in the outbox."""
        return f"question:{self.id}"

    @property
    def told_key(self) -> str:
        """What the word to its author about answers is called in the outbox."""
        return f"questions.told:{self.token}"


def ask(  # noqa: PLR0913 - what a question is made of
    session: Session,
    *,
    team_id: str,
    author_id: str,
    text: str,
    anonymous: bool,
    channel_id: str,
    private_channel: bool,
    present: Collection[str],
    submission: str,
    token: str,
    now: datetime,
) -> Question:
    """Keep a question and owe its post, which names up to three of those present who offer what it asks for.

    The same submission twice is the same question.
    """
    words = _checked(text)
    zone = settings.of(session, team_id).zone
    question = insert_once(
        session,
        Question,
        team_id=team_id,
        author_id=author_id,
        audience=Audience.CHANNEL if private_channel else Audience.WORKSPACE,
        channel_id=channel_id,
        text=words,
        anonymous=anonymous,
        submission=submission,
        token=token,
        state=State.OPEN,
        asked_at=now,
        bump_at=working_days.after(now, zone, "", days=BUMPED_AFTER),
        version=0,
        permalink="",
    )
    if question is None:
        return session.scalars(
            select(Question).where(Question.team_id == team_id, Question.submission == submission)
        ).one()
    questions_search.put(session, question.id, team_id, words)
    questions_naming.name(session, team_id, question.id, words, but=author_id, present=present, now=now)
    outbox.owe(
        session,
        team_id=team_id,
        key=question.key,
        kind="questions.post",
        ref=question.id,
        to=channel_id,
        due=now,
    )
    return question


def edit(session: Session, question: Question, *, text: str, version: int, now: datetime) -> None:
    """Change a question's words, and its post with them; `version` is the one that was open."""
    if question.version != version:
        raise RuleError(
            "This question has changed since you opened it. Copy your words, and open it again.", field="text"
        )
    question.text = _checked(text)
    question.version += 1
    question.edited_at = now
    questions_search.drop(session, question.id)
    questions_search.put(session, question.id, question.team_id, question.text)
    _show_again(session, question, now=now)


def settle(session: Session, question: Question, *, answered_by: str | None, now: datetime) -> None:
    """Note for who asked that it is answered, and by whom; they are thanked, and asked whether to keep it."""
    if answered_by == question.author_id:
        raise RuleError("Leave this empty if you found out yourself.", field="answered_by")
    if question.state == State.ANSWERED:
        return
    question.state, question.answered_by = State.ANSWERED, answered_by
    _show_again(session, question, now=now)
    if answered_by is not None:
        outbox.owe(
            session,
            team_id=question.team_id,
            key=thanks_key(question),
            kind="questions.thanks",
            ref=question.id,
            to=answered_by,
            due=now,
            budget="person",
        )


def take_back(session: Session, question: Question, *, now: datetime) -> None:
    """Delete a question for its author, and take back what was posted of it.

    Where others' answers are posted an empty row stays, so that those may be taken back too.
    """
    for key in (question.key, _bump_key(question), question.told_key, thanks_key(question)):
        outbox.retract(session, question.team_id, key, now=now)
    questions_search.drop(session, question.id)
    question.namings.clear()
    question.answers = [given for given in question.answers if given.by == By.FORM]
    if not question.answers:
        session.delete(question)
        return
    question.author_id = question.text = question.permalink = NOBODY
    question.state, question.answered_by, question.tip_id = State.CLOSED, None, None


def post_again(session: Session, question: Question, *, now: datetime) -> None:
    """Try once more to post a question that its channel refused."""
    outbox.renew(session, question.team_id, question.key, now=now)


def refused(session: Session, question_id: int, *, now: datetime) -> None:
    """Tell its author that a channel took no question, once; who was named is free to be named again."""
    question = session.get(Question, question_id)
    if question is None or question.author_id == NOBODY:
        return
    question.namings.clear()
    _tell_author(session, question, "questions.not_posted", f"questions.not_posted:{question.token}", now)


def name_no_more(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take somebody's yes to being named back, and their name out of the questions that wait."""
    consents.withdraw(session, team_id, user_id, Programme.NAMING)
    theirs = select(Question).join(Question.namings)
    theirs = theirs.where(
        Question.team_id == team_id, Question.state == State.OPEN, Naming.user_id == user_id
    )
    for question in session.scalars(theirs.order_by(Question.id)).all():
        outbox.refresh(session, team_id, question.key, now=now)


def get(session: Session, team_id: str, question_id: int) -> Question:
    """Fetch a question that may be gone by now."""
    question = session.get(Question, question_id, with_for_update=True, populate_existing=True)
    if question is None or question.team_id != team_id or question.author_id == NOBODY:
        raise RuleError("This question is gone: who asked it has taken it back.")
    return question


def own(session: Session, team_id: str, question_id: int, user_id: str) -> Question:
    """Fetch a question for who asked it; nobody else learns who that is."""
    question = get(session, team_id, question_id)
    if question.author_id != user_id:
        raise RuleError("Only who asked a question can change it, or say that it is answered.")
    return question


def seen(session: Session, team_id: str, question_id: int, asker: Asker) -> Question:
    """Fetch a question for somebody who may see it now."""
    question = get(session, team_id, question_id)
    mine = select(Question.id).where(Question.id == question_id, audiences.visible(asker, Question))
    if session.scalar(mine) is None:
        raise RuleError("This question is for the present members of its channel.")
    return question


def at(session: Session, team_id: str, channel_id: str, ts: str) -> Question | None:
    """Find the question whose message stands there, the first or the one that asks once more."""
    here = or_(Question.ts == ts, Question.bump_ts == ts)
    return session.scalar(
        select(Question).where(
            Question.team_id == team_id, Question.channel_id == channel_id, Question.author_id != NOBODY, here
        )
    )


def by_token(session: Session, token: str) -> Question | None:
    """Find the question that a word to its author is about."""
    return session.scalar(select(Question).where(Question.token == token))


def is_waiting(question: Question) -> bool:
    """Tell whether nobody has answered yet."""
    return question.state == State.OPEN and not question.answers


def asked_by(session: Session, team_id: str, author_id: str, *, limit: int) -> Sequence[Question]:
    """List somebody's own open questions, the newest first."""
    theirs = select(Question).where(
        Question.team_id == team_id, Question.author_id == author_id, Question.state == State.OPEN
    )
    return session.scalars(theirs.order_by(Question.id.desc()).limit(limit)).all()


def unanswered(session: Session, team_id: str, asker: Asker, *, limit: int) -> Sequence[Question]:
    """List the questions that were bumped in vain, for somebody else who may see them; the oldest first."""
    listed = select(Question).where(
        Question.team_id == team_id,
        Question.author_id != asker.id,
        Question.bumped_at.is_not(None),
        _waits(),
        audiences.visible(asker, Question),
    )
    return session.scalars(listed.order_by(Question.id).limit(limit)).all()


def bump_due(session: Session, *, now: datetime) -> None:
    """Remind of the questions that nobody has answered for two working days, each once."""
    due = select(Question).where(
        _waits(), Question.bump_at <= now, Question.bumped_at.is_(None), Question.ts.is_not(None)
    )
    for question in session.scalars(due.order_by(Question.id).with_for_update()).all():
        question.bumped_at = now
        outbox.owe(
            session,
            team_id=question.team_id,
            key=_bump_key(question),
            kind="questions.bump",
            ref=question.id,
            to=question.channel_id,
            due=now,
            not_after=now + timedelta(days=1),
            importance=outbox.Importance.NEVER_TWICE,
        )


def close_old(session: Session, *, now: datetime) -> None:
    """Let go of the questions that have waited for four weeks; who asked in vain hears of it."""
    old = select(Question).where(Question.state == State.OPEN, Question.asked_at <= now - LISTED_FOR)
    for question in session.scalars(old.order_by(Question.id).with_for_update()).all():
        question.state = State.CLOSED
        _show_again(session, question, now=now)
        if not question.answers:
            _tell_author(session, question, "questions.closed", f"questions.closed:{question.token}", now)


def tell_of_answers(session: Session, question: Question, *, now: datetime) -> None:
    """Have the post count the answers, and its author hear of the first; further ones are added to that."""
    _show_again(session, question, now=now, apart=COUNTED_EVERY)
    if question.answers:
        _tell_author(session, question, "questions.told", question.told_key, now)


def thanks_key(question: Question) -> str:
    """Give what the word to who answered is called in the outbox."""
    return f"{question.key}:thanks"


def _show_again(
    session: Session, question: Question, *, now: datetime, apart: timedelta = timedelta(0)
) -> None:
    """Let everything that was said of a question follow it."""
    for key in (question.key, _bump_key(question)):
        outbox.refresh(session, question.team_id, key, now=now, apart=apart)
    outbox.refresh(session, question.team_id, question.told_key, now=now)


def _bump_key(question: Question) -> str:
    return f"{question.key}:bump"


def _waits() -> ColumnElement[bool]:
    return (Question.state == State.OPEN) & ~exists().where(Answer.question_id == Question.id)


def _tell_author(session: Session, question: Question, kind: str, key: str, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=question.team_id,
        key=key,
        kind=kind,
        ref=question.token,
        to=question.author_id,
        due=now,
    )


def _checked(typed: str) -> str:
    words = typed.strip()
    if not words:
        raise RuleError("Write your question: one or two sentences are enough.", field="text")
    if len(words) > LONGEST:
        raise RuleError(
            f"This has {len(words):,} characters; a question holds at most {LONGEST:,}.", field="text"
        )
    return words
