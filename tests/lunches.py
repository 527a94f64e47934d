"""A series that meets, and who is in it, for the tests of lunches."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lunches, lunches_series, stewards
from models.lunches import Lunch
from models.lunches_rhythm import Every
from models.lunches_seats import Answer, Seat
from models.lunches_series import Plan, Series, Setting, TalkFormat
from models.lunches_talks import State, Talk
from tests.conftest import START, Company

TEAM = "T0LOCAL"
LEARNING = "C0LEARNING"
THURSDAY = date(2027, 3, 4)
NOON = time(12)


def start_series(session: Session, *, team_id: str = TEAM, **setting: Any) -> Series:
    """Let #learning meet on Thursdays at noon in Berlin, with Ada as host, and open its dates."""
    stewards.appoint(session, team_id, "U0ADA", now=START)
    plan = Plan(
        Setting(**{"title": "Learning lunch", "place": "The kitchen", **setting}),
        THURSDAY,
        Every.WEEK,
        NOON,
        "Europe/Berlin",
    )
    series = lunches_series.propose(
        session,
        team_id=team_id,
        channel_id=LEARNING,
        plan=plan,
        by="U0ADA",
        creator_id="",
        private_channel=False,
        submission="first",
        now=START,
    )
    lunches.open_ahead(session, now=START)
    return series


def first(session: Session) -> Lunch:
    """Give the first lunch."""
    return session.scalars(select(Lunch).order_by(Lunch.at).limit(1)).one()


def seat(session: Session, lunch: Lunch, user_id: str, answer: Answer = Answer.GOING) -> None:
    """Give somebody a seat."""
    lunch.turn += 1
    session.add(
        Seat(
            lunch_id=lunch.id,
            user_id=user_id,
            team_id=lunch.team_id,
            answer=answer,
            turn=lunch.turn,
            answered_at=START,
        )
    )


def give_talk(session: Session, lunch: Lunch, *speakers: str, title: str = "How we halved CI time") -> Talk:
    """Let somebody speak at a lunch."""
    talk = Talk(
        team_id=lunch.team_id,
        speaker_id=speakers[0],
        co_speakers=",".join(speakers[1:]),
        title=title,
        gain="Three switches that cost nothing",
        format=TalkFormat.TALK,
        minutes=15,
        state=State.PLACED,
        lunch_id=lunch.id,
        number=0,
        submission=title[:64],
        offered_at=START,
    )
    session.add(talk)
    session.flush()
    return talk


def after_the_lunch(company: Company, **later: float) -> None:
    """Move the clock to an hour after the first lunch, or later still."""
    with company.potluck.sessions.read() as session:
        ends_at = first(session).ends_at
    company.set_clock(ends_at + timedelta(hours=1, minutes=1) + timedelta(**later))
    company.settle()
