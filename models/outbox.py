"""What Potluck owes to somebody: every message not pressed for by the person who sees it.

A row is written in the transaction of the fact that causes it, and said later by delivery. A row stays the
message's own record once it is said, so that it can be changed or taken back.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, insert_once

CONVERSATIONS = ("C", "D", "G")
"""How the ids of conversations begin; people's begin with U or W."""


class Step(StrEnum):
    """The one call to make next, or how the row ended."""

    OPEN = "open"
    POST = "post"
    CHECK = "check"
    UPDATE = "update"
    DELETE = "delete"
    SAID = "said"
    DROPPED = "dropped"
    REFUSED = "refused"


class Importance(StrEnum):
    """What to do when nobody can tell whether a message arrived."""

    MUST_ARRIVE = "must_arrive"
    NEVER_TWICE = "never_twice"


UNSAID = (Step.OPEN, Step.POST, Step.CHECK)

_UNSAID = text("step IN ('open', 'post', 'check')")


class Owed(Base):
    """One message: to whom, about what, by when, and how far it has come."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index("ix_outbox_due", "due_at", "id"),
        Index(
            "ix_outbox_unsaid",
            "team_id",
            "recipients",
            "id",
            sqlite_where=_UNSAID,
            postgresql_where=_UNSAID,
        ),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(50))
    ref: Mapped[str] = mapped_column(String(100))
    recipients: Mapped[str] = mapped_column(String(300))
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    importance: Mapped[Importance] = mapped_column(String(20))
    budget: Mapped[str | None] = mapped_column(String(50))
    not_after: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    step: Mapped[Step] = mapped_column(String(10))
    then: Mapped[Step | None] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    cursor: Mapped[str | None] = mapped_column(String(300))
    said_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    channel_id: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(200))

    @property
    def people(self) -> list[str]:
        """The ids of the people it is for, where it is not for a channel."""
        return [] if self.recipients.startswith(CONVERSATIONS) else self.recipients.split(",")

    @property
    def audience(self) -> list[str]:
        """Everybody who sees it: the people, or the one channel."""
        return self.people or [self.recipients]


def owe(  # noqa: PLR0913 - a message is this much, and every part is named where it is owed
    session: Session,
    *,
    team_id: str,
    key: str,
    kind: str,
    ref: object,
    to: str | Iterable[str],
    due: datetime,
    thread_ts: str | None = None,
    not_after: datetime | None = None,
    importance: Importance = Importance.MUST_ARRIVE,
    budget: str | None = None,
) -> bool:
    """Owe a message; owing the same `key` again changes nothing and answers False.

    `to` is a channel's id, a person's id, or the ids of a group of people. `kind` and `ref` are rendered
    when the message is said; after `not_after` it no longer is. `budget` names the weekly allowance it
    counts against.
    """
    recipients = to if isinstance(to, str) else ",".join(sorted(to))
    known = recipients.startswith(CONVERSATIONS)
    fresh = insert_once(
        session,
        Owed,
        team_id=team_id,
        key=key,
        kind=kind,
        ref=str(ref),
        recipients=recipients,
        thread_ts=thread_ts,
        importance=importance,
        budget=budget,
        not_after=not_after,
        due_at=due,
        step=Step.POST if known else Step.OPEN,
        version=0,
        attempts=0,
        channel_id=recipients if known else None,
    )
    return fresh is not None


def refresh(
    session: Session, team_id: str, key: str, *, now: datetime, apart: timedelta = timedelta(0)
) -> None:
    """Have a message rendered again, once however often this is asked before it happens.

    It is left as it was last changed for at least as long as `apart`.
    """
    owed = by_key(session, team_id, key)
    if owed is None or owed.step in {Step.OPEN, Step.POST, Step.DROPPED, Step.REFUSED}:
        return
    changed_at = owed.ended_at if owed.ended_at != owed.said_at else None
    due = max(now, changed_at + apart) if changed_at else now
    unclaimed = owed.step == Step.UPDATE and owed.due_at and (not owed.attempts or owed.due_at <= now)
    if unclaimed and owed.due_at:
        owed.due_at = min(owed.due_at, due)
    elif Step.DELETE not in {owed.step, owed.then}:
        _afterwards(owed, Step.UPDATE, due)


def retract(session: Session, team_id: str, key: str, *, now: datetime) -> None:
    """Take a message back, or never say it."""
    owed = by_key(session, team_id, key)
    if owed is None or owed.step in {Step.DELETE, Step.DROPPED}:
        return
    if owed.step in {Step.OPEN, Step.POST, Step.REFUSED}:
        end(owed, Step.DROPPED, reason="taken back", now=now)
    else:
        _afterwards(owed, Step.DELETE, now)


def renew(session: Session, team_id: str, key: str, *, now: datetime) -> bool:
    """Owe a refused message once more, since somebody mended the cause; tell whether it was refused."""
    owed = by_key(session, team_id, key)
    if owed is None or owed.step != Step.REFUSED:
        return False
    in_doubt = Step.CHECK if owed.tried_at else Step.POST
    _turn(owed, in_doubt if owed.channel_id else Step.OPEN, due=now)
    return True


def by_key(session: Session, team_id: str, key: str) -> Owed | None:
    """Find the message that a key stands for, locked until the transaction ends."""
    return session.scalar(select(Owed).where(Owed.team_id == team_id, Owed.key == key).with_for_update())


def opened(owed: Owed, channel_id: str, *, now: datetime) -> None:
    """Note the conversation with its people; the message itself comes next."""
    owed.channel_id = channel_id
    _turn(owed, Step.POST, due=now)


def said(owed: Owed, ts: str, *, now: datetime) -> None:
    """Note that the message stands there as it should, and go on with what was asked meanwhile."""
    owed.ts = ts
    owed.said_at = owed.said_at or now
    if owed.then is not None:
        _turn(owed, owed.then, due=now)
    else:
        end(owed, Step.SAID, now=now)


def later(owed: Owed, step: Step, *, due: datetime, reason: str) -> None:
    """Put a row off: the same call again at `due`."""
    owed.step = step
    owed.due_at = due
    owed.reason = reason[:200]


def untried(owed: Owed, step: Step, *, due: datetime, reason: str) -> None:
    """Put a row off whose call was not made, or not taken: it does not count as an attempt."""
    later(owed, step, due=due, reason=reason)
    owed.attempts -= 1


def put_back(owed: Owed, step: Step, *, reason: str, now: datetime) -> None:
    """Put a row back where it was, in front of what was owed to its conversation since.

    Its due time is that of its first attempt: one of this moment would be in the future of whoever looked at
    the clock just before, and let the next message pass.
    """
    untried(owed, step, due=owed.tried_at or now, reason=reason)


def look_on(owed: Owed, cursor: str, *, now: datetime) -> None:
    """Go on looking for a message on the next page of its conversation."""
    owed.cursor = cursor
    untried(owed, Step.CHECK, due=now, reason="looking on")


def absent(owed: Owed, *, now: datetime) -> None:
    """Note that a message in doubt is not there: it is posted again, unless it is taken back by now."""
    owed.cursor = None
    if owed.then == Step.DELETE:
        end(owed, Step.DROPPED, reason="taken back", now=now)
    else:
        later(owed, Step.POST, due=owed.tried_at or now, reason="not there")


def end(owed: Owed, step: Step, *, now: datetime, reason: str | None = None) -> None:
    """Close a row: nothing more is due."""
    owed.step = step
    owed.then = None
    owed.due_at = None
    owed.cursor = None
    owed.ended_at = now
    owed.version += 1
    owed.reason = reason


def refuse(owed: Owed, reason: str, *, certain: bool, now: datetime) -> None:
    """Close a row that Slack refuses, or that nobody can say; `certain` means that the call did nothing."""
    if certain:
        owed.tried_at = None
    end(owed, Step.REFUSED, reason=reason[:200], now=now)


def _afterwards(owed: Owed, step: Step, now: datetime) -> None:
    if owed.step == Step.SAID:
        _turn(owed, step, due=now)
    else:
        owed.then = step


def _turn(owed: Owed, step: Step, *, due: datetime) -> None:
    owed.step = step
    owed.then = None
    owed.due_at = due
    owed.attempts = 0
    owed.reason = None
