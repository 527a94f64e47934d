"""Check-ins: in the two's own rhythm each is asked how it goes; who is stalled gets help, and no blame."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import mentoring_reminding, mentoring_sessions, outbox, reminders, silences
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import Format, Mentorship
from models.mentoring_meeting import CheckIn, MentoringSession, Met

WELL = frozenset({Met.MET, Met.PLANNED})

ANSWERED_WITHIN = timedelta(days=5)
"""How long after it was asked a check-in is looked at, whoever has answered."""

FLASH_WEEKS = 1

STALLED = 2
"""Check-ins in a row, without a meeting or a date, after which the two get the rescue card."""

RESCUED_WITHIN = timedelta(days=14)


def next_at(session: Session, mentorship: Mentorship) -> datetime | None:
    """Tell when the next check-in is due; None: the mentorship does not run."""
    last = session.scalar(select(func.max(CheckIn.asked_at)).where(CheckIn.mentorship_id == mentorship.id))
    before = last or mentorship.begun_at
    return before + rhythm(mentorship) if before else None


def rhythm(mentorship: Mentorship) -> timedelta:
    """Tell how far apart check-ins are."""
    return timedelta(weeks=FLASH_WEEKS if mentorship.format == Format.FLASH else mentorship.every_weeks)


def ask(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Ask each of the two how it goes."""
    number = 1 + (
        session.scalar(select(func.max(CheckIn.number)).where(CheckIn.mentorship_id == mentorship.id)) or 0
    )
    for who in mentorship.two:
        session.add(
            CheckIn(
                mentorship_id=mentorship.id,
                team_id=mentorship.team_id,
                number=number,
                user_id=who,
                asked_at=now,
            )
        )
    session.flush()
    mentoring_reminding.remind(
        session,
        mentorship,
        mentoring_reminding.CHECKIN,
        f"{mentorship.id}/{number}",
        due=now,
        until=now + ANSWERED_WITHIN,
    )


def answer(
    session: Session, team_id: str, mentorship_id: int, number: int, *, by: str, met: Met, now: datetime
) -> Mentorship:
    """Keep what one of the two says; they may say otherwise later."""
    mentorship = mentoring_sessions.running(session, team_id, mentorship_id, by=by)
    asked = session.get(CheckIn, (mentorship_id, number, by))
    if asked is None:
        raise RuleError("This question is over.")
    asked.answer, asked.answered_at = met, now
    session.flush()
    silences.heard(session, team_id, by, Programme.MENTORING, now=now)
    ref = f"{mentorship_id}/{number}"
    reminders.settle(session, team_id, mentoring_reminding.CHECKIN, ref, now=now, user_id=by)
    if all(each.answer for each in rounds(session, mentorship_id)[number]):
        _rescue(session, mentorship, number, now)
    return mentorship


def look_back(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Look once at what was answered in time: help who is stalled, and count who was told and is silent."""
    late = [
        each
        for asked in rounds(session, mentorship.id).values()
        for each in asked
        if each.answered_at is None and each.asked_at + ANSWERED_WITHIN <= now
    ]
    for each in late:
        each.answered_at = now
        _count_silence(session, mentorship, each, now)
    session.flush()
    for number in sorted({each.number for each in late}):
        _rescue(session, mentorship, number, now)


def looked_at(session: Session, mentorship: Mentorship) -> datetime | None:
    """Tell when the last check-in is looked at; None: all are."""
    waiting = select(func.min(CheckIn.asked_at)).where(
        CheckIn.mentorship_id == mentorship.id, CheckIn.answered_at.is_(None)
    )
    asked_at = session.scalar(waiting)
    return asked_at + ANSWERED_WITHIN if asked_at else None


def noted(session: Session, mentorship: Mentorship, *, by: str, now: datetime) -> None:
    """Let who noted a session have answered what they were asked last, and ask nobody else about it."""
    silences.heard(session, mentorship.team_id, by, Programme.MENTORING, now=now)
    asked = rounds(session, mentorship.id)
    for each in asked[max(asked)] if asked else []:
        if each.answer is None and each.user_id == by:
            each.answer, each.answered_at = Met.MET, now
        if each.answer is None or each.user_id == by:
            ref = f"{mentorship.id}/{each.number}"
            reminders.settle(
                session, mentorship.team_id, mentoring_reminding.CHECKIN, ref, now=now, user_id=each.user_id
            )


def short_meeting(
    session: Session, team_id: str, mentorship_id: int, number: int, *, by: str, now: datetime
) -> bool:
    """Propose a short meeting to the partner, where the two talk; False: the other one did so before."""
    mentorship = mentoring_sessions.running(session, team_id, mentorship_id, by=by)
    return outbox.owe(
        session,
        team_id=team_id,
        key=f"mentoring.short:{mentorship_id}:{number}",
        kind="mentoring.short",
        ref=f"{mentorship_id}/{by}",
        to=mentorship.two,
        due=now,
    )


def rounds(session: Session, mentorship_id: int) -> Mapping[int, Sequence[CheckIn]]:
    """Give everybody's check-ins by their number."""
    asked: dict[int, list[CheckIn]] = defaultdict(list)
    theirs = select(CheckIn).where(CheckIn.mentorship_id == mentorship_id)
    for each in session.scalars(theirs.order_by(CheckIn.number, CheckIn.user_id)):
        asked[each.number].append(each)
    return asked


def _count_silence(session: Session, mentorship: Mentorship, asked: CheckIn, now: datetime) -> None:
    """Count that somebody left a check-in without a word, unless it never reached them, or the two met."""
    told = mentoring_reminding.was_said(
        session,
        mentorship,
        mentoring_reminding.CHECKIN,
        f"{mentorship.id}/{asked.number}",
        user_id=asked.user_id,
    )
    met = select(MentoringSession.id).where(
        MentoringSession.mentorship_id == mentorship.id,
        MentoringSession.logged_at > asked.asked_at - rhythm(mentorship),
    )
    if told and session.scalars(met.limit(1)).first() is None:
        silences.unheard(session, mentorship.team_id, asked.user_id, Programme.MENTORING, now=now)


def _rescue(session: Session, mentorship: Mentorship, number: int, now: datetime) -> None:
    """Help the two at every second check-in in a row without a meeting."""
    count = _stalled(session, mentorship, up_to=number)
    if count and count % STALLED == 0:
        mentoring_reminding.remind(
            session,
            mentorship,
            mentoring_reminding.RESCUE,
            f"{mentorship.id}/{number}",
            due=now,
            until=now + RESCUED_WITHIN,
        )


def _stalled(session: Session, mentorship: Mentorship, *, up_to: int) -> int:
    """Count the check-ins up to one without a meeting or a date; those that nobody answered say nothing."""
    met = session.scalars(
        select(MentoringSession.logged_at).where(MentoringSession.mentorship_id == mentorship.id)
    ).all()
    count, since = 0, mentorship.begun_at
    for number, asked in rounds(session, mentorship.id).items():
        if number > up_to:
            break
        answers = {each.answer for each in asked if each.answer}
        until = asked[0].asked_at + ANSWERED_WITHIN
        if answers & WELL or any(since is None or since < each <= until for each in met):
            count = 0
        elif answers:
            count += 1
        since = asked[0].asked_at
    return count
