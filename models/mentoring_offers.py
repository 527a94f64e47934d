"""Offering to mentor: the yes, how much of it, and the one tap that takes it back."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import consents, mentors, profiles, silences, skills
from models.base import facts, upsert
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import Format
from models.mentors import MOST_HOURS, MOST_PLACES, Mentor
from models.skills import Level


def offer(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    capacity: str,
    hours_a_month: str,
    formats: Collection[str],
    offered: str,
    zone: str = "",
    now: datetime,
) -> Mentor:
    """Note somebody's yes and what they offer; whom they mentor already stays, whatever their number."""
    given = [each for each in Format if each in formats]
    if not given:
        raise RuleError("Choose at least one way.", field="formats")
    values = {
        "capacity": _number(capacity, MOST_PLACES, "capacity"),
        "hours_a_month": _number(hours_a_month, MOST_HOURS, "hours_a_month"),
        "formats": ",".join(given),
    }
    _keep_skills(session, team_id, user_id, offered, now)
    if not skills.offered_by(session, team_id, user_id):
        raise RuleError("Name at least one thing that you can help with.", field="offered")
    before = mentors.of(session, team_id, user_id)
    consents.give(session, team_id, user_id, Programme.MENTORING, now=now)
    silences.heard(session, team_id, user_id, Programme.MENTORING, now=now)
    key = {"team_id": team_id, "user_id": user_id}
    profiles.begin(session, team_id, user_id, zone, now=now)
    upsert(session, Mentor, key, {**values, "since": before.since if before else now})
    return session.get_one(Mentor, (team_id, user_id), populate_existing=True)


def stop(session: Session, team_id: str, user_id: str) -> bool:
    """Take a mentor's yes back, and tell whether there was one; what runs stays, what waits passes on."""
    consents.withdraw(session, team_id, user_id, Programme.MENTORING)
    mentor = mentors.held(session, team_id, user_id)
    if mentor is not None:
        session.delete(mentor)
    return mentor is not None


def left(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let somebody who is gone from the company be a mentor no more."""
    stop(session, team_id, user_id)


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let somebody be a mentor no more."""
    stop(session, team_id, user_id)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Tell what somebody offers as a mentor."""
    theirs = session.scalars(select(Mentor).where(Mentor.team_id == team_id, Mentor.user_id == user_id))
    return {"mentor": [facts(each, "capacity", "hours_a_month", "formats", "since") for each in theirs]}


def _keep_skills(session: Session, team_id: str, user_id: str, typed: str, now: datetime) -> None:
    """Let somebody offer what they typed; in what they took others deep before, they do still."""
    before = skills.offered_by(session, team_id, user_id)
    deep = {skill.key for skill in before if skill.level == Level.DEEPEN}
    named = skills.parts(typed)
    deepen = ", ".join(each for each in named if skills.key(each) in deep)
    skills.offer(session, team_id, user_id, ", ".join(named), deepen=deepen, now=now)


def _number(typed: str, most: int, field: str) -> int:
    number = int(typed) if typed.strip().isascii() and typed.strip().isdigit() else 0
    if not 1 <= number <= most:
        raise RuleError(f"Write a number from 1 to {most}.", field=field)
    return number
