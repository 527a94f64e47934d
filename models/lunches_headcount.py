"""Who comes, as the host hears it the day before: how many meals, and what to do if they are too few."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_changes,
    lunches_seats,
    lunches_table,
    lunches_talks,
    outbox,
    stewards,
)
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Taken, Where
from models.lunches_series import Food

DAY_BEFORE = timedelta(days=1)


def tell_host(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Tell the host of a catered lunch how many eat, or ask what to do where fewer come than it takes.

    Nobody is asked about a lunch that its channel has known for less than a day.
    """
    known = lunch.announced_at is not None and lunch.announced_at <= lunch.at - DAY_BEFORE
    asks = known and too_few(lunch, lunches_seats.taken(session, lunch.id))
    if asks or lunch.food == Food.CATERED:
        if lunch.host_id:
            _owe(session, lunch, lunch.host_id, now)
        else:
            host_is_gone(session, lunch, lunch.host_id, now=now)


def host_is_gone(session: Session, lunch: Lunch, host_id: str, *, now: datetime) -> None:
    """Turn to the co-host, or else to the stewards, instead of a host who is gone."""
    others = [lunch.co_host_id] if lunch.co_host_id else stewards.all_of(session, lunch.team_id)
    for who in [each for each in others if each != host_id]:
        _owe(session, lunch, who, now)


def follow(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Let what the host was told keep up with who comes."""
    for who in filter(None, (lunch.host_id, lunch.co_host_id)):
        outbox.refresh(session, lunch.team_id, _key(lunch, who), now=now, apart=lunches.SHOWN_EVERY)


def too_few(lunch: Lunch, taken: Taken) -> bool:
    """Tell whether fewer come than it takes."""
    return taken.going() < lunch.minimum


def meals(taken: Taken, speakers: int) -> int:
    """Count who eats: everybody in the room, guests included, and who speaks without a seat."""
    return taken.going(Where.ROOM) + speakers


def speakers_apart(session: Session, lunch: Lunch, taken: Taken) -> int:
    """Count who speaks at a lunch without a seat of their own; where nobody meets in a room, none eats."""
    if Where.ROOM not in lunches_seats.places(lunch):
        return 0
    seated = {seat.user_id for seat in taken.seats if seat.answer == Answer.GOING}
    return len(set(lunches_talks.speakers_at(session, lunch.id)) - seated)


def hold_open_table(session: Session, team_id: str, lunch_id: int, *, by: str, now: datetime) -> Lunch:
    """Make a lunch an open table; everybody with a seat hears of it, once."""
    lunch = _own(session, team_id, lunch_id, "lunches.open_table", by, now)
    told = {by, *lunches_table.choose(session, lunch, now=now)}
    lunch.minimum = 0
    for who in lunches_seats.with_a_seat(session, lunch.id):
        if who not in told:
            outbox.owe(
                session,
                team_id=team_id,
                key=f"{lunch.key}:open_table:{who}",
                kind="lunches_headcount.open_table",
                ref=lunch.id,
                to=who,
                due=now,
                not_after=lunch.at,
            )
    return lunch


def go_ahead(session: Session, team_id: str, lunch_id: int, *, by: str, now: datetime) -> Lunch:
    """Let a lunch take place with as few as come."""
    lunch = _own(session, team_id, lunch_id, "lunches.go_ahead", by, now)
    lunch.minimum = 0
    return lunch


def call_off(session: Session, team_id: str, lunch_id: int, *, by: str, now: datetime) -> Lunch:
    """Call a lunch off, since too few come."""
    lunch = _own(session, team_id, lunch_id, "lunches.call_off", by, now)
    lunches_changes.call_off(session, lunch, now=now)
    return lunch


def _own(session: Session, team_id: str, lunch_id: int, act: str, by: str, now: datetime) -> Lunch:
    """Fetch an open lunch for who may change it; its hosts can see what a steward does to it."""
    lunch = lunches_changes.own(session, team_id, lunch_id, by, now=now)
    if lunch.state != State.OPEN:
        raise RuleError("This lunch is called off already.")
    lunches_changes.note(session, lunch, act, by=by, now=now)
    return lunch


def _owe(session: Session, lunch: Lunch, to: str, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=lunch.team_id,
        key=_key(lunch, to),
        kind="lunches_headcount.to_host",
        ref=lunch.id,
        to=to,
        due=now,
        not_after=lunch.at,
    )


def _key(lunch: Lunch, to: str) -> str:
    return f"{lunch.key}:headcount:{lunch.at:%Y-%m-%d}:{to}"
