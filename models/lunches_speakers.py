"""Who gives a talk: colleagues who are asked along and say yes, and those who leave."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import lunches, lunches_asking, lunches_programme, lunches_talks, lunches_wishes, outbox
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_series import NOBODY
from models.lunches_talks import MOST_CO_SPEAKERS, State, Talk


def ask_along(session: Session, talk: Talk, chosen: Sequence[str], *, now: datetime) -> None:
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


def speaker_left(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    channel_id: str | None = None,
    forgotten: bool = False,
    now: datetime,
) -> None:
    """Let somebody speak no more who has left a channel, or, without one, is gone for good.

    Their slots are free again and the hosts hear. A talk passes to who gives it too, and waits. Who is
    forgotten is named to nobody.
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
            _without(session, talk, user_id, channel_id, now, named=NOBODY if forgotten else user_id)


def withdraw(session: Session, talk: Talk, *, now: datetime) -> None:
    """Let a talk be given by nobody; its wish waits again."""
    talk.state = State.WITHDRAWN
    talk.version += 1
    lunches_wishes.reopen(session, talk.wish_id, now=now)
    lunches_asking.follow(session, talk.team_id, talk.wish_id, now=now)
    lunches_programme.refresh_wishers(session, talk, now=now)


def lunch_of(session: Session, talk: Talk) -> Lunch | None:
    """Give the lunch at which a talk is given, where it has a date."""
    return session.get(Lunch, talk.lunch_id) if talk.lunch_id is not None else None


def _without(
    session: Session, talk: Talk, user_id: str, channel_id: str | None, now: datetime, *, named: str
) -> None:
    if user_id != talk.speaker_id:
        if channel_id is not None and talk.state == State.WAITING:
            return
        _forget(talk, user_id)
        talk.version += 1
        _show_at(session, talk, now)
        lunches_programme.tell_speaker(
            session, talk, talk.speaker_id, "lunches_talks.not_joined", now=now, about=named
        )
        return
    if channel_id is not None:
        kept = [each for each in lunches_talks.names(talk.channels) if each != channel_id]
        talk.channels = lunches_talks.joined(kept)
    left = lunch_of(session, talk)
    if left is not None:
        lunches_programme.take_out(session, talk, now=now)
        lunches_programme.tell_hosts(session, talk, left=left, but=user_id, by=named, now=now)
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
        withdraw(session, talk, now=now)
    else:
        lunches_programme.tell_speaker(session, talk, talk.speaker_id, "lunches_talks.you_left", now=now)


def _show_at(session: Session, talk: Talk, now: datetime) -> None:
    lunch = lunch_of(session, talk)
    if lunch is not None:
        lunches.show_again(session, lunch, now=now)


def _forget(talk: Talk, user_id: str) -> None:
    for field in ("asked", "co_speakers"):
        kept = [each for each in lunches_talks.names(getattr(talk, field)) if each != user_id]
        setattr(talk, field, lunches_talks.joined(kept))
