"""What a member said yes to: nothing of a programme concerns anybody before."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, facts, insert_once


class Programme(StrEnum):
    """What somebody may say yes to."""

    NAMING = "naming"
    MENTORING = "mentoring"
    MIXERS = "mixers"


KINDS = {
    "cohorts": Programme.MENTORING,
    "lunches_asking": Programme.NAMING,
    "mentoring": Programme.MENTORING,
    "mixers": Programme.MIXERS,
}
"""To which programme a kind of message or reminder belongs, by the first words of its name."""


class Consent(Base):
    """One member's yes to one programme."""

    __tablename__ = "consents"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    programme: Mapped[Programme] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime]


def programme_of(kind: str) -> Programme | None:
    """Tell to which programme a kind of message belongs, if to one."""
    return next((programme for words, programme in KINDS.items() if kind.startswith(words)), None)


def give(session: Session, team_id: str, user_id: str, programme: Programme, *, now: datetime) -> None:
    """Note somebody's yes."""
    insert_once(session, Consent, team_id=team_id, user_id=user_id, programme=programme, since=now)


def withdraw(session: Session, team_id: str, user_id: str, programme: Programme) -> None:
    """Take somebody's yes back."""
    session.execute(
        delete(Consent).where(
            Consent.team_id == team_id, Consent.user_id == user_id, Consent.programme == programme
        )
    )


def given(session: Session, team_id: str, user_id: str, programme: Programme) -> bool:
    """Tell whether somebody said yes."""
    return session.get(Consent, (team_id, user_id, programme)) is not None


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Take back everything that somebody said yes to."""
    session.execute(delete(Consent).where(Consent.team_id == team_id, Consent.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody said yes to."""
    theirs = select(Consent).where(Consent.team_id == team_id, Consent.user_id == user_id)
    return {"consents": [facts(each, "programme", "since") for each in session.scalars(theirs)]}
