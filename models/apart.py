"""Not with this person: kept confidential both ways, and heeded everywhere people are brought together."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, facts, insert_once
from models.errors import RuleError

MOST = 40
"""People whom one member may keep apart from."""


class Apart(Base):
    """One member's wish not to be brought together with another; nobody else ever learns of it."""

    __tablename__ = "apart"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    other_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    since: Mapped[datetime]


def keep(session: Session, team_id: str, user_id: str, other_id: str, *, now: datetime) -> None:
    """Never bring these two together again."""
    if user_id == other_id:
        raise RuleError("This is you. Name a colleague.", field="other")
    if _count(session, team_id, user_id) >= MOST:
        raise RuleError(
            f"You keep apart from {MOST} people already. Take a name back first, or pause Potluck.",
            field="other",
        )
    insert_once(session, Apart, team_id=team_id, user_id=user_id, other_id=other_id, since=now)


def take_back(session: Session, team_id: str, user_id: str, other_id: str) -> None:
    """Let these two be brought together again, as far as the one who takes it back is concerned."""
    session.execute(
        delete(Apart).where(Apart.team_id == team_id, Apart.user_id == user_id, Apart.other_id == other_id)
    )


def kept_by(session: Session, team_id: str, user_id: str) -> Sequence[Apart]:
    """List whom somebody keeps apart from, the latest first: for nobody but them."""
    theirs = select(Apart).where(Apart.team_id == team_id, Apart.user_id == user_id)
    return session.scalars(theirs.order_by(Apart.since.desc(), Apart.other_id)).all()


def from_any(session: Session, team_id: str, people: Collection[str]) -> set[str]:
    """Name everybody who is not to be brought together with one of these people, whoever wished so."""
    kept = select(Apart.user_id, Apart.other_id).where(
        Apart.team_id == team_id, or_(Apart.user_id.in_(people), Apart.other_id.in_(people))
    )
    return {who for two in session.execute(kept) for who in two} - set(people)


def among(session: Session, team_id: str, people: Collection[str]) -> list[tuple[str, str]]:
    """Give every wish that one of some people has about another of them: who wishes, and about whom."""
    kept = select(Apart.user_id, Apart.other_id).where(
        Apart.team_id == team_id, Apart.user_id.in_(people), Apart.other_id.in_(people)
    )
    return [
        (wisher, other) for wisher, other in session.execute(kept.order_by(Apart.user_id, Apart.other_id))
    ]


def pairs(session: Session, team_id: str) -> set[tuple[str, str]]:
    """Give every two who are not to be brought together, in both orders."""
    kept = session.execute(select(Apart.user_id, Apart.other_id).where(Apart.team_id == team_id)).all()
    return {(one, other) for one, other in kept} | {(other, one) for one, other in kept}


def are(session: Session, team_id: str, one: str, other: str) -> bool:
    """Tell whether either of two wished not to be brought together with the other."""
    wished = (session.get(Apart, (team_id, *two)) for two in ((one, other), (other, one)))
    return any(each is not None for each in wished)


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let nothing be known of whom somebody kept apart from, nor of who kept apart from them."""
    theirs = or_(Apart.user_id == user_id, Apart.other_id == user_id)
    session.execute(delete(Apart).where(Apart.team_id == team_id, theirs))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List whom somebody keeps apart from; who keeps apart from them is those people's own."""
    return {"not_with": [facts(each, "other_id", "since") for each in kept_by(session, team_id, user_id)]}


def _count(session: Session, team_id: str, user_id: str) -> int:
    counted = select(func.count()).where(Apart.team_id == team_id, Apart.user_id == user_id)
    return session.scalar(counted) or 0
