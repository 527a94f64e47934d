"""Cohorts: a steward's sign-up for mentoring, drafted as a whole, reviewed and published."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audit, outbox, slots, stewards
from models.base import NEVER_REUSED, Base, insert_once
from models.errors import RuleError
from models.mentoring import Format
from models.mentoring_score import Rules
from models.outbox import Owed, Step

WAITS = timedelta(days=7)
"""How long after its start a draft may wait for its steward; then the cohort is called off."""

OVERLAP_MINUTES = 120
"""Shared working time a day that a pair needs, where the steward chose no other."""

CLOSES = time(17)
"""When a sign-up closes on its last day, where its steward is."""

FURTHEST = timedelta(days=366)
"""How far ahead a cohort may start."""

LONGEST_TITLE = 100
MOST_PAIRS = 10_000
MOST_PLACES = 5
"""Places that one mentor may give in a cohort."""

LONGEST_LINE = 300
SHOWN_EVERY = timedelta(minutes=1)
"""How often the announcement follows the count at most."""

FORMATS = (Format.RUNNING, Format.FLASH, Format.REVERSE)
"""What a cohort may be like; two who can teach each other become peers by themselves."""

NOBODY = ""
"""Stands where a steward was who is forgotten."""


class State(StrEnum):
    """How far a cohort has come."""

    OPEN = "open"
    DRAFTED = "drafted"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


UNPUBLISHED = (State.OPEN, State.DRAFTED)


class Role(StrEnum):
    """What somebody signs up for."""

    SEEKER = "seeker"
    MENTOR = "mentor"
    BOTH = "both"


SEEKING = (Role.SEEKER, Role.BOTH)
MENTORING = (Role.MENTOR, Role.BOTH)


class Plan(NamedTuple):
    """What a steward chose for a cohort; `closes_on` is the last day to sign up, in `zone`."""

    title: str
    channel_id: str
    closes_on: date
    starts_on: date
    zone: str
    format: Format = Format.RUNNING
    size: int | None = None
    rules: Rules = Rules(other_team=True, same_language=True, overlap_minutes=OVERLAP_MINUTES)


class Cohort(Base):
    """One cohort and its rules; `size` is the most pairs (None: as many as there are).

    `seed` decides between what is equally good. A cohort that is drafted and has no `drafted_at` is to be
    drafted again.
    """

    __tablename__ = "cohorts"
    __table_args__ = (UniqueConstraint("team_id", "submission"), NEVER_REUSED)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32), index=True)
    title: Mapped[str] = mapped_column(String(100))
    channel_id: Mapped[str] = mapped_column(String(32))
    opened_by: Mapped[str] = mapped_column(String(32))
    submission: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(String(10), index=True)
    format: Mapped[Format] = mapped_column(String(10))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    starts_on: Mapped[date]
    size: Mapped[int | None]
    other_team: Mapped[bool] = mapped_column(default=True)
    other_line: Mapped[bool] = mapped_column(default=True)
    same_language: Mapped[bool] = mapped_column(default=True)
    overlap_minutes: Mapped[int] = mapped_column(default=OVERLAP_MINUTES)
    seed: Mapped[int] = mapped_column(default=0)
    drafted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]

    @property
    def key(self) -> str:
        """What its announcement is called in the outbox."""
        return f"cohorts.announcement:{self.id}"

    @property
    def rules(self) -> Rules:
        """What its pairs must not or must have."""
        return Rules(self.other_team, self.other_line, self.same_language, self.overlap_minutes)


class Joined(Base):
    """One member's yes to a cohort; `matched` is told when it is published."""

    __tablename__ = "cohort_members"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[Role] = mapped_column(String(10))
    capacity: Mapped[int] = mapped_column(default=1)
    line: Mapped[str] = mapped_column(Text, default="")
    joined_at: Mapped[datetime]
    matched: Mapped[bool | None]


class Pair(Base):
    """Two of a cohort's draft; `score` in thousandths. A pinned one stays when the draft is made again."""

    __tablename__ = "cohort_pairs"
    __table_args__ = (Index("ix_cohort_pairs_mentor", "cohort_id", "mentor_id"),)

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    seeker_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mentor_id: Mapped[str] = mapped_column(String(32))
    score: Mapped[int]
    pinned: Mapped[bool] = mapped_column(default=False)


class Parted(Base):
    """Two whom a steward keeps from being drafted together in one cohort."""

    __tablename__ = "cohort_parted"

    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    seeker_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    mentor_id: Mapped[str] = mapped_column(String(32), primary_key=True)


def open_signup(
    session: Session, team_id: str, plan: Plan, *, by: str, submission: str, seed: int, now: datetime
) -> Cohort:
    """Open a sign-up, and owe its channel the announcement; the same submission twice is the same cohort."""
    stewards.check(session, team_id, by)
    closes_at = _checked(plan, now)
    cohort = insert_once(
        session,
        Cohort,
        team_id=team_id,
        title=plan.title.strip(),
        channel_id=plan.channel_id,
        opened_by=by,
        submission=submission,
        state=State.OPEN,
        format=plan.format,
        opened_at=now,
        closes_at=closes_at,
        starts_on=plan.starts_on,
        size=plan.size,
        other_team=plan.rules.other_team,
        other_line=plan.rules.other_line,
        same_language=plan.rules.same_language,
        overlap_minutes=plan.rules.overlap_minutes,
        seed=seed,
    )
    if cohort is None:
        same = select(Cohort).where(Cohort.team_id == team_id, Cohort.submission == submission)
        return session.scalars(same).one()
    _announce(session, cohort, now)
    audit.note(session, team_id, by, "cohorts.open", about=None, detail=cohort.title, now=now)
    return cohort


def announce_again(session: Session, team_id: str, cohort_id: int, *, by: str, now: datetime) -> Cohort:
    """Owe the announcement once more that Slack refused, since somebody mended the cause."""
    cohort = run_by(session, team_id, cohort_id, by)
    outbox.renew(session, team_id, cohort.key, now=now)
    return cohort


def cancel(session: Session, team_id: str, cohort_id: int, *, by: str, now: datetime) -> Cohort:
    """Call a cohort off before it is published; everybody who joined hears it."""
    cohort = run_by(session, team_id, cohort_id, by)
    if cohort.state not in UNPUBLISHED:
        raise RuleError("This cohort has ended already: `/potluck cohorts` shows how it stands.")
    call_off(session, cohort, now=now)
    audit.note(session, team_id, by, "cohorts.cancel", about=None, detail=cohort.title, now=now)
    return cohort


def call_off(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """Let a cohort not take place, and tell everybody who joined."""
    cohort.state = State.CANCELLED
    for who in joined_by(session, cohort):
        owe(session, cohort, "cohorts.cancelled", to=who.user_id, now=now)
    show_again(session, cohort, now=now)


def get(session: Session, team_id: str, cohort_id: int) -> Cohort:
    """Fetch a cohort that may be gone by now."""
    cohort = session.get(Cohort, cohort_id)
    if cohort is None or cohort.team_id != team_id:
        raise RuleError("This cohort is gone. `/potluck cohorts` shows what there is.")
    return cohort


def held(session: Session, team_id: str, cohort_id: int) -> Cohort:
    """Fetch a cohort, locked until the transaction ends."""
    cohort = get(session, team_id, cohort_id)
    session.refresh(cohort, with_for_update=True)
    return cohort


def run_by(session: Session, team_id: str, cohort_id: int, by: str) -> Cohort:
    """Fetch a cohort for a steward, locked until the transaction ends."""
    stewards.check(session, team_id, by)
    return held(session, team_id, cohort_id)


def joined_by(session: Session, cohort: Cohort) -> Sequence[Joined]:
    """List who joined, in the order of sign-up."""
    theirs = select(Joined).where(Joined.cohort_id == cohort.id)
    return session.scalars(theirs.order_by(Joined.joined_at, Joined.user_id)).all()


def pairs_of(session: Session, cohort: Cohort) -> Sequence[Pair]:
    """List a cohort's draft, the best pair first."""
    drafted = select(Pair).where(Pair.cohort_id == cohort.id)
    return session.scalars(drafted.order_by(Pair.score.desc(), Pair.seeker_id)).all()


def pairs_in(session: Session, cohort: Cohort) -> int:
    """Count the pairs of a draft."""
    return session.scalar(select(func.count()).where(Pair.cohort_id == cohort.id)) or 0


def listed(
    session: Session, team_id: str, user_id: str, channels: Collection[str], *, limit: int
) -> Sequence[Cohort]:
    """List the cohorts that concern somebody, the latest first; a steward sees all of them.

    Theirs are those of their channels that are open, and those they joined that are not over.
    """
    found = select(Cohort).where(Cohort.team_id == team_id)
    if not stewards.is_one(session, team_id, user_id):
        mine = select(Joined.cohort_id).where(Joined.team_id == team_id, Joined.user_id == user_id)
        open_here = (Cohort.state == State.OPEN) & Cohort.channel_id.in_(channels)
        joined = Cohort.state.in_(UNPUBLISHED) & Cohort.id.in_(mine)
        found = found.where(or_(open_here, joined))
    return session.scalars(found.order_by(Cohort.id.desc()).limit(limit)).all()


def refused(session: Session, cohort: Cohort) -> bool:
    """Tell whether Slack does not take the announcement."""
    found = select(Owed.step).where(Owed.team_id == cohort.team_id, Owed.key == cohort.key)
    return session.scalar(found) == Step.REFUSED


def runs(session: Session, cohort: Cohort) -> list[str]:
    """Name who hears how a cohort goes: the steward who opened it, or all of them once that is nobody."""
    named = stewards.all_of(session, cohort.team_id)
    return [cohort.opened_by] if cohort.opened_by in named else named


def owe(session: Session, cohort: Cohort, kind: str, *, to: str, now: datetime, about: str = "") -> None:
    """Owe somebody a word about a cohort that may wait until they are back, but is never dropped."""
    outbox.owe(
        session,
        team_id=cohort.team_id,
        key=f"{kind}:{cohort.id}:{to}",
        kind=kind,
        ref=f"{cohort.id}/{about}" if about else cohort.id,
        to=to,
        due=now,
        budget="person",
    )


def tell_stewards(session: Session, cohort: Cohort, kind: str, *, now: datetime, turn: object = "") -> None:
    """Owe those who run a cohort a word about it."""
    for who in runs(session, cohort):
        outbox.owe(
            session,
            team_id=cohort.team_id,
            key=f"{kind}:{cohort.id}:{turn}:{who}",
            kind=kind,
            ref=cohort.id,
            to=who,
            due=now,
        )


def show_again(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """Let the announcement follow what has changed."""
    apart = SHOWN_EVERY if cohort.state == State.OPEN else timedelta(0)
    outbox.refresh(session, cohort.team_id, cohort.key, now=now, apart=apart)


def drop_pairs(session: Session, pairs: Iterable[Pair]) -> None:
    """Take pairs out of a draft."""
    for pair in pairs:
        session.delete(pair)
    session.flush()


def _announce(session: Session, cohort: Cohort, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=cohort.team_id,
        key=cohort.key,
        kind="cohorts.announcement",
        ref=cohort.id,
        to=cohort.channel_id,
        due=now,
        not_after=cohort.closes_at,
        budget="channel",
    )


def _checked(plan: Plan, now: datetime) -> datetime:
    """Give the moment at which a sign-up closes that can be held."""
    closes_at = slots.first_moment(datetime.combine(plan.closes_on, CLOSES), ZoneInfo(plan.zone))
    if not plan.title.strip():
        raise RuleError("Give it a name, such as Spring cohort.", field="title")
    if len(plan.title.strip()) > LONGEST_TITLE:
        raise RuleError(f"Choose a name of at most {LONGEST_TITLE} characters.", field="title")
    if closes_at <= now:
        raise RuleError(
            f"Sign-up closes at {CLOSES:%H:%M} on this day, which is over. Choose a later day.",
            field="closes",
        )
    if plan.starts_on <= plan.closes_on:
        raise RuleError("Choose a day after sign-up closes, so that there is time to look.", field="starts")
    if plan.starts_on > (now + FURTHEST).date():
        raise RuleError("This is more than a year ahead. Choose an earlier day.", field="starts")
    if plan.size is not None and not 1 <= plan.size <= MOST_PAIRS:
        raise RuleError(f"A number from 1 to {MOST_PAIRS:,}, or nothing for as many as fit.", field="size")
    if plan.format not in FORMATS:
        raise RuleError("Choose one of the formats.", field="format")
    return closes_at
