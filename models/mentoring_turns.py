"""Whose turn it is to answer a request: proposed to one mentor at a time, and passed on silently."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from models import (
    apart,
    mentoring,
    mentors,
    outbox,
    reminders,
    silences,
    working_days,
    working_hours,
)
from models import mentoring_suggestions as suggestions
from models.consents import Programme
from models.mentoring import Mentorship, State, Turn, Wished
from models.mentoring_suggestions import Asked
from models.mentors import Mentor

PATIENCE = 3
"""Working days that a mentor has to answer, in their own calendar, from when they are told."""

OTHERS = 3
"""Further mentors who are shown to a seeker at a time."""

REMINDER = "mentoring.request"
LATE = timedelta(hours=1)


def advance(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Give the next wish its turn; where none is left the request waits, and its seeker hears of it."""
    wishes = mentoring.wishes(session, mentorship.id)
    waiting = [each for each in wishes if each.turn == Turn.WAITING]
    free = _free(session, mentorship, waiting, now)
    for wish in waiting:
        if wish.mentor_id in free:
            _propose(session, mentorship, wish, now)
            return
        wish.turn = Turn.PASSED
    mentorship.state = State.ASKED
    show_others(session, mentorship, now=now)
    outbox.owe(
        session,
        team_id=mentorship.team_id,
        key=f"mentoring.unmet:{mentorship.id}:{now:%Y-%m-%dT%H:%M:%S.%f}",
        kind="mentoring_requests.unmet",
        ref=mentorship.id,
        to=mentorship.seeker_id,
        due=now,
    )


def pass_on(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Pass a request on whose mentor did not answer in time, or cannot be asked any more."""
    wish = current(session, mentorship.id)
    if wish is None or wish.until is None:
        return
    if _may_answer(session, wish, now):
        if wish.until > now:
            return
        if not wish.silent and _is_unsaid(session, wish):
            give_time(session, wish, since=now, now=now)
            return
        if not wish.silent:
            silences.unheard(session, wish.team_id, wish.mentor_id, Programme.MENTORING, now=now)
    end_turn(session, wish, Turn.PASSED, now=now)
    advance(session, mentorship, now=now)


def due(session: Session, *, now: datetime, mentor_id: str | None = None) -> Sequence[tuple[str, int]]:
    """Name the requests that are to be passed on, with their workspaces; or of them those with one mentor."""
    there = and_(Mentor.team_id == Wished.team_id, Mentor.user_id == Wished.mentor_id)
    can = exists().where(there, mentors.may_answer(now=now))
    late = select(Wished.team_id, Wished.mentorship_id).where(
        Wished.until.is_not(None), or_(Wished.until <= now, ~can)
    )
    late = late if mentor_id is None else late.where(Wished.mentor_id == mentor_id)
    return [(team_id, found) for team_id, found in session.execute(late.order_by(Wished.mentorship_id))]


def current(session: Session, mentorship_id: int) -> Wished | None:
    """Give the wish whose turn it is."""
    return session.scalar(
        select(Wished)
        .where(Wished.mentorship_id == mentorship_id, Wished.turn == Turn.PROPOSED)
        .execution_options(populate_existing=True)
    )


def end_turn(session: Session, wish: Wished, turn: Turn, *, now: datetime) -> None:
    """Let a wish's turn be over; the message to the mentor follows, and no reminder comes any more."""
    wish.turn = turn
    wish.until = None
    reminders.settle(session, wish.team_id, REMINDER, wish.ref, now=now)
    outbox.refresh(session, wish.team_id, wish.key, now=now)
    outbox.refresh(session, wish.team_id, answer_key(wish), now=now)
    outbox.refresh(session, wish.team_id, question_key(wish), now=now)


def heard(session: Session, wish: Wished, *, at: datetime) -> None:
    """Count a mentor's days from when they were told, where that was later than planned."""
    if wish.until is not None and _after(session, wish, at, PATIENCE) > wish.until + LATE:
        give_time(session, wish, since=at, now=at)


def give_time(
    session: Session, wish: Wished, *, since: datetime, days: int = PATIENCE, now: datetime
) -> None:
    """Give a mentor so many working days, in their zone and country; one reminder comes a day before."""
    wish.until = _after(session, wish, since, days)
    if wish.silent:
        return
    reminders.settle(session, wish.team_id, REMINDER, wish.ref, now=now)
    reminders.remind(
        session,
        wish.team_id,
        wish.mentor_id,
        kind=REMINDER,
        ref=wish.ref,
        due=_after(session, wish, since, days - 1),
        until=wish.until,
    )


def show_others(session: Session, mentorship: Mentorship, *, now: datetime) -> Sequence[Wished]:
    """Offer to the seeker of a waiting request who may be asked and was not shown yet; answer those."""
    wishes = mentoring.wishes(session, mentorship.id)
    seen = {each.mentor_id for each in wishes}
    asked = Asked(mentorship.skill_key, mentorship.skill)
    found = suggestions.ranked(
        session, mentorship.team_id, mentorship.seeker_id, asked, form=mentorship.format, now=now
    )
    fresh = [each.mentor.user_id for each in found if each.mentor.user_id not in seen][:OTHERS]
    last = max((each.rank for each in wishes), default=0)
    others = [
        Wished(
            mentorship_id=mentorship.id,
            team_id=mentorship.team_id,
            rank=rank,
            mentor_id=who,
            turn=Turn.OFFERED,
        )
        for rank, who in enumerate(fresh, last + 1)
    ]
    session.add_all(others)
    session.flush()
    return others


def question_key(wish: Wished) -> str:
    """Give what a mentor's question to the seeker is called in the outbox."""
    return f"mentoring.question:{wish.ref}"


def answer_key(wish: Wished) -> str:
    """Give what the seeker's answer to the mentor is called in the outbox."""
    return f"mentoring.answer:{wish.ref}"


def _propose(session: Session, mentorship: Mentorship, wish: Wished, now: datetime) -> None:
    at = _at_work(session, wish, now)
    mentorship.state = State.PROPOSED
    wish.turn, wish.proposed_at = Turn.PROPOSED, now
    wish.silent = apart.are(session, wish.team_id, mentorship.seeker_id, wish.mentor_id)
    give_time(session, wish, since=at, now=now)
    session.flush()
    if wish.silent:
        return
    outbox.owe(
        session,
        team_id=wish.team_id,
        key=wish.key,
        kind="mentoring_requests.asked",
        ref=wish.ref,
        to=wish.mentor_id,
        due=at,
    )


def _free(session: Session, mentorship: Mentorship, waiting: Sequence[Wished], now: datetime) -> set[str]:
    """Name those of the wished for who may be asked now."""
    asked = Asked(mentorship.skill_key, mentorship.skill)
    among = [each.mentor_id for each in waiting]
    found = suggestions.ranked(
        session, mentorship.team_id, mentorship.seeker_id, asked, form=mentorship.format, among=among, now=now
    )
    return {each.mentor.user_id for each in found}


def _may_answer(session: Session, wish: Wished, now: datetime) -> bool:
    found = select(Mentor.user_id).where(
        Mentor.team_id == wish.team_id, Mentor.user_id == wish.mentor_id, mentors.may_answer(now=now)
    )
    return session.scalar(found) is not None


def _is_unsaid(session: Session, wish: Wished) -> bool:
    owed = outbox.by_key(session, wish.team_id, wish.key)
    return owed is not None and owed.step in outbox.UNSAID


def _after(session: Session, wish: Wished, since: datetime, days: int) -> datetime:
    """Give the moment so many working days on, in the mentor's zone and country."""
    hours = working_hours.of(session, wish.team_id, wish.mentor_id)
    zone, country = (hours.zone, hours.country) if hours else ("UTC", "")
    return working_days.after(since, zone, country, days=days)


def _at_work(session: Session, wish: Wished, now: datetime) -> datetime:
    """Tell when a mentor works next, and so is told: `now`, or the beginning of a day of theirs."""
    hours = working_hours.of(session, wish.team_id, wish.mentor_id)
    return (hours.next(now) if hours else None) or now
