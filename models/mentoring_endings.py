"""How a mentorship ends: any time, with the same words whatever the reason, and the place is free at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import outbox
from models.errors import RuleError
from models.mentoring import BOOKED, Ending, Mentorship, State


def end(
    session: Session, mentorship: Mentorship, ending: Ending, *, tell: Iterable[str], now: datetime
) -> None:
    """End a mentorship, and tell those whom it concerns that it has ended, and no more."""
    mentorship.state, mentorship.ending = State.ENDED, ending
    mentorship.ended_at, mentorship.next_at = now, None
    for who in tell:
        outbox.owe(
            session,
            team_id=mentorship.team_id,
            key=f"mentoring.ended:{mentorship.id}:{who}",
            kind="mentoring.ended",
            ref=mentorship.id,
            to=who,
            due=now,
        )


def close(session: Session, mentorship: Mentorship, *, by: str, now: datetime) -> None:
    """End a mentorship for one of the two, who gives no reason."""
    if mentorship.state not in BOOKED:
        raise RuleError("This mentorship has ended.")
    partner = mentorship.partner_of(by)
    end(session, mentorship, Ending.CLOSED, tell=[partner] if partner else [], now=now)


def left(session: Session, team_id: str, gone: str, *, now: datetime) -> None:
    """End the mentorships of somebody who left the company; their partners hear that it ended."""
    for mentorship in booked_of(session, team_id, gone):
        partner = mentorship.partner_of(gone)
        end(session, mentorship, Ending.GONE, tell=[partner] if partner else [], now=now)


def booked_of(session: Session, team_id: str, user_id: str) -> Sequence[Mentorship]:
    """Find the mentorships in which somebody is one of the two, locked until the transaction ends."""
    theirs = select(Mentorship).where(
        Mentorship.team_id == team_id,
        Mentorship.state.in_(BOOKED),
        or_(Mentorship.seeker_id == user_id, Mentorship.mentor_id == user_id),
    )
    return session.scalars(theirs.order_by(Mentorship.id).with_for_update()).all()
