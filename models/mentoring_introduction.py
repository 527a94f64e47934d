"""The introduction of two people who both said yes: one message to both, said once, and what it begins."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import mentoring_score, outbox, profiles, working_days
from models.mentoring import MONTHS, Format, Mentorship, State
from models.mentoring_score import Match, Party, Rules
from models.outbox import Owed
from models.skills import Level
from models.skills import key as folded

FLASH = timedelta(weeks=2)
"""How long two people have for their one half hour."""

FIRST_STEP_DAYS = 3
"""Working days in which whoever begins proposes a time."""

WAITS = timedelta(days=90)
"""How long an introduction may wait for somebody who is away; then the two are let go."""

NO_RULES = Rules(other_line=False)


class Introduction(NamedTuple):
    """What two people are told of each other.

    `match` is what speaks for them, `back` the same the other way round, for peers; `line` is what the seeker
    wrote to the mentor, `abouts` what each says of themselves, `by` the day of the first step, `last_day` the
    last of all.
    """

    mentorship: Mentorship
    match: Match | None
    back: Match | None
    line: str
    abouts: Mapping[str, str]
    by: date
    last_day: date


def key(mentorship: Mentorship) -> str:
    """Give the outbox key of a mentorship's introduction."""
    return f"mentoring.introduction:{mentorship.id}"


def introduce(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Owe the two their introduction; it counts as a message that nobody asked for, and is only moved."""
    mentorship.state = State.ACCEPTED
    mentorship.accepted_at = now
    mentorship.starter_id = mentorship.seeker_id
    mentorship.next_at = now + WAITS
    _owe(session, mentorship, key(mentorship), mentorship.two, now)


def apart(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Introduce the two each by themselves, where Slack lets Potluck open no conversation for both."""
    for who in mentorship.two:
        _owe(session, mentorship, f"{key(mentorship)}:{who}", [who], now)


def of(session: Session, mentorship: Mentorship, *, now: datetime) -> Introduction:
    """Gather what the two are told of each other, as it is now."""
    known = mentoring_score.parties(session, mentorship.team_id, mentorship.two, on=now.date())
    seeker, mentor = (known[who] for who in mentorship.two)
    return Introduction(
        mentorship=mentorship,
        match=_match(seeker, mentor, mentorship.skill),
        back=_match(mentor, seeker, mentorship.skill_back) if mentorship.skill_back else None,
        line=mentorship.line,
        abouts=_abouts(session, mentorship),
        by=_by(session, mentorship, now),
        last_day=mentorship.ends_on or last_day(mentorship.format, now.date()),
    )


def _abouts(session: Session, mentorship: Mentorship) -> Mapping[str, str]:
    told = {who: profiles.of(session, mentorship.team_id, who) for who in mentorship.two}
    return {who: profile.about for who, profile in told.items() if profile and profile.about}


def begun(session: Session, owed: Owed) -> None:
    """Let a mentorship run from the moment at which the two were introduced."""
    mentorship = session.get(Mentorship, int(owed.ref), with_for_update=True, populate_existing=True)
    if mentorship is not None and mentorship.state == State.ACCEPTED and owed.said_at is not None:
        mentorship.state = State.RUNNING
        mentorship.begun_at = owed.said_at
        mentorship.ends_on = last_day(mentorship.format, owed.said_at.date())
        mentorship.next_at = owed.said_at


def last_day(form: Format, begins: date) -> date:
    """Give the last day of a mentorship that begins, or goes on, on a day."""
    return begins + FLASH if form == Format.FLASH else months_after(begins, MONTHS)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    longest = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, longest))


def _owe(
    session: Session, mentorship: Mentorship, key_: str, to: tuple[str, ...] | list[str], now: datetime
) -> None:
    outbox.owe(
        session,
        team_id=mentorship.team_id,
        key=key_,
        kind="mentoring.introduction",
        ref=mentorship.id,
        to=to,
        due=now,
        budget="person",
    )


def _match(seeker: Party, mentor: Party, skill: str) -> Match | None:
    """Tell what speaks for two who have agreed on a skill, whatever else they offer and want by now."""
    about = folded(skill)
    wants = replace(seeker, wanted={about: seeker.wanted.get(about, Level.START)})
    offers = replace(
        mentor,
        offered={about: mentor.offered.get(about, Level.START)},
        names={**mentor.names, about: skill},
    )
    return mentoring_score.judge(wants, offers, NO_RULES, heed_apart=False)


def _by(session: Session, mentorship: Mentorship, now: datetime) -> date:
    starter = profiles.of(session, mentorship.team_id, mentorship.starter_id or mentorship.seeker_id)
    zone, country = (starter.zone or "UTC", starter.country) if starter else ("UTC", "")
    return working_days.after(now, zone, country, days=FIRST_STEP_DAYS).date()
