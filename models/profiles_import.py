"""Where people stand, from a steward's file: read line by line, looked at before anything is changed.

A cell that begins with a formula's sign is text like any other; nothing here computes.
"""

import csv
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit
from models.base import insert_missing
from models.errors import RuleError
from models.profiles import LONGEST_PLACE, PLACES, Profile

COLUMNS = {
    "email": {"email", "mail", "email address", "mail address"},
    "team": {"team", "department"},
    "site": {"site", "office", "location"},
    "seniority": {"seniority", "level", "grade"},
    "manager": {"manager", "manager email", "managers email", "manager mail"},
}
"""The columns that are read, and how a first line may name them: signs and capitals do not count."""

NAMED = ",".join(COLUMNS)

DELIMITERS = (",", ";", "\t")
HIGHEST_CELL = 10
"""Lines that a quoted cell may span; a quotation mark that stays open longer was forgotten."""

OPEN_QUOTE = "it has a quotation mark that is never closed."

_UNREADABLE = re.compile("[\udc80-\udcff\ufffd]")

CHUNK = 500
"""Rows written at once: what a database takes as parameters has an end."""


class Colleague(NamedTuple):
    """Whose e-mail address it is; `kept_out`: why they have no profile here, such as "a guest", or empty."""

    user_id: str
    kept_out: str = ""


class Row(NamedTuple):
    """One line of the file that can be read."""

    line: int
    email: str
    team: str
    site: str
    seniority: str
    manager: str


class Remark(NamedTuple):
    """Why a line was not taken, or only its manager was not."""

    line: int
    why: str
    manager: bool = False

    def __str__(self) -> str:
        return f"line {self.line}: {'manager ' if self.manager else ''}not taken: {self.why}"


@dataclass
class Change:
    """What a line changes of somebody's profile: what it does not name stays as it is."""

    line: int
    user_id: str
    email: str
    places: dict[str, str] = field(default_factory=dict)
    manager_id: str | None = None
    manager: str = ""

    def __str__(self) -> str:
        parts = [
            *(f"{name} “{place}”" for name, place in self.places.items()),
            *([f"manager {self.manager}"] if self.manager_id is not None else []),
        ]
        return f"line {self.line}: {self.email}: {', '.join(parts)}"

    @property
    def what(self) -> str:
        """Name what it changes."""
        *most, last = [*self.places, *(["manager"] if self.manager_id is not None else [])] or [""]
        return f"{', '.join(most)} and {last}" if most else last


class Read(NamedTuple):
    """A file as it was read."""

    rows: list[Row]
    remarks: list[Remark]


@dataclass
class Plan:
    """What an import would do: whose profile changes, what is not taken, how many lines change nothing."""

    changes: list[Change] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    same: int = 0

    def lines(self) -> list[str]:
        """Say it line by line, in the file's order."""
        told = [
            *((each.line, str(each)) for each in self.changes),
            *((each.line, str(each)) for each in self.remarks),
        ]
        return [words for _, words in sorted(told)]


def decode(data: bytes) -> str:
    """Read a file's text: UTF-8, or UTF-16 with its mark; what cannot be read is told of with its line."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="surrogateescape")


def read(text: str) -> Read:
    """Read the lines; RuleError where the first does not name the columns."""
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    records = _records(lines, _delimiter(lines))
    columns: dict[str, int] | None = None
    wide = 0
    found = Read([], [])
    for number, cells in records:
        if columns is None:
            columns, wide = _columns(number, cells), len(cells)
        elif isinstance(cells, str):
            found.remarks.append(Remark(number, cells))
        elif len(cells) > wide:
            problem = f"it has {len(cells)} cells, and the first line names {wide}. "
            found.remarks.append(Remark(number, problem + "Put quotation marks round a cell with a comma."))
        else:
            padded = [*cells, *[""] * (wide + 1 - len(cells))]  # the last one for a column that is not there
            found.rows.append(Row(number, **{name: padded[at] for name, at in columns.items()}))
    if columns is None:
        raise RuleError(f"There is no line to read. The first names the columns: {NAMED}", field="lines")
    return found


def plan(session: Session, team_id: str, found: Read, colleagues: Mapping[str, Colleague]) -> Plan:
    """Tell what the lines would change; `colleagues` by their e-mail address in small letters."""
    made = Plan(remarks=list(found.remarks))
    columns = [getattr(Profile, name) for name in ("user_id", "manager_id", *PLACES)]
    rows = session.execute(select(*columns).where(Profile.team_id == team_id))
    kept: dict[str, Mapping[str, str | None]] = {each["user_id"]: dict(each) for each in rows.mappings()}
    managers = {who: str(each["manager_id"]) for who, each in kept.items() if each["manager_id"]}
    asked = list(_asked(found.rows, colleagues, made.remarks))
    _refuse_circles(asked, managers, colleagues, made)
    for change in asked:
        before = kept.get(change.user_id, {})
        change.places = {
            name: place for name, place in change.places.items() if place != before.get(name, "")
        }
        change.manager_id = None if change.manager_id == before.get("manager_id") else change.manager_id
        if change.what:
            made.changes.append(change)
        else:
            made.same += 1
    return made


def carry_out(session: Session, team_id: str, made: Plan, *, by: str, now: datetime) -> None:
    """Change the profiles, and write down by whom; an operator on the command line is `audit.OPERATOR`."""
    changes = sorted(made.changes, key=lambda change: change.user_id)
    for at in range(0, len(changes), CHUNK):
        part = {change.user_id: change for change in changes[at : at + CHUNK]}
        rows = [{"team_id": team_id, "user_id": who, "changed_at": now} for who in part]
        insert_missing(session, Profile, rows)
        theirs = select(Profile).where(Profile.team_id == team_id, Profile.user_id.in_(part))
        for profile in session.scalars(theirs.order_by(Profile.user_id).with_for_update()):
            _change(profile, part[profile.user_id], now)
        for who, change in part.items():
            audit.note(session, team_id, by, "profiles.import", about=who, detail=change.what, now=now)
        session.flush()


def _change(profile: Profile, change: Change, now: datetime) -> None:
    profile.changed_at = now
    for name, place in change.places.items():
        setattr(profile, name, place)
    if change.manager_id is not None:
        profile.manager_id = change.manager_id


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Give each line's number and cells, or what is wrong with it; empty lines are passed over."""
    at = 0
    while at < len(lines):
        spans = range(1, min(HIGHEST_CELL, len(lines) - at) + 1)
        span = next((n for n in spans if "\n".join(lines[at : at + n]).count('"') % 2 == 0), 0)
        read = _cells("\n".join(lines[at : at + span]), delimiter) if span else OPEN_QUOTE
        if read and not (at == 0 and read[0].casefold().startswith("sep=")):
            yield at + 1, read
        at += span if isinstance(read, list) else 1


def _cells(text: str, delimiter: str) -> list[str] | str:
    """Give a line's cells, one line of plain text each, without the empty ones at its end; or its problem."""
    if "\x00" in text:
        return "this is no text. Save the file as CSV, in UTF-8."
    if _UNREADABLE.search(text):
        return "some of its letters cannot be read. Save the file as “CSV UTF-8”."
    try:
        (cells,) = list(csv.reader([text], delimiter=delimiter, strict=True)) or [[]]
    except csv.Error:
        return OPEN_QUOTE
    clean = ["".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in cell) for cell in cells]
    told = [" ".join(cell.split()) for cell in clean]
    while told and not told[-1]:
        told.pop()
    return told


def _delimiter(lines: Iterable[str]) -> str:
    first = next((line for line in lines if line.strip() and not line.casefold().startswith("sep=")), "")
    return max(DELIMITERS, key=first.count)


def _columns(line: int, cells: list[str] | str) -> dict[str, int]:
    """Tell where each column stands; one that is not there is empty in every line."""
    if isinstance(cells, str):
        raise RuleError(f"Line {line} names the columns, but {cells}", field="lines")
    plain = [re.sub(r"[^a-z ]", "", re.sub("[_.]", " ", cell.casefold())) for cell in cells]
    found = {name: at for name, spelt in COLUMNS.items() for at, cell in enumerate(plain) if cell in spelt}
    if "email" not in found or len(found) == 1:
        shown = ", ".join(cells)[:60]
        raise RuleError(f"Line {line} names the columns: {NAMED}. Here it says “{shown}”.", field="lines")
    return {name: found.get(name, -1) for name in COLUMNS}


def _asked(
    rows: Iterable[Row], colleagues: Mapping[str, Colleague], remarks: list[Remark]
) -> Iterator[Change]:
    """Give what each line asks for, and remark on what it cannot have."""
    lines: dict[str, int] = {}
    for row in rows:
        who = colleagues.get(row.email.casefold())
        problem = _refused(row, who, lines)
        if problem or who is None:
            remarks.append(Remark(row.line, problem))
            continue
        lines[who.user_id] = row.line
        places = {name: place for name in PLACES if (place := getattr(row, name))}
        change = Change(row.line, who.user_id, row.email, places)
        if row.manager:
            _name_manager(change, row.manager, colleagues.get(row.manager.casefold()), remarks)
        yield change


def _refused(row: Row, who: Colleague | None, lines: Mapping[str, int]) -> str:
    if not row.email:
        return "it has no e-mail address."
    if who is None:
        return f"nobody here has the address {row.email[:80]}."
    if who.kept_out:
        return f"{row.email} is {who.kept_out}, and has no profile here."
    if who.user_id in lines:
        return f"{row.email} stands in line {lines[who.user_id]} already, and that one counts."
    too_long = {name: len(place) for name in PLACES if len(place := getattr(row, name)) > LONGEST_PLACE}
    return next(
        (
            f"the {PLACES[name]} has {length} characters, and at most {LONGEST_PLACE} fit."
            for name, length in too_long.items()
        ),
        "",
    )


def _name_manager(change: Change, address: str, manager: Colleague | None, remarks: list[Remark]) -> None:
    if manager is None:
        problem = f"nobody here has the address {address[:80]}."
    elif manager.kept_out:
        problem = f"{address} is {manager.kept_out}."
    elif manager.user_id == change.user_id:
        problem = "nobody manages themselves."
    else:
        change.manager_id, change.manager = manager.user_id, address
        return
    remarks.append(Remark(change.line, problem, manager=True))


def _refuse_circles(
    asked: Sequence[Change], kept: Mapping[str, str], colleagues: Mapping[str, Colleague], made: Plan
) -> None:
    """Take back the last line of every circle that the lines close; circles that were there before stay."""
    changes = {change.user_id: change for change in asked if change.manager_id}
    above = {**kept, **{who: change.manager_id for who, change in changes.items() if change.manager_id}}
    named = {each.user_id: address for address, each in colleagues.items()}
    while circles := [circle for circle in _circles(above) if any(who in changes for who in circle)]:
        for circle in circles:
            last = changes.pop(
                max((who for who in circle if who in changes), key=lambda who: changes[who].line)
            )
            at = circle.index(last.user_id)
            way = [*circle[at:], *circle[:at], last.user_id]
            shown = " → ".join(named.get(who, "somebody") for who in way)
            why = f"each would report to the next, in a circle: {shown}."
            made.remarks.append(Remark(last.line, why, manager=True))
            last.manager_id = None
            above.pop(last.user_id)
            if last.user_id in kept:
                above[last.user_id] = kept[last.user_id]


def _circles(above: Mapping[str, str]) -> list[list[str]]:
    """List the circles of managers, each once: everybody's manager comes after them."""
    seen: set[str] = set()
    circles = []
    for start in above:
        way: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            way[at] = len(way)
            at = above.get(at)
        if at is not None and at in way:
            circles.append(list(way)[way[at] :])
    return circles
