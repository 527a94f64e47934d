"""What talks hold of somebody: what they offered, gave, or were asked to give too."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import lunches, lunches_seats, lunches_speakers, lunches_talks, outbox
from models.base import facts
from models.lunches import Lunch
from models.lunches_reminders import Ahead, Reminder
from models.lunches_series import NOBODY
from models.lunches_swaps import Swap, SwapState
from models.lunches_talks import State, Talk
from models.outbox import Owed
from models.tips import Tip

SWAPS_TOLD = ("lunches_swaps.asked", "lunches_swaps.answered", "lunches_swaps.told_host")


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Let somebody speak nowhere, as who is gone: what they gave with others is the others'.

    A talk of theirs alone goes. An empty row stays of it, so that who counted on it can be told.
    """
    theirs = _talks(session, team_id, user_id)
    at = {talk.lunch_id for talk in theirs if user_id in talk.speakers}
    _end_swaps(session, theirs, user_id, now)
    for talk in theirs:
        _take_back(session, talk, user_id, now)
    lunches_speakers.speaker_left(session, team_id, user_id, forgotten=True, now=now)
    for talk in theirs:
        _forget_talk(session, talk, user_id)
    session.flush()
    for lunch in session.scalars(select(Lunch).where(Lunch.id.in_(at)).order_by(Lunch.id)).all():
        _show_without(session, lunch, now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody offered, gave, or was asked to give too."""
    shown = ("title", "gain", "format", "minutes", "state", "link", "offered_at")
    return {
        "talks": [
            {**facts(each, *shown), "as": "speaker" if user_id in each.speakers else "asked"}
            for each in _talks(session, team_id, user_id)
        ]
    }


def _talks(session: Session, team_id: str, user_id: str) -> Sequence[Talk]:
    asked = ("," + Talk.asked + ",").contains(f",{user_id},")
    theirs = or_(lunches_talks.gives(user_id), asked)
    return session.scalars(select(Talk).where(Talk.team_id == team_id, theirs).order_by(Talk.id)).all()


def _end_swaps(session: Session, theirs: Sequence[Talk], user_id: str, now: datetime) -> None:
    """Take back every word of a swap with somebody; who waits for their answer has a no."""
    own = {talk.id for talk in theirs if talk.speaker_id == user_id}
    found = select(Swap).where(or_(Swap.talk_id.in_(own), Swap.with_id.in_(own))).order_by(Swap.id)
    for swap in session.scalars(found.with_for_update()).all():
        for kind in SWAPS_TOLD:
            outbox.retract_all(session, swap.team_id, kind, [swap.id], now=now)
        if swap.state == SwapState.ASKED:
            swap.state = SwapState.DECLINED
            _tell_asker(session, swap, own, now)


def _tell_asker(session: Session, swap: Swap, own: set[int], now: datetime) -> None:
    if swap.talk_id not in own:
        outbox.owe(
            session,
            team_id=swap.team_id,
            key=f"{swap.key}:no_more",
            kind="lunches_swaps.no_more",
            ref=swap.id,
            to=session.get_one(Talk, swap.talk_id).speaker_id,
            due=now,
        )


def _take_back(session: Session, talk: Talk, user_id: str, now: datetime) -> None:
    """Take back what others were told of a talk under somebody's name."""
    if talk.speaker_id != user_id:
        return
    told = select(Owed).where(
        Owed.team_id == talk.team_id,
        Owed.kind.startswith("lunches_talks."),
        or_(Owed.ref.startswith(f"{talk.id}/"), Owed.ref.endswith(f"/{talk.id}")),
    )
    for owed in session.scalars(told.order_by(Owed.id)).all():
        about_it = owed.ref.split("/")[1 if owed.kind == "lunches_talks.programme_changed" else 0]
        goes_on = owed.kind == "lunches_talks.invited" and talk.co_speakers
        if about_it == str(talk.id) and not goes_on:
            outbox.retract(session, talk.team_id, owed.key, now=now)


def _forget_talk(session: Session, talk: Talk, user_id: str) -> None:
    """Let a talk that is past be the others' who gave it; one that nobody else gives is emptied."""
    talk.asked = _without(talk.asked, user_id)
    talk.co_speakers = _without(talk.co_speakers, user_id)
    if talk.speaker_id != user_id:
        return
    others = lunches_talks.names(talk.co_speakers)
    if talk.state == State.GIVEN and others:
        talk.speaker_id, talk.co_speakers = others[0], lunches_talks.joined(others[1:])
        _hand_tip(session, talk, user_id)
    else:
        _empty(talk)


def _hand_tip(session: Session, talk: Talk, user_id: str) -> None:
    """Let what the library holds of a talk be that of who gave it too."""
    tip = session.get(Tip, talk.tip_id) if talk.tip_id is not None else None
    if tip is not None and tip.author_id == user_id:
        tip.author_id = talk.speaker_id
        tip.owner_id = talk.speaker_id if tip.owner_id == user_id else tip.owner_id
        tip.review_key = None


def _empty(talk: Talk) -> None:
    talk.speaker_id = NOBODY
    talk.title = talk.gain = talk.link = talk.co_speakers = talk.asked = talk.channels = ""
    talk.state = State.WITHDRAWN
    talk.lunch_id = talk.number = talk.tip_id = None


def _show_without(session: Session, lunch: Lunch, now: datetime) -> None:
    """Let the announcement and the reminders of a lunch follow; what was said of one that is past goes."""
    lunches.show_again(session, lunch, now=now)
    coming = lunch.state == lunches.State.OPEN and lunch.at > now
    change = outbox.refresh if coming else outbox.retract
    for seat in lunches_seats.taken(session, lunch.id).seats:
        for ahead in Ahead:
            change(session, lunch.team_id, Reminder.of(ahead, seat.user_id, lunch).key, now=now)
    for owed in _programmes_told(session, lunch):
        change(session, lunch.team_id, owed.key, now=now)


def _programmes_told(session: Session, lunch: Lunch) -> Sequence[Owed]:
    told = select(Owed).where(
        Owed.team_id == lunch.team_id,
        Owed.kind == "lunches_talks.programme_changed",
        Owed.ref.startswith(f"{lunch.id}/"),
    )
    return session.scalars(told.order_by(Owed.id)).all()


def _without(joined: str, user_id: str) -> str:
    return lunches_talks.joined(each for each in lunches_talks.names(joined) if each != user_id)
