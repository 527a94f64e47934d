"""Waiting for a seat: offers that nobody confirmed, lines that end when a lunch begins, and who left."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import lunches, lunches_answers, lunches_headcount, lunches_seats, outbox
from models.lunches import Lunch, State
from models.lunches_seats import ASKING, Answer, Seat

LOOKED_BACK = timedelta(days=2)
"""For how long after its start a lunch's line is still looked at."""


def pass_on_late(session: Session, *, now: datetime) -> None:
    """Pass on the seats that nobody confirmed in time."""
    late = exists().where(Seat.lunch_id == Lunch.id, Seat.answer == Answer.OFFERED, Seat.offered_until <= now)
    due = select(Lunch).where(Lunch.state == State.OPEN, Lunch.at > now, late)
    for lunch in session.scalars(due.order_by(Lunch.id).with_for_update()).all():
        lunches_seats.settle(session, lunch, now=now)


def close_lines(session: Session, *, now: datetime) -> None:
    """Tell those who still wait as a lunch begins that no seat came free, and when the next one is."""
    waits = exists().where(Seat.lunch_id == Lunch.id, Seat.answer.in_([Answer.WAITING, Answer.OFFERED]))
    begun = select(Lunch).where(
        Lunch.state != State.CALLED_OFF, Lunch.at <= now, Lunch.at > now - LOOKED_BACK, waits
    )
    for lunch in session.scalars(begun.order_by(Lunch.id).with_for_update()).all():
        for seat in lunches_seats.taken(session, lunch.id).seats:
            if seat.answer in {Answer.WAITING, Answer.OFFERED}:
                _close(session, lunch, seat, now)


def left(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Free the seats of somebody who is gone from the company; the next in line get them."""
    theirs = (
        select(Lunch.id)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(
            Seat.team_id == team_id,
            Seat.user_id == user_id,
            Seat.answer.in_([*ASKING, Answer.MAYBE]),
            Lunch.at > now,
        )
    )
    for lunch_id in session.scalars(theirs.order_by(Lunch.id)).all():
        lunch = lunches.get(session, team_id, lunch_id)
        if lunch.state == State.OPEN:
            lunches_answers.cannot(session, lunch, user_id, now=now)
            lunches_headcount.follow(session, lunch, now=now)


def _close(session: Session, lunch: Lunch, seat: Seat, now: datetime) -> None:
    if seat.answer == Answer.OFFERED:
        outbox.refresh(session, lunch.team_id, seat.offer_key, now=now)
    seat.answer = Answer.MISSED
    outbox.owe(
        session,
        team_id=lunch.team_id,
        key=f"{lunch.key}:left_out:{seat.user_id}",
        kind="lunches_waitlist.left_out",
        ref=seat.ref,
        to=seat.user_id,
        due=now,
        not_after=lunch.ends_at,
    )
