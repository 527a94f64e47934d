"""Changes of a lunch that everybody with a seat hears of, once each."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from models import lunches, lunches_programme, lunches_seats, lunches_talks, outbox
from models.errors import RuleError
from models.lunches import Lunch, State


def call_off(session: Session, lunch: Lunch, *, now: datetime) -> None:
    """Call a lunch off; everybody with a seat hears of it."""
    if lunch.state != State.OPEN:
        raise RuleError("This lunch is over, or called off already.")
    lunch.state = State.CALLED_OFF
    told = lunches_programme.lunch_gone(session, lunch, now)
    tell_of_change(session, lunch, but=told, now=now)


def tell_of_change(session: Session, lunch: Lunch, *, but: Collection[str] = (), now: datetime) -> None:
    """Let everybody with a seat, and who speaks there, hear once of what has just changed.

    `but` have heard already. The announcement follows.
    """
    lunch.sequence += 1
    seated, speak = lunches_seats.with_a_seat(session, lunch.id), lunches_talks.speakers_at(session, lunch.id)
    for who in dict.fromkeys([*seated, *speak]):
        if who in but:
            continue
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
