"""Silences: who did not answer a programme several times is kindly rested, and back with one tap."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from models.base import Base
from models.consents import Programme

MOST = 3
"""Silent rounds after which somebody is rested."""


class Silence(Base):
    """How many rounds of a programme in a row somebody left without a word; rested from `rested_at` on."""

    __tablename__ = "silences"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    programme: Mapped[Programme] = mapped_column(String(20), primary_key=True)
    rounds: Mapped[int]
    rested_at: Mapped[datetime | None]


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
