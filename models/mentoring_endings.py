"""How a mentorship ends: any time, with the same words whatever the reason, and the place is free at once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import mentoring, mentoring_last_words, mentoring_reminding, outbox
from models.errors import RuleError
from models.mentoring import BOOKED, Ending, Format, Mentorship, State
from models.mentoring_introduction import last_day

NOON = time(12, tzinfo=UTC)
"""When a day is over everywhere on earth, the day after."""

ASKED_BEFORE = timedelta(days=7)
ASKED_BEFORE_FLASH = timedelta(days=2)
"""How long before its end two people are asked what changed, and whether it goes on."""


def end(
    session: Session, mentorship: Mentorship, ending: Ending, *, tell: Iterable[str], now: datetime
) -> None:
    """End a mentorship, and tell those whom it concerns that it has ended, and no more."""
    mentorship.state, mentorship.ending = State.ENDED, ending
    mentorship.ended_at, mentorship.next_at = now, None
    session.flush()
    mentoring_reminding.let_go(session, mentorship, now=now)
    for who in tell:
        outbox.owe(
            session,
            team_id=mentorship.team_id,
            key=f"mentoring.ended:{mentorship.id}:{who}",
            kind="mentoring.ended",
            ref=mentorship.id,
            to=who,
            due=now,
        )


def close(
    session: Session, team_id: str, mentorship_id: int, *, by: str, thanks: str = "", now: datetime
) -> Mentorship:
    """End a mentorship for one of the two, who gives no reason; a word of thanks reaches the other."""
    mentorship = mentoring.held_by(session, team_id, mentorship_id, by=by)
    if mentorship.state not in BOOKED:
        raise RuleError("This mentorship has ended already.")
    if thanks.strip():
        mentoring_last_words.thank(session, mentorship, by=by, thanks=thanks, now=now)
    partner = mentorship.partner_of(by)
    end(session, mentorship, Ending.CLOSED, tell=[partner] if partner else [], now=now)
    return mentorship


def left(session: Session, team_id: str, gone: str, *, now: datetime) -> None:
    """End the mentorships of somebody who left the company; their partners hear that it ended."""
    for mentorship in booked_of(session, team_id, gone):
        partner = mentorship.partner_of(gone)
        end(session, mentorship, Ending.GONE, tell=[partner] if partner else [], now=now)


def decide(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Let a mentorship go on after its last day if both said so, and else end it, with the same words."""
    if ends_at(mentorship) > now:
        return
    if mentoring_last_words.both_go_on(session, mentorship):
        _renew(session, mentorship, now)
    else:
        end(session, mentorship, Ending.OVER, tell=mentorship.two, now=now)


def ask(session: Session, mentorship: Mentorship) -> None:
    """Let each of the two be asked, before the last day, what changed and whether it goes on."""
    mentoring_reminding.remind(
        session,
        mentorship,
        mentoring_reminding.LAST_WORDS,
        f"{mentorship.id}/{mentorship.renewals}",
        due=asked_at(mentorship),
        until=ends_at(mentorship),
    )


def asked_at(mentorship: Mentorship) -> datetime:
    """Tell when the two are asked."""
    flash = mentorship.format == Format.FLASH
    return ends_at(mentorship) - (ASKED_BEFORE_FLASH if flash else ASKED_BEFORE)


def ends_at(mentorship: Mentorship) -> datetime:
    """Tell when the last day is over, wherever the two are."""
    if mentorship.ends_on is None:
        raise ValueError("a mentorship that does not run has no last day")
    return datetime.combine(mentorship.ends_on + timedelta(days=1), NOON)


def booked_of(session: Session, team_id: str, user_id: str) -> Sequence[Mentorship]:
    """Find the mentorships in which somebody is one of the two, locked until the transaction ends."""
    theirs = select(Mentorship).where(
        Mentorship.team_id == team_id,
        Mentorship.state.in_(BOOKED),
        or_(Mentorship.seeker_id == user_id, Mentorship.mentor_id == user_id),
    )
    return session.scalars(theirs.order_by(Mentorship.id).with_for_update()).all()


def _renew(session: Session, mentorship: Mentorship, now: datetime) -> None:
    if mentorship.ends_on is None:
        return
    mentorship.format = Format.RUNNING if mentorship.format == Format.FLASH else mentorship.format
    mentorship.ends_on = last_day(mentorship.format, mentorship.ends_on)
    mentorship.renewals += 1
    mentoring_last_words.begin_anew(session, mentorship)
    for who in mentorship.two:
        outbox.owe(
            session,
            team_id=mentorship.team_id,
            key=f"mentoring.renewed:{mentorship.id}:{mentorship.renewals}:{who}",
            kind="mentoring.renewed",
            ref=f"{mentorship.id}/{mentorship.renewals}",
            to=who,
            due=now,
        )
