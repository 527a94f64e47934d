"""Offering a talk: for a date or any date, with others, changed, moved, taken back and placed."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import lunches, lunches_programme, lunches_talks, lunches_wishes, outbox
from models.base import insert_once
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_talks import MOST_CO_SPEAKERS, Pitch, State, Talk

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
    _take_wish(session, talk, offered.wish_id)
    _ask_along(session, talk, offered.co_speakers, now)
    _give_date(session, talk, lunch, now=now)
    lunches_programme.tell_hosts(session, talk, at=_at(session, talk), but=by, now=now)
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
    lunch = _at(session, talk)
    if lunch is not None and (pitch.format, pitch.minutes) != (talk.format, talk.minutes):
        lunches_talks.check_fits(session, lunch, pitch, but={talk.id})
    talk.title, talk.gain, talk.format, talk.minutes = pitch
    _ask_along(session, talk, co_speakers, now)
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
    left = _at(session, talk)
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
        _withdraw(session, talk, now=now)
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
        _take_wish(session, talk, talk.wish_id)
        _give_date(session, talk, None, now=now)
        lunches_programme.tell_hosts(session, talk, at=_at(session, talk), but=by, now=now)
    return talk


def answer_invitation(
    session: Session, team_id: str, talk_id: int, *, by: str, yes: bool, now: datetime
) -> Talk:
    """Say whether one gives a talk too; a yes can be taken back later."""
    talk = lunches_programme.held(session, team_id, talk_id)
    concerned = {*lunches_talks.names(talk.asked), *lunches_talks.names(talk.co_speakers)}
    if by not in concerned or talk.state not in {State.WAITING, State.PLACED}:
        raise RuleError("This talk does not need an answer from you any more.")
    speaks = by in talk.speakers
    _forget(talk, by)
    outbox.refresh(session, team_id, lunches_programme.invitation_key(talk, by), now=now)
    if yes:
        talk.co_speakers = lunches_talks.joined([*lunches_talks.names(talk.co_speakers), by])
    if yes != speaks:
        talk.version += 1
        _show_at(session, talk, now)
        kind = "lunches_talks.joined" if yes else "lunches_talks.not_joined"
        lunches_programme.tell_speaker(session, talk, talk.speaker_id, kind, now=now, about=by)
    elif not yes:
        kind = "lunches_talks.not_joined"
        lunches_programme.tell_speaker(session, talk, talk.speaker_id, kind, now=now, about=by)
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


def speaker_left(
    session: Session, team_id: str, user_id: str, *, channel_id: str | None = None, now: datetime
) -> None:
    """Let somebody speak no more who has left a channel, or, without one, is gone for good.

    Their slots are free again and the hosts hear. A talk passes to who gives it too, and waits.
    """
    theirs = select(Talk.id).where(
        Talk.team_id == team_id,
        Talk.state.in_([State.WAITING, State.PLACED]),
        lunches_talks.gives(user_id),
    )
    if channel_id is not None:
        there = exists().where(Lunch.id == Talk.lunch_id, Lunch.channel_id == channel_id)
        theirs = theirs.where(there | (Talk.state == State.WAITING))
    for talk_id in session.scalars(theirs.order_by(Talk.lunch_id, Talk.id)).all():
        talk = lunches_programme.held(session, team_id, talk_id)
        if talk.state in {State.WAITING, State.PLACED} and user_id in talk.speakers:
            _without(session, talk, user_id, channel_id, now)


def _without(session: Session, talk: Talk, user_id: str, channel_id: str | None, now: datetime) -> None:
    if user_id != talk.speaker_id:
        if channel_id is not None and talk.state == State.WAITING:
            return
        _forget(talk, user_id)
        talk.version += 1
        _show_at(session, talk, now)
        lunches_programme.tell_speaker(
            session, talk, talk.speaker_id, "lunches_talks.not_joined", now=now, about=user_id
        )
        return
    if channel_id is not None:
        kept = [each for each in lunches_talks.names(talk.channels) if each != channel_id]
        talk.channels = lunches_talks.joined(kept)
    left = _at(session, talk)
    if left is not None:
        lunches_programme.take_out(session, talk, now=now)
        lunches_programme.tell_hosts(session, talk, left=left, but=user_id, now=now)
        lunches_programme.tell_seats(session, talk, left, but={user_id}, now=now)
    elif channel_id is not None:
        return
    _hand_on(session, talk, gone=channel_id is None, now=now)


def _hand_on(session: Session, talk: Talk, *, gone: bool, now: datetime) -> None:
    """Let who gives a talk too take it over and say its date; alone, its speaker does, or nobody is left."""
    others = lunches_talks.names(talk.co_speakers)
    if others:
        talk.speaker_id, talk.co_speakers, talk.channels = others[0], lunches_talks.joined(others[1:]), ""
        talk.version += 1
        lunches_programme.tell_speaker(session, talk, others[0], "lunches_talks.yours_now", now=now)
    elif gone:
        _withdraw(session, talk, now=now)
    else:
        lunches_programme.tell_speaker(session, talk, talk.speaker_id, "lunches_talks.you_left", now=now)


def _withdraw(session: Session, talk: Talk, *, now: datetime) -> None:
    talk.state = State.WITHDRAWN
    talk.version += 1
    lunches_wishes.reopen(session, talk.wish_id)
    lunches_programme.refresh_wishers(session, talk, now=now)


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


def _at(session: Session, talk: Talk) -> Lunch | None:
    return session.get(Lunch, talk.lunch_id) if talk.lunch_id is not None else None


def _own(talk: Talk, by: str) -> None:
    if talk.speaker_id != by:
        raise RuleError("Only who offered a talk can change it.")
    if talk.state not in {State.WAITING, State.PLACED}:
        raise RuleError("This talk is given, or withdrawn. `/lunch-signup` shows what is to come.")


def _leave(session: Session, talk: Talk, now: datetime) -> None:
    """Let a talk wait for dates after the one it leaves; what has begun is not left any more."""
    lunch = _at(session, talk)
    if lunch is None:
        return
    if lunch.at <= now:
        raise RuleError("This lunch has begun.")
    talk.after = lunch.at


def _tell_moved(session: Session, talk: Talk, left: Lunch | None, *, by: str, now: datetime) -> None:
    at = _at(session, talk)
    if left is None and at is None:
        return
    lunches_programme.tell_hosts(session, talk, left=left, at=at, but=by, now=now)
    if left is not None:
        lunches_programme.tell_seats(session, talk, left, but={by}, now=now)
    for who in lunches_talks.names(talk.co_speakers):
        lunches_programme.tell_speaker(session, talk, who, "lunches_talks.moved", now=now, lunch=at)


def _show_at(session: Session, talk: Talk, now: datetime) -> None:
    lunch = _at(session, talk)
    if lunch is not None:
        lunches.show_again(session, lunch, now=now)


def _take_wish(session: Session, talk: Talk, wish_id: int | None) -> None:
    """Take a wish up, unless another talk has, or it is taken back."""
    if wish_id is None:
        return
    try:
        wanted = lunches_wishes.open_one(session, talk.team_id, wish_id)
    except RuleError:
        talk.wish_id = None
        return
    wanted.state = lunches_wishes.State.TAKEN
    talk.wish_id = wanted.id
    session.flush()


def _forget(talk: Talk, user_id: str) -> None:
    for field in ("asked", "co_speakers"):
        kept = [each for each in lunches_talks.names(getattr(talk, field)) if each != user_id]
        setattr(talk, field, lunches_talks.joined(kept))


def _ask_along(session: Session, talk: Talk, chosen: Sequence[str], now: datetime) -> None:
    """Ask the colleagues who are chosen anew whether they give the talk too; who is not chosen leaves it."""
    wanted = [who for who in dict.fromkeys(chosen) if who != talk.speaker_id]
    if len(wanted) > MOST_CO_SPEAKERS:
        raise RuleError(f"At most {MOST_CO_SPEAKERS} colleagues can give it with you.", field="co_speakers")
    speak = lunches_talks.names(talk.co_speakers)
    for who in speak:
        if who not in wanted:
            lunches_programme.tell_speaker(session, talk, who, "lunches_talks.without_you", now=now)
    talk.co_speakers = lunches_talks.joined(who for who in speak if who in wanted)
    asked = lunches_talks.names(talk.asked)
    talk.asked = lunches_talks.joined(who for who in wanted if who not in speak)
    for who in lunches_talks.names(talk.asked):
        if who not in asked:
            lunches_programme.ask_along(session, talk, who, now=now)
