"""When a group may meet: three moments in everybody's working hours, else those that ask the least of all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby
from operator import add
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models import mixers_rounds as rounds
from models import pauses, profiles, slots, working_hours
from models.consents import Programme
from models.mixers import Mixer, Together
from models.mixers_rounds import Group, Round
from models.working_hours import Hours

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MEETS_FOR = timedelta(minutes=30)

MOST = 3
"""Moments that are suggested."""

NOT_BEFORE = (timedelta(hours=18), timedelta(hours=4))
"""How long after they are introduced people meet first: on the next day, or later today if need be."""

LOOKED_AHEAD = timedelta(days=21)
ROUND_TIME = timedelta(weeks=2)
"""How long a round lasts whose end is not known."""

SOON = timedelta(weeks=1)
"""What comes so soon goes before what asks less, where nothing suits all."""

STEP = timedelta(minutes=30)
BENT = timedelta(hours=3)
"""How far outside somebody's working hours a moment may be, where nothing suits all."""

APART = timedelta(hours=2)
"""What lies between two moments of one day."""

AROUND = timedelta(days=2)
NOON = timedelta(hours=12, minutes=15)
NEAR_NOON = timedelta(minutes=90)
NO_TIME = timedelta(0)
PLACES = (0.5, 0.25, 0.75)
"""Where in what people share of a day the moments are: in another part of it each day."""


class Strain(StrEnum):
    """What a moment asks of somebody in whose working hours it is not."""

    EARLY = "early"
    LATE = "late"
    OFF = "off"


class Span(NamedTuple):
    """A stretch of time that somebody works."""

    begins: datetime
    ends: datetime


class Free(NamedTuple):
    """Somebody's working hours, from when on they are back where they pause."""

    hours: Hours
    back_at: datetime | None = None


def of(group: Group) -> list[datetime]:
    """List the moments suggested to a group."""
    return [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in group.times.split(",") if each]


def put(group: Group, moments: Iterable[datetime]) -> None:
    """Keep the moments suggested to a group."""
    group.times = ",".join(f"{each.astimezone(UTC):%Y-%m-%dT%H:%M}" for each in moments)


def prepare(session: Session, group_id: int, *, now: datetime) -> None:
    """Suggest moments to a group that is about to be introduced; one that was keeps its own."""
    group = session.get(Group, group_id, with_for_update=True, populate_existing=True)
    if group is not None and group.begun_at is None:
        renew(session, group, now=now)


def renew(session: Session, group: Group, *, now: datetime) -> None:
    """Suggest moments that suit the people of a group as it is now, unless they have chosen one."""
    if group.meets_at is not None:
        return
    round_ = session.get_one(Round, group.round_id)
    mixer = session.get_one(Mixer, round_.mixer_id)
    hours = hours_of(session, mixer, rounds.people_of(session, group))
    people = [Free(each, _back_at(session, group.team_id, who, now)) for who, each in hours.items()]
    put(
        group, suggest(people, now, round_.ends_at or now + ROUND_TIME, noon=mixer.together == Together.LUNCH)
    )


def hours_of(session: Session, mixer: Mixer, people: Collection[str]) -> dict[str, Hours]:
    """Give everybody's working hours; the mixer's zone and country stand for what nobody knows."""
    begins, ends = (time.fromisoformat(each) for each in (profiles.BEGINS, profiles.ENDS))
    usual = Hours(mixer.zone, begins, ends, mixer.country)
    return {who: working_hours.of(session, mixer.team_id, who) or usual for who in people}


def strains(hours: Mapping[str, Hours], at: datetime) -> dict[str, Strain]:
    """Tell what a meeting that begins then asks of those in whose working hours it is not."""
    found = {
        who: _strain(_spans(Free(theirs), at - AROUND, at + AROUND), at) for who, theirs in hours.items()
    }
    return {
        who: Strain.OFF if early + late > BENT else Strain.EARLY if early >= late else Strain.LATE
        for who, (early, late) in found.items()
        if early + late > NO_TIME
    }


def suggest(people: Sequence[Free], now: datetime, latest: datetime, *, noon: bool = False) -> list[datetime]:
    """Give up to three moments at which a meeting can begin and be over in time, the first one first.

    They lie in everybody's hours, on different days where there are such; around noon for who eats together
    and shares it. Where people share no hours, they ask as little as may be of whoever it asks most, soon.
    """
    for bent in (NO_TIME, BENT):
        found: list[datetime] = []
        for wait in NOT_BEFORE:
            if len(found) < MOST:
                found = _suggested(people, _stepped(now + wait), latest, bent=bent, noon=noon) or found
        if found:
            return found
    return []


def _suggested(
    people: Sequence[Free], soonest: datetime, latest: datetime, *, bent: timedelta, noon: bool
) -> list[datetime]:
    latest = min(latest, soonest + LOOKED_AHEAD)
    theirs = [_spans(each, soonest, latest) for each in people]
    begins = max(soonest, *(_stepped(each.back_at or soonest) for each in people))
    moments = _shared(theirs, Span(begins, latest), bent=bent)
    zones = [ZoneInfo(each.hours.zone) for each in people]
    days = _by_day(moments, zones[0])
    if not bent:
        best = [_best_of(day, number, zones, noon=noon) for number, day in enumerate(days[:MOST])]
        return _spread(best, moments)

    return _least_bad(days, theirs)


def _least_bad(days: Sequence[Sequence[datetime]], theirs: Sequence[Sequence[Span]]) -> list[datetime]:
    """Choose the moments of a week that ask least of whoever they ask most, of another one each day.

    Where a week has too few days, later ones fill up.
    """
    if not days:
        return []
    late = days[0][0] + SOON
    asked = {at: [sum(_strain(spans, at), NO_TIME) for spans in theirs] for day in days for at in day}
    most = {at: max(each) for at, each in asked.items()}
    best = sorted(days, key=lambda day: (day[0] >= late, min(most[at] for at in day)))[:MOST]
    borne = [NO_TIME] * len(theirs)
    chosen: list[datetime] = []
    for day in best:
        at = min(day, key=lambda at: (most[at], max(map(add, borne, asked[at]))))
        borne = list(map(add, borne, asked[at]))
        chosen.append(at)
    return _spread(chosen, sorted(asked, key=lambda at: (at >= late, most[at], at)))


def _spread(chosen: Sequence[datetime], others: Iterable[datetime]) -> list[datetime]:
    """Fill up moments of different days with others of the same days, well apart."""
    found = list(chosen)
    for at in others:
        if len(found) < MOST and all(abs(at - each) >= APART for each in found):
            found.append(at)
    return sorted(found)


def _best_of(day: Sequence[datetime], number: int, zones: Iterable[tzinfo], *, noon: bool) -> datetime:
    """Choose a moment of a day: near everybody's noon, or in another part of it than the day before."""

    def from_noon(at: datetime) -> timedelta:
        return max(abs(_clock(at, zone) - NOON) for zone in zones)

    nearest = min(day, key=from_noon)
    if noon and from_noon(nearest) <= NEAR_NOON:
        return nearest
    return day[int(len(day) * PLACES[number % MOST])]


def _clock(at: datetime, zone: tzinfo) -> timedelta:
    local = at.astimezone(zone)
    return timedelta(hours=local.hour, minutes=local.minute)


def _by_day(moments: Iterable[datetime], zone: tzinfo) -> list[list[datetime]]:
    return [list(day) for _, day in groupby(moments, lambda at: at.astimezone(zone).date())]


def _back_at(session: Session, team_id: str, user_id: str, now: datetime) -> datetime | None:
    pause = pauses.of(session, team_id, user_id, programme=Programme.MIXERS, now=now)
    return pauses.over_at(pause, now=now) if pause else None


def _shared(theirs: Sequence[Sequence[Span]], within: Span, *, bent: timedelta) -> list[datetime]:
    """List the moments at which everybody has time for a meeting, or so little outside their hours."""
    shared = [within]
    for spans in theirs:
        wide = [Span(each.begins - bent, each.ends + bent) for each in spans]
        both = (Span(max(a.begins, b.begins), min(a.ends, b.ends)) for a in shared for b in wide)
        shared = [each for each in both if each.ends - each.begins >= MEETS_FOR]
    return sorted({at for span in shared for at in _begun(span)})


def _begun(span: Span) -> list[datetime]:
    """List when a meeting may begin: on the half hour, or as soon as there is just the time for it."""
    last = span.ends - MEETS_FOR
    first = _stepped(span.begins)
    steps = [first + number * STEP for number in range((last - first) // STEP + 1)]
    return steps or [span.begins]


def _stepped(at: datetime) -> datetime:
    """Give the next full or half hour."""
    return at + (EPOCH - at) % STEP


def _strain(spans: Iterable[Span], at: datetime) -> tuple[timedelta, timedelta]:
    """Tell how much of a meeting, and of the way to it, lies before and after somebody's nearest hours."""
    found = ((max(each.begins - at, NO_TIME), max(at + MEETS_FOR - each.ends, NO_TIME)) for each in spans)
    return min(found, key=lambda two: sum(two, NO_TIME), default=(LOOKED_AHEAD, NO_TIME))


def _spans(free: Free, soonest: datetime, latest: datetime) -> list[Span]:
    """List when somebody works around the time between two moments."""
    zone = ZoneInfo(free.hours.zone)
    first, last = (each.astimezone(zone).date() for each in (soonest - slots.DAY, latest + slots.DAY))
    days = (first + number * slots.DAY for number in range((last - first).days + 1))
    return [span for day in days if (span := _span(free.hours, zone, day))]


def _span(hours: Hours, zone: ZoneInfo, day: date) -> Span | None:
    """Give when somebody works on what begins as a day of theirs; not if the clock changes meanwhile."""
    begins = slots.first_moment(datetime.combine(day, hours.begins), zone)
    last = day if hours.begins < hours.ends else day + slots.DAY
    ends = slots.first_moment(datetime.combine(last, hours.ends), zone)
    steady = begins.astimezone(zone).utcoffset() == ends.astimezone(zone).utcoffset()
    return Span(begins, ends) if steady and begins < ends and hours.hold(begins) else None
