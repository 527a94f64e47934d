"""Offering a talk: for a date or any date, with others, changed, moved, taken back and placed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_asking,
    lunches_programme,
    lunches_speakers,
    lunches_talks,
    lunches_wishes,
)
from models.base import insert_once
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_talks import Pitch, State, Talk

NOTICE = timedelta(days=3)
"""How long before a lunch, at the least, a talk that waits for any date is given a slot there."""


class Offer(NamedTuple):
    """What somebody offers, with whom, and where: at one lunch, or at any in their channels."""

    pitch: Pitch
    channels: Collection[str]
    lunch_id: int | None = None
    co_speakers: Sequence[str] = ()
    wish_id: int | None = None


def offer(
    session: Session, team_id: str, offered: Offer, *, by: str, submission: str, now: datetime
) -> Talk | None:
    """Offer a talk; it has its slot at once if one is free. None: somebody else was faster.

    The same submission twice is the same talk.
    """
    before = lunches_talks.by_submission(session, team_id, submission)
    if before is not None:
        return before
    pitch = lunches_talks.checked(offered.pitch)
    lunch = _lunch(session, team_id, offered.lunch_id, offered.channels, now)
    if lunch is not None and not _has_room(session, lunch, pitch):
        return None
    talk = insert_once(
        session,
        Talk,
        team_id=team_id,
        speaker_id=by,
        co_speakers="",
        asked="",
        **pitch._asdict(),
        state=State.WAITING,
        channels=lunches_talks.joined(sorted(offered.channels)),
        submission=submission,
        offered_at=now,
        version=0,
        link="",
    )
    if talk is None:
        return lunches_talks.by_submission(session, team_id, submission)
    _take_wish(session, talk, offered.wish_id, now=now)
    lunches_speakers.ask_along(session, talk, offered.co_speakers, now=now)
    _give_date(session, talk, lunch, now=now)
    lunches_programme.tell_hosts(session, talk, at=lunches_speakers.lunch_of(session, talk), but=by, now=now)
    return talk


def edit(
    session: Session,
    team_id: str,
    talk_id: int,
    pitch: Pitch,
    co_speakers: Sequence[str],
    *,
    by: str,
    version: int,
    now: datetime,
) -> Talk:
    """Change what a talk is, and who gives it too; `version` is the one that was open."""
    pitch = lunches_talks.checked(pitch)
    talk = lunches_programme.held(session, team_id, talk_id)
    _own(talk, by)
    if talk.version != version:
        raise RuleError(
            "This talk has changed since you opened it. Copy your words, and open it again.", field="title"
        )
    lunch = lunches_speakers.lunch_of(session, talk)
    if lunch is not None and (pitch.format, pitch.minutes) != (talk.format, talk.minutes):
        lunches_talks.check_fits(session, lunch, pitch, but={talk.id})
    talk.title, talk.gain, talk.format, talk.minutes = pitch
    lunches_speakers.ask_along(session, talk, co_speakers, now=now)
    talk.version += 1
    if lunch is not None:
        lunches.show_again(session, lunch, now=now)
        lunches_programme.tell_hosts(session, talk, left=lunch, at=lunch, but=by, now=now)
    return talk


def move(
    session: Session,
    team_id: str,
    talk_id: int,
    *,
    by: str,
    lunch_id: int | None,
    channels: Collection[str],
    now: datetime,
) -> Talk | None:
    """Give a talk another date, or any later one; None: somebody was faster, and it stays where it is."""
    talk = lunches_programme.held(session, team_id, talk_id, lunch_id)
    _own(talk, by)
    if talk.lunch_id == lunch_id and lunch_id is not None:
        return talk
    lunch = _lunch(session, team_id, lunch_id, channels, now)
    if lunch is not None and not _has_room(session, lunch, talk.pitch):
        return None
    talk.channels = lunches_talks.joined(sorted(channels))
    _leave(session, talk, now)
    left = lunches_speakers.lunch_of(session, talk)
    if left is not None:
        lunches_programme.take_out(session, talk, now=now)
    if lunch is not None:
        lunches_programme.put(session, talk, lunch, now=now)
    _tell_moved(session, talk, left, by=by, now=now)
    return talk


def step_back(session: Session, team_id: str, talk_id: int, *, by: str, keep: bool, now: datetime) -> Talk:
    """Give a slot back: the talk waits for a later date, or is withdrawn and its wish waits again."""
    talk = lunches_programme.held(session, team_id, talk_id)
    _own(talk, by)
    _leave(session, talk, now)
    left = lunches_programme.take_out(session, talk, now=now)
    if not keep:
        lunches_speakers.withdraw(session, talk, now=now)
    _tell_moved(session, talk, left, by=by, now=now)
    return talk


def offer_again(session: Session, team_id: str, talk_id: int, *, by: str, now: datetime) -> Talk:
    """Offer a talk again that was withdrawn: it waits for any date."""
    talk = lunches_programme.held(session, team_id, talk_id)
    if talk.speaker_id != by or talk.state == State.GIVEN:
        raise RuleError("This talk cannot be offered again. Offer a new one with `/lunch-signup`.")
    if talk.state == State.WITHDRAWN:
        talk.state = State.WAITING
        talk.version += 1
        _take_wish(session, talk, talk.wish_id, now=now)
        _give_date(session, talk, None, now=now)
        lunches_programme.tell_hosts(
            session, talk, at=lunches_speakers.lunch_of(session, talk), but=by, now=now
        )
    return talk


def place_waiting(session: Session, *, now: datetime) -> None:
    """Give a slot to every talk that waits for one, the longest first; its speakers and the host hear."""
    waiting = session.scalars(
        select(Talk.id).where(Talk.state == State.WAITING).order_by(Talk.offered_at, Talk.id)
    ).all()
    if not waiting:
        return
    ahead = select(Lunch.id).where(Lunch.state == lunches.State.OPEN, Lunch.at >= now + NOTICE)
    lunches_programme.hold(session, session.scalars(ahead).all())
    for talk_id in waiting:
        talk = session.get(Talk, talk_id, with_for_update=True, populate_existing=True)
        if talk is None or talk.state != State.WAITING:
            continue
        lunch = first_date(session, talk, now=now)
        if lunch is not None and lunches_programme.put(session, talk, lunch, now=now):
            lunches_programme.tell_hosts(session, talk, at=lunch, now=now)
            for who in talk.speakers:
                lunches_programme.tell_speaker(
                    session, talk, who, "lunches_talks.placed", now=now, lunch=lunch
                )


def first_date(session: Session, talk: Talk, *, now: datetime) -> Lunch | None:
    """Find the first lunch at which a talk that waits can be given."""
    free = lunches_talks.with_room(
        session, talk.team_id, lunches_talks.names(talk.channels), now=max(now, talk.after or now)
    )
    return next(
        (
            lunch
            for lunch in free
            if lunch.at >= now + NOTICE
            and not lunch.open_table
            and talk.series_id in {None, lunch.series_id}
            and lunches_talks.suits(session, lunch, talk.pitch)
        ),
        None,
    )


def next_date(
    session: Session, team_id: str, channels: Collection[str], pitch: Pitch, *, now: datetime
) -> Lunch | None:
    """Find the first lunch in these channels at which a talk can be given."""
    free = lunches_talks.with_room(session, team_id, channels, now=now)
    return next((lunch for lunch in free if lunches_talks.suits(session, lunch, pitch)), None)


def _give_date(session: Session, talk: Talk, lunch: Lunch | None, *, now: datetime) -> None:
    """Place a talk at its lunch; one for any date at the first that suits, where there is one."""
    if lunch is None:
        found = first_date(session, talk, now=now)
        if found is not None:
            lunches_programme.hold(session, [found.id])
            lunch = found if lunches_talks.suits(session, found, talk.pitch) else None
    if lunch is not None:
        lunches_programme.put(session, talk, lunch, now=now)


def _lunch(
    session: Session, team_id: str, lunch_id: int | None, channels: Collection[str], now: datetime
) -> Lunch | None:
    """Fetch the lunch somebody chose, if they may see it and it is to come; None: any date."""
    if lunch_id is None:
        return None
    lunch = lunches.get(session, team_id, lunch_id)
    if lunch.channel_id not in channels:
        raise RuleError("This lunch is for the present members of its channel.", field="lunch")
    if lunch.state != lunches.State.OPEN or lunch.at <= now:
        raise RuleError("This date is over, or called off. Choose another one.", field="lunch")
    return lunch


def _has_room(session: Session, lunch: Lunch, pitch: Pitch) -> bool:
    """Tell whether a slot is free; a talk that no slot would help is a mistake."""
    if lunches_talks.free_number(session, lunch) is None:
        return False
    lunches_talks.check_fits(session, lunch, pitch)
    return True


def _own(talk: Talk, by: str) -> None:
    if talk.speaker_id != by:
        raise RuleError("Only who offered a talk can change it.")
    if talk.state not in {State.WAITING, State.PLACED}:
        raise RuleError("This talk is given, or withdrawn. `/lunch-signup` shows what is to come.")


def _leave(session: Session, talk: Talk, now: datetime) -> None:
    """Let a talk wait for dates after the one it leaves; what has begun is not left any more."""
    lunch = lunches_speakers.lunch_of(session, talk)
    if lunch is None:
        return
    if lunch.at <= now:
        raise RuleError("This lunch has begun.")
    talk.after = lunch.at


def _tell_moved(session: Session, talk: Talk, left: Lunch | None, *, by: str, now: datetime) -> None:
    at = lunches_speakers.lunch_of(session, talk)
    if left is None and at is None:
        return
    lunches_programme.tell_hosts(session, talk, left=left, at=at, but=by, now=now)
    if left is not None:
        lunches_programme.tell_seats(session, talk, left, but={by}, now=now)
    for who in lunches_talks.names(talk.co_speakers):
        lunches_programme.tell_speaker(session, talk, who, "lunches_talks.moved", now=now, lunch=at)


def _take_wish(session: Session, talk: Talk, wish_id: int | None, *, now: datetime) -> None:
    """Take a wish up, unless another talk has, or it is taken back."""
    if wish_id is None:
        return
    try:
        wanted = lunches_wishes.open_one(session, talk.team_id, wish_id)
    except RuleError:
        talk.wish_id = None
        return
    lunches_wishes.take(session, wanted, now=now)
    lunches_asking.follow(session, talk.team_id, wanted.id, now=now)
    talk.wish_id = wanted.id
    session.flush()
