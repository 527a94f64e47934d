"""Saving somebody's message as a tip: its author is asked first, and nothing is kept without a yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, String, Text, UniqueConstraint, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import outbox, tips, tips_thanks
from models.audiences import Audience
from models.base import NEVER_REUSED, Base, facts, insert_once
from models.errors import RuleError
from models.tips import Tip

OPEN_FOR = timedelta(days=7)
"""How long an author may think about it, from when they were told."""

NOBODY = ""
"""Stands where the author or the saver was who is forgotten."""

ENDED = "This question has ended, and nothing was kept. Share the tip yourself: /share-tip"


class State(StrEnum):
    """How far the question to the author has come."""

    ASKED = "asked"
    KEPT = "kept"
    DECLINED = "declined"
    EXPIRED = "expired"


class Capture(Base):
    """One message that somebody wants to keep, asked about once.

    `text` is what was saved, as it was shown, until the author has answered; it is empty where only the
    message's place is known. When its author is forgotten only the place stays, which nobody is asked about
    again.
    """

    __tablename__ = "tip_captures"
    __table_args__ = (UniqueConstraint("team_id", "channel_id", "ts"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    channel_id: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    thread_ts: Mapped[str] = mapped_column(String(32))
    permalink: Mapped[str] = mapped_column(String(500))
    author_id: Mapped[str] = mapped_column(String(32))
    saver_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    state: Mapped[State] = mapped_column(String(20), index=True)
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    tip_id: Mapped[int | None]

    @property
    def key(self) -> str:
        """What the question to the author is called in the outbox."""
        return f"tips.capture:{self.id}"

    @property
    def answer_key(self) -> str:
        """What the word to the saver about it is called in the outbox."""
        return f"{self.key}:answer"

    @property
    def submission(self) -> str:
        """What makes the tip of this message one, however often the author says yes."""
        return f"capture:{self.id}"


ANYTHING = select(or_(exists().select_from(Tip), exists().select_from(Capture)))


class Place(NamedTuple):
    """Where a message stands: its channel, its `ts`, that of its thread, and its address."""

    channel_id: str
    ts: str
    thread_ts: str
    permalink: str


def ask(
    session: Session,
    *,
    team_id: str,
    place: Place,
    author_id: str,
    saver_id: str,
    text: str | None,
    now: datetime,
) -> bool:
    """Ask a message's author whether it may be kept, once for ever; False: they were asked before."""
    capture = insert_once(
        session,
        Capture,
        team_id=team_id,
        **place._asdict(),
        author_id=author_id,
        saver_id=saver_id,
        text=text,
        state=State.ASKED,
        asked_at=now,
    )
    if capture is None:
        return False
    outbox.owe(
        session,
        team_id=team_id,
        key=capture.key,
        kind="tips.capture",
        ref=capture.id,
        to=author_id,
        due=now,
        importance=outbox.Importance.NEVER_TWICE,
        budget=None if author_id == saver_id else "person",
    )
    return True


def mine(session: Session, team_id: str, capture_id: int, *, by: str) -> Capture:
    """Fetch a question for the one who may answer it, while it is open."""
    capture = session.get(Capture, capture_id, with_for_update=True, populate_existing=True)
    if capture is not None and capture.author_id == NOBODY:
        raise RuleError(ENDED)
    if capture is None or capture.team_id != team_id or capture.author_id != by:
        raise RuleError("Only the author of a message says whether it is kept.")
    if capture.state == State.EXPIRED:
        raise RuleError(ENDED)
    if capture.state == State.DECLINED:
        raise RuleError("You said no, and nothing was kept. Should you change your mind: /share-tip")
    return capture


def open_to(session: Session, team_id: str, author_id: str, *, limit: int) -> Sequence[Capture]:
    """List the questions that wait for an author, the oldest first."""
    asked = select(Capture).where(
        Capture.team_id == team_id, Capture.author_id == author_id, Capture.state == State.ASKED
    )
    return session.scalars(asked.order_by(Capture.id).limit(limit)).all()


def keep(
    session: Session, capture: Capture, *, text: str, tags: list[str], private_channel: bool, now: datetime
) -> Tip:
    """Publish an author's message as their tip, in its own thread, and thank who saved it."""
    tip = tips.share(
        session,
        team_id=capture.team_id,
        author_id=capture.author_id,
        text=text,
        tags=tags,
        audience=Audience.WORKSPACE,
        channel_id=capture.channel_id,
        private_channel=private_channel,
        submission=capture.submission,
        thread_ts=capture.thread_ts,
        now=now,
    )
    kept(session, capture, tip, now=now)
    return tip


def kept(session: Session, capture: Capture, tip: Tip, *, now: datetime) -> None:
    """Note that a message became a tip; it is put on its saver's list."""
    if capture.state != State.ASKED:
        return
    capture.tip_id = tip.id
    if capture.saver_id not in {capture.author_id, NOBODY}:
        tips_thanks.save(session, capture.team_id, tip.id, by=capture.saver_id, now=now)
    _end(session, capture, State.KEPT, now)


def decline(session: Session, capture: Capture, *, now: datetime) -> None:
    """Keep nothing, and forget the words."""
    if capture.state == State.ASKED:
        _end(session, capture, State.DECLINED, now)


def told(session: Session, capture_id: int, *, now: datetime) -> None:
    """Note when the author was asked: from then on they have a week."""
    capture = session.get(Capture, capture_id)
    if capture is not None:
        capture.told_at = now


def idle(session: Session) -> bool:
    """Tell whether there is neither a tip nor a message to keep as one: nothing can be due of tips then."""
    return not session.scalar(ANYTHING)


def expire(session: Session, *, now: datetime) -> None:
    """End the questions that nobody has answered; the saver hears of it, and the words are forgotten."""
    unanswered = select(Capture).where(Capture.state == State.ASKED, Capture.told_at <= now - OPEN_FOR)
    for capture in session.scalars(unanswered.with_for_update()).all():
        _end(session, capture, State.EXPIRED, now)


def unreachable(session: Session, capture_id: int, *, now: datetime) -> None:
    """End a question whose author cannot be asked."""
    capture = session.get(Capture, capture_id)
    if capture is not None and capture.state == State.ASKED:
        _end(session, capture, State.EXPIRED, now)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """End the questions to somebody, kindly for who saved their words; what they saved stays its author's."""
    for capture in session.scalars(_of(team_id, user_id).with_for_update()).all():
        if capture.author_id == user_id:
            if capture.state == State.ASKED:
                _end(session, capture, State.EXPIRED, now)
            capture.author_id, capture.permalink, capture.tip_id = NOBODY, "", None
            outbox.refresh(session, team_id, capture.answer_key, now=now)
        if capture.saver_id == user_id:
            capture.saver_id = NOBODY
            outbox.refresh(session, team_id, capture.key, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List the messages that somebody was asked about, and those that they saved."""
    found = session.scalars(_of(team_id, user_id)).all()
    shown = ("channel_id", "permalink", "author_id", "saver_id", "state", "asked_at", "told_at")
    return {
        "my_messages_to_be_kept": [
            facts(each, *shown, "text") for each in found if each.author_id == user_id
        ],
        "messages_i_wanted_kept": [facts(each, *shown) for each in found if each.saver_id == user_id],
    }


def _of(team_id: str, user_id: str) -> Select[Capture]:
    theirs = or_(Capture.author_id == user_id, Capture.saver_id == user_id)
    return select(Capture).where(Capture.team_id == team_id, theirs).order_by(Capture.id)


def _end(session: Session, capture: Capture, state: State, now: datetime) -> None:
    capture.state, capture.text = state, None
    outbox.refresh(session, capture.team_id, capture.key, now=now)
    if capture.saver_id not in {capture.author_id, NOBODY}:
        outbox.owe(
            session,
            team_id=capture.team_id,
            key=capture.answer_key,
            kind="tips.capture_answer",
            ref=capture.id,
            to=capture.saver_id,
            due=now,
        )
