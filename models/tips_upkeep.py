"""Keeping tips true: "Still true?", retiring and restoring, handing over."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from models import audiences, outbox, stewards, tips
from models.audiences import Asker
from models.base import facts
from models.errors import RuleError
from models.tips import REVIEW_AFTER, Thanks, Tip
from models.tips_thanks import Save

STALE_AFTER = timedelta(days=91)
"""How long a question stays open before a tip that nobody used meanwhile is archived."""

ASKED_AT_ONCE = 5


def ask_reviews(session: Session, *, now: datetime) -> None:
    """Ask every owner about the tips whose review has come: one message a week, a few tips in it."""
    due: dict[tuple[str, str], list[Tip]] = defaultdict(list)
    for tip in session.scalars(select(Tip).where(_waits(now)).order_by(Tip.review_at, Tip.id)):
        due[tip.team_id, tip.owner_id].append(tip)
    year, week, _day = now.isocalendar()
    for (team_id, owner_id), theirs in due.items():
        key = f"tips.review:{owner_id}:{year}-{week:02}"
        fresh = outbox.owe(
            session,
            team_id=team_id,
            key=key,
            kind="tips.review",
            ref=owner_id,
            to=owner_id,
            due=now,
            budget="person",
        )
        for tip in theirs[:ASKED_AT_ONCE] if fresh else []:
            tip.review_asked_at, tip.review_key = now, key


def archive_stale(session: Session, *, now: datetime) -> None:
    """Archive what was asked about long ago and that nobody has used since; its owner hears of it."""
    used = exists().where(Thanks.tip_id == Tip.id, Thanks.given_at > Tip.review_asked_at)
    kept = exists().where(Save.tip_id == Tip.id, Save.saved_at > Tip.review_asked_at)
    stale = select(Tip).where(
        Tip.archived_at.is_(None), Tip.review_asked_at <= now - STALE_AFTER, ~used, ~kept
    )
    for tip in session.scalars(stale.order_by(Tip.id)).all():
        key = f"tips.archived:{tip.owner_id}:{now:%Y-%m-%dT%H:%M:%S}"
        asked, tip.review_key = tip.review_key, key
        _archive(session, tip, now)
        outbox.refresh(session, tip.team_id, asked or "", now=now)
        outbox.owe(
            session,
            team_id=tip.team_id,
            key=key,
            kind="tips.archived",
            ref=tip.owner_id,
            to=tip.owner_id,
            due=now,
            budget="person",
        )


def told_of_in(session: Session, team_id: str, key: str) -> Sequence[Tip]:
    """List the tips that one message to their owner is about."""
    return session.scalars(
        select(Tip).where(Tip.team_id == team_id, Tip.review_key == key).order_by(Tip.review_at, Tip.id)
    ).all()


def still_true(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Note that a tip was checked and holds."""
    tip = tips.own(session, team_id, tip_id, by)
    tip.checked_at = now
    _settled(session, tip, now)
    return tip


def retire(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Archive a tip for who keeps it: nobody finds it any more, and it can be restored."""
    tip = tips.own(session, team_id, tip_id, by)
    _archive(session, tip, now)
    _settled(session, tip, now)
    return tip


def restore(session: Session, team_id: str, tip_id: int, *, by: str, now: datetime) -> Tip:
    """Bring an archived tip back."""
    tip = tips.own(session, team_id, tip_id, by)
    tip.archived_at, tip.checked_at = None, now
    _settled(session, tip, now)
    return tip


def give(session: Session, team_id: str, tip_id: int, *, by: str, to: str, now: datetime) -> Tip:
    """Hand the care of a tip to somebody else, who hears of it."""
    tip = tips.own(session, team_id, tip_id, by)
    if to == tip.owner_id:
        raise RuleError("They look after this tip already.", field="to")
    _hand_over(session, tip, to, now)
    return tip


def owner_left(session: Session, team_id: str, owner_id: str, *, now: datetime) -> None:
    """Hand the tips of somebody who is gone to who saved them first, else to a steward.

    Whoever it is hears of them as of all their tips: a few at once, once a week.
    """
    for tip in session.scalars(select(Tip).where(Tip.team_id == team_id, Tip.owner_id == owner_id)).all():
        heir = _heir(session, tip)
        if heir is not None:
            _pass_on(tip, heir, now)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Hand on the tips of others that somebody looks after; who wrote a tip has it if nobody else does."""
    for tip in session.scalars(_cared_for(team_id, user_id).with_for_update()).all():
        _pass_on(tip, _heir(session, tip) or tip.author_id, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List the tips of others that somebody looks after."""
    cared_for = session.scalars(_cared_for(team_id, user_id))
    shown = ("author_id", "text", "channel_id", "review_at", "review_asked_at")
    return {"tips_i_look_after": [facts(tip, *shown) for tip in cared_for]}


def asked_about(session: Session, team_id: str, asker: Asker, *, limit: int) -> Sequence[Tip]:
    """List the tips in somebody's care of which they were asked whether they hold, the longest ago first."""
    asked = select(Tip).where(
        Tip.team_id == team_id,
        Tip.owner_id == asker.id,
        Tip.review_asked_at.is_not(None),
        Tip.archived_at.is_(None),
        audiences.visible(asker, Tip),
    )
    return session.scalars(asked.order_by(Tip.review_asked_at, Tip.id).limit(limit)).all()


def archived_of(session: Session, team_id: str, asker: Asker, *, limit: int) -> Sequence[Tip]:
    """List somebody's archived tips that they may see, the latest first."""
    mine = (Tip.author_id == asker.id) | (Tip.owner_id == asker.id)
    return session.scalars(
        select(Tip)
        .where(Tip.team_id == team_id, mine, Tip.archived_at.is_not(None), audiences.visible(asker, Tip))
        .order_by(Tip.archived_at.desc(), Tip.id.desc())
        .limit(limit)
    ).all()


def _cared_for(team_id: str, user_id: str) -> Select[Tip]:
    return (
        select(Tip)
        .where(Tip.team_id == team_id, Tip.owner_id == user_id, Tip.author_id != user_id)
        .order_by(Tip.id)
    )


def _waits(now: datetime) -> ColumnElement[bool]:
    return (Tip.review_at <= now) & Tip.review_asked_at.is_(None) & Tip.archived_at.is_(None)


def _archive(session: Session, tip: Tip, now: datetime) -> None:
    tip.archived_at, tip.review_asked_at = now, None
    outbox.refresh(session, tip.team_id, tip.key, now=now)


def _settled(session: Session, tip: Tip, now: datetime) -> None:
    """Ask again in half a year, and let the messages about the tip follow."""
    tip.review_at, tip.review_asked_at = now + REVIEW_AFTER, None
    for key in filter(None, (tip.key, tip.review_key)):
        outbox.refresh(session, tip.team_id, key, now=now)


def _hand_over(session: Session, tip: Tip, to: str, now: datetime) -> None:
    before, tip.owner_id = tip.review_key, to
    tip.review_asked_at, tip.review_key = now, f"tips.given:{tip.id}:{to}:{now:%Y-%m-%dT%H:%M}"
    outbox.owe(
        session,
        team_id=tip.team_id,
        key=tip.review_key,
        kind="tips.review",
        ref=to,
        to=to,
        due=now,
        budget="person",
    )
    if before is not None:
        outbox.refresh(session, tip.team_id, before, now=now)


def _pass_on(tip: Tip, heir: str, now: datetime) -> None:
    """Let somebody else be asked about a tip; no message to who had it before tells of it any more."""
    tip.owner_id, tip.review_at = heir, now
    tip.review_asked_at = tip.review_key = None


def _heir(session: Session, tip: Tip) -> str | None:
    gone = tip.owner_id
    savers = session.scalars(
        select(Save.user_id).where(Save.tip_id == tip.id, Save.user_id != gone).order_by(Save.saved_at)
    )
    others = [each for each in stewards.all_of(session, tip.team_id) if each != gone]
    return next(iter([*savers.all(), *others]), None)
