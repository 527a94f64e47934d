"""Talks: what somebody offers, the lunches that have room for it, and how far it has come."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import links, lunches
from models.base import NEVER_REUSED, Base
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_series import Series, TalkFormat

LONGEST_TITLE = 150
LONGEST_GAIN = 500
MOST_CO_SPEAKERS = 4

MINUTES = (5, 15, 30)
"""How long a talk may be."""


class State(StrEnum):
    """How far a talk has come."""

    WAITING = "waiting"
    PLACED = "placed"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Pitch(NamedTuple):
    """What somebody would tell; `gain` says what people will get."""

    title: str
    gain: str = ""
    format: TalkFormat = TalkFormat.TALK
    minutes: int = 15


class Talk(Base):
    """One talk. `gain` says what people will get; `number` is its slot at its lunch, from 0.

    One that waits for a date is for any lunch of `series_id`, or of any series where that is empty, in those
    of `channels` and later than `after`. `asked` are colleagues who have not said yet whether they give it
    too. `version` grows with every change; `week_told_at` and `day_told_at` tell which reminders were owed.
    """

    __tablename__ = "talks"
    __table_args__ = (
        UniqueConstraint("lunch_id", "number"),
        UniqueConstraint("team_id", "submission"),
        Index("ix_talks_state", "team_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    speaker_id: Mapped[str] = mapped_column(String(32), index=True)
    co_speakers: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    gain: Mapped[str] = mapped_column(String(LONGEST_GAIN), default="")
    format: Mapped[TalkFormat] = mapped_column(String(20))
    minutes: Mapped[int]
    state: Mapped[State] = mapped_column(String(10))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"))
    channels: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[datetime | None]
    lunch_id: Mapped[int | None] = mapped_column(ForeignKey("lunches.id", ondelete="SET NULL"))
    number: Mapped[int | None]
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("wishes.id", ondelete="SET NULL"))
    submission: Mapped[str] = mapped_column(String(64))
    offered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
    week_told_at: Mapped[datetime | None]
    day_told_at: Mapped[datetime | None]
    link: Mapped[str] = mapped_column(String(links.LONGEST), default="")
    tip_id: Mapped[int | None]

    @property
    def speakers(self) -> list[str]:
        """Everybody who gives it, the one who offered it first."""
        return [self.speaker_id, *names(self.co_speakers)]

    @property
    def pitch(self) -> Pitch:
        """What it is."""
        return Pitch(self.title, self.gain, TalkFormat(self.format), self.minutes)


def names(joined: str) -> list[str]:
    """Give ids that are kept with commas between."""
    return [each for each in joined.split(",") if each]


def joined(ids: Iterable[str]) -> str:
    """Keep ids with commas between, each once."""
    return ",".join(dict.fromkeys(filter(None, ids)))


def checked(pitch: Pitch) -> Pitch:
    """Give a pitch back that can be offered."""
    title, gain = " ".join(pitch.title.split()), pitch.gain.strip()
    if not title:
        raise RuleError("Give it a title: what will people hear about?", field="title")
    for field, text, longest in (("title", title, LONGEST_TITLE), ("gain", gain, LONGEST_GAIN)):
        if len(text) > longest:
            raise RuleError(
                f"This has {len(text):,} characters; {longest:,} fit here. A shorter one is remembered.",
                field=field,
            )
    if pitch.minutes not in MINUTES:
        raise RuleError("Choose 5, 15 or 30 minutes.", field="minutes")
    return pitch._replace(title=title, gain=gain)


def of_lunch(session: Session, lunch_id: int) -> Sequence[Talk]:
    """List what is given at a lunch, in its order."""
    return session.scalars(select(Talk).where(Talk.lunch_id == lunch_id).order_by(Talk.number)).all()


def speakers_at(session: Session, lunch_id: int) -> list[str]:
    """Name everybody who speaks at a lunch."""
    return list(dict.fromkeys(who for talk in of_lunch(session, lunch_id) for who in talk.speakers))


def with_room(
    session: Session, team_id: str, channels: Collection[str], *, now: datetime, limit: int | None = None
) -> Sequence[Lunch]:
    """List the lunches to come in these channels that have a free slot, the next one first."""
    held = select(func.count()).where(Talk.lunch_id == Lunch.id).scalar_subquery()
    free = select(Lunch).where(
        Lunch.team_id == team_id,
        Lunch.channel_id.in_(channels),
        Lunch.state == lunches.State.OPEN,
        Lunch.at > now,
        held < Lunch.slots,
    )
    return session.scalars(free.order_by(Lunch.at, Lunch.id).limit(limit)).all()


def formats(session: Session, coming: Iterable[Lunch]) -> list[TalkFormat]:
    """Give the formats that the series of these lunches offer; all of them where there is no lunch."""
    ids = {lunch.series_id for lunch in coming}
    offered = {
        form
        for series in session.scalars(select(Series).where(Series.id.in_(ids)))
        for form in series.plan.formats
    }
    return [form for form in TalkFormat if form in offered or not offered]


def free_number(session: Session, lunch: Lunch, *, but: Collection[int] = ()) -> int | None:
    """Give the first free slot of a lunch, as if the talks of these ids were not there; None: it is full."""
    held = {talk.number for talk in of_lunch(session, lunch.id) if talk.id not in but}
    if len(held) >= lunch.slots:
        return None
    return next((number for number in range(lunch.slots) if number not in held), None)


def check_fits(session: Session, lunch: Lunch, pitch: Pitch, *, but: Collection[int] = ()) -> None:
    """Let only a talk pass that a lunch has time for, in a format that its series offers."""
    series = session.get(Series, lunch.series_id)
    if series is not None and series.plan.formats and pitch.format not in series.plan.formats:
        raise RuleError("This lunch has other formats. Choose another format, or date.", field="format")
    left = minutes_left(session, lunch, but=but)
    if pitch.minutes > left:
        raise RuleError(
            f"There are {max(left, 0)} minutes left at this lunch. Choose a shorter talk, or another date.",
            field="minutes",
        )


def minutes_left(session: Session, lunch: Lunch, *, but: Collection[int] = ()) -> int:
    """Tell how much time a lunch has, as if the talks of these ids were not there."""
    given = (talk.minutes for talk in of_lunch(session, lunch.id) if talk.id not in but)
    return lunch.minutes - sum(given)


def suits(session: Session, lunch: Lunch, pitch: Pitch) -> bool:
    """Tell whether a talk can be given at a lunch as it is now."""
    try:
        check_fits(session, lunch, pitch)
    except RuleError:
        return False
    return lunch.state == lunches.State.OPEN and free_number(session, lunch) is not None


def get(session: Session, team_id: str, talk_id: int) -> Talk:
    """Fetch a talk that may be gone by now, as it is now; who changes it has its lunch first."""
    talk = session.get(Talk, talk_id, with_for_update=True, populate_existing=True)
    if talk is None or talk.team_id != team_id:
        raise RuleError("This talk is gone. `/lunch-signup` shows what there is.")
    return talk


def own(session: Session, team_id: str, talk_id: int, user_id: str) -> Talk:
    """Fetch a talk for who offered it."""
    talk = get(session, team_id, talk_id)
    if talk.speaker_id != user_id:
        raise RuleError("Only who offered a talk can change it.")
    return talk


def by_submission(session: Session, team_id: str, submission: str) -> Talk | None:
    """Find the talk that a form was sent for."""
    return session.scalar(select(Talk).where(Talk.team_id == team_id, Talk.submission == submission))


def of_speaker(session: Session, team_id: str, user_id: str, *, limit: int) -> Sequence[Talk]:
    """List the talks that somebody is to give, dated ones first."""
    theirs = select(Talk).where(
        Talk.team_id == team_id,
        Talk.state.in_([State.WAITING, State.PLACED]),
        gives(user_id),
    )
    order = (Talk.lunch_id.is_(None), Talk.lunch_id, Talk.id)
    return session.scalars(theirs.order_by(*order).limit(limit)).all()


def gives(user_id: str) -> ColumnElement[bool]:
    """Tell which talks somebody gives, alone or with others."""
    return or_(Talk.speaker_id == user_id, ("," + Talk.co_speakers + ",").contains(f",{user_id},"))
