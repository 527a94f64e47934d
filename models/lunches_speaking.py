"""What speakers are reminded of: a week and a day before, all their talks of a day in one message."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lunches, lunches_talks, outbox
from models.lunches import Lunch
from models.lunches_talks import State, Talk

AROUND = timedelta(days=2)
"""Further from a moment than any zone's local day reaches."""


class Ahead(StrEnum):
    """Which reminder it is."""

    WEEK = "week"
    DAY = "day"


BEFORE = {Ahead.WEEK: timedelta(days=7), Ahead.DAY: timedelta(days=1)}

USEFUL = {Ahead.WEEK: timedelta(days=2), Ahead.DAY: timedelta(0)}
"""How long before the lunch a reminder comes too late."""


def remind_due(session: Session, *, now: datetime) -> None:
    """Owe speakers what helps them to prepare; what came too late, or was said before, is left out."""
    coming = (
        select(Talk, Lunch)
        .join(Lunch, Lunch.id == Talk.lunch_id)
        .where(
            Talk.state == State.PLACED,
            Lunch.state == lunches.State.OPEN,
            Lunch.at > now,
            Lunch.at <= now + BEFORE[Ahead.WEEK],
        )
        .order_by(Lunch.at, Talk.id)
        .with_for_update(of=Talk)
    )
    for talk, lunch in session.execute(coming).all():
        for ahead in Ahead:
            if _is_due(talk, lunch, ahead, now):
                _remind(session, talk, lunch, ahead, now)


def on_day(session: Session, team_id: str, user_id: str, day: date) -> Sequence[tuple[Talk, Lunch]]:
    """List what somebody gives on a local day, in its order."""
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo("UTC"))
    around = (
        select(Talk, Lunch)
        .join(Lunch, Lunch.id == Talk.lunch_id)
        .where(
            Talk.team_id == team_id,
            Talk.state == State.PLACED,
            lunches_talks.gives(user_id),
            Lunch.state == lunches.State.OPEN,
            Lunch.at > noon - AROUND,
            Lunch.at < noon + AROUND,
        )
        .order_by(Lunch.at, Talk.number)
    )
    return [(talk, lunch) for talk, lunch in session.execute(around) if local_day(lunch) == day]


def local_day(lunch: Lunch) -> date:
    """Give the day a lunch is on, where it is."""
    return lunch.at.astimezone(ZoneInfo(lunch.zone)).date()


def _is_due(talk: Talk, lunch: Lunch, ahead: Ahead, now: datetime) -> bool:
    told = talk.week_told_at if ahead == Ahead.WEEK else talk.day_told_at
    again = told is None or told <= now - BEFORE[ahead]
    return again and lunch.at - BEFORE[ahead] <= now < lunch.at - USEFUL[ahead]


def _remind(session: Session, talk: Talk, lunch: Lunch, ahead: Ahead, now: datetime) -> None:
    if ahead == Ahead.WEEK:
        talk.week_told_at = now
    else:
        talk.day_told_at = now
    day = local_day(lunch)
    for who in talk.speakers:
        key = f"speaking:{ahead}:{who}:{day}"
        fresh = outbox.owe(
            session,
            team_id=talk.team_id,
            key=key,
            kind="lunches_speaking.reminder",
            ref=f"{ahead}/{who}/{day}",
            to=who,
            due=now,
            not_after=lunch.at - USEFUL[ahead],
            importance=outbox.Importance.NEVER_TWICE,
        )
        if not fresh:
            outbox.refresh(session, talk.team_id, key, now=now)
