"""Lunches for people's calendars: a file each, and a feed of one's own (RFC 5545, RFC 5546).

A lunch keeps its UID, and its SEQUENCE grows with every change, so that calendars update what they have.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText
from sqlalchemy import String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches_talks
from models.base import Base, insert_once, upsert
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat
from models.lunches_talks import Talk

PRODUCT = "-//Potluck//Learning lunches//EN"
ALARM = timedelta(minutes=-15)
AROUND = timedelta(days=366)
"""How far around a lunch its time zone's changes are written out."""

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
    method = "CANCEL" if lunch.state == State.CALLED_OFF else "PUBLISH"
    return _calendar(session, [lunch], method, now=now)


def feed(session: Session, token: str, *, now: datetime) -> bytes | None:
    """Give the lunches that somebody has a seat at, or speaks at, as a calendar; None: nobody's token."""
    owner = session.scalar(select(CalendarFeed).where(CalendarFeed.token == token))
    if owner is None:
        return None
    return _calendar(session, _lunches_of(session, owner.team_id, owner.user_id, now), "PUBLISH", now=now)


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


def _calendar(session: Session, lunches: Iterable[Lunch], method: str, *, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("x-wr-calname", "Learning lunches")
    found = list(lunches)
    for zone in dict.fromkeys(lunch.zone for lunch in found):
        days = [lunch.at.date() for lunch in found if lunch.zone == zone]
        first, last = min(days) - AROUND, max(days) + AROUND
        calendar.add_component(Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last))
    for lunch in found:
        calendar.add_component(_event(lunch, lunches_talks.of_lunch(session, lunch.id), now))
    return bytes(calendar.to_ical())


def _event(lunch: Lunch, talks: Iterable[Talk], now: datetime) -> Event:
    event = Event()
    event.add("uid", f"lunch-{lunch.id}.{lunch.team_id}@potluck.invalid")
    event.add("sequence", lunch.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", lunch.at.astimezone(ZoneInfo(lunch.zone)))
    event.add("dtend", lunch.ends_at.astimezone(ZoneInfo(lunch.zone)))
    event.add("summary", summary(lunch, talks))
    event.add("organizer", _organizer())
    event.add("status", "CANCELLED" if lunch.state == State.CALLED_OFF else "CONFIRMED")
    where = lunch.place or lunch.link
    if where:
        event.add("location", where)
    if lunch.link:
        event.add("url", lunch.link)
    about = "\n\n".join(f"{talk.title}\n{talk.gain}".strip() for talk in talks)
    if about:
        event.add("description", about)
    if lunch.state == State.OPEN:
        event.add_component(_alarm(lunch))
    return event


def _organizer() -> vCalAddress:
    # Every published event needs one; people's addresses are not Potluck's to give away.
    organizer = vCalAddress("mailto:lunches@potluck.invalid")
    organizer.params["cn"] = vText("Potluck")
    return organizer


def _alarm(lunch: Lunch) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", lunch.title)
    alarm.add("trigger", ALARM)
    return alarm
