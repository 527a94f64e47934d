"""Pauses: one tap keeps everything away that nobody asked for, until a day or until somebody is back."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models import outbox, slots
from models.base import Base, facts, upsert
from models.errors import RuleError
from models.outbox import Owed

LONGEST = timedelta(days=366)
WAITS = "who it is for is away"
"""Why a message waits, as the outbox notes it."""

LOOKED_AT_EVERY = timedelta(days=1)
"""How often a message is looked at again that waits for somebody who named no day."""


EVERYTHING = ""
"""Stands for every programme at once."""


class Pause(Base):
    """Somebody's pause, of a programme or of everything; it ends by itself at `until`."""

    __tablename__ = "pauses"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    programme: Mapped[str] = mapped_column(
        String(20), primary_key=True, default=EVERYTHING, server_default=EVERYTHING
    )
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(index=True)


def begin(
    session: Session, team_id: str, user_id: str, *, last_day: date | None, zone: str, now: datetime
) -> Pause:
    """Pause somebody up to and with a day in their zone, or until they are back; a new pause replaces one."""
    until = _morning_after(last_day, zone) if last_day else None
    if until is not None and not now < until <= now + LONGEST:
        raise RuleError(
            "Choose a day to come, within a year; or none, and come back when you like.", field="until"
        )
    key = {"team_id": team_id, "user_id": user_id, "programme": EVERYTHING}
    upsert(session, Pause, key, {"since": now, "until": until})
    return session.get_one(Pause, (team_id, user_id, EVERYTHING), populate_existing=True)


def end(session: Session, team_id: str, user_id: str, *, now: datetime) -> bool:
    """Let somebody be back, and have what waited for them; tell whether they were away."""
    pause = session.get(Pause, (team_id, user_id, EVERYTHING))
    if pause is None:
        return False
    session.delete(pause)
    waiting = update(Owed).where(
        Owed.team_id == team_id, Owed.recipients == user_id, Owed.reason == WAITS, Owed.due_at > now
    )
    session.execute(waiting.values(due_at=now))
    return True


def of(session: Session, team_id: str, user_id: str, *, now: datetime) -> Pause | None:
    """Give somebody's pause, if they are away now."""
    pause = session.get(Pause, (team_id, user_id, EVERYTHING))
    return pause if pause is not None and (pause.until is None or pause.until > now) else None


def away(
    team_id: InstrumentedAttribute[str], user_id: InstrumentedAttribute[str], *, now: datetime
) -> ColumnElement[bool]:
    """Tell of which rows the person is away: for whatever chooses among people."""
    lasting = or_(Pause.until.is_(None), Pause.until > now)
    return (
        select(Pause.user_id)
        .where(and_(Pause.team_id == team_id, Pause.user_id == user_id, lasting))
        .exists()
    )


def free_at(session: Session, owed: Owed, *, now: datetime) -> datetime:
    """Tell when a message may be said that nobody asked for: `now`, or when who it is for is back."""
    waits = [now]
    for who in owed.people if owed.budget is not None else []:
        pause = of(session, owed.team_id, who, now=now)
        if pause is not None:
            waits.append(pause.until or now + LOOKED_AT_EVERY)
    return max(waits)


def end_due(session: Session, *, now: datetime) -> None:
    """Welcome back, in one line, those whose pause is over."""
    for pause in session.scalars(select(Pause).where(Pause.until <= now).with_for_update()).all():
        outbox.owe(
            session,
            team_id=pause.team_id,
            key=f"pauses.back:{pause.user_id}:{pause.since:%Y-%m-%dT%H:%M}",
            kind="pauses.back",
            ref=pause.user_id,
            to=pause.user_id,
            due=now,
            not_after=now + timedelta(days=2),
            importance=outbox.Importance.NEVER_TWICE,
        )
        session.delete(pause)


def _morning_after(last_day: date, zone: str) -> datetime:
    """Give the moment at which people begin to work on the day after."""
    return slots.first_moment(datetime.combine(last_day + timedelta(days=1), time(9)), ZoneInfo(zone))


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let nothing be known of somebody's pause."""
    session.execute(delete(Pause).where(Pause.team_id == team_id, Pause.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Tell of somebody's pause."""
    theirs = select(Pause).where(Pause.team_id == team_id, Pause.user_id == user_id)
    return {"pauses": [facts(each, "since", "until") for each in session.scalars(theirs)]}
