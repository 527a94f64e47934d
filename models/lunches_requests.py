"""What of lunches waits for one person's word: a seat kept, a talk together, a swap, a wish, a series."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import lunches, lunches_series, lunches_talks, lunches_wishes, skills_asking
from models.base import moment
from models.lunches import Lunch
from models.lunches_asking import WishAsking
from models.lunches_merging import Merge, MergeState
from models.lunches_seats import Answer, Seat
from models.lunches_series import Series
from models.lunches_swaps import Swap, SwapState
from models.lunches_talks import Talk
from models.lunches_wishes import Wanted, Wish, WishVote


class SeatKept(NamedTuple):
    """A seat that came free, and is somebody's to confirm."""

    lunch: Lunch
    seat: Seat


class Invitation(NamedTuple):
    """A talk that a colleague would like to give with somebody; at which lunch, where it has one."""

    talk: Talk
    lunch: Lunch | None


class SwapAsked(NamedTuple):
    """A colleague's talk and one's own that would change places, and where each is given."""

    swap: Swap
    ours: Talk
    theirs: Talk
    here: Lunch
    there: Lunch


class WishAsked(NamedTuple):
    """A wish that somebody is asked to tell about, and how many share it."""

    asking: WishAsking
    wish: Wish
    votes: int


class MergeAsked(NamedTuple):
    """One's own wish, and one that it might become part of."""

    smaller: Wish
    into: Wanted
    asked_at: datetime


def seats_kept(session: Session, team_id: str, user_id: str, *, now: datetime) -> Sequence[SeatKept]:
    """List the seats that somebody may confirm."""
    found = session.execute(_seats_kept(), {"team": team_id, "user": user_id, "now": now})
    return [SeatKept(*row) for row in found]


def invitations(
    session: Session, team_id: str, user_id: str, *, now: datetime, limit: int
) -> Sequence[Invitation]:
    """List the talks that colleagues would like to give with somebody."""
    whose = {"team": team_id, "among": f",{user_id},", "now": now, "limit": limit}
    return [Invitation(*row) for row in session.execute(_invitations(), whose)]


def swaps(session: Session, team_id: str, user_id: str, *, now: datetime, limit: int) -> Sequence[SwapAsked]:
    """List the swaps that somebody is asked for, of talks that stand where they did."""
    whose = {"team": team_id, "user": user_id, "now": now, "limit": limit}
    return [SwapAsked(*row) for row in session.execute(_swaps(), whose)]


def wishes(session: Session, team_id: str, user_id: str, *, now: datetime, limit: int) -> Sequence[WishAsked]:
    """List the wishes that somebody is asked to tell about, and has not answered in time yet."""
    whose = {"team": team_id, "user": user_id, "since": now - skills_asking.APART, "limit": limit}
    return [WishAsked(*row) for row in session.execute(_wishes(), whose)]


def merges(session: Session, team_id: str, user_id: str, *, limit: int) -> Sequence[MergeAsked]:
    """List the wishes of somebody that might become part of another one."""
    found = session.execute(_merges(), {"team": team_id, "user": user_id, "limit": limit})
    return [MergeAsked(own, Wanted(other, number), since) for own, other, number, since in found]


def series(session: Session, team_id: str, user_id: str, *, steward: bool, limit: int) -> Sequence[Series]:
    """List the series that wait for a yes of somebody: a steward, or who made the channel."""
    asked = select(Series).where(Series.team_id == team_id, Series.state == lunches_series.State.PROPOSED)
    if not steward:
        asked = asked.where(Series.creator_id == user_id)
    return session.scalars(asked.order_by(Series.id).limit(limit)).all()


@cache
def _seats_kept() -> Select[Lunch, Seat]:
    return (
        select(Lunch, Seat)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(
            Seat.team_id == bindparam("team"),
            Seat.user_id == bindparam("user"),
            Seat.answer == Answer.OFFERED,
            Seat.offered_until > moment("now"),
            Lunch.state == lunches.State.OPEN,
            Lunch.at > moment("now"),
        )
        .order_by(Seat.offered_until, Lunch.id)
    )


@cache
def _invitations() -> Select[Talk, Lunch]:
    return (
        select(Talk, Lunch)
        .outerjoin(Lunch, Lunch.id == Talk.lunch_id)
        .where(
            Talk.team_id == bindparam("team"),
            Talk.state.in_([lunches_talks.State.WAITING, lunches_talks.State.PLACED]),
            ("," + Talk.asked + ",").contains(bindparam("among", type_=String)),
            or_(Lunch.id.is_(None), Lunch.at > moment("now")),
        )
        .order_by(Talk.id)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _swaps() -> Select[Swap, Talk, Talk, Lunch, Lunch]:
    ours, theirs, here, there = aliased(Talk), aliased(Talk), aliased(Lunch), aliased(Lunch)
    return (
        select(Swap, ours, theirs, here, there)
        .join(ours, (ours.id == Swap.talk_id) & (ours.lunch_id == Swap.lunch_id))
        .join(theirs, (theirs.id == Swap.with_id) & (theirs.lunch_id == Swap.with_lunch_id))
        .join(here, here.id == Swap.lunch_id)
        .join(there, there.id == Swap.with_lunch_id)
        .where(
            Swap.team_id == bindparam("team"),
            Swap.state == SwapState.ASKED,
            theirs.speaker_id == bindparam("user"),
            here.at > moment("now"),
            there.at > moment("now"),
        )
        .order_by(Swap.id)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _wishes() -> Select[WishAsking, Wish, int]:
    votes = select(func.count()).where(WishVote.wish_id == Wish.id).scalar_subquery()
    return (
        select(WishAsking, Wish, votes)
        .join(Wish, Wish.id == WishAsking.wish_id)
        .where(
            WishAsking.team_id == bindparam("team"),
            WishAsking.user_id == bindparam("user"),
            WishAsking.said.is_(None),
            WishAsking.asked_at > moment("since"),
            Wish.state == lunches_wishes.State.OPEN,
        )
        .order_by(WishAsking.asked_at)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _merges() -> Select[Wish, Wish, int, datetime]:
    smaller, into = aliased(Wish), aliased(Wish)
    votes = select(func.count()).where(WishVote.wish_id == into.id).scalar_subquery()
    return (
        select(smaller, into, votes, Merge.asked_at)
        .select_from(Merge)
        .join(smaller, smaller.id == Merge.wish_id)
        .join(into, into.id == Merge.into_id)
        .where(
            Merge.team_id == bindparam("team"),
            Merge.state == MergeState.ASKED,
            smaller.wisher_id == bindparam("user"),
            smaller.state == lunches_wishes.State.OPEN,
            into.state == lunches_wishes.State.OPEN,
        )
        .order_by(Merge.asked_at)
        .limit(bindparam("limit", type_=Integer))
    )
