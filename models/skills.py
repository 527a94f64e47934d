"""Skills: what members offer to help with and want to learn, under the names they are known by."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import search_index
from models.base import Base, facts, insert_missing
from models.errors import RuleError

FILE = Path(__file__).with_name("skills.txt")

LONGEST = 60
"""Characters in a skill's name."""

MOST = 20
"""Skills that one member may offer, and as many that they may want."""

LONGEST_KEY = 200

EVERYDAY = frozenset({"c", "go", "r", "new", "notion", "outlook", "slack", "word", "zoom"})
"""Skills' names, folded, that are words or letters too: in a text they count only with a capital."""

MOST_WORDS = 3
"""Words of a text that are looked at together, to see whether they name a skill."""


_BETWEEN = re.compile("[,;\n\uff0c\uff1b\u3001\u060c\u061b]")
_BULLET = re.compile("^[-\u2013\u2022*\u00b7]\\s+")


class Level(StrEnum):
    """How far somebody can take others in a skill, or wants to be taken."""

    START = "start"
    DEEPEN = "deepen"


class Named(Base):
    """One skill of somebody's; `key` is its folded name."""

    __abstract__ = True

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST))
    level: Mapped[Level] = mapped_column(String(10), default=Level.START, server_default=Level.START)
    since: Mapped[datetime]


class Skill(Named):
    """One skill that somebody offers."""

    __tablename__ = "skills"
    __table_args__ = (Index("ix_skills_key", "team_id", "key"),)


class Wanted(Named):
    """One skill that somebody wants to learn."""

    __tablename__ = "skills_wanted"
    __table_args__ = (Index("ix_skills_wanted_key", "team_id", "key"),)


class Names(NamedTuple):
    """The skills' names by their folded spellings, and the names that words of a question ask for."""

    same: Mapping[str, str]
    asks_for: Mapping[str, str]


def key(typed: str) -> str:
    """Fold a skill or tag: other spellings of the same have the same key; empty: there is no word in it."""
    return spelling(name(typed))[:LONGEST_KEY]


def name(typed: str) -> str:
    """Give the name that a skill is known by; one that is not known keeps the name it was given."""
    return known().same.get(spelling(typed), " ".join(typed.split()))


def spelling(typed: str) -> str:
    """Fold words: case, accents, signs between them and a plural's s do not count."""
    return " ".join(word.folded for word in search_index.words(typed))


def parts(typed: str) -> list[str]:
    """Take what was typed in a list apart: at commas of any script, semicolons and ends of lines."""
    return [_BULLET.sub("", " ".join(part.split())) for part in _BETWEEN.split(typed)]


def tag(typed: str) -> str:
    """Give a tag as it is kept: in lower case, and known skills by their own name."""
    called = known().same.get(spelling(typed))
    if called is None:
        return typed.casefold()
    spelt = re.sub(r"^\.", "dot", called.replace("#", "sharp"))
    return re.sub(r"[^\w+.-]+", "-", spelt).casefold()


def offer(
    session: Session, team_id: str, user_id: str, typed: str, *, deepen: str = "", now: datetime
) -> None:
    """Let somebody offer these skills, typed with commas between, and no others.

    What stands in `deepen` they can take others deep in, also if it is in `typed`.
    """
    levels = {Level.START: ("offered", typed), Level.DEEPEN: ("offered_deeply", deepen)}
    _keep(session, Skill, team_id, user_id, levels, now)


def want(
    session: Session, team_id: str, user_id: str, typed: str, *, deepen: str = "", now: datetime
) -> None:
    """Let somebody want to learn these skills, as they offer others."""
    levels = {Level.START: ("wanted", typed), Level.DEEPEN: ("wanted_deeply", deepen)}
    _keep(session, Wanted, team_id, user_id, levels, now)


def offered_by(session: Session, team_id: str, user_id: str) -> list[Skill]:
    """List what somebody offers."""
    theirs = select(Skill).where(Skill.team_id == team_id, Skill.user_id == user_id)
    return list(session.scalars(theirs.order_by(Skill.name)))


def wanted_by(session: Session, team_id: str, user_id: str) -> list[Wanted]:
    """List what somebody wants to learn."""
    theirs = select(Wanted).where(Wanted.team_id == team_id, Wanted.user_id == user_id)
    return list(session.scalars(theirs.order_by(Wanted.name)))


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let somebody offer and want nothing."""
    for table in (Skill, Wanted):
        session.execute(delete(table).where(table.team_id == team_id, table.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody offers and wants, how far, and since when."""
    held = ("name", "level", "since")
    return {
        "skills": [facts(each, *held) for each in offered_by(session, team_id, user_id)],
        "skills_wanted": [facts(each, *held) for each in wanted_by(session, team_id, user_id)],
    }


def asked_for(text: str) -> set[str]:
    """Give the keys of every skill that a text may be about: what it names, and what belongs to that."""
    words = [
        word.folded
        for word in search_index.words(text)
        if word.folded not in EVERYDAY or text[word.start].isupper()
    ]
    phrases = {
        " ".join(words[at : at + length]) for length in range(1, MOST_WORDS + 1) for at in range(len(words))
    }
    names = known()
    meant = (names.same.get(each) or names.asks_for.get(each) for each in phrases)
    return phrases | {spelling(each) for each in meant if each}


def known() -> Names:
    """Give the skills that are known."""
    return names_in(FILE)


@cache
def names_in(file: Path) -> Names:
    """Read a file of names and of other ways to say the same."""
    same: dict[str, str] = {}
    asks_for: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        called, _, rest = ("" if line.startswith("#") else line).partition(":")
        spellings, _, within = rest.partition(";")
        _name_all(same, [called, *spellings.split(",")], called.strip())
        _name_all(asks_for, within.split(","), called.strip())
    return Names(same, asks_for)


def _name_all(names: dict[str, str], spellings: Iterable[str], called: str) -> None:
    for each in map(spelling, spellings):
        if each:
            names.setdefault(each, called)


def _keep(
    session: Session,
    table: type[Named],
    team_id: str,
    user_id: str,
    levels: Mapping[Level, tuple[str, str]],
    now: datetime,
) -> None:
    """Keep what was typed, by level and with its field; what stands at both levels has the later one."""
    parsed = {level: _parse(typed, field) for level, (field, typed) in levels.items()}
    named = {each: (called, level) for level, skills in parsed.items() for each, called in skills.items()}
    if len(named) > MOST:
        fullest = max(parsed, key=lambda level: len(parsed[level]))
        raise RuleError(
            f"These are {len(named)} skills; name the {MOST} you like best.", field=levels[fullest][0]
        )
    whose = {"team_id": team_id, "user_id": user_id}
    theirs = (table.team_id == team_id, table.user_id == user_id)
    session.execute(delete(table).where(*theirs, table.key.not_in(named)))
    rows = [
        {**whose, "key": each, "name": called, "level": level, "since": now}
        for each, (called, level) in sorted(named.items())
    ]
    insert_missing(session, table, rows)
    for row in session.scalars(select(table).where(*theirs, table.key.in_(named))):
        row.name, row.level = named[row.key]


def _parse(typed: str, field: str) -> dict[str, str]:
    given = parts(typed)
    for each in given:
        if len(name(each)) > LONGEST:
            raise RuleError(
                f"“{each[:20]}…” is too long for a skill: at most {LONGEST} characters each, with commas "
                "between.",
                field=field,
            )
        if not spelling(each) and not all(unicodedata.category(sign)[0] in "PZC" for sign in each):
            raise RuleError(f"I cannot read “{each[:20]}” as a skill: write it in letters.", field=field)
    return {key(each): name(each) for each in given if spelling(each)}
