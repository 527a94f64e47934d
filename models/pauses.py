"""Pauses: one tap keeps everything away that nobody asked for, until a day or until somebody is back.

A pause is of everything, or of one programme that somebody takes part in.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, String, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models import consents, outbox, slots
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
    session: Session,
    team_id: str,
    user_id: str,
    *,
    last_day: date | None,
    zone: str,
    programme: str = EVERYTHING,
    now: datetime,
) -> Pause:
    """Pause somebody up to and with a day in their zone, or until they are back.

    A new pause replaces the one of the same programme.
    """
    until = _morning_after(last_day, zone) if last_day else None
    if until is not None and not now < until <= now + LONGEST:
        raise RuleError(
            "Choose a day to come, within a year; or none, and come back when you like.", field="until"
        )
    key = {"team_id": team_id, "user_id": user_id, "programme": programme}
    upsert(session, Pause, key, {"since": now, "until": until})
    return session.get_one(Pause, (team_id, user_id, programme), populate_existing=True)


def end(
    session: Session, team_id: str, user_id: str, *, programme: str | None = None, now: datetime
) -> list[Pause]:
    """Let somebody be back, in one programme or in all, and have what waited for them; give what is over."""
    over = [
        each for each in all_of(session, team_id, user_id, now=now) if programme in {None, each.programme}
    ]
    for pause in over:
        session.delete(pause)
    waiting = update(Owed).where(
        Owed.team_id == team_id,
        Owed.recipients.contains(user_id, autoescape=True),
        Owed.reason == WAITS,
        Owed.due_at > now,
    )
    session.execute(waiting.values(due_at=now))
    return over


def of(
    session: Session, team_id: str, user_id: str, *, programme: str | None = None, now: datetime
) -> Pause | None:
    """Give the pause that keeps everything from somebody, or a programme's messages; the longest of two."""
    lasting = [
        each
        for each in all_of(session, team_id, user_id, now=now)
        if each.programme in {EVERYTHING, programme}
    ]
    return max(lasting, key=_end, default=None)


def all_of(session: Session, team_id: str, user_id: str, *, now: datetime) -> Sequence[Pause]:
    """List the pauses that somebody has now, that of everything first."""
    theirs = select(Pause).where(Pause.team_id == team_id, Pause.user_id == user_id, _lasts(now))
    return session.scalars(theirs.order_by(Pause.programme)).all()


def away(
    team_id: InstrumentedAttribute[str],
    user_id: InstrumentedAttribute[str],
    *,
    programme: str = EVERYTHING,
    now: datetime | BindParameter[datetime],
) -> ColumnElement[bool]:
    """Tell of which rows the person is away, from everything or from a programme: for what chooses people."""
    found = select(Pause.user_id).where(
        Pause.team_id == team_id,
        Pause.user_id == user_id,
        Pause.programme.in_([EVERYTHING, programme]),
        _lasts(now),
    )
    return found.exists()


def free_at(session: Session, owed: Owed, *, now: datetime) -> datetime:
    """Tell when a message may be said that nobody asked for: `now`, or when who it is for is back."""
    waits = [now]
    programme = consents.programme_of(owed.kind)
    for who in owed.people if owed.budget is not None else []:
        pause = of(session, owed.team_id, who, programme=programme, now=now)
        if pause is not None:
            waits.append(over_at(pause, now=now))
    return max(waits)


def over_at(pause: Pause, *, now: datetime) -> datetime:
    """Tell when to look whether somebody is back."""
    return pause.until or now + LOOKED_AT_EVERY


def end_due(session: Session, *, now: datetime) -> None:
    """Welcome back, in a line each, those whose pause is over."""
    over = session.scalars(select(Pause).where(Pause.until <= now).with_for_update()).all()
    for pause in over:
        if not _is_part_of_another(session, pause):
            _welcome_back(session, pause, now)
    for pause in over:
        session.delete(pause)


def _is_part_of_another(session: Session, pause: Pause) -> bool:
    """Tell whether somebody was away from everything when their pause of a programme ended."""
    everything = session.get(Pause, (pause.team_id, pause.user_id, EVERYTHING))
    return pause.programme != EVERYTHING and everything is not None and _end(everything) >= _end(pause)


def _welcome_back(session: Session, pause: Pause, now: datetime) -> None:
    what = f"{pause.user_id}/{pause.programme}"
    outbox.owe(
        session,
        team_id=pause.team_id,
        key=f"pauses.back:{what}:{pause.since:%Y-%m-%dT%H:%M}",
        kind="pauses.back",
        ref=what,
        to=pause.user_id,
        due=now,
        not_after=now + timedelta(days=2),
        importance=outbox.Importance.NEVER_TWICE,
    )


def _lasts(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return or_(Pause.until.is_(None), Pause.until > now)


def _end(pause: Pause) -> datetime:
    return pause.until or datetime.max.replace(tzinfo=UTC)


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
    return {"pauses": [facts(each, "programme", "since", "until") for each in session.scalars(theirs)]}
