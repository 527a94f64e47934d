"""What a group does together when it meets, from text files that anybody can edit."""

import random
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import bank
from models.errors import RuleError
from models.mixers import Mixer, Together
from models.mixers_rounds import Group, Round

FOLDER = Path(__file__).parent

ICE_BREAKERS = "ice_breakers"
FILES = (*Together, ICE_BREAKERS)
"""Every file, by its name."""

LONGEST_NAME = 64
LONGEST = 300
"""Characters of one part of an idea."""

FEWEST_STEPS, MOST_STEPS = 2, 4


class Idea(NamedTuple):
    """One thing to do together; `name` stays the same for good, `steps` are done one after the other."""

    name: str
    text: str
    steps: tuple[str, ...] = ()


class Shelf(NamedTuple):
    """The ideas in a file's order, and a sentence for each line that could not be read."""

    ideas: Sequence[Idea]
    problems: Sequence[str]


def ideas(session: Session, mixer: Mixer, number: int, *, seed: int) -> list[str]:
    """Name what so many new groups of a mixer do, by the names in its file; the same seed gives the same.

    None comes again before the mixer has used all of them.
    """
    counted = select(Group.idea, func.count()).join(Round, Round.id == Group.round_id)
    theirs = counted.where(Round.mixer_id == mixer.id).group_by(Group.idea)
    used = {name: times for name, times in session.execute(theirs)}  # noqa: C416 - a row is no pair
    names = [each.name for each in shelf(mixer.together).ideas]
    random.Random(seed).shuffle(names)  # noqa: S311 - a draw that can be replayed
    chosen: list[str] = []
    while names and len(chosen) < number:
        least = min(used.get(name, 0) for name in names)
        fresh = [name for name in names if used.get(name, 0) == least]
        used |= dict.fromkeys(fresh, least + 1)
        chosen += fresh
    return chosen[:number] or [""] * number


def named(together: str, name: str) -> Idea | None:
    """Give an idea by its name; the first of the file where that one is not there any more."""
    there = shelf(together).ideas
    return next((each for each in there if each.name == name), there[0] if there else None)


def ice_breaker(turn: int) -> str:
    """Give a question that breaks a silence; each turn has another until all were used."""
    there = shelf(ICE_BREAKERS).ideas
    return there[turn % len(there)].text if there else ""


@cache
def shelf(name: str) -> Shelf:
    """Read a file, once."""
    return read(name, bank.lines_of(FOLDER / f"{name}.txt"))


def problems() -> list[str]:
    """Name the lines of all files that could not be read."""
    return [f"{name}.txt, {problem}" for name in FILES for problem in shelf(name).problems]


def read(name: str, lines: Iterable[str]) -> Shelf:
    """Read what stands in a file of that name; a broken line is named and the rest still works."""
    return Shelf(*bank.entries(lines, lambda line: _parse(name, line)))


def _parse(file: str, line: str) -> Idea:
    name, *parts = (part.strip() for part in line.split("|"))
    if not parts or not all((name, *parts)):
        raise RuleError("expected “name | what to do”, with steps behind it where it has any")
    if len(name) > LONGEST_NAME or any(len(part) > LONGEST for part in parts):
        raise RuleError(f"a name has at most {LONGEST_NAME} characters, a part {LONGEST}")
    if "\ufffd" in line:
        raise RuleError("this is no UTF-8")
    text, *steps = parts
    if len(steps) > MOST_STEPS or (file == Together.WORKSHEET and len(steps) < FEWEST_STEPS):
        raise RuleError(f"a worksheet has {FEWEST_STEPS} to {MOST_STEPS} steps, others at most {MOST_STEPS}")
    return Idea(name, text, tuple(steps))
