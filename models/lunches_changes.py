"""Changes of a lunch that everybody with a seat hears of, once each."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import lunches, lunches_seats, outbox
from models.errors import RuleError
from models.lunches import Lunch, State


def call_off(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Call a lunch off; everybody with a seat hears of it."""
    if lunch.state != State.OPEN:
        raise RuleError("This lunch is over, or called off already.")
    lunch.state = State.CALLED_OFF
    tell_of_change(session, lunch, now=now)


def tell_of_change(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Let everybody with a seat hear once of what has just changed; the announcement follows."""
    lunch.sequence += 1
    lunch.told = lunch.sequence
    for who in lunches_seats.with_a_seat(session, lunch.id):
        outbox.owe(
            session,
            team_id=lunch.team_id,
            key=f"{lunch.key}:changed:{lunch.sequence}:{who}",
            kind="lunches.changed",
            ref=f"{lunch.id}/{lunch.sequence}",
            to=who,
            due=now,
            not_after=lunch.ends_at,
        )
    lunches.show_again(session, lunch, now=now)
