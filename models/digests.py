"""The digest: what is new and what helped, for a channel every week and for a member at their rhythm."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audiences, lunches, outbox, questions, settings, slots, tips_thanks
from models.audiences import Asker
from models.base import Base, insert_once
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


def choose_channels(session: Session, team_id: str, chosen: Sequence[str], *, now: datetime) -> None:
    """Give these channels the digest every week, and no others."""
    before = channels(session, team_id)
    for channel_id in {*before, *chosen}:
        if (channel_id in before) != (channel_id in chosen):
            rhythm = Rhythm.WEEKLY if channel_id in chosen else Rhythm.OFF
            subscribe(session, team_id, channel_id, rhythm, now=now)


def owe_due(session: Session, *, now: datetime) -> None:
    """Owe the digest to whose time has come; where there is nothing to tell, nothing is owed."""
    for reader in session.scalars(select(Reader).where(Reader.rhythm != Rhythm.OFF)).all():
        slot = settings.of(session, reader.team_id).digest.latest(now)
        if slot.at > reader.settled_to:
            reader.settled_to = slot.at
            if now - slot.at <= WINDOW and _wanted(reader, slot):
                _owe(session, reader, slot, now)


def make(session: Session, team_id: str, reader_id: str, *, now: datetime) -> Digest | None:
    """Gather what a reader has not been told; None: they want no digest any more.

    A channel is told what its members may find, and its next lunch; a member what everybody may find.
    """
    reader = session.get(Reader, (team_id, reader_id))
    if reader is None or reader.rhythm == Rhythm.OFF:
        return None
    found = Tip.team_id == team_id, Tip.archived_at.is_(None), audiences.visible(_as_asker(reader_id), Tip)
    new = [*found, Tip.created_at > reader.read_to, Tip.created_at <= now]
    fresh = session.scalars(
        select(Tip).where(*new).order_by(Tip.created_at.desc(), Tip.id.desc()).limit(NEW_SHOWN)
    ).all()
    total = session.scalar(select(func.count()).select_from(Tip).where(*new)) or 0
    others = Tip.id.not_in([tip.id for tip in fresh])
    liked = tips_thanks.most_helpful(
        session, team_id, *found, others, since=reader.read_to, limit=LIKED_SHOWN
    )
    waiting = questions.unanswered(session, team_id, _as_asker(reader_id), limit=WAITING_SHOWN)
    coming = lunches.coming(session, team_id, [reader_id], now=now, limit=1)
    return Digest(fresh, total - len(fresh), liked, waiting, next(iter(coming), None), reader.read_to)


def told(session: Session, team_id: str, reader_id: str, *, now: datetime) -> None:
    """Note up to where a reader has been told."""
    reader = session.get(Reader, (team_id, reader_id))
    if reader is not None:
        reader.read_to = now


def _wanted(reader: Reader, slot: slots.Slot) -> bool:
    return reader.rhythm == Rhythm.WEEKLY or slot.at - reader.read_to >= MONTH - timedelta(days=1)


def _owe(session: Session, reader: Reader, slot: slots.Slot, now: datetime) -> None:
    digest = make(session, reader.team_id, reader.reader_id, now=now)
    if digest is None or digest.empty:
        return
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


def _as_asker(reader_id: str) -> Asker:
    return Asker(reader_id, [reader_id])
