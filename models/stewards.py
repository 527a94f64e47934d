"""The stewards: the few members who look after Potluck in their workspace."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audit
from models.base import Base, facts, insert_once
from models.errors import RuleError


class Steward(Base):
    """One steward of one workspace."""

    __tablename__ = "stewards"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[datetime]


def appoint(session: Session, team_id: str, user_id: str, *, now: datetime) -> bool:
    """Make somebody a steward; False: they are one."""
    return insert_once(session, Steward, team_id=team_id, user_id=user_id, since=now) is not None


def choose(session: Session, team_id: str, chosen: Collection[str], *, by: str, now: datetime) -> None:
    """Let these be the stewards, and nobody else; whom it concerns can see who chose so."""
    if not chosen:
        raise RuleError("Somebody has to look after Potluck: name at least one steward.", field="stewards")
    for user_id in dict.fromkeys(chosen):
        if appoint(session, team_id, user_id, now=now):
            audit.note(session, team_id, by, "stewards.appoint", about=user_id, now=now)
    for user_id in all_of(session, team_id):
        if user_id not in chosen:
            _remove(session, team_id, user_id)
            audit.note(session, team_id, by, "stewards.remove", about=user_id, now=now)


def did(
    session: Session,
    team_id: str,
    by: str,
    act: str,
    *,
    about: str | None,
    detail: str = "",
    now: datetime,
) -> None:
    """Write down what somebody may do as a steward, if they are one; a channel's creator is none."""
    if is_one(session, team_id, by):
        audit.note(session, team_id, by, act, about=about, detail=detail, now=now)


def is_one(session: Session, team_id: str, user_id: str) -> bool:
    """Tell whether somebody is a steward."""
    return session.get(Steward, (team_id, user_id)) is not None


def check(session: Session, team_id: str, user_id: str) -> None:
    """Let only stewards pass."""
    if not is_one(session, team_id, user_id):
        raise RuleError("This is for stewards: the few members who look after Potluck here.")


def all_of(session: Session, team_id: str) -> list[str]:
    """Name the stewards of a workspace, the longest-serving first."""
    return list(
        session.scalars(
            select(Steward.user_id).where(Steward.team_id == team_id).order_by(Steward.since, Steward.user_id)
        )
    )


def deciders(session: Session, team_id: str, creator_id: str | None) -> list[str]:
    """Name who may say yes to something for a channel: the stewards, and who made the channel."""
    return [each for each in dict.fromkeys([*all_of(session, team_id), creator_id]) if each]


def check_may_go(session: Session, team_id: str, user_id: str) -> None:
    """Let everybody pass but the only steward."""
    named = session.scalars(select(Steward.user_id).where(Steward.team_id == team_id).with_for_update())
    if named.all() == [user_id]:
        raise RuleError(
            "You are the only steward here, and somebody has to look after Potluck. Name another one first, "
            "with `/potluck settings`; then I forget you."
        )


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let somebody be a steward no more; the only one names another first."""
    check_may_go(session, team_id, user_id)
    _remove(session, team_id, user_id)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Tell since when somebody is a steward, if they are."""
    steward = session.get(Steward, (team_id, user_id))
    return {"steward": [facts(steward, "since")] if steward else []}


def _remove(session: Session, team_id: str, user_id: str) -> None:
    session.execute(delete(Steward).where(Steward.team_id == team_id, Steward.user_id == user_id))
