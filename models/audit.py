"""What stewards did that concerns others: a list that whom it concerns can see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Select, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, facts

SHOWN = 20

NOBODY = ""
"""Stands where a steward was who is forgotten."""

OPERATOR = "operator"
"""Who did it on the command line: nobody of the workspace."""


class Act(Base):
    """One thing that a steward did; `about_id` is whom it concerns, None the whole workspace.

    `act` is `feature.verb`; `detail` never holds what is confidential.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_about", "team_id", "about_id", "at"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str] = mapped_column(String(32))
    about_id: Mapped[str | None] = mapped_column(String(32))
    act: Mapped[str] = mapped_column(String(50))
    detail: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]


def note(
    session: Session, team_id: str, by: str, act: str, *, about: str | None, detail: str = "", now: datetime
) -> None:
    """Write down what a steward did, as it is done; what they do to themselves is nobody else's."""
    if by != about:
        session.add(Act(team_id=team_id, by_id=by, about_id=about, act=act, detail=detail[:300], at=now))


def concerning(session: Session, team_id: str, user_id: str, *, limit: int = SHOWN) -> Sequence[Act]:
    """List what stewards did that concerns somebody, or everybody, the latest first."""
    return session.scalars(
        _seen_by(team_id, user_id).order_by(Act.at.desc(), Act.id.desc()).limit(limit)
    ).all()


def number_concerning(session: Session, team_id: str, user_id: str) -> int:
    """Count what stewards did that concerns somebody, or everybody."""
    return session.scalar(select(func.count()).select_from(_seen_by(team_id, user_id).subquery())) or 0


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let what a steward did stay without their name; what was done to somebody is forgotten with them."""
    session.execute(delete(Act).where(Act.team_id == team_id, Act.about_id == user_id))
    theirs = update(Act).where(Act.team_id == team_id, Act.by_id == user_id)
    session.execute(theirs.values(by_id=NOBODY))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what stewards did that concerns somebody alone, and what they did as a steward."""
    shown = ("act", "by_id", "about_id", "detail", "at")
    concerns = select(Act).where(Act.team_id == team_id, Act.about_id == user_id)
    done = select(Act).where(Act.team_id == team_id, Act.by_id == user_id)
    return {
        name: [facts(act, *shown) for act in session.scalars(found.order_by(Act.id))]
        for name, found in (("what_stewards_did", concerns), ("what_i_did_as_steward", done))
    }


def _seen_by(team_id: str, user_id: str) -> Select[Act]:
    return select(Act).where(Act.team_id == team_id, (Act.about_id == user_id) | Act.about_id.is_(None))
