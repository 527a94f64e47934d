"""Not with this person: kept confidential both ways, and heeded everywhere people are brought together."""

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, insert_once


class Apart(Base):
    """One member's wish not to be brought together with another; nobody else ever learns of it."""

    __tablename__ = "apart"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    other_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    since: Mapped[datetime]


def keep(session: Session, team_id: str, user_id: str, other_id: str, *, now: datetime) -> None:
    """Never bring these two together again."""
    insert_once(session, Apart, team_id=team_id, user_id=user_id, other_id=other_id, since=now)


def pairs(session: Session, team_id: str) -> set[tuple[str, str]]:
    """Give every two who are not to be brought together, in both orders."""
    kept = session.execute(select(Apart.user_id, Apart.other_id).where(Apart.team_id == team_id)).all()
    return {(one, other) for one, other in kept} | {(other, one) for one, other in kept}


def are(session: Session, team_id: str, one: str, other: str) -> bool:
    """Tell whether either of two wished not to be brought together with the other."""
    wished = (session.get(Apart, (team_id, *two)) for two in ((one, other), (other, one)))
    return any(each is not None for each in wished)
