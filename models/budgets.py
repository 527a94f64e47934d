"""The weekly allowance of messages that nobody asked for: what was said to whom, and when there is room."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    delete,
    func,
    not_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lanes, settings
from models.base import Base, facts, moment, upsert
from models.outbox import Owed, Step

A_WEEK = timedelta(days=6, hours=12)
"""Half a day short, so that what comes every week is never moved by coming a little early."""

A_CHANNELS = 1
"""Unprompted posts a week in a channel; how many direct messages a person gets is a setting."""

FULL = "enough was said this week"
"""Why a message waits, as the outbox notes it."""

LOOKED_AT_EVERY = timedelta(days=1)
"""How often a message is looked at again where nothing may be said that nobody asked for."""


class Unasked(Base):
    """One message that counts, for one of those who see it."""

    __tablename__ = "unasked"
    __table_args__ = (Index("ix_unasked_who", "team_id", "who", "said_at"),)

    owed_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True)
    who: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    budget: Mapped[str] = mapped_column(String(50))
    said_at: Mapped[datetime]


def free_at(session: Session, owed: Owed, *, now: datetime) -> datetime:
    """Tell when there is room for a message with everybody who sees it: `now`, or later.

    Where no direct message is allowed a group's is, all the same: its people said yes to each other.
    """
    if owed.budget is None:
        return now
    most = _allowed(session, owed)
    if most == 0:
        return now if len(owed.people) > 1 else now + LOOKED_AT_EVERY
    free = max(_free_at(session, owed, owed.budget, who, most, now) for who in owed.audience)
    if free > now:
        return free
    # Whoever counts for somebody holds this row until it is written down: nobody counts beside them.
    for who in owed.audience:
        lanes.hold(session, owed.team_id, f"{owed.budget} {who}", now=now)
    return max(_free_at(session, owed, owed.budget, who, most, now) for who in owed.audience)


def has_room(
    session: Session,
    team_id: str,
    people: Collection[str],
    number: int,
    *,
    at: datetime,
    but: int | None = None,
) -> bool:
    """Tell whether each of some people may be told so much more by a moment, in the week that ends with it.

    The message `but` is not counted. Where no direct message is allowed, none needs the room.
    """
    most = settings.of(session, team_id).person_budget
    said = (
        select(Unasked.who)
        .where(
            Unasked.team_id == team_id,
            Unasked.who.in_(people),
            Unasked.budget == "person",
            Unasked.said_at > at - A_WEEK,
            Unasked.owed_id.is_distinct_from(but),
        )
        .group_by(Unasked.who)
        .having(func.count() > most - number)
    )
    return most == 0 or session.scalar(said.limit(1)) is None


def keep_room(session: Session, owed: Owed, *, at: datetime) -> None:
    """Count a group's message from now on that is to be said later: nobody takes its room meanwhile.

    Its people rarely work at the same time, and each of them alone would be told something else first.
    """
    if len(owed.people) > 1:
        spend(session, owed, now=at)


def keep_no_room(session: Session, owed: Owed) -> None:
    """Count a group's message no longer that waits for something else now."""
    if len(owed.people) > 1:
        give_back(session, owed)


def look_again(session: Session, team_id: str, *, now: datetime) -> None:
    """Have what waits for room looked at now: there may be more of it."""
    waiting = update(Owed).where(Owed.team_id == team_id, Owed.reason == FULL, Owed.due_at > now)
    session.execute(waiting.values(due_at=now))


def spend(session: Session, owed: Owed, *, now: datetime) -> None:
    """Count a message that is about to be said, once however often it is tried."""
    for who in owed.audience if owed.budget is not None else []:
        key = {"owed_id": owed.id, "who": who}
        upsert(session, Unasked, key, {"team_id": owed.team_id, "budget": owed.budget, "said_at": now})


def give_back(session: Session, owed: Owed) -> None:
    """Count a message no longer, since it was not said after all."""
    session.execute(delete(Unasked).where(Unasked.owed_id == owed.id))


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Count nothing of what somebody was told."""
    session.execute(delete(Unasked).where(Unasked.team_id == team_id, Unasked.who == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody was told that they had not asked for."""
    counted = select(Unasked).where(Unasked.team_id == team_id, Unasked.who == user_id)
    rows = session.scalars(counted.order_by(Unasked.said_at))
    return {"messages_i_did_not_ask_for": [facts(each, "said_at") for each in rows]}


def _allowed(session: Session, owed: Owed) -> int:
    return settings.of(session, owed.team_id).person_budget if owed.people else A_CHANNELS


def _free_at(session: Session, owed: Owed, budget: str, who: str, most: int, now: datetime) -> datetime:
    counted = {"team": owed.team_id, "who": who, "budget": budget, "since": now - A_WEEK, "but": owed.id}
    said = session.scalars(_said(), {**counted, "most": most}).all()
    return now if len(said) < most else said[-1] + A_WEEK


@cache
def _said() -> Select[datetime]:
    """Select when somebody was told what counts, but for one message, the last first."""
    unsaid = and_(Owed.step.in_([Step.DROPPED, Step.REFUSED]), Owed.said_at.is_(None))
    return (
        select(Unasked.said_at)
        .join(Owed)
        .where(
            Unasked.team_id == bindparam("team"),
            Unasked.who == bindparam("who"),
            Unasked.budget == bindparam("budget"),
            Unasked.said_at > moment("since"),
            Unasked.owed_id != bindparam("but"),
            not_(unsaid),
        )
        .order_by(Unasked.said_at.desc())
        .limit(bindparam("most", type_=Integer))
    )
