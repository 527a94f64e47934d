"""What Potluck owes to somebody: every message not pressed for by the person who sees it.

A row is written in the transaction of the fact that causes it, and said later by delivery. A row stays the
message's own record once it is said, so that it can be changed or taken back.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint, bindparam, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, facts, insert_missing, insert_once

CONVERSATIONS = ("C", "D", "G")
"""How the ids of conversations begin; people's begin with U or W."""

NOBODY = ""
"""Stands where the recipient was of a message to somebody who is forgotten."""

TAKEN_BACK = "taken back"


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

    def is_being_changed(self, now: datetime) -> bool:
        """Tell whether a call to change it may be under way."""
        return self.step == Step.UPDATE and bool(self.attempts and self.due_at and self.due_at > now)

    @property
    def audience(self) -> list[str]:
        """Everybody who sees it: the people, or the one channel."""
        return self.people or [self.recipients]


BY_KEY = select(Owed).where(Owed.team_id == bindparam("team"), Owed.key == bindparam("key")).with_for_update()


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
    values = _owed(to, kind=kind, ref=ref, due=due, not_after=not_after, importance=importance, budget=budget)
    fresh = insert_once(session, Owed, team_id=team_id, key=key, thread_ts=thread_ts, **values)
    return fresh is not None


def owe_all(
    session: Session,
    team_id: str,
    kind: str,
    messages: Iterable[tuple[str, object, str | Iterable[str]]],
    *,
    due: datetime,
    not_after: datetime | None = None,
    budget: str | None = None,
) -> None:
    """Owe many messages of a kind, each with its key, reference and recipients, in few statements."""
    insert_missing(
        session,
        Owed,
        [
            {
                "team_id": team_id,
                "key": key,
                **_owed(to, kind=kind, ref=ref, due=due, not_after=not_after, budget=budget),
            }
            for key, ref, to in messages
        ],
    )


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
    if owed.step == Step.UPDATE and owed.due_at and not owed.is_being_changed(now):
        owed.due_at = min(owed.due_at, due)
    elif Step.DELETE not in {owed.step, owed.then}:
        _afterwards(owed, Step.UPDATE, due)


def retract(session: Session, team_id: str, key: str, *, now: datetime) -> None:
    """Take a message back, or never say it."""
    owed = by_key(session, team_id, key)
    if owed is not None:
        _take_back(owed, now)


def retract_all(session: Session, team_id: str, kind: str, refs: Iterable[object], *, now: datetime) -> None:
    """Take every message of a kind back that is about one of these."""
    for owed in told_of(session, team_id, kind, refs):
        _take_back(owed, now)


def renew(session: Session, team_id: str, key: str, *, now: datetime) -> bool:
    """Owe a refused message once more, since somebody mended the cause; tell whether it was refused.

    One that stands there, and could not follow what had changed, does so now.
    """
    owed = by_key(session, team_id, key)
    if owed is None or owed.step != Step.REFUSED:
        return False
    if owed.ts is not None:
        _turn(owed, Step.UPDATE, due=now)
        return True
    in_doubt = Step.CHECK if owed.tried_at else Step.POST
    _turn(owed, in_doubt if owed.channel_id else Step.OPEN, due=now)
    return True


def hasten(session: Session, team_id: str, key: str, *, now: datetime) -> None:
    """Say a message now that waits for something which is over."""
    owed = by_key(session, team_id, key)
    if owed is not None and owed.step in {Step.OPEN, Step.POST} and owed.due_at and owed.due_at > now:
        _turn(owed, owed.step, due=now)


def may_be_readdressed(owed: Owed) -> bool:
    """Tell whether a message has certainly not been said to anybody, though it is still to be."""
    refused = owed.step == Step.REFUSED and owed.tried_at is None and owed.said_at is None
    return owed.step in {Step.OPEN, Step.POST} or refused


def readdress(owed: Owed, to: Iterable[str], *, now: datetime) -> None:
    """Let a message that may be readdressed be for these people instead, in a conversation of theirs."""
    owed.recipients, owed.channel_id = ",".join(sorted(to)), None
    owed.version += 1  # whoever is about to open a conversation for the others does not
    _turn(owed, Step.OPEN, due=now)


def move(owed: Owed, *, not_after: datetime | None) -> None:
    """Let a message that is not on its way yet be said until another moment."""
    if owed.step in {Step.OPEN, Step.POST} and owed.not_after != not_after:
        owed.not_after = not_after
        owed.version += 1  # whoever is about to drop it as too late does not


def by_key(session: Session, team_id: str, key: str) -> Owed | None:
    """Find the message that a key stands for, locked until the transaction ends."""
    return session.scalar(BY_KEY, {"team": team_id, "key": key})


def told_of(session: Session, team_id: str, kind: str, refs: Iterable[object]) -> Sequence[Owed]:
    """Find the messages of a kind that are about one of these, locked until the transaction ends."""
    found = select(Owed).where(Owed.team_id == team_id, Owed.kind == kind, Owed.ref.in_(map(str, refs)))
    return session.scalars(found.order_by(Owed.id).with_for_update()).all()


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Say nothing more to somebody, and take back what they were told, and others of them by name.

    A row goes once Slack has done so. A message that is in doubt keeps its key until then: it is looked for
    under that.
    """
    told = _to(session, team_id, user_id, lock=True)
    for owed in [*told, *_naming(session, team_id, user_id, but=told)]:
        _take_back(owed, now)
        owed.recipients = NOBODY
        owed.ref = NOBODY if user_id in owed.ref else owed.ref
        if owed.step != Step.CHECK:
            owed.key = f"forgotten:{owed.id}"
        if owed.due_at is None:
            session.delete(owed)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what Potluck has said to somebody, or will."""
    said = [facts(each, "kind", "step", "due_at", "said_at") for each in _to(session, team_id, user_id)]
    return {"messages_to_me": said}


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


def moot(owed: Owed, *, now: datetime) -> None:
    """Note that there is nothing to say any more; what stands there stays, unless it is to be taken back."""
    if owed.then == Step.DELETE and owed.ts is not None:
        _turn(owed, Step.DELETE, due=now)
    else:
        end(owed, Step.DROPPED, reason="nothing left to say", now=now)


def absent(owed: Owed, *, now: datetime) -> None:
    """Note that a message in doubt is not there: it is posted again, unless it is taken back by now."""
    owed.cursor = None
    if owed.then == Step.DELETE:
        end(owed, Step.DROPPED, reason=TAKEN_BACK, now=now)
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
    """Close a row that Slack refuses, or that nobody can say; `certain` means that the call did nothing.

    What could not be changed is still taken back, if that was asked.
    """
    if owed.step == Step.UPDATE and owed.then == Step.DELETE:
        _turn(owed, Step.DELETE, due=now)
        return
    if certain:
        owed.tried_at = None
    end(owed, Step.REFUSED, reason=reason[:200], now=now)


def _owed(
    to: str | Iterable[str],
    *,
    kind: str,
    ref: object,
    due: datetime,
    not_after: datetime | None,
    importance: Importance = Importance.MUST_ARRIVE,
    budget: str | None,
) -> dict[str, Any]:
    """Give what a message is at first, but for its key."""
    recipients = to if isinstance(to, str) else ",".join(sorted(to))
    known = recipients.startswith(CONVERSATIONS)
    return {
        "kind": kind,
        "ref": str(ref),
        "recipients": recipients,
        "importance": importance,
        "budget": budget,
        "not_after": not_after,
        "due_at": due,
        "step": Step.POST if known else Step.OPEN,
        "version": 0,
        "attempts": 0,
        "channel_id": recipients if known else None,
    }


def _to(session: Session, team_id: str, user_id: str, *, lock: bool = False) -> list[Owed]:
    """Find the messages to somebody, also those to others too."""
    found = select(Owed).where(Owed.team_id == team_id, Owed.recipients.contains(user_id, autoescape=True))
    rows = session.scalars(found.order_by(Owed.id).with_for_update() if lock else found.order_by(Owed.id))
    return [owed for owed in rows if user_id in owed.people]


def _naming(session: Session, team_id: str, user_id: str, *, but: Collection[Owed]) -> list[Owed]:
    """Find the other messages that are about somebody, as their key or reference tells."""
    named = or_(Owed.key.contains(user_id, autoescape=True), Owed.ref.contains(user_id, autoescape=True))
    found = select(Owed).where(Owed.team_id == team_id, named).order_by(Owed.id).with_for_update()
    return [
        owed
        for owed in session.scalars(found)
        if owed not in but and user_id in re.split("[:/ ]", f"{owed.key} {owed.ref}")
    ]


def _take_back(owed: Owed, now: datetime) -> None:
    if owed.step == Step.CHECK or owed.is_being_changed(now):
        owed.then = Step.DELETE
    elif owed.ts is not None and owed.step != Step.DELETE and owed.reason != TAKEN_BACK:
        _turn(owed, Step.DELETE, due=now)
    elif owed.ts is None and owed.step != Step.DROPPED:
        end(owed, Step.DROPPED, reason=TAKEN_BACK, now=now)


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
