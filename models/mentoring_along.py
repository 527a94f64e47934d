"""What is due along the way of a mentorship: asked for when its time has come, and never without an end."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mentoring_checkins, mentoring_endings, mentoring_fit, mentoring_sessions
from models.mentoring import Ending, Mentorship, State
from models.mentoring_meeting import MentoringSession

AT_ONCE = 200
"""How many mentorships one look sees to."""


def due(session: Session, *, now: datetime) -> Sequence[int]:
    """Name the mentorships for which something is due, the longest first."""
    waiting = select(Mentorship.id).where(Mentorship.next_at <= now)
    return session.scalars(waiting.order_by(Mentorship.next_at, Mentorship.id).limit(AT_ONCE)).all()


def look_at(session: Session, mentorship_id: int, *, now: datetime) -> None:
    """Do what is due for a mentorship, once, and note when to look again."""
    mentorship = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if mentorship is None or mentorship.next_at is None or mentorship.next_at > now:
        return
    if mentorship.state == State.RUNNING:
        _go_on(session, mentorship, now)
    elif mentorship.state == State.ACCEPTED:
        mentoring_endings.end(session, mentorship, Ending.CLOSED, tell=mentorship.two, now=now)
    else:
        mentorship.next_at = None


def log(
    session: Session,
    team_id: str,
    mentorship_id: int,
    *,
    by: str,
    met_on: date,
    today: date,
    minutes: int | None = None,
    now: datetime,
) -> tuple[Mentorship, MentoringSession]:
    """Note that the two met; whoever was asked how it goes has answered with it."""
    mentorship, noted = mentoring_sessions.log(
        session, team_id, mentorship_id, by=by, met_on=met_on, today=today, minutes=minutes, now=now
    )
    mentoring_checkins.noted(session, mentorship, by=by, now=now)
    return mentorship, noted


def _go_on(session: Session, mentorship: Mentorship, now: datetime) -> None:
    mentoring_fit.decide(session, mentorship, now=now)
    if mentorship.state == State.RUNNING:
        mentoring_checkins.look_back(session, mentorship, now=now)
        mentoring_endings.decide(session, mentorship, now=now)
    if mentorship.state != State.RUNNING:
        return
    mentoring_fit.ask(session, mentorship)
    asks_end = mentoring_endings.asked_at(mentorship)
    if asks_end <= now:
        mentoring_endings.ask(session, mentorship)
    checkin = mentoring_checkins.next_at(session, mentorship)
    if checkin is not None and checkin <= now < asks_end:
        mentoring_checkins.ask(session, mentorship, now=now)
    mentorship.next_at = min(_coming(session, mentorship, now), default=now)


def _coming(session: Session, mentorship: Mentorship, now: datetime) -> list[datetime]:
    """List the moments to come at which something is due."""
    moments = (
        mentoring_fit.decided_at(session, mentorship),
        mentoring_checkins.looked_at(session, mentorship),
        mentoring_checkins.next_at(session, mentorship),
        mentoring_endings.asked_at(mentorship),
        mentoring_endings.ends_at(mentorship),
    )
    return [each for each in moments if each is not None and each > now]
