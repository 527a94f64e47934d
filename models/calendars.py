"""Files for people's calendars, of whatever has a date (RFC 5545, RFC 5546).

What has a date keeps its UID, and its SEQUENCE grows with every change: so calendars update what they have.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

ALARM = timedelta(minutes=-15)
AROUND = timedelta(days=366)
"""How far around a date its time zone's changes are written out."""


class Kind(NamedTuple):
    """What a calendar is of: its name, and the word that stands for it in addresses."""

    name: str
    word: str


class Dated(NamedTuple):
    """One date; `zone` is where its hour is meant, `about` what is written below it."""

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    zone: str
    summary: str
    called_off: bool = False
    reminder: str = ""
    where: str = ""
    link: str = ""
    about: str = ""


def file_of(kind: Kind, dated: Dated, *, now: datetime) -> bytes:
    """Give a date as a file that adds it to a calendar, updates it there, or takes it off."""
    return calendar(kind, [dated], "CANCEL" if dated.called_off else "PUBLISH", now=now)


def calendar(kind: Kind, dates: Iterable[Dated], method: str, *, now: datetime) -> bytes:
    """Give dates as a calendar."""
    made = Calendar()
    made.add("prodid", f"-//Potluck//{kind.name}//EN")
    made.add("version", "2.0")
    made.add("method", method)
    made.add("x-wr-calname", kind.name)
    found = list(dates)
    for zone in dict.fromkeys(each.zone for each in found):
        days = [each.begins.date() for each in found if each.zone == zone]
        first, last = min(days) - AROUND, max(days) + AROUND
        made.add_component(Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last))
    for each in found:
        made.add_component(_event(kind, each, now))
    return bytes(made.to_ical())


def _event(kind: Kind, dated: Dated, now: datetime) -> Event:
    event = Event()
    event.add("uid", dated.uid)
    event.add("sequence", dated.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", dated.begins.astimezone(ZoneInfo(dated.zone)))
    event.add("dtend", dated.ends.astimezone(ZoneInfo(dated.zone)))
    event.add("summary", dated.summary)
    event.add("organizer", _organizer(kind))
    event.add("status", "CANCELLED" if dated.called_off else "CONFIRMED")
    for name, said in (("location", dated.where), ("url", dated.link), ("description", dated.about)):
        if said:
            event.add(name, said)
    if dated.reminder:
        event.add_component(_alarm(dated.reminder))
    return event


def _organizer(kind: Kind) -> vCalAddress:
    # Every published event needs one; people's addresses are not Potluck's to give away.
    organizer = vCalAddress(f"mailto:{kind.word}@potluck.invalid")
    organizer.params["cn"] = vText("Potluck")
    return organizer


def _alarm(reminder: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", reminder)
    alarm.add("trigger", ALARM)
    return alarm
