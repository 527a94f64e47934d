"""Thanks for tips: "this helped", said once a person, and what its author hears of it; the saved list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Select, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audiences, outbox, tips
from models.audiences import Asker
from models.base import Base, facts, insert_once
from models.budgets import A_WEEK
from models.errors import RuleError
from models.tips import Thanks, Tip

MINUTES = (5, 15, 30, 60)
"""What somebody may say that a tip has saved them."""


class Save(Base):
    """A tip that somebody put aside for themselves."""

    __tablename__ = "tip_saves"

    tip_id: Mapped[int] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    saved_at: Mapped[datetime]


class Helped(NamedTuple):
    """How many colleagues somebody's tips have helped, and the minutes that those have named."""

    people: int
    minutes: int


def thank(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Note that a tip helped somebody: once a person, and never its author."""
    tip = tips.get(session, team_id, tip_id)
    if tip.author_id == by:
        raise RuleError("This is your own tip. The others say whether it helped them.")
    if insert_once(session, Thanks, tip_id=tip.id, user_id=by, team_id=team_id, given_at=now):
        outbox.refresh(session, team_id, tip.key, now=now)
    return tip


def saved_minutes(session: Session, team_id: str, tip_id: int, *, by: str, minutes: int) -> Tip:
    """Note how many minutes a tip has saved somebody who said that it helped."""
    tip = tips.get(session, team_id, tip_id)
    thanks = session.get(Thanks, (tip.id, by))
    if thanks is None or minutes not in MINUTES:
        raise RuleError("Press “This helped” on the tip first.")
    thanks.minutes = minutes
    return tip


def take_back(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Undo "this helped"."""
    tip = tips.get(session, team_id, tip_id)
    thanks = session.get(Thanks, (tip.id, by))
    if thanks is not None:
        tip.thanks.remove(thanks)
        outbox.refresh(session, team_id, tip.key, now=now)
    return tip


def helped_by(session: Session, team_id: str, author_id: str) -> Helped:
    """Count what an author's tips have done, for that author."""
    return Helped(*session.execute(_of(team_id, author_id)).one())


def untold(session: Session, team_id: str, author_id: str, *, up_to: datetime) -> Helped:
    """Count what an author has not heard of yet; nothing while their last news is less than a week old."""
    if session.execute(_of(team_id, author_id).where(Thanks.told_at > up_to - A_WEEK)).one()[0]:
        return Helped(0, 0)
    news = _of(team_id, author_id).where(Thanks.told_at.is_(None), Thanks.given_at <= up_to)
    return Helped(*session.execute(news).one())


def told(session: Session, team_id: str, author_id: str, *, up_to: datetime) -> None:
    """Note that an author has heard of their thanks."""
    mine = select(Tip.id).where(Tip.team_id == team_id, Tip.author_id == author_id)
    session.execute(
        update(Thanks)
        .where(Thanks.tip_id.in_(mine), Thanks.told_at.is_(None), Thanks.given_at <= up_to)
        .values(told_at=up_to)
    )


def owe_news(session: Session, *, now: datetime) -> None:
    """Owe every author whose tips have helped since they last heard one word, at most once a week."""
    waiting = (
        select(Tip.team_id, Tip.author_id)
        .join(Thanks, Thanks.tip_id == Tip.id)
        .where(Thanks.told_at.is_(None))
        .distinct()
    )
    year, week, _day = now.isocalendar()
    for team_id, author_id in session.execute(waiting).all():
        if untold(session, team_id, author_id, up_to=now).people == 0:
            continue
        outbox.owe(
            session,
            team_id=team_id,
            key=f"tips.helped:{author_id}:{year}-{week:02}",
            kind="tips.helped",
            ref=author_id,
            to=author_id,
            due=now,
            importance=outbox.Importance.NEVER_TWICE,
            budget="person",
        )


def most_helpful(
    session: Session, team_id: str, *conditions: ColumnElement[bool], since: datetime, limit: int
) -> Sequence[Tip]:
    """List the tips that most people were helped by since then."""
    helped = (
        select(Thanks.tip_id, func.count().label("people"))
        .where(Thanks.team_id == team_id, Thanks.given_at > since)
        .group_by(Thanks.tip_id)
        .subquery()
    )
    most = select(Tip).join(helped, helped.c.tip_id == Tip.id).where(*conditions)
    return session.scalars(most.order_by(helped.c.people.desc(), Tip.id.desc()).limit(limit)).all()


def save(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> bool:
    """Put a tip aside, or take it off the list again; tell whether it is on it now."""
    tip = tips.get(session, team_id, tip_id)
    if insert_once(session, Save, tip_id=tip.id, user_id=by, team_id=team_id, saved_at=now):
        return True
    session.delete(session.get_one(Save, (tip.id, by)))
    return False


def saved_by(session: Session, team_id: str, asker: Asker, *, limit: int) -> Sequence[Tip]:
    """List what somebody put aside and may still find, the latest first."""
    return session.scalars(
        select(Tip)
        .join(Save, Save.tip_id == Tip.id)
        .where(Tip.team_id == team_id, Save.user_id == asker.id, audiences.visible(asker, Tip))
        .order_by(Save.saved_at.desc(), Tip.id.desc())
        .limit(limit)
    ).all()


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take back all that somebody thanked for, and empty their list."""
    session.execute(delete(Save).where(Save.team_id == team_id, Save.user_id == user_id))
    mine = Thanks.team_id == team_id, Thanks.user_id == user_id
    thanked = session.scalars(select(Tip).join(Thanks).where(*mine).order_by(Tip.id)).all()
    session.execute(delete(Thanks).where(*mine))
    for tip in thanked:
        outbox.refresh(session, team_id, tip.key, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List whose tips somebody thanked for and put aside; their words they may not be free to see now."""
    given = select(Thanks, Tip).join(Tip).where(Thanks.team_id == team_id, Thanks.user_id == user_id)
    kept = select(Save, Tip).join(Tip).where(Save.team_id == team_id, Save.user_id == user_id)
    return {
        "thanks_i_gave": [
            {**facts(tip, "author_id", "channel_id"), **facts(thanks, "given_at", "minutes")}
            for thanks, tip in session.execute(given.order_by(Thanks.given_at))
        ],
        "tips_i_saved": [
            {**facts(tip, "author_id", "channel_id"), **facts(save, "saved_at")}
            for save, tip in session.execute(kept.order_by(Save.saved_at))
        ],
    }


def _of(team_id: str, author_id: str) -> Select[int, int]:
    people, minutes = func.count(Thanks.user_id.distinct()), func.sum(func.coalesce(Thanks.minutes, 0))
    return (
        select(people, minutes)
        .join(Tip, Tip.id == Thanks.tip_id)
        .where(Tip.team_id == team_id, Tip.author_id == author_id)
    )
