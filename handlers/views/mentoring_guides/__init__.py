"""The guides: what two people do with their half hour, from text files that anybody can edit."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from handlers.views import blocks
from handlers.views.blocks import Block
from models.mentoring import Format

FOLDER = Path(__file__).parent

SESSIONS = 8

ORDER = (*(f"session_{number}" for number in range(1, SESSIONS + 1)), "flash", "reverse", "peer", "rescue")
"""Every guide, by the name of its file."""

_MINUTES = re.compile(r"(?P<minutes>\d+) min")


class Guide(NamedTuple):
    """One guide: what for, what to do in how many minutes, what to ask, what comes before the next time."""

    name: str
    title: str
    aim: str
    steps: tuple[tuple[int, str], ...]
    questions: tuple[str, ...]
    before: str
    note: str

    @property
    def minutes(self) -> int:
        """How long it takes as it is written."""
        return sum(minutes for minutes, _ in self.steps)


def named(name: str) -> Guide:
    """Give a guide by its name; one that is not there is the first."""
    return shelf().get(name, shelf()["session_1"])


def for_session(form: Format, number: int, *, last: bool) -> Guide:
    """Give the guide for a session: the first of a format has its own, the last is always what changed."""
    if form == Format.FLASH:
        return named("flash")
    if number == 1 and form in {Format.REVERSE, Format.PEER}:
        return named(form)
    if last and number > 1:
        return named(f"session_{SESSIONS}")
    return named(f"session_{min(number, SESSIONS - 1)}")


def rows(guide: Guide) -> list[Block]:
    """Show a guide."""
    steps = "\n".join(f"*{minutes} min*  {blocks.escape(text)}" for minutes, text in guide.steps)
    questions = "\n".join(f"•  {blocks.escape(each)}" for each in guide.questions)
    return [
        blocks.section(f"*{blocks.escape(guide.title)}*\n{blocks.escape(guide.aim)}"),
        blocks.section(steps),
        blocks.section(f"*Good questions*\n{questions}"),
        blocks.section(f"*Before next time*  {blocks.escape(guide.before)}"),
        blocks.context(blocks.escape(guide.note)),
    ]


@cache
def shelf() -> dict[str, Guide]:
    """Read the guides, once, in their order."""
    return {name: parse(name, _lines(name)) for name in ORDER}


def parse(name: str, lines: Iterable[str]) -> Guide:
    """Read a guide; a line that does not say what it is, is left out."""
    said: dict[str, list[str]] = {}
    steps: list[tuple[int, str]] = []
    for line in lines:
        what, _, text = ("" if line.startswith("#") else line).partition(":")
        takes = _MINUTES.fullmatch(what.strip())
        if takes:
            steps.append((int(takes["minutes"]), text.strip()))
        else:
            said.setdefault(what.strip(), []).append(text.strip())
    title, aim, before, note = (" ".join(said.get(each, [])) for each in ("title", "aim", "before", "note"))
    return Guide(name, title, aim, tuple(steps), tuple(said.get("ask", ())), before, note)


def _lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
