"""Reports: what somebody says is wrong with a tip, told to the stewards."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import outbox, stewards, tips
from models.base import NEVER_REUSED, Base, facts, insert_once
from models.errors import RuleError
from models.tips import Tip

LONGEST = 1000


class Report(Base):
    """One report, once a person and tip."""

    __tablename__ = "tip_reports"
    __table_args__ = (UniqueConstraint("tip_id", "by_id"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"))
    by_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]


def report(session: Session, team_id: str, tip_id: int, *, by: str, text: str, now: datetime) -> None:
    """Tell every steward; the same person's second report of a tip changes nothing."""
    tip = tips.get(session, team_id, tip_id)
    words = text.strip()
    if not words:
        raise RuleError("Write in a few words what is wrong.", field="text")
    told = stewards.all_of(session, team_id)
    if not told:
        raise RuleError("Nobody is a steward here yet. Please write to the tip's author.", field="text")
    filed = insert_once(
        session, Report, team_id=team_id, tip_id=tip.id, by_id=by, text=words[:LONGEST], reported_at=now
    )
    if filed is None:
        return
    for steward in told:
        outbox.owe(
            session,
            team_id=team_id,
            key=f"tips.reported:{filed.id}:{steward}",
            kind="tips.reported",
            ref=filed.id,
            to=steward,
            due=now,
        )


def get(session: Session, report_id: int) -> tuple[Report, Tip] | None:
    """Find a report and its tip, unless they are gone."""
    found = session.get(Report, report_id)
    tip = session.get(Tip, found.tip_id) if found else None
    return (found, tip) if found and tip else None


def delete_tip(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> None:
    """Delete an author's own tip; what the stewards were told of it shows its words, so it goes too."""
    filed = select(Report.id).where(Report.team_id == team_id, Report.tip_id == tip_id)
    told = session.scalars(filed.order_by(Report.id)).all()
    tips.delete(session, team_id, tip_id, by=by, now=now)
    outbox.retract_all(session, team_id, "tips.reported", told, now=now)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take back what somebody reported, and what was reported of their tips."""
    found = select(Report).join(Tip).where(Report.team_id == team_id)
    theirs = found.where(or_(Report.by_id == user_id, Tip.author_id == user_id)).order_by(Report.id)
    ids = [filed.id for filed in session.scalars(theirs)]
    outbox.retract_all(session, team_id, "tips.reported", ids, now=now)
    session.execute(delete(Report).where(Report.id.in_(ids)))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody reported; what others reported of their tips is the stewards'."""
    filed = select(Report, Tip).join(Tip).where(Report.team_id == team_id, Report.by_id == user_id)
    return {
        "reports_i_made": [
            {**facts(tip, "author_id", "channel_id"), **facts(report, "text", "reported_at")}
            for report, tip in session.execute(filed.order_by(Report.id))
        ]
    }
