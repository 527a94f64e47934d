"""Joining a cohort and leaving it: a yes of one's own, and an exit that nobody hears of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from models import cohorts, silences, skills
from models.base import upsert
from models.cohorts import (
    LONGEST_LINE,
    MENTORING,
    MOST_PLACES,
    SEEKING,
    UNPUBLISHED,
    Cohort,
    Joined,
    Pair,
    Role,
    State,
)
from models.consents import Programme
from models.errors import RuleError
from models.skills import Level, Named


class Yes(NamedTuple):
    """What somebody signs up with; skills are typed with commas between, and only those of the role count."""

    role: Role
    wanted: str = ""
    offered: str = ""
    places: int = 1
    line: str = ""


def join(session: Session, team_id: str, cohort_id: int, user_id: str, yes: Yes, *, now: datetime) -> Cohort:
    """Let somebody join, or change what they joined with; who rested is back with this word."""
    cohort = cohorts.held(session, team_id, cohort_id)
    check_open(cohort, now=now)
    line = _checked(yes)
    if yes.role in SEEKING:
        start, deepen = _kept(skills.wanted_by(session, team_id, user_id), yes.wanted)
        skills.want(session, team_id, user_id, start, deepen=deepen, now=now)
        _check_any(skills.wanted_by(session, team_id, user_id), "wanted", "you would like to learn")
    if yes.role in MENTORING:
        start, deepen = _kept(skills.offered_by(session, team_id, user_id), yes.offered)
        skills.offer(session, team_id, user_id, start, deepen=deepen, now=now)
        _check_any(skills.offered_by(session, team_id, user_id), "offered", "you can help with")
    key = {"cohort_id": cohort.id, "user_id": user_id}
    chosen = {"role": yes.role, "capacity": yes.places, "line": line}
    upsert(session, Joined, key, {"team_id": team_id, "joined_at": now, **chosen})
    silences.heard(session, team_id, user_id, Programme.MENTORING, now=now)
    cohorts.show_again(session, cohort, now=now)
    return cohort


def leave(session: Session, team_id: str, cohort_id: int, user_id: str, *, now: datetime) -> Cohort:
    """Let somebody leave, as long as no pair is published; nobody is told."""
    cohort = cohorts.held(session, team_id, cohort_id)
    if cohort.state not in UNPUBLISHED:
        raise RuleError("This cohort has no sign-up any more. `/mentor` shows your mentorships.")
    _take_out(session, cohort, user_id, now)
    return cohort


def left(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take somebody out of every cohort that is not published: they work here no more."""
    theirs = select(Joined.cohort_id).where(Joined.team_id == team_id, Joined.user_id == user_id)
    coming = select(Cohort).where(Cohort.id.in_(theirs), Cohort.state.in_(UNPUBLISHED))
    for cohort in session.scalars(coming.order_by(Cohort.id).with_for_update()).all():
        _take_out(session, cohort, user_id, now)


def of(session: Session, cohort: Cohort, user_id: str) -> Joined | None:
    """Give what somebody joined a cohort with, if they did."""
    return session.get(Joined, (cohort.id, user_id))


def counts(session: Session, cohort: Cohort) -> Mapping[Role, int]:
    """Count who joined, by what for."""
    joined = select(Joined.role, func.count()).where(Joined.cohort_id == cohort.id).group_by(Joined.role)
    return Counter({Role(role): number for role, number in session.execute(joined)})


def check_open(cohort: Cohort, *, now: datetime) -> None:
    """Let pass while people may join."""
    if cohort.state == State.CANCELLED:
        raise RuleError("This cohort was called off. `/mentor` finds you somebody at any time.")
    if cohort.state != State.OPEN or cohort.closes_at <= now:
        raise RuleError("Sign-up for this cohort has closed. `/mentor` finds you somebody at any time.")


def _take_out(session: Session, cohort: Cohort, user_id: str, now: datetime) -> None:
    session.execute(delete(Joined).where(Joined.cohort_id == cohort.id, Joined.user_id == user_id))
    in_it = or_(Pair.seeker_id == user_id, Pair.mentor_id == user_id)
    session.execute(delete(Pair).where(Pair.cohort_id == cohort.id, in_it))
    cohorts.show_again(session, cohort, now=now)


def _kept(before: Sequence[Named], typed: str) -> tuple[str, str]:
    """Give what was typed by level: what somebody said before to go deep in stays so."""
    deep = {each.key for each in before if each.level == Level.DEEPEN}
    named = skills.parts(typed)
    deepen = [each for each in named if skills.key(each) in deep]
    return ", ".join(each for each in named if each not in deepen), ", ".join(deepen)


def _checked(yes: Yes) -> str:
    line = " ".join(yes.line.split())
    if len(line) > LONGEST_LINE:
        raise RuleError(f"One line is enough: at most {LONGEST_LINE} characters.", field="line")
    if yes.role in MENTORING and not 1 <= yes.places <= MOST_PLACES:
        raise RuleError(f"Choose a number from 1 to {MOST_PLACES}.", field="places")
    return line


def _check_any(named: object, field: str, what: str) -> None:
    if not named:
        raise RuleError(f"Name at least one thing that {what}, such as Kubernetes.", field=field)
