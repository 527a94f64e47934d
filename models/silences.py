"""Silences: who did not answer a programme several times is kindly rested, and back with one tap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, delete, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from models import outbox, pauses
from models.base import Base, facts, insert_once
from models.consents import Programme

MOST = 3
"""Silent rounds after which somebody is rested."""


class Silence(Base):
    """How many rounds of a programme in a row somebody left without a word; rested from `rested_at` on.

    `counted_at` is when the last of them was counted.
    """

    __tablename__ = "silences"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    programme: Mapped[Programme] = mapped_column(String(20), primary_key=True)
    rounds: Mapped[int]
    rested_at: Mapped[datetime | None]
    counted_at: Mapped[datetime | None]

    @property
    def ref(self) -> str:
        """How the outbox refers to it."""
        return f"{self.user_id}/{self.programme}"

    @property
    def key(self) -> str:
        """What the message that tells of the rest is called in the outbox."""
        return f"silences.rested:{self.ref}:{self.rested_at:%Y-%m-%dT%H:%M}"


def unheard(
    session: Session,
    team_id: str,
    user_id: str,
    programme: Programme,
    *,
    apart: timedelta = timedelta(0),
    now: datetime,
) -> bool:
    """Count a round that somebody left without a word; the third rests them, and they hear of it once.

    Who is away or rests already is not counted, nor what is less than `apart` after the last silence. Tell
    whether they rest now.
    """
    if pauses.of(session, team_id, user_id, programme=programme, now=now) is not None:
        return False
    key = {"team_id": team_id, "user_id": user_id, "programme": programme}
    insert_once(session, Silence, **key, rounds=0, rested_at=None, counted_at=None)
    silence = session.get_one(Silence, tuple(key.values()), with_for_update=True, populate_existing=True)
    counted_at = silence.counted_at
    if silence.rested_at is None and (counted_at is None or now >= counted_at + apart):
        silence.rounds, silence.counted_at = silence.rounds + 1, now
        if silence.rounds >= MOST:
            _rest(session, silence, now)
    return silence.rested_at is not None


def heard(session: Session, team_id: str, user_id: str, programme: Programme, *, now: datetime) -> bool:
    """Begin to count anew, since somebody said a word; who rested is back. Tell whether they did."""
    key = (team_id, user_id, programme)
    silence = session.get(Silence, key, with_for_update=True, populate_existing=True)
    if silence is None:
        return False
    rested_at = silence.rested_at
    session.delete(silence)
    if rested_at is not None:
        outbox.refresh(session, team_id, silence.key, now=now)
    return rested_at is not None


def of(session: Session, team_id: str, user_id: str) -> Sequence[Programme]:
    """List the programmes in which somebody is rested."""
    theirs = select(Silence.programme).where(
        Silence.team_id == team_id, Silence.user_id == user_id, Silence.rested_at.is_not(None)
    )
    return [Programme(each) for each in session.scalars(theirs.order_by(Silence.programme))]


def rested(
    team_id: InstrumentedAttribute[str], user_id: InstrumentedAttribute[str], programme: Programme
) -> ColumnElement[bool]:
    """Tell of which rows the person is rested: for whatever chooses among people."""
    found = select(Silence.user_id).where(
        Silence.team_id == team_id,
        Silence.user_id == user_id,
        Silence.programme == programme,
        Silence.rested_at.is_not(None),
    )
    return found.exists()


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let nothing be known of when somebody was silent."""
    session.execute(delete(Silence).where(Silence.team_id == team_id, Silence.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List in which programmes somebody was silent, and since when they rest."""
    theirs = select(Silence).where(Silence.team_id == team_id, Silence.user_id == user_id)
    rows = session.scalars(theirs.order_by(Silence.programme))
    return {"silences": [facts(each, "programme", "rounds", "rested_at", "counted_at") for each in rows]}


def _rest(session: Session, silence: Silence, now: datetime) -> None:
    silence.rested_at = now
    outbox.owe(
        session,
        team_id=silence.team_id,
        key=silence.key,
        kind="silences.rested",
        ref=silence.ref,
        to=silence.user_id,
        due=now,
        importance=outbox.Importance.NEVER_TWICE,
        budget="person",
    )
