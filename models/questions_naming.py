"""Whom a question names: those who offer what it asks for, like to be named, and were not lately."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lanes, pauses, skills
from models.base import Base
from models.consents import Consent, Programme
from models.skills import Skill

MOST = 3
"""People that one question names."""

APART = timedelta(days=7)
"""How long somebody who was named is left alone."""


class Naming(Base):
    """Somebody named in a question, for a skill that they offer."""

    __tablename__ = "question_namings"
    __table_args__ = (Index("ix_question_namings_lately", "team_id", "user_id", "named_at"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    skill: Mapped[str] = mapped_column(String(skills.LONGEST))
    named_at: Mapped[datetime]


class Candidate(NamedTuple):
    """Somebody who may be named, and the skill that speaks for it."""

    user_id: str
    skill: str


def candidates(session: Session, team_id: str, text: str, *, but: str, now: datetime) -> list[Candidate]:
    """List who may be named in a question, but not who asks it; who was not named for longest comes first."""
    last = (
        select(func.max(Naming.named_at))
        .where(Naming.team_id == team_id, Naming.user_id == Skill.user_id)
        .scalar_subquery()
    )
    offered = (
        select(Skill.user_id, func.min(Skill.name))
        .join(Consent, (Consent.team_id == Skill.team_id) & (Consent.user_id == Skill.user_id))
        .where(
            Skill.team_id == team_id,
            Skill.key.in_(skills.asked_for(text)),
            Skill.user_id != but,
            Consent.programme == Programme.NAMING,
            last.is_(None) | (last <= now - APART),
            ~pauses.away(Skill.team_id, Skill.user_id, now=now),
        )
        .group_by(Skill.user_id)
        .order_by(last.is_not(None), last, Skill.user_id)
    )
    return [Candidate(*row) for row in session.execute(offered)]


def willing(session: Session, question_id: int) -> Sequence[Naming]:
    """List those whom a question names and who like to be named still."""
    return session.scalars(
        select(Naming)
        .join(Consent, (Consent.team_id == Naming.team_id) & (Consent.user_id == Naming.user_id))
        .where(Naming.question_id == question_id, Consent.programme == Programme.NAMING)
        .order_by(Naming.user_id)
    ).all()


def name(
    session: Session,
    team_id: str,
    question_id: int,
    text: str,
    *,
    but: str,
    present: Collection[str],
    now: datetime,
) -> Sequence[Naming]:
    """Name up to three of those present, each at most once in seven days whoever else names them now."""
    for user_id in sorted(present):
        lanes.hold(session, team_id, f"naming {user_id}", now=now)
    free = candidates(session, team_id, text, but=but, now=now)
    chosen = [each for each in free if each.user_id in present][:MOST]
    namings = [
        Naming(question_id=question_id, team_id=team_id, named_at=now, **each._asdict()) for each in chosen
    ]
    session.add_all(namings)
    session.flush()
    return namings
