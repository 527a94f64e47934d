"""Mentorships: two people, what it is about, and how far it has come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from models.base import NEVER_REUSED, Base
from models.errors import RuleError

MINUTES = 30
EVERY_WEEKS = 3
MONTHS = 3
"""A running mentorship, where nobody chose otherwise: half an hour every three weeks for three months."""

LONGEST_LINE = 500

NOBODY = ""
"""Stands where one of the two was who is forgotten."""


class State(StrEnum):
    """How far a mentorship has come; running begins with the introduction."""

    ASKED = "asked"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    RUNNING = "running"
    ENDED = "ended"


OPEN = (State.ASKED, State.PROPOSED)
"""In these a request looks for its mentor."""

BOOKED = (State.ACCEPTED, State.RUNNING)
"""In these somebody takes one of their mentor's places."""


class Format(StrEnum):
    """What a mentorship is like: three months, one half hour, from the younger to the older, or both ways."""

    RUNNING = "running"
    FLASH = "flash"
    REVERSE = "reverse"
    PEER = "peer"


class Ending(StrEnum):
    """How a mentorship ended, never by whom."""

    WITHDRAWN = "withdrawn"
    UNMET = "unmet"
    NO_FIT = "no_fit"
    CLOSED = "closed"
    OVER = "over"
    GONE = "gone"


class Mentorship(Base):
    """One mentorship; `mentor_id` is set when somebody accepts. `line` is confidential to the two.

    `skill` is what it is about, `skill_key` its folded name; for peers `skill` is what the seeker wants and
    `skill_back` what the other one does. `ends_on` is the last day. `next_at` is when something is due along
    the way; None: nothing is.
    """

    __tablename__ = "mentorships"
    __table_args__ = (
        Index("ix_mentorships_seeker", "team_id", "seeker_id", "state"),
        Index("ix_mentorships_mentor", "team_id", "mentor_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    seeker_id: Mapped[str] = mapped_column(String(32))
    mentor_id: Mapped[str | None] = mapped_column(String(32))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"), index=True)
    state: Mapped[State] = mapped_column(String(10), index=True)
    format: Mapped[Format] = mapped_column(String(10))
    skill: Mapped[str] = mapped_column(String(60))
    skill_key: Mapped[str] = mapped_column(String(200))
    skill_back: Mapped[str] = mapped_column(String(60), default="")
    line: Mapped[str] = mapped_column(Text, default="")
    submission: Mapped[str | None] = mapped_column(String(64), unique=True)
    minutes: Mapped[int] = mapped_column(default=MINUTES)
    every_weeks: Mapped[int] = mapped_column(default=EVERY_WEEKS)
    starter_id: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
    renewals: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(String(10))
    next_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def two(self) -> tuple[str, ...]:
        """Who is in it: the seeker, and the mentor once there is one."""
        return (self.seeker_id, self.mentor_id) if self.mentor_id else (self.seeker_id,)

    def partner_of(self, user_id: str) -> str | None:
        """Name the other one of the two."""
        return next((each for each in self.two if each != user_id), None)


class Turn(StrEnum):
    """Where one wish of a request stands; somebody offered to the seeker is not wished for yet."""

    OFFERED = "offered"
    WAITING = "waiting"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    PASSED = "passed"
    WITHDRAWN = "withdrawn"


class Wished(Base):
    """One mentor whom a seeker wished for; `rank` 1 is asked first.

    `until` is set while it is with them: when it passes on. `question` is what they asked first, `answer`
    what the seeker said to that. `silent`: the mentor is never told of it, since the two are kept apart; it
    passes on like any other.
    """

    __tablename__ = "mentoring_wishes"
    __table_args__ = (Index("ix_mentoring_wishes_mentor", "mentor_id", "turn"),)

    mentorship_id: Mapped[int] = mapped_column(
        ForeignKey("mentorships.id", ondelete="CASCADE"), primary_key=True
    )
    team_id: Mapped[str] = mapped_column(String(32))
    rank: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    turn: Mapped[Turn] = mapped_column(String(10), default=Turn.WAITING)
    silent: Mapped[bool] = mapped_column(default=False)
    proposed_at: Mapped[datetime | None]
    until: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def ref(self) -> str:
        """How buttons and messages name it."""
        return f"{self.mentorship_id}/{self.rank}"

    @property
    def key(self) -> str:
        """What the question to the mentor is called in the outbox."""
        return f"mentoring.request:{self.ref}"


def held(session: Session, team_id: str, mentorship_id: int) -> Mentorship:
    """Find a mentorship, locked until the transaction ends."""
    found = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if found is None or found.team_id != team_id:
        raise RuleError("This mentorship is no longer there.")
    return found


def held_by(session: Session, team_id: str, mentorship_id: int, *, by: str) -> Mentorship:
    """Find a mentorship for one of its two, locked; anybody else hears that it is not theirs."""
    found = held(session, team_id, mentorship_id)
    if by not in found.two:
        raise RuleError("This is between two other people.")
    return found


def wishes(session: Session, mentorship_id: int) -> Sequence[Wished]:
    """List the wishes of a request, the first choice first."""
    found = select(Wished).where(Wished.mentorship_id == mentorship_id)
    return session.scalars(found.order_by(Wished.rank)).all()


def of_person(session: Session, team_id: str, user_id: str) -> Sequence[Mentorship]:
    """List somebody's mentorships that have not ended, the newest first."""
    theirs = select(Mentorship).where(
        Mentorship.team_id == team_id,
        Mentorship.state != State.ENDED,
        or_(Mentorship.seeker_id == user_id, Mentorship.mentor_id == user_id),
    )
    return session.scalars(theirs.order_by(Mentorship.id.desc())).all()


def booked(session: Session, team_id: str) -> Mapping[str, int]:
    """Count the places that each mentor has taken."""
    counted = select(Mentorship.mentor_id, func.count()).where(
        Mentorship.team_id == team_id, Mentorship.state.in_(BOOKED), Mentorship.mentor_id.is_not(None)
    )
    return {str(who): number for who, number in session.execute(counted.group_by(Mentorship.mentor_id))}


def first_next(session: Session, team_id: str) -> set[str]:
    """Name those whose partner went away, and who have met nobody since: they are first next time."""
    later = aliased(Mentorship)
    found: set[str] = set()
    for who in (Mentorship.seeker_id, Mentorship.mentor_id):
        met = select(later.id).where(
            later.team_id == team_id,
            later.accepted_at >= Mentorship.ended_at,
            or_(later.seeker_id == who, later.mentor_id == who),
        )
        left = select(who).where(
            Mentorship.team_id == team_id, Mentorship.ending == Ending.GONE, ~met.exists()
        )
        found |= {each for each in session.scalars(left) if each}
    return found
