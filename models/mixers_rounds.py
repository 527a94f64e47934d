"""Rounds of a mixer: when each draws its groups and ends, who has which part in it, and which group."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, case, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import slots, working_days
from models.base import NEVER_REUSED, Base
from models.mixers import Mixer

HEADS_UP_DAYS = 2
"""Working days between the heads-up and the draw."""


LANE = "mixers"
"""What is held while a round of a workspace is drawn: by one at a time."""


class State(StrEnum):
    """How far a round has come."""

    OPEN = "open"
    DRAWN = "drawn"
    OVER = "over"
    CALLED_OFF = "called_off"


class Stand(StrEnum):
    """What part somebody has in a round; only `once` and `skips` are there before the draw."""

    SKIPS = "skips"
    ONCE = "once"
    IN = "in"
    LEFT_OUT = "left_out"
    WITHDREW = "withdrew"


class Answer(StrEnum):
    """What somebody says to "did you meet?"."""

    MET = "met"
    PLANNED = "planned"
    NOT_YET = "not_yet"
    COULD_NOT = "could_not"


class Round(Base):
    """One round: drawn at `draws_at`, which stands for the local day `day`.

    `seed` decides between what is equally good, and `inputs` is the fingerprint of what the draw was made of:
    the same inputs and seed give the same groups. A moment that is None is over or not known yet; `next_at`
    is the earliest of them that is to come.
    """

    __tablename__ = "mixer_rounds"
    __table_args__ = (
        UniqueConstraint("mixer_id", "day"),
        Index("ix_mixer_rounds_next_at", "next_at"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    mixer_id: Mapped[int] = mapped_column(ForeignKey("mixers.id", ondelete="CASCADE"))
    day: Mapped[date]
    state: Mapped[State] = mapped_column(String(10))
    next_at: Mapped[datetime | None]
    heads_up_at: Mapped[datetime | None]
    draws_at: Mapped[datetime]
    nudges_at: Mapped[datetime | None]
    asks_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    seed: Mapped[int]
    inputs: Mapped[str] = mapped_column(String(64), default="")
    drawn_at: Mapped[datetime | None]


class Group(Base):
    """A few people of one round; `idea` names what they do together, in the text file of its kind.

    `begun_at` is when they were introduced, in the conversation `channel_id`. `times` are the moments
    suggested to meet, `meets_at` the one chosen; `joins_id` is the group that took its last people in.
    `quiet` tells, where Potluck may look, that nobody had written before the nudge.
    """

    __tablename__ = "mixer_groups"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    round_id: Mapped[int] = mapped_column(ForeignKey("mixer_rounds.id", ondelete="CASCADE"), index=True)
    starter_id: Mapped[str] = mapped_column(String(32))
    idea: Mapped[str] = mapped_column(String(64), default="")
    times: Mapped[str] = mapped_column(String(100), default="")
    meets_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    channel_id: Mapped[str | None] = mapped_column(String(32))
    begun_at: Mapped[datetime | None]
    joins_id: Mapped[int | None]
    quiet: Mapped[bool | None]

    @property
    def key(self) -> str:
        """What its introduction is called in the outbox."""
        return f"mixers.introduction:{self.id}"


class Part(Base):
    """What part somebody has in a round, and what they said of it; `first` went first in the draw."""

    __tablename__ = "mixer_parts"

    round_id: Mapped[int] = mapped_column(ForeignKey("mixer_rounds.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    team_id: Mapped[str] = mapped_column(String(32))
    stand: Mapped[Stand] = mapped_column(String(10))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("mixer_groups.id", ondelete="SET NULL"), index=True
    )
    first: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Answer | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None]
    line: Mapped[str] = mapped_column(Text, default="")


IN_A_GROUP = (Stand.IN, Stand.ONCE)


def open_first(session: Session, mixer: Mixer, *, seed: int, now: datetime) -> Round:
    """Open a mixer's first round: the first of its weekdays whose heads-up can still come in time."""
    zone = ZoneInfo(mixer.zone)
    day = now.astimezone(zone).date()
    day += timedelta(days=(mixer.weekday - day.weekday()) % 7)
    while heads_up_before(mixer, day) <= now:
        day += slots.WEEK
    return open_on(session, mixer, day, seed=seed)


def open_next(session: Session, mixer: Mixer, last: Round, *, seed: int, now: datetime) -> Round:
    """Open the round after another, in the mixer's rhythm, that is still to come."""
    day = day_after(mixer, last)
    while draws_at(mixer, day) <= now:
        day += slots.WEEK * mixer.every
    return open_on(session, mixer, day, seed=seed)


def day_after(mixer: Mixer, last: Round) -> date:
    """Give the day of the round after another, in the mixer's rhythm."""
    day = last.day + timedelta(days=(mixer.weekday - last.day.weekday()) % 7)
    return day if day > last.day else day + slots.WEEK * mixer.every


def open_on(session: Session, mixer: Mixer, day: date, *, seed: int) -> Round:
    """Open the round of a day."""
    opened = Round(
        team_id=mixer.team_id,
        mixer_id=mixer.id,
        day=day,
        state=State.OPEN,
        heads_up_at=heads_up_before(mixer, day),
        draws_at=draws_at(mixer, day),
        seed=seed,
    )
    plan(opened)
    session.add(opened)
    session.flush()
    return opened


def plan(round_: Round) -> None:
    """Note when a round is to be looked at next."""
    to_come = [round_.heads_up_at, round_.nudges_at, round_.asks_at, round_.ends_at]
    if round_.state == State.OPEN:
        to_come.append(round_.draws_at)
    round_.next_at = min(filter(None, to_come), default=None)


def draws_at(mixer: Mixer, day: date) -> datetime:
    """Give the moment at which the groups of a day are drawn: on a holiday, that of the next working day."""
    while not working_days.are_worked(mixer.country, day):
        day += slots.DAY
    return slots.first_moment(
        datetime.combine(day, time.fromisoformat(mixer.local_time)), ZoneInfo(mixer.zone)
    )


def heads_up_before(mixer: Mixer, day: date) -> datetime:
    """Give the moment two working days before the draw of a day."""
    local = draws_at(mixer, day).astimezone(ZoneInfo(mixer.zone))
    before, left = local.date(), HEADS_UP_DAYS
    while left:
        before -= slots.DAY
        left -= working_days.are_worked(mixer.country, before)
    return slots.first_moment(datetime.combine(before, local.time()), ZoneInfo(mixer.zone))


def held(session: Session, round_id: int) -> Round | None:
    """Fetch a round, locked until the transaction ends."""
    return session.get(Round, round_id, with_for_update=True, populate_existing=True)


def coming(session: Session, mixer: Mixer) -> Round | None:
    """Give the round that is open: every running mixer has one."""
    found = select(Round).where(Round.mixer_id == mixer.id, Round.state == State.OPEN)
    return session.scalars(found.order_by(Round.day).limit(1)).one_or_none()


def held_open(session: Session, mixer: Mixer) -> Round | None:
    """Fetch the round that is open, locked until the transaction ends; once drawn, the next one."""
    while (found := coming(session, mixer)) is not None:
        round_ = held(session, found.id)
        if round_ is not None and round_.state == State.OPEN:
            return round_
    return None


def due(session: Session, *, now: datetime) -> Sequence[int]:
    """Name the rounds at which something is due; those that end come first: a draw looks at who met."""
    found = select(Round.id).where(Round.next_at <= now)
    ends_first = case((Round.ends_at <= now, 0), else_=1)
    return session.scalars(found.order_by(ends_first, Round.next_at, Round.id)).all()


def groups_of(session: Session, round_: Round) -> Sequence[Group]:
    """List the groups of a round."""
    return session.scalars(select(Group).where(Group.round_id == round_.id).order_by(Group.id)).all()


def people_of(session: Session, group: Group) -> list[str]:
    """Name who is in a group now, by their ids."""
    found = select(Part.user_id).where(Part.group_id == group.id, Part.stand.in_(IN_A_GROUP))
    return list(session.scalars(found.order_by(Part.user_id)))
