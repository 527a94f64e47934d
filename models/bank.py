"""The bank of prompts: a text file that anybody can edit."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

SHARED = Path(__file__).with_name("prompts.txt")
PARTS = 3


class Prompt(NamedTuple):
    """One question of the bank; `name` stays the same for good."""

    name: str
    format: str
    text: str


class Bank(NamedTuple):
    """The prompts in the file's order, and a sentence for each line that could not be read."""

    prompts: Sequence[Prompt]
    problems: Sequence[str]


def read(lines: Iterable[str]) -> Bank:
    """Read a bank; a broken line is named with its number and the rest still works."""
    prompts: dict[str, Prompt] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        prompt = _parse(line)
        if prompt is None:
            problems.append(f"line {number}: expected “name | format | question”")
        elif prompt.name in prompts:
            problems.append(f"line {number}: the name “{prompt.name}” is taken by an earlier line")
        else:
            prompts[prompt.name] = prompt
    return Bank(list(prompts.values()), problems)


def shared() -> Bank:
    """Read the bank that every workspace starts with."""
    return read(SHARED.read_text(encoding="utf-8").splitlines())


def _parse(line: str) -> Prompt | None:
    parts = [part.strip() for part in line.split("|", maxsplit=PARTS - 1)]
    return Prompt(*parts) if len(parts) == PARTS and all(parts) else None
