"""Whom a seeker may ask: mentors who said yes and have room, those who suit best first."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from zlib import crc32

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models import mentoring, mentors, profiles, skills, skills_meant
from models.apart import Apart
from models.errors import RuleError
from models.mentoring import Format, Mentorship, State
from models.mentoring_score import Match, Party, Rules, in_utc, judge, overlap, parties, working_hours
from models.mentors import Mentor
from models.skills import Level, Skill

RULES = Rules()
"""What holds for who asks by themselves: nobody of their own manager line."""

LONGEST = 200
"""Characters typed behind the command that are looked at."""


class Asked(NamedTuple):
    """The one skill that somebody asks for."""

    key: str
    name: str


class Suggestion(NamedTuple):
    """Somebody who may be asked, and why; `back` is what they want to learn of what the seeker offers."""

    mentor: Mentor
    match: Match
    back: str


def understood(session: Session, team_id: str, typed: str) -> Asked | None:
    """Tell which skill somebody means; None: there is no word in it.

    A whole sentence means the first skill that it names and somebody offers.
    """
    if len(typed) > LONGEST or len(skills.name(typed)) > skills.LONGEST:
        raise RuleError(
            f"Name one skill in at most {skills.LONGEST} characters, such as Kubernetes or public speaking.",
            field="skill",
        )
    first = next((part for part in skills.parts(typed) if skills.key(part)), "")
    whole = Asked(skills.key(first), skills.name(first))
    if not whole.key:
        return None
    offered = _offered(session, team_id)
    if whole.key in offered or whole.key in skills.known().same:
        return Asked(whole.key, offered.get(whole.key, whole.name))
    meant = sorted(skills.asked_for(first) & offered.keys())
    return Asked(meant[0], offered[meant[0]]) if meant else whole


def ranked(
    session: Session,
    team_id: str,
    seeker_id: str,
    asked: Asked,
    *,
    form: Format | None = None,
    among: Collection[str] | None = None,
    zone: str = "",
    now: datetime,
) -> list[Suggestion]:
    """List who may be asked now, the best match first; the same every time for the same people.

    Whom the seeker keeps away from is left out. Who keeps away from the seeker is not: the seeker cannot
    tell, and such a wish never reaches them. `zone` is the seeker's, where they have no profile.
    """
    found = select(Mentor).join(Skill, _offers(asked)).where(Mentor.team_id == team_id)
    found = found.where(may_ask(seeker_id, form, now=now))
    free = session.scalars(found if among is None else found.where(Mentor.user_id.in_(among))).all()
    if not free:
        return []
    about = {asked.key, *(each.key for each in skills.offered_by(session, team_id, seeker_id))}
    named = [seeker_id, *(each.user_id for each in free)]
    who = parties(session, team_id, named, about=about, on=now.date())
    seeker = who[seeker_id]
    if seeker.hours is None and zone:
        seeker = replace(seeker, hours=in_utc(zone, profiles.BEGINS, profiles.ENDS, now.date()))
    seeker = replace(seeker, wanted={asked.key: seeker.wanted.get(asked.key, Level.START)})
    taken = mentoring.booked(session, team_id)
    judged = [_suggestion(seeker, each, who[each.user_id], taken.get(each.user_id, 0)) for each in free]
    suiting = [each for each in judged if each and (form != Format.PEER or each.back)]
    return sorted(suiting, key=lambda each: (-each.match.score, _dice(seeker_id, each.mentor.user_id)))


def may_ask(seeker_id: str, form: Format | None, *, now: datetime) -> ColumnElement[bool]:
    """Tell which rows of mentors a seeker may ask, as far as neither the skill nor managers matter."""
    kept_away = exists().where(
        Apart.team_id == Mentor.team_id, Apart.user_id == seeker_id, Apart.other_id == Mentor.user_id
    )
    here = mentors.may_be_asked(seeker_id, now=now) & (Mentor.user_id != seeker_id) & ~kept_away
    return here & Mentor.formats.contains(form) if form else here


def waiting(session: Session, team_id: str, key: str, *, but: str) -> int:
    """Count those who wait for somebody to offer a skill."""
    found = select(func.count(Mentorship.seeker_id.distinct())).where(
        Mentorship.team_id == team_id,
        Mentorship.state == State.ASKED,
        Mentorship.skill_key == key,
        Mentorship.seeker_id != but,
    )
    return session.scalar(found) or 0


def is_offered(session: Session, team_id: str, key: str, *, but: str) -> bool:
    """Tell whether any mentor offers a skill, with room for it or without."""
    found = select(Mentor.user_id).join(Skill, _offers(Asked(key, ""))).where(Mentor.team_id == team_id)
    return session.scalar(found.where(Mentor.user_id != but).limit(1)) is not None


def may_mean(session: Session, team_id: str, user_id: str, asked: Asked) -> str:
    """Give the skill that was meant, perhaps, by one that nobody knows; empty: there is none."""
    if asked.key in skills.known().same:
        return ""
    return skills_meant.nearest(session, team_id, user_id, asked.key)


def shared_minutes(session: Session, team_id: str, one: str, other: str, *, on: date) -> int | None:
    """Count the minutes a day in which two people both work; None where it is not known of one."""
    known = [profiles.of(session, team_id, who) for who in (one, other)]
    first, second = (working_hours(each, on) if each else None for each in known)
    return overlap(first, second)


def _suggestion(seeker: Party, mentor: Mentor, party: Party, taken: int) -> Suggestion | None:
    free = (mentor.capacity - taken) / mentor.capacity
    match = judge(seeker, replace(party, free=free), RULES, heed_apart=False)
    if match is None:
        return None
    teaches = not seeker.offered.keys().isdisjoint(party.wanted)
    back = judge(party, seeker, RULES, heed_apart=False) if teaches else None
    return Suggestion(mentor, match, back.skills[0] if back else "")


def _offers(asked: Asked) -> ColumnElement[bool]:
    return (Skill.team_id == Mentor.team_id) & (Skill.user_id == Mentor.user_id) & (Skill.key == asked.key)


def _offered(session: Session, team_id: str) -> dict[str, str]:
    """Give the keys and names of what mentors offer."""
    offered = (
        select(Skill.key, func.min(Skill.name).label("name"))
        .join(Mentor, (Mentor.team_id == Skill.team_id) & (Mentor.user_id == Skill.user_id))
        .where(Skill.team_id == team_id)
        .group_by(Skill.key)
    )
    return {row.key: row.name for row in session.execute(offered)}


def _dice(seeker_id: str, mentor_id: str) -> int:
    """Order those who suit alike by chance, but always the same, and for everybody another."""
    return crc32(f"{seeker_id} {mentor_id}".encode())
