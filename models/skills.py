"""Skills: what members offer to help with, under the names they are known by."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Index, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import search_index
from models.base import Base, facts
from models.errors import RuleError

FILE = Path(__file__).with_name("skills.txt")

LONGEST = 60
"""Characters in a skill's name."""

MOST = 20
"""Skills that one member may offer."""

LONGEST_KEY = 200

EVERYDAY = frozenset({"c", "go", "r", "news"})
"""Skills' names that are words or letters too: in a text they count only with a capital."""

MOST_WORDS = 3
"""Words of a text that are looked at together, to see whether they name a skill."""


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
    return _spelling(name(typed))[:LONGEST_KEY]


def name(typed: str) -> str:
    """Give the name that a skill is known by; one that is not known keeps the name it was given."""
    return known().same.get(_spelling(typed), " ".join(typed.split()))


def tag(typed: str) -> str:
    """Give a tag as it is kept: in lower case, and known skills by their own name."""
    called = known().same.get(_spelling(typed))
    if called is None:
        return typed.casefold()
    spelt = re.sub(r"^\.", "dot", called.replace("#", "sharp"))
    return re.sub(r"[^\w+.-]+", "-", spelt).casefold()


def offer(session: Session, team_id: str, user_id: str, typed: str, *, now: datetime) -> None:
    """Let somebody offer these skills, typed with commas between, and no others."""
    named = _parse(typed)
    session.execute(
        delete(Skill).where(Skill.team_id == team_id, Skill.user_id == user_id, Skill.key.not_in(named))
    )
    before = {skill.key for skill in offered_by(session, team_id, user_id)}
    session.add_all(
        Skill(team_id=team_id, user_id=user_id, key=each, name=called, since=now)
        for each, called in named.items()
        if each not in before
    )


def offered_by(session: Session, team_id: str, user_id: str) -> list[Skill]:
    """List what somebody offers."""
    theirs = select(Skill).where(Skill.team_id == team_id, Skill.user_id == user_id)
    return list(session.scalars(theirs.order_by(Skill.name)))


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Let somebody offer nothing."""
    session.execute(delete(Skill).where(Skill.team_id == team_id, Skill.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody offers, and since when."""
    return {"skills": [facts(each, "name", "since") for each in offered_by(session, team_id, user_id)]}


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
    return phrases | {_spelling(each) for each in meant if each}


@cache
def known() -> Names:
    """Read the skills that are known."""
    same: dict[str, str] = {}
    asks_for: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        called, _, rest = ("" if line.startswith("#") else line).partition(":")
        spellings, _, within = rest.partition(";")
        _name_all(same, [called, *spellings.split(",")], called.strip())
        _name_all(asks_for, within.split(","), called.strip())
    return Names(same, asks_for)


def _name_all(names: dict[str, str], spellings: Iterable[str], called: str) -> None:
    for each in map(_spelling, spellings):
        if each:
            names.setdefault(each, called)


def _spelling(typed: str) -> str:
    return " ".join(word.folded for word in search_index.words(typed))


def _parse(typed: str) -> dict[str, str]:
    given = [" ".join(part.split()) for part in re.split(r"[,;\n]", typed)]
    named = {key(each): name(each) for each in given if _spelling(each)}
    for called in named.values():
        if len(called) > LONGEST:
            raise RuleError(
                f"“{called[:20]}…” is too long for a skill: at most {LONGEST} characters each, with commas "
                "between.",
                field="offered",
            )
    if len(named) > MOST:
        raise RuleError(f"These are {len(named)} skills; name the {MOST} you like best.", field="offered")
    return named
