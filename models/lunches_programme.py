"""The programme of a lunch: which talk stands in which slot, and who hears when that changes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lunches, lunches_seats, lunches_talks, lunches_wishes, outbox
from models.lunches import Lunch
from models.lunches_talks import State, Talk


def hold(session: Session, lunch_ids: Iterable[int | None]) -> None:
    """Make whoever else changes these lunches wait, always in the same order."""
    ids = [each for each in lunch_ids if each is not None]
    session.scalars(
        select(Lunch)
        .where(Lunch.id.in_(ids))
        .order_by(Lunch.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def held(session: Session, team_id: str, talk_id: int, *lunch_ids: int | None) -> Talk:
    """Fetch a talk with its lunch and these: as they are now, and nobody changes them beside us."""
    while True:
        at = session.scalar(select(Talk.lunch_id).where(Talk.id == talk_id))
        hold(session, {at, *lunch_ids})
        talk = lunches_talks.get(session, team_id, talk_id)
        if talk.lunch_id in {at, None}:
            return talk


def put(session: Session, talk: Talk, lunch: Lunch, *, now: datetime) -> bool:
    """Give a talk a free slot; False: there is none."""
    number = lunches_talks.free_number(session, lunch)
    if number is None:
        return False
    set_down(session, talk, lunch, number, now=now)
    return True


def set_down(session: Session, talk: Talk, lunch: Lunch, number: int, *, now: datetime) -> None:
    """Let a talk stand in a slot; who wished for it hears its date."""
    talk.state, talk.lunch_id, talk.number, talk.after = State.PLACED, lunch.id, number, None
    talk.version += 1
    lunch.open_table = False
    session.flush()
    lunches.show_again(session, lunch, now=now)
    tell_wishers(session, talk, now=now)


def take_out(session: Session, talk: Talk, *, now: datetime) -> Lunch | None:
    """Let a talk wait for another date, and give the lunch whose slot is free again."""
    lunch = session.get(Lunch, talk.lunch_id) if talk.lunch_id is not None else None
    talk.state, talk.lunch_id, talk.number = State.WAITING, None, None
    talk.version += 1
    session.flush()
    if lunch is not None:
        lunches.show_again(session, lunch, now=now)
    refresh_wishers(session, talk, now=now)
    return lunch


def lunch_gone(session: Session, lunch: Lunch, now: datetime) -> set[str]:
    """Keep the talks of a lunch that is called off, or becomes an open table: they wait for another date.

    Names their speakers, who have been told.
    """
    told: set[str] = set()
    for talk in lunches_talks.of_lunch(session, lunch.id):
        if talk.state != State.PLACED:
            continue
        take_out(session, talk, now=now)
        for who in talk.speakers:
            tell_speaker(session, talk, who, "lunches_talks.kept", now=now, lunch=lunch)
        told.update(talk.speakers)
    return told


def note_given(session: Session, *, now: datetime) -> None:
    """Note which talks were given: those of the lunches that are over."""
    over = (
        select(Talk)
        .join(Lunch, Lunch.id == Talk.lunch_id)
        .where(Talk.state == State.PLACED, Lunch.state == lunches.State.OVER, Lunch.at <= now)
    )
    for talk in session.scalars(over.with_for_update(of=Talk)).all():
        talk.state = State.GIVEN


def tell_hosts(
    session: Session,
    talk: Talk,
    *,
    left: Lunch | None = None,
    at: Lunch | None = None,
    but: str | None = None,
    by: str | None = None,
    now: datetime,
) -> None:
    """Tell the hosts once that a talk left their lunch, came to it, or changed where it is.

    `by` is who gives it as they read it: its speaker, unless another is named, or nobody.
    """
    who_gives = talk.speaker_id if by is None else by
    hosts = {who for lunch in (left, at) if lunch for who in (lunch.host_id, lunch.co_host_id) if who}
    for who in sorted(hosts - {but} - set(talk.speakers)):
        outbox.owe(
            session,
            team_id=talk.team_id,
            key=f"talk:{talk.id}:{talk.version}:host:{who}",
            kind="lunches_talks.told_host",
            ref=f"{talk.id}/{left.id if left else 0}/{at.id if at else 0}/{who_gives}",
            to=who,
            due=now,
        )


def tell_seats(session: Session, talk: Talk, lunch: Lunch, *, but: Collection[str], now: datetime) -> None:
    """Tell everybody with a seat that a talk is not given at their lunch after all."""
    if lunch.state != lunches.State.OPEN or lunch.at <= now:
        return
    for who in lunches_seats.with_a_seat(session, lunch.id):
        if who not in {*but, *talk.speakers}:
            outbox.owe(
                session,
                team_id=talk.team_id,
                key=f"{lunch.key}:without:{talk.id}:{talk.version}:{who}",
                kind="lunches_talks.programme_changed",
                ref=f"{lunch.id}/{talk.id}",
                to=who,
                due=now,
                not_after=lunch.at,
            )


def tell_speaker(
    session: Session,
    talk: Talk,
    who: str,
    kind: str,
    *,
    lunch: Lunch | None = None,
    about: str = "",
    now: datetime,
) -> None:
    """Tell a speaker what has become of their talk, or who gives it too."""
    outbox.owe(
        session,
        team_id=talk.team_id,
        key=f"talk:{talk.id}:{talk.version}:{kind.partition('.')[2]}:{about}:{who}",
        kind=kind,
        ref=f"{talk.id}/{talk.version}/{lunch.id if lunch else 0}/{about}",
        to=who,
        due=now,
        not_after=lunch.at if lunch and lunch.at > now else None,
    )


def ask_along(session: Session, talk: Talk, who: str, *, now: datetime) -> None:
    """Ask a colleague whether they give a talk too."""
    key = invitation_key(talk, who)
    fresh = outbox.owe(
        session,
        team_id=talk.team_id,
        key=key,
        kind="lunches_talks.invited",
        ref=f"{talk.id}/{who}",
        to=who,
        due=now,
        budget="person",
    )
    if not fresh:
        outbox.refresh(session, talk.team_id, key, now=now)


def invitation_key(talk: Talk, who: str) -> str:
    """Give what the question whether somebody gives a talk too is called in the outbox."""
    return f"talk:{talk.id}:asked:{who}"


def tell_wishers(session: Session, talk: Talk, *, now: datetime) -> None:
    """Tell everybody who wished for a talk its date, once; what they were told follows it."""
    for who in _wishers(session, talk):
        fresh = outbox.owe(
            session,
            team_id=talk.team_id,
            key=_wisher_key(talk, who),
            kind="lunches_wishes.dated",
            ref=f"{talk.wish_id}/{talk.id}",
            to=who,
            due=now,
        )
        if not fresh:
            outbox.refresh(session, talk.team_id, _wisher_key(talk, who), now=now)


def refresh_wishers(session: Session, talk: Talk, *, now: datetime) -> None:
    """Let what those were told who wished for a talk follow it."""
    for who in _wishers(session, talk):
        outbox.refresh(session, talk.team_id, _wisher_key(talk, who), now=now)


def _wishers(session: Session, talk: Talk) -> list[str]:
    if talk.wish_id is None:
        return []
    return [who for who in lunches_wishes.voters(session, talk.wish_id) if who not in talk.speakers]


def _wisher_key(talk: Talk, who: str) -> str:
    return f"wish:{talk.wish_id}:{talk.id}:{who}"
