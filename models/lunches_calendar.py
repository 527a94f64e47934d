"""Lunches for people's calendars: a file each, and a feed of one's own."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import calendars, lunches_talks
from models.base import Base, insert_once, upsert
from models.calendars import Dated, Kind
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat
from models.lunches_talks import Talk

KIND = Kind("Learning lunches", "lunches")

FEED_KEPT = timedelta(days=60)
"""How long a lunch stays in a feed once it is over or called off."""


class CalendarFeed(Base):
    """The secret address under which somebody's calendar finds their lunches."""

    __tablename__ = "calendar_feeds"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)


def file_of(session: Session, lunch: Lunch, *, now: datetime) -> bytes:
    """Give a lunch as a file that adds it to a calendar, updates it there, or takes it off."""
    return calendars.file_of(KIND, _dated(session, lunch), now=now)


def feed(session: Session, token: str, *, now: datetime) -> bytes | None:
    """Give the lunches that somebody has a seat at, or speaks at, as a calendar; None: nobody's token."""
    owner = session.scalar(select(CalendarFeed).where(CalendarFeed.token == token))
    if owner is None:
        return None
    theirs = _lunches_of(session, owner.team_id, owner.user_id, now)
    return calendars.calendar(KIND, [_dated(session, each) for each in theirs], "PUBLISH", now=now)


def token_of(session: Session, team_id: str, user_id: str, *, fresh: str) -> str:
    """Give the token of somebody's feed; `fresh` becomes it where there is none."""
    insert_once(session, CalendarFeed, team_id=team_id, user_id=user_id, token=fresh)
    return session.get_one(CalendarFeed, (team_id, user_id)).token


def renew(session: Session, team_id: str, user_id: str, *, fresh: str) -> None:
    """Give somebody's feed a new token; the old address leads nowhere from now on."""
    upsert(session, CalendarFeed, {"team_id": team_id, "user_id": user_id}, {"token": fresh})


def summary(lunch: Lunch, talks: Iterable[Talk]) -> str:
    """Say in one line what a lunch is about."""
    titles = "; ".join(talk.title for talk in talks)
    return f"{lunch.title}: {titles}" if titles else lunch.title


def _lunches_of(session: Session, team_id: str, user_id: str, now: datetime) -> Iterable[Lunch]:
    seated = select(Seat.lunch_id).where(
        Seat.team_id == team_id, Seat.user_id == user_id, Seat.answer == Answer.GOING
    )
    speaking = select(Talk.lunch_id, Talk.speaker_id, Talk.co_speakers).where(
        Talk.team_id == team_id,
        Talk.lunch_id.is_not(None),
        or_(Talk.speaker_id == user_id, Talk.co_speakers.contains(user_id, autoescape=True)),
    )
    spoken = [
        lunch_id
        for lunch_id, speaker, others in session.execute(speaking)
        if user_id in {speaker, *others.split(",")}
    ]
    theirs = select(Lunch).where(or_(Lunch.id.in_(seated), Lunch.id.in_(spoken)), Lunch.at > now - FEED_KEPT)
    return session.scalars(theirs.order_by(Lunch.at, Lunch.id)).all()


def _dated(session: Session, lunch: Lunch) -> Dated:
    talks = lunches_talks.of_lunch(session, lunch.id)
    return Dated(
        uid=f"lunch-{lunch.id}.{lunch.team_id}@potluck.invalid",
        sequence=lunch.sequence,
        begins=lunch.at,
        ends=lunch.ends_at,
        zone=lunch.zone,
        summary=summary(lunch, talks),
        called_off=lunch.state == State.CALLED_OFF,
        reminder=lunch.title if lunch.state == State.OPEN else "",
        where=lunch.place or lunch.link,
        link=lunch.link,
        about="\n\n".join(f"{talk.title}\n{talk.gain}".strip() for talk in talks),
    )
