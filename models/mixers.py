"""Mixers: programmes of small groups of people who do not usually work together, and who takes part."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import slots, stewards, working_days
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError

SIZES = range(2, 7)
RHYTHMS = (1, 2, 4)
LONGEST_NAME = 60

NOBODY = ""
"""Stands where whoever set a mixer up was, who is forgotten."""


class State(StrEnum):
    """Whether a mixer draws groups; one rests whose channel is not there any more."""

    RUNNING = "running"
    RESTING = "resting"
    STOPPED = "stopped"


class Across(StrEnum):
    """What the people of a group should differ in."""

    TEAM = "team"
    SITE = "site"
    SENIORITY = "seniority"
    ANYTHING = "anything"


class Together(StrEnum):
    """What a group does when it meets."""

    TALK = "talk"
    PROBLEM = "problem"
    WORKSHEET = "worksheet"
    LUNCH = "lunch"


class Plan(NamedTuple):
    """What somebody chose for a mixer: in every so many weeks, on a weekday (0 is Monday) at a local time."""

    name: str
    channel_id: str
    weekday: int
    at: time
    zone: str
    size: int = 3
    every: int = 2
    country: str = ""
    across: Across = Across.TEAM
    together: Together = Together.TALK


class Mixer(Base):
    """One mixer, as it was set up; `creator_id` made its channel, `refusal` is why it rests, if it does."""

    __tablename__ = "mixers"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    name: Mapped[str] = mapped_column(String(60))
    channel_id: Mapped[str] = mapped_column(String(32))
    by_id: Mapped[str] = mapped_column(String(32))
    creator_id: Mapped[str | None] = mapped_column(String(32))
    submission: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(String(10))
    refusal: Mapped[str | None] = mapped_column(String(200))
    size: Mapped[int]
    every: Mapped[int]
    weekday: Mapped[int]
    local_time: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(10), default="")
    across: Mapped[Across] = mapped_column(String(10))
    together: Mapped[Together] = mapped_column(String(10))
    set_up_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """What its invitation in the channel is called in the outbox."""
        return f"mixers.invitation:{self.id}"

    @property
    def plan(self) -> Plan:
        """What was chosen for it."""
        return Plan(
            self.name,
            self.channel_id,
            self.weekday,
            time.fromisoformat(self.local_time),
            self.zone,
            self.size,
            self.every,
            self.country,
            Across(self.across),
            Together(self.together),
        )


class Member(Base):
    """One member's yes to one mixer."""

    __tablename__ = "mixer_members"

    mixer_id: Mapped[int] = mapped_column(ForeignKey("mixers.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    team_id: Mapped[str] = mapped_column(String(32))
    joined_at: Mapped[datetime]


def set_up(
    session: Session,
    team_id: str,
    plan: Plan,
    *,
    by: str,
    creator_id: str | None,
    submission: str,
    now: datetime,
) -> Mixer:
    """Set a mixer up, once a submission: a steward may, or who made its channel."""
    if by not in stewards.deciders(session, team_id, creator_id):
        raise RuleError(
            "A steward or the channel's creator sets up a mixer. Ask one of them.", field="channel"
        )
    chosen = columns(checked(plan, now=now))
    mixer = insert_once(
        session,
        Mixer,
        team_id=team_id,
        by_id=by,
        creator_id=creator_id,
        submission=submission,
        state=State.RUNNING,
        set_up_at=now,
        **chosen,
    )
    if mixer is None:
        same = select(Mixer).where(Mixer.team_id == team_id, Mixer.submission == submission)
        return session.scalars(same).one()
    check_name(session, mixer)
    stewards.did(session, team_id, by, "mixers.set_up", about=None, detail=told_as(mixer), now=now)
    return mixer


def told_as(mixer: Mixer) -> str:
    """Give which mixer it is for the list of what stewards did: its channel, and its name."""
    return f"{mixer.channel_id} {mixer.name}"


def checked(plan: Plan, *, now: datetime) -> Plan:
    """Give back a plan that can be kept."""
    name = " ".join(plan.name.split())
    if not name:
        raise RuleError("Give it a name, such as Coffee across teams.", field="name")
    if len(name) > LONGEST_NAME:
        raise RuleError(f"Choose a name of at most {LONGEST_NAME} characters.", field="name")
    zone, country = slots.checked_zone(plan.zone), working_days.checked(plan.country)
    for field, chosen, there_are in (
        ("size", plan.size, SIZES),
        ("every", plan.every, RHYTHMS),
        ("weekday", plan.weekday, range(7)),
    ):
        if chosen not in there_are:
            raise RuleError("Choose one from the list.", field=field)
    if plan.weekday in working_days.weekend(country, now.year):
        raise RuleError("Nobody works on this day there. Choose another.", field="weekday")
    return plan._replace(name=name, zone=zone, country=country)


def columns(plan: Plan) -> dict[str, Any]:
    """Give a plan as the columns of a mixer."""
    chosen = plan._asdict()
    return {**chosen, "local_time": f"{chosen.pop('at'):%H:%M}"}


def check_name(session: Session, mixer: Mixer) -> None:
    """Let a mixer pass of whose name there is no other one in its channel."""
    others = select(Mixer.id).where(
        Mixer.team_id == mixer.team_id,
        Mixer.channel_id == mixer.channel_id,
        Mixer.state != State.STOPPED,
        Mixer.id != mixer.id,
        func.lower(Mixer.name) == mixer.name.lower(),
    )
    if session.scalar(others.limit(1)) is not None:
        raise RuleError("This channel has a mixer of this name. Choose another name.", field="name")


def join(session: Session, mixer: Mixer, user_id: str, *, now: datetime) -> None:
    """Note somebody's yes to a mixer."""
    insert_once(session, Member, mixer_id=mixer.id, team_id=mixer.team_id, user_id=user_id, joined_at=now)


def leave(session: Session, mixer: Mixer, user_id: str) -> None:
    """Take somebody's yes back."""
    session.execute(delete(Member).where(Member.mixer_id == mixer.id, Member.user_id == user_id))


def get(session: Session, team_id: str, mixer_id: int) -> Mixer:
    """Fetch a mixer that may be gone by now."""
    mixer = session.get(Mixer, mixer_id)
    if mixer is None or mixer.team_id != team_id:
        raise RuleError("This mixer is gone. `/mixer` shows what there is.")
    return mixer


def held(session: Session, team_id: str, mixer_id: int) -> Mixer:
    """Fetch a mixer, locked until the transaction ends."""
    mixer = get(session, team_id, mixer_id)
    session.refresh(mixer, with_for_update=True)
    return mixer


def members(session: Session, mixer: Mixer) -> Sequence[str]:
    """Name who takes part, by their ids."""
    theirs = select(Member.user_id).where(Member.mixer_id == mixer.id)
    return session.scalars(theirs.order_by(Member.user_id)).all()


def is_member(session: Session, mixer: Mixer, user_id: str) -> bool:
    """Tell whether somebody takes part."""
    return session.get(Member, (mixer.id, user_id)) is not None


def runs(session: Session, mixer: Mixer, user_id: str) -> bool:
    """Tell whether somebody looks after a mixer: a steward, or who made its channel."""
    return user_id in stewards.deciders(session, mixer.team_id, mixer.creator_id)


def listed(session: Session, team_id: str, user_id: str, channels: Collection[str]) -> Sequence[Mixer]:
    """List the mixers that concern somebody: those of their channels, those they are in, those they run.

    A steward runs all of them. Theirs come first.
    """
    mine = select(Member.mixer_id).where(Member.team_id == team_id, Member.user_id == user_id)
    joined = Mixer.id.in_(mine)
    found = select(Mixer).where(Mixer.team_id == team_id, Mixer.state != State.STOPPED)
    if not stewards.is_one(session, team_id, user_id):
        here = Mixer.channel_id.in_(channels) & (Mixer.state == State.RUNNING)
        found = found.where(or_(here, joined, Mixer.creator_id == user_id))
    return session.scalars(found.order_by(joined.desc(), Mixer.id)).all()
