"""What the announcement of a lunch tells: its talks, how it is taken up, and else what people wish for."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import lunches_seats, lunches_table, lunches_talks, lunches_wishes
from models.bank import Prompt
from models.lunches import Lunch, State
from models.lunches_seats import Seat, Taken
from models.lunches_talks import Talk
from models.lunches_wishes import Wanted

WISHES_SHOWN = 3


class Announcement(NamedTuple):
    """A lunch as its channel sees it."""

    lunch: Lunch
    talks: Sequence[Talk]
    taken: Taken
    wanted: Sequence[Wanted]
    starters: Sequence[Prompt] = ()


class Seen(NamedTuple):
    """A lunch as one person sees it: with their own seat if they have one, and whether they are a host."""

    announcement: Announcement
    seat: Seat | None
    mine: bool


def seen_by(
    session: Session, team_id: str, user_id: str, channels: Collection[str], *, now: datetime, limit: int
) -> Sequence[Seen]:
    """List the next lunches of somebody: of their channels, or that they have a seat at."""
    seats = select(Seat.lunch_id).where(
        Seat.team_id == team_id, Seat.user_id == user_id, Seat.answer.in_(lunches_seats.ASKING)
    )
    ahead = select(Lunch).where(
        Lunch.team_id == team_id,
        Lunch.state == State.OPEN,
        Lunch.at > now,
        or_(Lunch.channel_id.in_(channels), Lunch.id.in_(seats)),
    )
    found = session.scalars(ahead.order_by(Lunch.at, Lunch.id).limit(limit)).all()
    return [
        Seen(
            of(session, lunch),
            session.get(Seat, (lunch.id, user_id)),
            user_id in {lunch.host_id, lunch.co_host_id},
        )
        for lunch in found
    ]


def of(session: Session, lunch: Lunch) -> Announcement:
    """Gather what a lunch's announcement tells; wishes, or questions to begin with, only without a talk."""
    talks = lunches_talks.of_lunch(session, lunch.id)
    seeks = not talks and not lunch.open_table
    wanted = lunches_wishes.most_wanted(session, lunch.team_id, limit=WISHES_SHOWN) if seeks else []
    starters = lunches_table.starters(lunch) if lunch.open_table and not talks else []
    return Announcement(lunch, talks, lunches_seats.taken(session, lunch.id), wanted, starters)
