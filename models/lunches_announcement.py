"""What the announcement of a lunch tells: its talks, how it is taken up, and else what people wish for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from models import lunches_seats, lunches_table, lunches_talks, lunches_wishes
from models.bank import Prompt
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat, Taken
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
    found = _ahead(team_id, now).where(
        or_(Lunch.channel_id.in_(channels), Lunch.id.in_(_seats(team_id, user_id)))
    )
    return seen(session, user_id, session.scalars(found.limit(limit)).all())


def open_to(
    session: Session, team_id: str, user_id: str, channels: Collection[str], *, now: datetime, limit: int
) -> Sequence[Seen]:
    """List the next lunches of somebody's channels to which they have not said a word yet."""
    said = select(Seat.lunch_id).where(Seat.team_id == team_id, Seat.user_id == user_id)
    found = _ahead(team_id, now).where(
        Lunch.channel_id.in_(channels),
        Lunch.id.not_in(said),
        ~_has_a_part(team_id, user_id),
    )
    return seen(session, user_id, session.scalars(found.limit(limit)).all())


def parts_of(session: Session, team_id: str, user_id: str, *, now: datetime, limit: int) -> Sequence[Lunch]:
    """List the next lunches at which somebody has a seat or waits for one, speaks, or is the host."""
    return session.scalars(_ahead(team_id, now).where(_has_a_part(team_id, user_id)).limit(limit)).all()


def seen(session: Session, user_id: str, found: Sequence[Lunch]) -> Sequence[Seen]:
    """Show lunches as one person sees them."""
    return [
        Seen(
            announcement,
            next((each for each in announcement.taken.seats if each.user_id == user_id), None),
            user_id in {announcement.lunch.host_id, announcement.lunch.co_host_id},
        )
        for announcement in all_of(session, found)
    ]


def of(session: Session, lunch: Lunch) -> Announcement:
    """Gather what a lunch's announcement tells."""
    return all_of(session, [lunch])[0]


def all_of(session: Session, found: Sequence[Lunch]) -> Sequence[Announcement]:
    """Gather what announcements tell; wishes, or questions to begin with, only where there is no talk."""
    if not found:
        return []
    ids = [lunch.id for lunch in found]
    talks: dict[int | None, list[Talk]] = defaultdict(list)
    for talk in session.scalars(select(Talk).where(Talk.lunch_id.in_(ids)).order_by(Talk.number)):
        talks[talk.lunch_id].append(talk)
    seats: dict[int, list[Seat]] = defaultdict(list)
    for each in session.scalars(select(Seat).where(Seat.lunch_id.in_(ids)).order_by(Seat.turn, Seat.user_id)):
        seats[each.lunch_id].append(each)
    seeks = [not talks[lunch.id] and not lunch.open_table for lunch in found]
    wanted = lunches_wishes.most_wanted(session, found[0].team_id, limit=WISHES_SHOWN) if any(seeks) else []
    return [
        Announcement(
            lunch,
            talks[lunch.id],
            Taken(seats[lunch.id]),
            wanted if seeking else [],
            lunches_table.starters(lunch) if lunch.open_table and not talks[lunch.id] else [],
        )
        for lunch, seeking in zip(found, seeks, strict=True)
    ]


def _ahead(team_id: str, now: datetime) -> Select[Lunch]:
    ahead = select(Lunch).where(Lunch.team_id == team_id, Lunch.state == State.OPEN, Lunch.at > now)
    return ahead.order_by(Lunch.at, Lunch.id)


def _seats(team_id: str, user_id: str) -> Select[int]:
    return select(Seat.lunch_id).where(
        Seat.team_id == team_id, Seat.user_id == user_id, Seat.answer.in_(lunches_seats.ASKING)
    )


def _has_a_part(team_id: str, user_id: str) -> ColumnElement[bool]:
    """Tell of which lunches somebody is a part; a seat that is theirs to confirm is a question first."""
    confirmed = _seats(team_id, user_id).where(Seat.answer != Answer.OFFERED)
    given = select(Talk.lunch_id).where(
        Talk.team_id == team_id, Talk.lunch_id.is_not(None), lunches_talks.gives(user_id)
    )
    return or_(
        Lunch.id.in_(confirmed),
        Lunch.id.in_(given),
        Lunch.host_id == user_id,
        func.coalesce(Lunch.co_host_id, "") == user_id,
    )
