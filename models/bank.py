"""The bank of prompts: a text file that anybody can edit."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from models.errors import RuleError

SHARED = Path(__file__).with_name("prompts.txt")
PARTS = 4
LONGEST = {"name": 64, "format": 32, "question": 600, "button": 24, "choice": 60}
FIELDS = {"choice": "choices"}
"""Where a form names a part otherwise."""

FEWEST_CHOICES, MOST_CHOICES = 2, 6


class _Named(Protocol):
    """What stands in a line under a name."""

    @property
    def name(self) -> str: ...


Entry = TypeVar("Entry", bound=_Named)


class Theme(StrEnum):
    """What a prompt is for."""

    EVERYDAY = "everyday"
    CROSS_TEAM = "cross-team"
    CURATION = "curation"


class Prompt(NamedTuple):
    """One question of the bank; `name` stays the same for good. `by_id` proposed it and likes to be named."""

    name: str
    format: str
    text: str
    theme: Theme = Theme.EVERYDAY
    button: str = ""
    choices: tuple[str, ...] = ()
    anonymous: bool = False
    by_id: str | None = None


class Bank(NamedTuple):
    """The prompts in the file's order, and a sentence for each line that could not be read."""

    prompts: Sequence[Prompt]
    problems: Sequence[str]

    @property
    def formats(self) -> list[str]:
        """The formats there are, each once."""
        return sorted({prompt.format for prompt in self.prompts})


def read(lines: Iterable[str]) -> Bank:
    """Read a bank; a broken line is named with its number and the rest still works."""
    return Bank(*entries(lines, lambda line: checked(_parse(line))))


def entries(lines: Iterable[str], parse: Callable[[str], Entry]) -> tuple[list[Entry], list[str]]:
    """Read what stands in a file, one a line, and name the lines that cannot be read."""
    found: dict[str, Entry] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            entry = parse(line)
        except RuleError as error:
            problems.append(f"line {number}: {error.message}")
            continue
        if entry.name in found:
            problems.append(f"line {number}: the name “{entry.name}” is taken by an earlier line")
        else:
            found[entry.name] = entry
    return list(found.values()), problems


@cache
def shared() -> Bank:
    """Read the bank that every workspace starts with, once."""
    return read(lines_of(SHARED))


def lines_of(file: Path) -> list[str]:
    """Give a file's lines; bytes that are no UTF-8 spoil their own line at most, never the start."""
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


def checked(prompt: Prompt) -> Prompt:
    """Give a prompt back that can be posted."""
    for part, value in (
        ("name", prompt.name),
        ("format", prompt.format),
        ("question", prompt.text),
        ("button", prompt.button),
        *(("choice", choice) for choice in prompt.choices),
    ):
        if len(value) > LONGEST[part]:
            raise RuleError(
                f"A {part} holds at most {LONGEST[part]} characters.", field=FIELDS.get(part, part)
            )
    if "\ufffd" in prompt.text:
        raise RuleError("This is no UTF-8.")
    if prompt.choices and not FEWEST_CHOICES <= len(prompt.choices) <= MOST_CHOICES:
        raise RuleError(f"A poll has {FEWEST_CHOICES} to {MOST_CHOICES} choices.", field="choices")
    if len(set(prompt.choices)) < len(prompt.choices):
        raise RuleError("Two choices are the same.", field="choices")
    if prompt.choices and prompt.anonymous:
        raise RuleError("A poll is not anonymous: a vote is somebody's, so that it can be changed.")
    return prompt


def _parse(line: str) -> Prompt:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) < PARTS or not all(parts):
        raise RuleError("expected “name | format | theme | question”")
    name, form, theme, text, *extras = parts
    if theme not in list(Theme):
        raise RuleError(f"“{theme}” is no theme: {', '.join(Theme)}")
    return _with_extras(Prompt(name, form, text, Theme(theme)), extras)


def _with_extras(prompt: Prompt, extras: Iterable[str]) -> Prompt:
    for extra in extras:
        what, _, value = (part.strip() for part in extra.partition(":"))
        if what == "anonymous" and not value:
            prompt = prompt._replace(anonymous=True)
        elif what == "button" and value:
            prompt = prompt._replace(button=value)
        elif what == "choices" and value:
            prompt = prompt._replace(choices=tuple(filter(None, map(str.strip, value.split(";")))))
        else:
            raise RuleError(f"“{extra}” is none of “button: …”, “choices: …; …”, “anonymous”")
    return prompt
