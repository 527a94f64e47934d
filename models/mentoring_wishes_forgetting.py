"""What requests hold of somebody: whom they wished for, and what reached them as a mentor."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import mentoring, mentoring_asking, outbox
from models import mentoring_turns as turns
from models.base import facts
from models.mentoring import Mentorship, State, Turn, Wished


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take back what somebody asked of mentors; what is with them as a mentor goes on without their name."""
    theirs = select(Mentorship).where(Mentorship.team_id == team_id, Mentorship.seeker_id == user_id)
    for request in session.scalars(theirs.order_by(Mentorship.id).with_for_update()).all():
        _take_back(session, request, now)
    wished = select(Wished.mentorship_id).where(Wished.team_id == team_id, Wished.mentor_id == user_id)
    for mentorship_id in session.scalars(wished.order_by(Wished.mentorship_id).distinct()).all():
        _leave(session, mentoring.held(session, team_id, mentorship_id), user_id, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List whom somebody wished for, and what they were asked as a mentor."""
    mine = (
        select(Mentorship, Wished)
        .join(Wished, Wished.mentorship_id == Mentorship.id)
        .where(Mentorship.team_id == team_id, Mentorship.seeker_id == user_id)
    )
    reached = (
        select(Mentorship, Wished)
        .join(Wished, Wished.mentorship_id == Mentorship.id)
        .where(
            Wished.team_id == team_id,
            Wished.mentor_id == user_id,
            Wished.silent.is_(False),
            Wished.proposed_at.is_not(None),
        )
    )
    order = (Wished.mentorship_id, Wished.rank)
    told = ("turn", "question", "answer", "proposed_at")
    return {
        "mentors_i_wished_for": [
            {**facts(request, "skill"), **facts(wish, "mentor_id", "rank", *told)}
            for request, wish in session.execute(mine.order_by(*order))
        ],
        "asked_of_me_as_a_mentor": [
            {**facts(request, "skill", "format"), **facts(wish, *told)}
            for request, wish in session.execute(reached.order_by(*order))
        ],
    }


def _take_back(session: Session, request: Mentorship, now: datetime) -> None:
    """Take back what was said of a request; where nobody has said yes the request goes, too."""
    outbox.retract(session, request.team_id, mentoring_asking.wanted_key(request), now=now)
    for wish in mentoring.wishes(session, request.id):
        turns.end_turn(session, wish, Turn.WITHDRAWN, now=now)
        for key in (wish.key, turns.answer_key(wish)):
            outbox.retract(session, request.team_id, key, now=now)
    session.execute(delete(Wished).where(Wished.mentorship_id == request.id))
    if request.mentor_id is None:
        session.delete(request)


def _leave(session: Session, request: Mentorship, user_id: str, now: datetime) -> None:
    """Take a mentor out of a request's wishes; where it was their turn it passes on at once."""
    theirs = [each for each in mentoring.wishes(session, request.id) if each.mentor_id == user_id]
    had_it = request.state == State.PROPOSED and any(each.turn == Turn.PROPOSED for each in theirs)
    for wish in theirs:
        outbox.retract(session, request.team_id, turns.question_key(wish), now=now)
        session.delete(wish)
    session.flush()
    mentoring_asking.refresh_told(session, request, now=now)
    if had_it:
        turns.advance(session, request, now=now)
