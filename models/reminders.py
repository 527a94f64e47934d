"""Reminders: what somebody may like to be reminded of, several of them merged into one message."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import NEVER_REUSED, Base, insert_once


class Reminder(Base):
    """One thing to remind somebody of, from `due_at` on; later than `until` it is let go.

    `kind` and `ref` are rendered when it is said. `told_at` is when the message with it was owed.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index("ix_reminders_due", "told_at", "due_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(50))
    ref: Mapped[str] = mapped_column(String(100))
    due_at: Mapped[datetime]
    until: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_in: Mapped[str | None] = mapped_column(String(200))


def remind(
    session: Session, team_id: str, user_id: str, *, kind: str, ref: object, due: datetime, until: datetime
) -> bool:
    """Remind somebody of something, once; asking for the same again changes nothing and answers False."""
    fresh = insert_once(
        session,
        Reminder,
        team_id=team_id,
        key=f"{kind}:{ref}:{user_id}",
        user_id=user_id,
        kind=kind,
        ref=str(ref),
        due_at=due,
        until=until,
    )
    return fresh is not None


def settle(session: Session, team_id: str, kind: str, ref: object, *, user_id: str | None = None) -> None:
    """Let a reminder be that nobody was told of yet: what it is about is done; for one person or all."""
    untold = delete(Reminder).where(
        Reminder.team_id == team_id,
        Reminder.kind == kind,
        Reminder.ref == str(ref),
        Reminder.told_at.is_(None),
    )
    session.execute(untold if user_id is None else untold.where(Reminder.user_id == user_id))


def unsaid(session: Session, team_id: str, user_id: str) -> list[Reminder]:
    """List what somebody is still to be reminded of, the earliest first."""
    theirs = select(Reminder).where(
        Reminder.team_id == team_id, Reminder.user_id == user_id, Reminder.told_at.is_(None)
    )
    return list(session.scalars(theirs.order_by(Reminder.due_at, Reminder.id)))
