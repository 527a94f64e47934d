"""Did you mean: a skill that nobody knows, but that is a slip away from one that is known or used here."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import skills
from models.errors import RuleError
from models.search import distance
from models.skills import Level, Named, Skill, Wanted

SHORT, MIDDLING = 4, 7
"""Letters from which one slip is looked for, and two: short words have many neighbours."""

MOST_COMPARED = 200
"""Of colleagues' skills that look alike so many are compared, the most common: somebody waits."""


class Meant(NamedTuple):
    """A skill as it was typed and is kept, and the name that it may mean."""

    key: str
    typed: str
    name: str


def meant(session: Session, team_id: str, user_id: str, *, since: datetime) -> list[Meant]:
    """List what of the skills that somebody has since then may be a slip, each with what is nearest to it."""
    theirs = [
        *skills.offered_by(session, team_id, user_id),
        *skills.wanted_by(session, team_id, user_id),
    ]
    fresh = (row for row in theirs if row.since >= since)
    unknown = {row.key: row.name for row in fresh if row.key not in skills.known().same}
    found = ((key, typed, nearest(session, team_id, user_id, key)) for key, typed in unknown.items())
    return [Meant(key, typed, name) for key, typed, name in found if name]


def take(session: Session, team_id: str, user_id: str, key: str, name: str, *, now: datetime) -> None:
    """Let a skill of somebody's be the one that they meant; where they have both, the deeper level counts."""
    called = skills.name(name)[: skills.LONGEST]
    rows = [row for table in (Skill, Wanted) if (row := session.get(table, (team_id, user_id, key)))]
    if not rows:
        raise RuleError("This skill is not in your profile any more.")
    for row in rows:
        _rename(session, row, called, now)


def _rename(session: Session, row: Named, called: str, now: datetime) -> None:
    there = session.get(type(row), (row.team_id, row.user_id, skills.key(called)))
    if there is None:
        whose = {"team_id": row.team_id, "user_id": row.user_id, "key": skills.key(called)}
        session.add(type(row)(**whose, name=called, level=row.level, since=now))
    elif row.level == Level.DEEPEN:
        there.level = Level.DEEPEN
    if there is not row:
        session.delete(row)


def nearest(session: Session, team_id: str, user_id: str, key: str) -> str:
    """Give the name that an unknown skill is a slip away from; empty: nothing is near."""
    slips = 0 if len(key) < SHORT else 1 if len(key) < MIDDLING else 2
    if not slips:
        return ""
    names = {**dict(_used(session, team_id, user_id, key, slips)), **skills.known().same}
    near = (
        (distance(key, spelt, slips), called)
        for spelt, called in names.items()
        if spelt != key and spelt[:1] in key[:2]
    )
    away, called = min(near, default=(slips + 1, ""))
    return called if away <= slips else ""


def _used(session: Session, team_id: str, user_id: str, key: str, slips: int) -> Iterator[tuple[str, str]]:
    """Give the skills of about that length that colleagues have, with one of its first letters."""
    for table in (Skill, Wanted):
        like_it = (
            select(table.key, func.min(table.name))
            .where(
                table.team_id == team_id,
                table.user_id != user_id,
                func.length(table.key).between(len(key) - slips, len(key) + slips),
                func.substr(table.key, 1, 1).in_(set(key[:2])),
            )
            .group_by(table.key)
            .order_by(func.count().desc(), table.key)
            .limit(MOST_COMPARED)
        )
        yield from ((row[0], row[1]) for row in session.execute(like_it))
