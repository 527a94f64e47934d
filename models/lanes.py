"""Rate limits as rows that every process shares: from which moment on a call may be made again.

A lane is a workspace's calls of one kind, or one conversation. Each is a leaky bucket without a burst, kept
as one number (the generic cell rate algorithm, ITU-T I.371): the moment it is ready again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, and_, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, facts, moment, upsert

LONGEST_SHUT = timedelta(hours=1)
"""A lane that is ready only later than this was written by a clock that has stepped back since."""

CATCH_UP = 0.1
"""The share of its interval by which a call may follow the last one early, when that one came late."""

IDLE = timedelta(days=1)


class Lane(Base):
    """One limit, and the moment from which the next call is free."""

    __tablename__ = "lanes"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    ready_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Pace:
    """How far apart calls are kept: those of one kind in a workspace, and posts in one conversation."""

    calls: Mapping[str, timedelta] = field(default_factory=dict)
    posts: timedelta = timedelta(0)


UNHURRIED = Pace()
"""For a place that sets no limits: the local workspace."""


SHUT = and_(Lane.ready_at > moment("now"), Lane.ready_at <= moment("latest"))
"""Which lanes come free only after `now`, but not after the `latest` that is believed."""

OPEN, SOONER = ~SHUT, ~and_(SHUT, Lane.ready_at > moment("until"))
NEXT = select(Lane.ready_at).where(SHUT).order_by(Lane.ready_at).limit(1)


def take(session: Session, team_id: str, name: str, interval: timedelta, *, now: datetime) -> bool:
    """Use a lane once, and keep it for `interval`; False: somebody else was faster."""
    if not interval:
        return True
    lane = session.get(Lane, (team_id, name), populate_existing=True)
    start = max(lane.ready_at, now - interval * CATCH_UP) if lane and lane.ready_at <= now else now
    key, values = {"team_id": team_id, "name": name}, {"ready_at": start + interval}
    return upsert(session, Lane, key, values, where=OPEN, now=now, latest=now + LONGEST_SHUT)


def hold(session: Session, team_id: str, name: str, *, now: datetime) -> None:
    """Make whoever else wants this lane wait until the transaction ends."""
    upsert(session, Lane, {"team_id": team_id, "name": name}, {"ready_at": now})


def shut_until(session: Session, team_id: str, name: str, ready_at: datetime, *, now: datetime) -> None:
    """Close a lane for everybody; one that is closed for longer stays so."""
    latest = now + LONGEST_SHUT
    key, until = {"team_id": team_id, "name": name}, min(ready_at, latest)
    upsert(session, Lane, key, {"ready_at": until}, where=SOONER, now=now, latest=latest, until=until)


def next_ready(session: Session, *, now: datetime) -> datetime | None:
    """Tell when the next lane comes free."""
    return session.scalar(NEXT, {"now": now, "latest": now + LONGEST_SHUT})


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Forget the limits that are somebody's own."""
    for lane in _of(session, team_id, user_id):
        session.delete(lane)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List the limits that are somebody's own: from when on they may be told, or named, again."""
    return {"limits": [facts(each, "name", "ready_at") for each in _of(session, team_id, user_id)]}


def prune(session: Session, *, now: datetime) -> None:
    """Forget the lanes that nobody used lately."""
    session.execute(delete(Lane).where(Lane.ready_at < now - IDLE))


def _of(session: Session, team_id: str, user_id: str) -> list[Lane]:
    found = select(Lane).where(Lane.team_id == team_id, Lane.name.contains(user_id, autoescape=True))
    return [lane for lane in session.scalars(found) if user_id in re.split("[ ,]", lane.name)]
