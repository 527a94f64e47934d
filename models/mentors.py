"""Mentors: who said yes to being asked, for how many at a time and in which formats."""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, aliased, mapped_column

from models import pauses, silences
from models.base import Base
from models.consents import Programme
from models.mentoring import BOOKED, Format, Mentorship, Turn, Wished

CAPACITY = 2
"""Mentorships at a time, where somebody names no other number."""

MOST_PLACES = 10

HOURS = 2
MOST_HOURS = 40
"""Hours a month that somebody has for it all: unless they say otherwise, and at most."""


class Mentor(Base):
    """One member who offers to mentor; their yes is the consent to the programme, and goes with it.

    `formats` are names of `mentoring.Format` with commas between.
    """

    __tablename__ = "mentors"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    capacity: Mapped[int] = mapped_column(default=CAPACITY)
    hours_a_month: Mapped[int] = mapped_column(default=HOURS)
    formats: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]

    @property
    def gives(self) -> list[Format]:
        """The formats that they offer."""
        return [Format(each) for each in self.formats.split(",")]


def of(session: Session, team_id: str, user_id: str) -> Mentor | None:
    """Give what somebody offers as a mentor, if they do."""
    return session.get(Mentor, (team_id, user_id))


def held(session: Session, team_id: str, user_id: str) -> Mentor | None:
    """Give the same, locked until the transaction ends: nobody else takes a place of theirs meanwhile."""
    return session.get(Mentor, (team_id, user_id), with_for_update=True, populate_existing=True)


def free_places(session: Session, mentor: Mentor) -> int:
    """Count the places of a mentor that nobody has; none where they have lowered their number since."""
    taken = select(func.count()).where(
        Mentorship.team_id == mentor.team_id,
        Mentorship.mentor_id == mentor.user_id,
        Mentorship.state.in_(BOOKED),
    )
    return max(0, mentor.capacity - (session.scalar(taken) or 0))


def may_answer(*, now: datetime) -> ColumnElement[bool]:
    """Tell of which rows of mentors the person may say yes: neither away, nor rested, nor full."""
    return and_(
        _taken() < Mentor.capacity,
        ~pauses.away(Mentor.team_id, Mentor.user_id, programme=Programme.MENTORING, now=now),
        ~silences.rested(Mentor.team_id, Mentor.user_id, Programme.MENTORING),
    )


def may_be_asked(by: str | InstrumentedAttribute[str], *, now: datetime) -> ColumnElement[bool]:
    """Tell the same, and that fewer requests wait for their answer than they have places free.

    What never reaches them counts for who asked it alone, as if it did.
    """
    request = aliased(Mentorship)
    waiting = (
        select(func.count())
        .select_from(Wished)
        .join(request, request.id == Wished.mentorship_id)
        .where(
            Wished.team_id == Mentor.team_id,
            Wished.mentor_id == Mentor.user_id,
            Wished.turn == Turn.PROPOSED,
            or_(Wished.silent.is_(False), request.seeker_id == by),
        )
        .correlate(Mentor, Mentorship)
        .scalar_subquery()
    )
    return may_answer(now=now) & (_taken() + waiting < Mentor.capacity)


def _taken() -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            Mentorship.team_id == Mentor.team_id,
            Mentorship.mentor_id == Mentor.user_id,
            Mentorship.state.in_(BOOKED),
        )
        .correlate(Mentor)
        .scalar_subquery()
    )
