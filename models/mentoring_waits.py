"""Requests that wait: passed on when a mentor's time is up, met when somebody offers, ended one day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import mentoring, mentoring_requests, mentoring_turns, mentors, outbox
from models.apart import Apart
from models.mentoring import OPEN, Ending, Mentorship, State, Wished
from models.mentors import Mentor
from models.skills import Skill

LONGEST = timedelta(weeks=12)
"""How long a request waits in all for somebody to offer it."""

FEWEST = 5
MOST = 50
"""Answered requests from which the usual wait is told, and the latest that it is made of."""


def idle(session: Session) -> bool:
    """Tell whether no request is open: nothing can be due then."""
    return not session.scalar(select(exists().where(Mentorship.state.in_(OPEN))))


def pass_on(session: Session, team_id: str, mentorship_id: int, *, now: datetime) -> None:
    """Pass one request on, if it is due still."""
    request = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if request is not None and request.team_id == team_id and request.state == State.PROPOSED:
        mentoring_turns.pass_on(session, request, now=now)


def meetable(session: Session, *, now: datetime) -> Sequence[int]:
    """Name the requests that wait while somebody may be asked whom their seeker was not shown yet.

    Whose mentor or seeker went away comes before the others, then who asked first.
    """
    shown = exists().where(Wished.mentorship_id == Mentorship.id, Wished.mentor_id == Mentor.user_id)
    kept_away = exists().where(
        Apart.team_id == Mentorship.team_id,
        Apart.user_id == Mentorship.seeker_id,
        Apart.other_id == Mentor.user_id,
    )
    found = (
        select(Mentorship.id, Mentorship.team_id, Mentorship.seeker_id)
        .join(Skill, (Skill.team_id == Mentorship.team_id) & (Skill.key == Mentorship.skill_key))
        .join(Mentor, (Mentor.team_id == Skill.team_id) & (Mentor.user_id == Skill.user_id))
        .where(
            Mentorship.state == State.ASKED,
            Mentor.user_id != Mentorship.seeker_id,
            Mentor.formats.contains(Mentorship.format),
            mentors.may_be_asked(Mentorship.seeker_id, now=now),
            ~shown,
            ~kept_away,
        )
    )
    waiting = session.execute(found.distinct().order_by(Mentorship.id)).all()
    first = {team: mentoring.first_next(session, team) for team in {team for _, team, _ in waiting}}
    return [
        each for each, team, who in sorted(waiting, key=lambda row: row.seeker_id not in first[row.team_id])
    ]


def meet(session: Session, mentorship_id: int, *, now: datetime) -> None:
    """Tell who waits of those who offer it now, each of them once."""
    request = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    if request is None or request.state != State.ASKED:
        return
    others = mentoring_turns.show_others(session, request, now=now)
    if others:
        outbox.owe(
            session,
            team_id=request.team_id,
            key=f"mentoring.offered:{others[0].ref}",
            kind="mentoring_requests.offered",
            ref=request.id,
            to=request.seeker_id,
            due=now,
        )


def end_old(session: Session, *, now: datetime) -> None:
    """Let go of the requests that have waited for twelve weeks; their seekers hear of it."""
    old = select(Mentorship).where(Mentorship.state == State.ASKED, Mentorship.asked_at <= now - LONGEST)
    for request in session.scalars(old.order_by(Mentorship.id).with_for_update()).all():
        mentoring_requests.end(session, request, Ending.UNMET, now=now)
        outbox.owe(
            session,
            team_id=request.team_id,
            key=f"mentoring.let_go:{request.id}",
            kind="mentoring_requests.let_go",
            ref=request.id,
            to=request.seeker_id,
            due=now,
        )


def usual(session: Session, team_id: str) -> timedelta | None:
    """Tell how long it usually takes until somebody says yes; None: too few have been answered."""
    answered = (
        select(Mentorship.asked_at, Mentorship.accepted_at)
        .where(
            Mentorship.team_id == team_id,
            Mentorship.accepted_at.is_not(None),
            Mentorship.cohort_id.is_(None),
        )
        .order_by(Mentorship.accepted_at.desc())
        .limit(MOST)
    )
    waits = [(yes_at - asked_at).total_seconds() for asked_at, yes_at in session.execute(answered) if yes_at]
    return timedelta(seconds=median(waits)) if len(waits) >= FEWEST else None
