"""Whom a question names: those who offer what it asks for, like to be named, and were not lately."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lanes, skills, skills_asking
from models.base import Base
from models.consents import Consent, Programme
from models.skills import Skill
from models.skills_asking import Candidate

MOST = 3
"""People that one question names."""


class Naming(Base):
    """Somebody named in a question, for a skill that they offer."""

    __tablename__ = "question_namings"
    __table_args__ = (Index("ix_question_namings_lately", "team_id", "user_id", "named_at"),)

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    skill: Mapped[str] = mapped_column(String(skills.LONGEST))
    named_at: Mapped[datetime]


def candidates(session: Session, team_id: str, text: str, *, but: str, now: datetime) -> list[Candidate]:
    """List who may be named in a question, but not who asks it; who was not named for longest comes first."""
    last = (
        select(func.max(Naming.named_at))
        .where(Naming.team_id == team_id, Naming.user_id == Skill.user_id)
        .scalar_subquery()
    )
    return skills_asking.candidates(session, team_id, text, askers=[but], last=last, now=now)


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
