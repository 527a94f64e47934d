"""The digest: what is new and what helped, for a channel every week and for a member at their rhythm."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import (
    audiences,
    audit,
    lunches,
    outbox,
    pauses,
    questions,
    settings,
    slots,
    stewards,
    tips_thanks,
)
from models.audiences import Asker, Placed
from models.base import Base, facts, insert_once
from models.lunches import Lunch
from models.questions import Question
from models.tips import Tip

NEW_SHOWN = 5
LIKED_SHOWN = 3
WAITING_SHOWN = 3
MONTH = timedelta(days=28)
WINDOW = timedelta(hours=6)


class Rhythm(StrEnum):
    """How often somebody wants the digest."""

    OFF = "off"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Reader(Base):
    """A channel or a member who gets the digest; every slot up to `settled_to` was looked at."""

    __tablename__ = "digest_readers"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reader_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rhythm: Mapped[Rhythm] = mapped_column(String(10))
    settled_to: Mapped[datetime]
    read_to: Mapped[datetime]


class Digest(NamedTuple):
    """What stands in one digest; `since` is where the last one ended."""

    new: Sequence[Tip]
    more: int
    liked: Sequence[Tip]
    waiting: Sequence[Question]
    lunch: Lunch | None
    since: datetime

    @property
    def shown(self) -> list[Placed]:
        """Everything that is told here and belongs to a channel."""
        return [*self.new, *self.liked, *self.waiting, *([self.lunch] if self.lunch else [])]

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to say; a lunch was announced, and is no reason of its own."""
        return not (self.new or self.liked or self.waiting)


def subscribe(session: Session, team_id: str, reader_id: str, rhythm: Rhythm, *, now: datetime) -> None:
    """Choose a channel's or a member's rhythm; what came before `now` is not told again."""
    first = {"team_id": team_id, "reader_id": reader_id, "rhythm": rhythm}
    if insert_once(session, Reader, **first, settled_to=now, read_to=now) is None:
        reader = session.get_one(Reader, (team_id, reader_id))
        reader.rhythm, reader.settled_to = rhythm, now


def rhythm_of(session: Session, team_id: str, reader_id: str) -> Rhythm:
    """Tell how often somebody gets the digest; nobody does unless they asked."""
    reader = session.get(Reader, (team_id, reader_id))
    return Rhythm.OFF if reader is None else Rhythm(reader.rhythm)


def channels(session: Session, team_id: str) -> list[str]:
    """Name the channels that get the digest."""
    chosen = select(Reader.reader_id).where(
        Reader.team_id == team_id,
        Reader.rhythm != Rhythm.OFF,
        func.substr(Reader.reader_id, 1, 1).in_(outbox.CONVERSATIONS),
    )
    return list(session.scalars(chosen.order_by(Reader.reader_id)))


def readers(session: Session, team_id: str) -> int:
    """Count the members who get the digest."""
    everybody = select(func.count()).where(Reader.team_id == team_id, Reader.rhythm != Rhythm.OFF)
    return (session.scalar(everybody) or 0) - len(channels(session, team_id))


def choose_channels(session: Session, team_id: str, chosen: Sequence[str], *, by: str, now: datetime) -> None:
    """Give these channels the digest every week, and no others; everybody can see who chose so."""
    before = channels(session, team_id)
    if set(before) != set(chosen):
        audit.note(session, team_id, by, "digests.choose_channels", about=None, now=now)
    for channel_id in {*before, *chosen}:
        if (channel_id in before) != (channel_id in chosen):
            rhythm = Rhythm.WEEKLY if channel_id in chosen else Rhythm.OFF
            subscribe(session, team_id, channel_id, rhythm, now=now)


def owe_due(session: Session, *, now: datetime) -> None:
    """Owe the digest to whose time has come; where there is nothing to tell, nothing is owed.

    One whose window went by is left out, and what stands in it comes with the next: the stewards are told.
    """
    for reader in session.scalars(select(Reader).where(Reader.rhythm != Rhythm.OFF)).all():
        weekly = settings.of(session, reader.team_id).digest
        slot = weekly.latest(now)
        if slot.at <= reader.settled_to:
            continue
        reader.settled_to = slot.at
        if pauses.of(session, reader.team_id, reader.reader_id, now=now):
            continue
        digest = make(session, reader.team_id, reader.reader_id, now=now)
        if digest is None or digest.empty or not _wanted(reader, slot):
            continue
        if now <= weekly.until(slot, WINDOW):
            _owe(session, reader, slot, now)
        else:
            _tell_stewards(session, reader.team_id, slot, now)


def make(session: Session, team_id: str, reader_id: str, *, now: datetime) -> Digest | None:
    """Gather what a reader has not been told; None: they want no digest any more.

    A channel is told what its members may find, and its next lunch; a member what everybody may find.
    """
    reader = session.get(Reader, (team_id, reader_id))
    if reader is None or reader.rhythm == Rhythm.OFF:
        return None
    found = Tip.team_id == team_id, Tip.archived_at.is_(None), audiences.visible(as_asker(reader_id), Tip)
    new = [*found, Tip.created_at > reader.read_to, Tip.created_at <= now]
    fresh = session.scalars(
        select(Tip).where(*new).order_by(Tip.created_at.desc(), Tip.id.desc()).limit(NEW_SHOWN)
    ).all()
    total = session.scalar(select(func.count()).select_from(Tip).where(*new)) or 0
    others = Tip.id.not_in([tip.id for tip in fresh])
    liked = tips_thanks.most_helpful(
        session, team_id, *found, others, since=reader.read_to, limit=LIKED_SHOWN
    )
    waiting = questions.unanswered(session, team_id, as_asker(reader_id), limit=WAITING_SHOWN)
    lunch = lunches.next_for(session, team_id, reader_id, now=now)
    return Digest(fresh, total - len(fresh), liked, waiting, lunch, reader.read_to)


def as_asker(reader_id: str) -> Asker:
    """Tell what a reader may find: a channel what is in it, a member what is everybody's."""
    return Asker(reader_id, [reader_id])


def told(session: Session, team_id: str, reader_id: str, *, now: datetime) -> None:
    """Note up to where a reader has been told."""
    reader = session.get(Reader, (team_id, reader_id))
    if reader is not None:
        reader.read_to = now


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Give somebody no digest any more."""
    session.execute(delete(Reader).where(Reader.team_id == team_id, Reader.reader_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Tell how often somebody gets the digest, and up to when they have read it."""
    reader = session.get(Reader, (team_id, user_id))
    return {"digest": [facts(reader, "rhythm", "settled_to", "read_to")] if reader else []}


def _wanted(reader: Reader, slot: slots.Slot) -> bool:
    return reader.rhythm == Rhythm.WEEKLY or slot.at - reader.read_to >= MONTH - timedelta(days=1)


def _owe(session: Session, reader: Reader, slot: slots.Slot, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=reader.team_id,
        key=f"digest:{reader.reader_id}:{slot.key}",
        kind="digests.post",
        ref=reader.reader_id,
        to=reader.reader_id,
        due=now,
        not_after=now + timedelta(days=3),
        importance=outbox.Importance.NEVER_TWICE,
    )


def _tell_stewards(session: Session, team_id: str, slot: slots.Slot, now: datetime) -> None:
    for steward in stewards.all_of(session, team_id):
        outbox.owe(
            session,
            team_id=team_id,
            key=f"digests.missed:{slot.key}:{steward}",
            kind="digests.missed",
            ref=slot.key,
            to=steward,
            due=now,
        )
