"""How well two people suit: one score and its reasons, for suggestions and for cohorts alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property, lru_cache
from sys import intern
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import apart, profiles
from models.profiles import Profile
from models.skills import Level, Named, Skill, Wanted

WEIGHTS: Mapping[str, int] = {
    "skills": 40,
    "level": 15,
    "hours": 15,
    "other_team": 15,
    "language": 10,
    "free": 5,
}
"""What counts how much, of a hundred: a perfect match has all of it."""

HUNDRED = sum(WEIGHTS.values())

ENOUGH_HOURS = 240
"""Shared working time a day, in minutes, that is as good as more."""

A_DAY = 24 * 60

LEVELS = {str(each): each for each in Level}

MOST_NAMED = 5000
"""People whom a query names one by one; for more everybody is read."""


class Known(NamedTuple):
    """One skill of somebody's, as `skills.Named` keeps it."""

    key: str
    name: str
    level: Level


class Told(NamedTuple):
    """What matching needs of a profile, as `profiles.Profile` keeps it."""

    zone: str
    begins: str
    ends: str
    team: str
    languages: str


class Rules(NamedTuple):
    """What two people must not or must have, whatever else speaks for them."""

    other_team: bool = False
    other_line: bool = True
    same_language: bool = False
    overlap_minutes: int = 0


class Standing(NamedTuple):
    """What is the same of many people; `free` is the part of a mentor's places that is free, from 0 to 1."""

    hours: tuple[int, int] | None
    team: str
    languages: frozenset[str]
    free: float


@dataclass(frozen=True)
class Party:
    """Somebody as matching sees them; `begins` and `ends` are working hours in minutes of UTC's day.

    None as `hours` or empty names mean that it is not known: what is not known speaks neither for nor
    against.
    """

    user_id: str
    offered: Mapping[str, Level] = field(default_factory=dict)
    wanted: Mapping[str, Level] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    hours: tuple[int, int] | None = None
    team: str = ""
    line: Collection[str] = ()
    languages: frozenset[str] = frozenset()
    apart_from: Collection[str] = ()
    free: float = 1.0

    @cached_property
    def standing(self) -> Standing:
        """All that counts besides skills."""
        return Standing(self.hours, self.team, self.languages, self.free)


class Match(NamedTuple):
    """How well two suit, from 0 to 1, and what speaks for it.

    `skills` are the names of what is offered and wanted, `deepens` whether the first is taken deep;
    `shared_minutes` of working time a day, None where not known; `other_team` likewise.
    """

    score: float
    skills: tuple[str, ...]
    deepens: bool
    shared_minutes: int | None
    other_team: bool | None
    languages: tuple[str, ...]
    free: bool


def judge(seeker: Party, mentor: Party, rules: Rules, *, heed_apart: bool = True) -> Match | None:
    """Tell how well a mentor suits a seeker; None: a rule forbids it, or no wanted skill is offered."""
    score = rate(seeker, mentor, rules, heed_apart=heed_apart)
    if score is None:
        return None
    shared = [key for key in seeker.wanted if key in mentor.offered]
    fully = [key for key in shared if suits(seeker.wanted[key], mentor.offered[key])]
    minutes = overlap(seeker.hours, mentor.hours)
    other_team = seeker.team != mentor.team if seeker.team and mentor.team else None
    spoken = seeker.languages & mentor.languages
    first = (fully or shared)[0]
    return Match(
        score=score,
        skills=tuple(mentor.names.get(key, key) for key in [first, *(k for k in shared if k != first)]),
        deepens=mentor.offered[first] == Level.DEEPEN,
        shared_minutes=minutes,
        other_team=other_team,
        languages=tuple(sorted(spoken)),
        free=mentor.free >= 1,
    )


def rate(seeker: Party, mentor: Party, rules: Rules, *, heed_apart: bool = True) -> float | None:
    """Give the score of `judge` alone: a cohort asks it, or its parts, of millions."""
    shared = seeker.wanted.keys() & mentor.offered.keys()
    if not shared or mentor.user_id in never(seeker, rules, heed_apart=heed_apart):
        return None
    if rules.other_line and seeker.user_id in mentor.line:
        return None
    suiting = sum(suits(seeker.wanted[key], mentor.offered[key]) for key in shared)
    beside = besides(seeker.standing, mentor.standing, rules)
    return None if beside is None else in_all(skilled(len(seeker.wanted), len(shared), suiting), beside)


def in_all(skilled_: float, beside: float) -> float:
    """Give the score of which these are the parts, from 0 to 1."""
    return (skilled_ + beside) / HUNDRED


def skilled(wanted: int, shared: int, suiting: int) -> float:
    """Tell what so many shared skills of the wanted count, of which so many are offered far enough."""
    return WEIGHTS["skills"] * shared / wanted + WEIGHTS["level"] * suiting / shared


def suits(wants: Level, offers: Level) -> bool:
    """Tell whether somebody is taken as far as they want."""
    return wants == Level.START or offers == Level.DEEPEN


def besides(seeker: Standing, mentor: Standing, rules: Rules) -> float | None:
    """Tell what all but the skills counts; None: a rule forbids two who stand like that.

    What is not known counts half.
    """
    minutes = overlap(seeker.hours, mentor.hours)
    other_team = seeker.team != mentor.team if seeker.team and mentor.team else None
    alike = bool(seeker.languages & mentor.languages) if seeker.languages and mentor.languages else None
    if (
        (minutes is not None and minutes < rules.overlap_minutes)
        or (rules.other_team and other_team is False)
        or (rules.same_language and alike is False)
    ):
        return None
    hours = 0.5 if minutes is None else min(minutes / ENOUGH_HOURS, 1)
    return (
        WEIGHTS["hours"] * hours
        + WEIGHTS["other_team"] * (0.5 if other_team is None else other_team)
        + WEIGHTS["language"] * (0.5 if alike is None else alike)
        + WEIGHTS["free"] * mentor.free
    )


def never(seeker: Party, rules: Rules, *, heed_apart: bool = True) -> set[str]:
    """Name whom a seeker is never brought together with, as far as the seeker's own row tells."""
    apart_from = seeker.apart_from if heed_apart else ()
    return {seeker.user_id, *apart_from, *(seeker.line if rules.other_line else ())}


@lru_cache(maxsize=65536)
def overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> int | None:
    """Count the minutes a day in which both work; None where one's hours are not known."""
    if one is None or other is None:
        return None
    lengths = one[1] - one[0], other[1] - other[0]
    later = (other[0] - one[0]) % A_DAY
    begun_before = min(lengths[0], lengths[1] - (A_DAY - later))
    begins_later = min(lengths[0] - later, lengths[1])
    return max(0, begun_before) + max(0, begins_later)


def parties(
    session: Session,
    team_id: str,
    who: Collection[str] | None = None,
    *,
    about: Collection[str] | None = None,
    on: date,
) -> dict[str, Party]:
    """Read what matching needs to know of people, or of everybody, with working hours as on that day.

    `about` are the keys of the skills that matter, where not all of them do.
    """
    offered = _by_person(session, Skill, team_id, who, about)
    wanted = _by_person(session, Wanted, team_id, who, about)
    lines = profiles.manager_lines(session, team_id, _few(who))
    kept_apart: dict[str, set[str]] = {}
    for one, other in apart.pairs(session, team_id):
        kept_apart.setdefault(one, set()).add(other)
    known = _known(session, team_id, who)
    everybody = who if who is not None else {*offered, *wanted, *known}
    return {each: _party(each, offered, wanted, known.get(each), lines, kept_apart, on) for each in everybody}


def working_hours(profile: Profile | Told, on: date) -> tuple[int, int] | None:
    """Give somebody's working hours in minutes of UTC's day; None where their zone is not known."""
    return in_utc(profile.zone, profile.begins, profile.ends, on) if profile.zone else None


@lru_cache(maxsize=4096)
def in_utc(zone: str, begins: str, ends: str, on: date) -> tuple[int, int]:
    """Give local hours on a day in minutes of UTC's day."""
    midnight = datetime.combine(on, time(), UTC)
    moments = (datetime.combine(on, time.fromisoformat(each), ZoneInfo(zone)) for each in (begins, ends))
    begin, end = (int((moment - midnight).total_seconds() // 60) for moment in moments)
    return begin, end if end > begin else end + A_DAY


def _party(
    who: str,
    offered: Mapping[str, list[Known]],
    wanted: Mapping[str, list[Known]],
    profile: Told | None,
    lines: Mapping[str, Collection[str]],
    kept_apart: Mapping[str, set[str]],
    on: date,
) -> Party:
    offers, wants = offered.get(who, []), wanted.get(who, [])
    return Party(
        user_id=who,
        offered={skill.key: skill.level for skill in offers},
        wanted={skill.key: skill.level for skill in wants},
        names={skill.key: skill.name for skill in [*wants, *offers]},
        hours=working_hours(profile, on) if profile else None,
        team=profile.team.casefold() if profile else "",
        line=lines.get(who, ()),
        languages=frozenset(filter(None, profile.languages.split(","))) if profile else frozenset(),
        apart_from=kept_apart.get(who, ()),
    )


def _known(session: Session, team_id: str, who: Collection[str] | None) -> dict[str, Told]:
    told = select(
        Profile.user_id, Profile.zone, Profile.begins, Profile.ends, Profile.team, Profile.languages
    ).where(Profile.team_id == team_id, _among(Profile.user_id, _few(who)))
    return {user_id: Told(*map(intern, each)) for user_id, *each in session.execute(told)}


def _by_person(
    session: Session,
    table: type[Named],
    team_id: str,
    who: Collection[str] | None,
    about: Collection[str] | None,
) -> dict[str, list[Known]]:
    """Read skills by whose they are; what many have alike is kept once."""
    rows: dict[str, list[Known]] = {}
    found = select(table.user_id, table.key, table.name, table.level).where(
        table.team_id == team_id, _among(table.user_id, _few(who)), _among(table.key, about)
    )
    for user_id, key, name, level in session.execute(found.order_by(table.key)):
        rows.setdefault(user_id, []).append(Known(intern(key), intern(name), LEVELS[level]))
    return rows


def _few(who: Collection[str] | None) -> Collection[str] | None:
    return None if who is None or len(who) > MOST_NAMED else who


def _among(column: InstrumentedAttribute[str], who: Collection[str] | None) -> ColumnElement[bool]:
    return true() if who is None else column.in_(who)
