"""What series and lunches hold of somebody: what they look after, and where they have or had a seat."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from models import lunches, lunches_after, lunches_series_changes, lunches_talks, lunches_waitlist, outbox
from models.base import facts
from models.lunches import Lunch
from models.lunches_calendar import CalendarFeed
from models.lunches_seats import Seat
from models.lunches_series import NOBODY, Series, State

ROLES = ("host_id", "co_host_id", "proposer_id", "creator_id", "keeper_id")


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Let the series go on that somebody looks after, and free their seats, as for who is gone.

    A series without a host meets until who may decide takes it over. A proposal that waits is withdrawn.
    """
    for series in _series(session, team_id, user_id):
        _forget_asker(session, series, user_id, now)
    lunches_series_changes.left(session, team_id, user_id, forgotten=True, now=now)
    lunches_waitlist.left(session, team_id, user_id, now=now)
    for lunch in _lunches(session, team_id, user_id):
        _forget_host(lunch, user_id)
        _forget_seat(session, lunch, user_id, now)
        lunches.show_again(session, lunch, now=now)
    session.execute(
        delete(CalendarFeed).where(CalendarFeed.team_id == team_id, CalendarFeed.user_id == user_id)
    )


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody looks after, their seats, and the secret of their calendar's address."""
    concerned = _lunches(session, team_id, user_id)
    feed = session.get(CalendarFeed, (team_id, user_id))
    shown = ("answer", "where", "guests", "shown", "answered_at", "came", "learned")
    return {
        "series": [
            {
                **facts(each, "title", "channel_id", "state", "proposed_at"),
                "as": [role.removesuffix("_id") for role in ROLES if getattr(each, role) == user_id],
            }
            for each in _series(session, team_id, user_id)
        ],
        "lunches_i_host": [
            facts(each, "title", "channel_id", "at", "place", "link", "state")
            for each in concerned
            if user_id in {each.host_id, each.co_host_id}
        ],
        "seats": [
            {**facts(lunch, "title", "channel_id", "at"), **facts(seat, *shown)}
            for lunch in concerned
            for seat in [session.get(Seat, (lunch.id, user_id))]
            if seat is not None
        ],
        "calendar": [facts(feed, "token")] if feed is not None else [],
    }


def _series(session: Session, team_id: str, user_id: str) -> Sequence[Series]:
    theirs = or_(*(getattr(Series, role) == user_id for role in ROLES))
    return session.scalars(select(Series).where(Series.team_id == team_id, theirs).order_by(Series.id)).all()


def _lunches(session: Session, team_id: str, user_id: str) -> Sequence[Lunch]:
    """List the lunches that somebody hosts, or has answered to."""
    answered = select(Seat.lunch_id).where(Seat.team_id == team_id, Seat.user_id == user_id)
    theirs = or_(Lunch.host_id == user_id, Lunch.co_host_id == user_id, Lunch.id.in_(answered))
    return session.scalars(select(Lunch).where(Lunch.team_id == team_id, theirs).order_by(Lunch.id)).all()


def _forget_asker(session: Session, series: Series, user_id: str, now: datetime) -> None:
    """Note no more who proposed a series, made its channel or said yes; hosts are another matter."""
    if series.proposer_id == user_id and series.state in {State.PROPOSED, State.DECLINED}:
        outbox.retract_all(session, series.team_id, "lunches_series.proposed", [series.id], now=now)
        session.delete(series)
        return
    for role in ("creator_id", "keeper_id"):
        if getattr(series, role) == user_id:
            setattr(series, role, None)
    if series.proposer_id == user_id:
        series.proposer_id = NOBODY
    if series.state != State.RUNNING:
        series.host_id = NOBODY if series.host_id == user_id else series.host_id
        series.co_host_id = None if series.co_host_id == user_id else series.co_host_id
    for owed in outbox.told_of(session, series.team_id, "lunches_series.answered", [series.id]):
        outbox.refresh(session, series.team_id, owed.key, now=now)
    session.flush()


def _forget_host(lunch: Lunch, user_id: str) -> None:
    """Let a lunch have no host that no new one has taken over: it is past, or its series seeks one."""
    if lunch.host_id == user_id:
        lunch.host_id = NOBODY
    if lunch.co_host_id == user_id:
        lunch.co_host_id = None


def _forget_seat(session: Session, lunch: Lunch, user_id: str, now: datetime) -> None:
    """Forget what somebody answered to a lunch, and what they learned there, as its speakers read it too."""
    seat = session.get(Seat, (lunch.id, user_id))
    if seat is None:
        return
    session.delete(seat)
    session.flush()
    left = lunches_after.lines(session, lunch.id) or lunches_after.how_many_came(session, lunch.id)
    given = [talk.id for talk in lunches_talks.of_lunch(session, lunch.id)]
    for owed in outbox.told_of(session, lunch.team_id, "lunches_after.thanks", given):
        change = outbox.refresh if left else outbox.retract
        change(session, lunch.team_id, owed.key, now=now)
