"""A wish meets those who offer its skill and said yes to being asked: privately, at most once a week each."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lanes, lunches, lunches_wishes, outbox, skills, skills_asking
from models.base import Base
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_series import Series
from models.lunches_talks import Talk
from models.lunches_wishes import State, Wanted, Wish
from models.skills import Skill
from models.skills_asking import Candidate

PATIENCE = timedelta(days=3)
"""How long somebody who was asked has before the next one is."""

MOST_AT_ONCE = 3
"""People asked about one topic for a lunch that has no talk."""

LOOKED_AT = 20
"""The most wanted wishes for which a speaker is looked for."""

TOPICS = 3
"""The most wanted wishes that a lunch without a talk asks for."""


class Said(StrEnum):
    """What somebody answered."""

    YES = "yes"
    NOT_NOW = "not_now"
    NEVER = "never"


class WishAsking(Base):
    """Somebody asked whether they would tell about what others wish for, for a skill that they offer."""

    __tablename__ = "wish_askings"
    __table_args__ = (Index("ix_wish_askings_lately", "team_id", "user_id", "asked_at"),)

    wish_id: Mapped[int] = mapped_column(ForeignKey("wishes.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    skill: Mapped[str] = mapped_column(String(skills.LONGEST))
    lunch_id: Mapped[int | None] = mapped_column(ForeignKey("lunches.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    said: Mapped[Said | None] = mapped_column(String(10))

    @property
    def key(self) -> str:
        """What the question is called in the outbox."""
        return f"wish:{self.wish_id}:asked:{self.user_id}"


def meet(session: Session, *, now: datetime) -> None:
    """Ask about each wish that waits somebody who offers its skill, then the next if they could not help."""
    for team_id in _teams(session, now):
        for wanted in lunches_wishes.most_wanted(session, team_id, limit=LOOKED_AT):
            if not _waits_for_answer(session, wanted.wish, now):
                _ask(session, wanted, most=1, lunch=None, now=now)


def seek_speakers(session: Session, *, now: datetime) -> None:
    """Ask for a lunch without a talk, a week before it, who offers what is wished for most."""
    _teams(session, now)
    unspoken = select(Lunch).where(
        Lunch.state == lunches.State.OPEN,
        Lunch.at > now,
        Lunch.at <= now + lunches.ANNOUNCED_BEFORE,
        Lunch.open_table.is_(False),
        ~exists().where(Talk.lunch_id == Lunch.id),
    )
    for lunch in session.scalars(unspoken.order_by(Lunch.at, Lunch.id)).all():
        asked = _asked_for(session, lunch)
        for wanted in lunches_wishes.most_wanted(session, lunch.team_id, limit=TOPICS):
            most = MOST_AT_ONCE - asked[wanted.wish.id]
            _ask(session, wanted, most=most, lunch=lunch, now=now)


def answer(session: Session, team_id: str, wish_id: int, *, by: str, said: Said, now: datetime) -> WishAsking:
    """Note what somebody says; a yes needs a wish that still waits."""
    asking = session.get(WishAsking, (wish_id, by), with_for_update=True)
    if asking is None or asking.team_id != team_id:
        raise RuleError("This question is not for you.")
    if said == Said.YES:
        lunches_wishes.open_one(session, team_id, wish_id)
    asking.said = said
    outbox.refresh(session, team_id, asking.key, now=now)
    return asking


def follow(session: Session, team_id: str, wish_id: int | None, *, now: datetime) -> None:
    """Let the questions that were asked about a wish tell how it stands."""
    asked = select(WishAsking).where(WishAsking.wish_id == wish_id, WishAsking.team_id == team_id)
    for asking in session.scalars(asked).all():
        outbox.refresh(session, team_id, asking.key, now=now)


def idle(session: Session) -> bool:
    """Tell whether there is neither a series nor a wish: nothing can be due of lunches then."""
    return not session.scalar(select(or_(exists().select_from(Series), exists().select_from(Wish))))


def _teams(session: Session, now: datetime) -> Sequence[str]:
    """Name the workspaces in which a wish waits; nobody else asks there until we are done."""
    waiting = select(Wish.team_id).where(Wish.state == State.OPEN).distinct()
    teams = session.scalars(waiting.order_by(Wish.team_id)).all()
    for team_id in teams:
        lanes.hold(session, team_id, "asking about wishes", now=now)
    return teams


def _asked_for(session: Session, lunch: Lunch) -> Counter[int]:
    return Counter(session.scalars(select(WishAsking.wish_id).where(WishAsking.lunch_id == lunch.id)))


def _waits_for_answer(session: Session, wanted: Wish, now: datetime) -> bool:
    """Tell whether somebody was asked lately who has not said no."""
    lately = select(WishAsking.user_id).where(
        WishAsking.wish_id == wanted.id,
        WishAsking.asked_at > now - PATIENCE,
        WishAsking.said.is_(None) | (WishAsking.said == Said.YES),
    )
    return session.scalar(lately.limit(1)) is not None


def _ask(session: Session, wanted: Wanted, *, most: int, lunch: Lunch | None, now: datetime) -> None:
    for each in _free(session, wanted.wish, now)[: max(most, 0)]:
        _put(session, wanted.wish, each, lunch, now)


def _put(session: Session, wanted: Wish, chosen: Candidate, lunch: Lunch | None, now: datetime) -> None:
    asking = WishAsking(
        wish_id=wanted.id,
        user_id=chosen.user_id,
        team_id=wanted.team_id,
        skill=chosen.skill,
        lunch_id=lunch.id if lunch else None,
        asked_at=now,
    )
    session.add(asking)
    session.flush()
    outbox.owe(
        session,
        team_id=wanted.team_id,
        key=asking.key,
        kind="lunches_asking.asked",
        ref=f"{wanted.id}/{chosen.user_id}",
        to=chosen.user_id,
        due=now,
        not_after=now + skills_asking.APART,
        budget="person",
    )


def _free(session: Session, wanted: Wish, now: datetime) -> list[Candidate]:
    """List who may be asked about a wish: not who wishes for it, was asked before, or wants no more of it."""
    last = (
        select(func.max(WishAsking.asked_at))
        .where(WishAsking.team_id == wanted.team_id, WishAsking.user_id == Skill.user_id)
        .scalar_subquery()
    )
    found = skills_asking.candidates(
        session, wanted.team_id, wanted.text, askers=[wanted.wisher_id], last=last, now=now
    )
    asked = select(WishAsking.user_id).where(WishAsking.wish_id == wanted.id)
    out = {*lunches_wishes.voters(session, wanted.id), *session.scalars(asked)}
    never = {
        (row.user_id, row.skill)
        for row in session.execute(
            select(WishAsking.user_id, WishAsking.skill).where(
                WishAsking.team_id == wanted.team_id, WishAsking.said == Said.NEVER
            )
        )
    }
    return [each for each in found if each.user_id not in out and (each.user_id, each.skill) not in never]
