"""Sessions of a mentorship: noted with a tap by either of the two, numbered, and each evening's once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mentoring, outbox
from models.errors import RuleError
from models.mentoring import Format, Mentorship, State
from models.mentoring_introduction import last_day
from models.mentoring_meeting import MentoringSession

SHORTEST, LONGEST = 5, 480
"""Minutes that a session may take."""

SAME_EVENING = timedelta(hours=12)
"""Who notes the session of the evening before or after so soon after the other one means the same."""

TAKEN_BACK_WITHIN = timedelta(hours=12)

FLASH_ENDS_AFTER = timedelta(days=3)

RHYTHMS = (1, 2, 3, 4, 6)
"""Every how many weeks two people may meet."""

MINUTES = (15, 30, 45, 60)


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
    """Note that the two met; noted by both, it is the same session. `today` is the day where they are."""
    mentorship = running(session, team_id, mentorship_id, by=by)
    _check(mentorship, met_on, today, minutes)
    before = of(session, mentorship_id)
    same = next((each for each in before if _is_same(each, by, met_on, now)), None)
    if same is not None:
        same.minutes = minutes or same.minutes
        return mentorship, same
    noted = MentoringSession(
        mentorship_id=mentorship_id,
        team_id=team_id,
        number=len(before) + 1,
        met_on=met_on,
        minutes=minutes or mentorship.minutes,
        logged_by=by,
        logged_at=now,
    )
    session.add(noted)
    session.flush()
    if mentorship.format == Format.FLASH and mentorship.ends_on is not None:
        mentorship.ends_on = min(mentorship.ends_on, now.date() + FLASH_ENDS_AFTER)
    mentorship.next_at = now
    return mentorship, noted


def take_back(session: Session, team_id: str, session_id: int, *, by: str, now: datetime) -> Mentorship:
    """Take back the last session that was noted, while nothing has come of it."""
    noted = session.get(MentoringSession, session_id)
    if noted is None or noted.team_id != team_id:
        raise RuleError("This session is taken back already.")
    mentorship = running(session, team_id, noted.mentorship_id, by=by)
    if not may_be_taken_back(noted, of(session, mentorship.id), now=now):
        raise RuleError("Only the last session can be taken back, on the day it was noted.")
    session.delete(noted)
    session.flush()
    if mentorship.format == Format.FLASH and mentorship.begun_at:
        mentorship.ends_on = last_day(Format.FLASH, mentorship.begun_at.date())
    return mentorship


def may_be_taken_back(
    noted: MentoringSession, noted_so_far: Sequence[MentoringSession], *, now: datetime
) -> bool:
    """Tell whether a session is the last one, and fresh."""
    return noted.id == noted_so_far[-1].id and now < noted.logged_at + TAKEN_BACK_WITHIN


def of(session: Session, mentorship_id: int) -> Sequence[MentoringSession]:
    """List the sessions of a mentorship in their order."""
    theirs = select(MentoringSession).where(MentoringSession.mentorship_id == mentorship_id)
    return session.scalars(theirs.order_by(MentoringSession.number)).all()


def is_last(mentorship: Mentorship, *, today: date) -> bool:
    """Tell whether the next session is the last one before the end."""
    return (
        mentorship.ends_on is not None
        and today + timedelta(weeks=mentorship.every_weeks) > mentorship.ends_on
    )


def choose_rhythm(
    session: Session,
    team_id: str,
    mentorship_id: int,
    *,
    by: str,
    every_weeks: int,
    minutes: int,
    submission: str,
    now: datetime,
) -> Mentorship:
    """Let the two meet in another rhythm from now on; both hear of it where they talk."""
    mentorship = running(session, team_id, mentorship_id, by=by)
    if every_weeks not in RHYTHMS or minutes not in MINUTES:
        raise RuleError("Choose one of these.", field="every_weeks")
    if (mentorship.every_weeks, mentorship.minutes) == (every_weeks, minutes):
        return mentorship
    mentorship.every_weeks, mentorship.minutes, mentorship.next_at = every_weeks, minutes, now
    outbox.owe(
        session,
        team_id=team_id,
        key=f"mentoring.rhythm:{mentorship_id}:{submission}",
        kind="mentoring.rhythm",
        ref=f"{mentorship_id}/{every_weeks}/{minutes}",
        to=mentorship.two,
        due=now,
    )
    return mentorship


def running(session: Session, team_id: str, mentorship_id: int, *, by: str) -> Mentorship:
    """Find a mentorship that runs, for one of its two, locked."""
    mentorship = mentoring.held_by(session, team_id, mentorship_id, by=by)
    if mentorship.state == State.ENDED:
        raise RuleError("This mentorship has ended.")
    if mentorship.state != State.RUNNING:
        raise RuleError("You two are introduced to each other first.")
    return mentorship


def _is_same(noted: MentoringSession, by: str, met_on: date, now: datetime) -> bool:
    apart = abs(noted.met_on - met_on)
    soon = noted.logged_by != by and now - noted.logged_at <= SAME_EVENING
    return not apart or (soon and apart <= timedelta(days=1))


def _check(mentorship: Mentorship, met_on: date, today: date, minutes: int | None) -> None:
    if met_on > today:
        raise RuleError("This day is still to come. Note it when you have met.", field="met_on")
    if mentorship.accepted_at and met_on < mentorship.accepted_at.date() - timedelta(days=1):
        raise RuleError("This is before your mentorship began.", field="met_on")
    if minutes is not None and not SHORTEST <= minutes <= LONGEST:
        raise RuleError(f"From {SHORTEST} to {LONGEST} minutes.", field="minutes")
