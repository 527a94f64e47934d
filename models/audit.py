"""What stewards did that concerns others: a list that whom it concerns can see."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base

SHOWN = 20

OPERATOR = ""
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
    """List what stewards did that concerns somebody, the latest first."""
    found = select(Act).where(Act.team_id == team_id, (Act.about_id == user_id) | Act.about_id.is_(None))
    return session.scalars(found.order_by(Act.at.desc(), Act.id.desc()).limit(limit)).all()
