"""Answers to prompts: in the thread, in the form, with a reaction or a vote; with a name, or with none."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import outbox, tips
from models.audiences import Audience
from models.base import NEVER_REUSED, Base, insert_once, upsert
from models.errors import RuleError
from models.tips import Tip

if TYPE_CHECKING:
    from models.prompts import Prompting

LONGEST_REPLY = 3000

COUNTED_EVERY = timedelta(minutes=1)
"""How often at most a prompt's message is updated."""

NOBODY = ""
"""Stands where an author would, for an answer without a name."""


class By(StrEnum):
    """How somebody answered."""

    THREAD = "thread"
    FORM = "form"
    REACTION = "reaction"


class Reply(Base):
    """One answer. Its words are kept only where they were given to Potluck, in its form.

    Of an answer without a name neither author nor time is kept. `offered_at` is when the author was asked
    whether to keep it as a tip.
    """

    __tablename__ = "prompt_replies"
    __table_args__ = (UniqueConstraint("prompting_id", "mark"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    prompting_id: Mapped[int] = mapped_column(ForeignKey("promptings.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(String(32))
    by: Mapped[By] = mapped_column(String(10))
    mark: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime]

    @property
    def anonymous(self) -> bool:
        """Tell whether nobody knows whose it is."""
        return self.user_id == NOBODY

    @property
    def reaction(self) -> str:
        """The emoji that it was given with, where it was."""
        return self.mark.rpartition(":")[2] if self.by == By.REACTION else ""

    @property
    def key(self) -> str:
        """What the answer's own message is called in the outbox, where it was given in the form."""
        return f"reply:{self.id}"


class Vote(Base):
    """What somebody chose in a poll, by its number."""

    __tablename__ = "prompt_votes"

    prompting_id: Mapped[int] = mapped_column(
        ForeignKey("promptings.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    choice: Mapped[int]
    voted_at: Mapped[datetime]


class Post(NamedTuple):
    """Where a prompt stands: its channel and the message's `ts`."""

    channel_id: str
    ts: str


def answer(
    session: Session,
    prompting: "Prompting",
    *,
    user_id: str | None,
    text: str,
    submission: str,
    now: datetime,
) -> Reply:
    """Take an answer given in the form and owe it to the prompt's thread; a form sent twice counts once.

    Without a `user_id` nobody will know whose it is.
    """
    if user_id is None and not prompting.anonymous:
        raise RuleError(
            "This prompt is answered by name. Take the tick away, or answer nothing.", field="text"
        )
    words = _checked(text)
    mark = f"{By.FORM}:{submission}"
    reply = _add(session, prompting, user_id=user_id or NOBODY, by=By.FORM, mark=mark, now=now, text=words)
    if reply is None:
        return session.scalars(
            select(Reply).where(Reply.prompting_id == prompting.id, Reply.mark == mark)
        ).one()
    outbox.owe(
        session,
        team_id=prompting.team_id,
        key=reply.key,
        kind="prompts.reply",
        ref=reply.id,
        to=prompting.channel_id,
        thread_ts=prompting.ts,
        due=now,
    )
    return reply


def vote(session: Session, prompting: "Prompting", *, user_id: str, choice: int, now: datetime) -> str:
    """Take somebody's one vote, or change it; answer the words of the choice."""
    poll = prompting.poll
    if choice not in range(len(poll)):
        raise RuleError("This choice is gone. Choose one of those that stand there.")
    key = {"prompting_id": prompting.id, "user_id": user_id}
    upsert(session, Vote, key, {"team_id": prompting.team_id, "choice": choice, "voted_at": now})
    count(session, prompting, now)
    return poll[choice]


def heard(
    session: Session, prompting: "Prompting", *, user_id: str, mark: str, by: By, now: datetime
) -> Reply | None:
    """Count a reply in the thread or a reaction; `mark` tells it from others. None: it was counted before."""
    return _add(session, prompting, user_id=user_id, by=by, mark=f"{by}:{mark}", now=now)


def unheard(session: Session, prompting: "Prompting", *, mark: str, by: By, now: datetime) -> None:
    """Forget a reply or a reaction that was taken back."""
    for reply in [each for each in prompting.replies if each.mark == f"{by}:{mark}"]:
        prompting.replies.remove(reply)
        count(session, prompting, now)


def is_first_in_thread(session: Session, reply: Reply) -> bool:
    """Tell whether a reply is somebody's first in a prompt's thread, after which keeping it is offered."""
    earlier = select(Reply.id).where(
        Reply.prompting_id == reply.prompting_id,
        Reply.user_id == reply.user_id,
        Reply.by == By.THREAD,
        Reply.id < reply.id,
    )
    return session.scalar(earlier.limit(1)) is None


def mine(session: Session, team_id: str, reply_id: int, *, by: str) -> Reply:
    """Fetch an answer for its author."""
    reply = session.get(Reply, reply_id)
    if reply is None or reply.team_id != team_id:
        raise RuleError("This answer is gone, so there is nothing to keep. Share a tip: /share-tip")
    if reply.user_id != by:
        raise RuleError("Only the author of an answer keeps it as a tip.")
    return reply


def keep(
    session: Session, reply: Reply, prompting: "Prompting", *, text: str, private_channel: bool, now: datetime
) -> Tip:
    """Make a tip of an answer, once, under the prompt that it answers."""
    draft = tips.draft(text)
    return tips.share(
        session,
        team_id=reply.team_id,
        author_id=reply.user_id,
        text=draft.text or text,
        tags=draft.tags[: tips.MOST_TAGS],
        audience=Audience.WORKSPACE,
        channel_id=prompting.channel_id,
        private_channel=private_channel,
        submission=reply.key,
        thread_ts=prompting.ts,
        now=now,
    )


def _checked(typed: str) -> str:
    words = typed.strip()
    if not words:
        raise RuleError("Write your answer: a sentence is enough.", field="text")
    if len(words) > LONGEST_REPLY:
        raise RuleError(
            f"This has {len(words):,} characters; an answer holds at most {LONGEST_REPLY:,}.", field="text"
        )
    return words


def _add(
    session: Session,
    prompting: "Prompting",
    *,
    user_id: str,
    by: By,
    mark: str,
    now: datetime,
    text: str | None = None,
) -> Reply | None:
    fresh = insert_once(
        session,
        Reply,
        team_id=prompting.team_id,
        prompting_id=prompting.id,
        user_id=user_id,
        by=by,
        mark=mark,
        text=text,
        answered_at=now if user_id != NOBODY else prompting.asked_at,
    )
    if fresh is not None:
        count(session, prompting, now)
    return fresh


def count(session: Session, prompting: "Prompting", now: datetime) -> None:
    """Have the prompt's message show how many answered, at most once a minute."""
    outbox.refresh(session, prompting.team_id, prompting.key, now=now, apart=COUNTED_EVERY)
