"""What an everyday run leaves out: what takes long, and the other kind of database."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from zlib import crc32

import pytest

ONLY = os.environ.get("POTLUCK_TESTS") == "everyday"
"""Whether this is an everyday run, as by `make test`; any other runs every test there is."""

FEW = 8
"""Of how many tests one runs on PostgreSQL, where it costs nearly twice as much."""

EVERYDAY_CASES, ALL_CASES = 8, 25
CASES = EVERYDAY_CASES if ONLY else ALL_CASES
"""How many cases are thrown, at most, for a rule that must hold for all."""

LONG = "that take long, which run before a change goes in"
OTHER = (
    "on the other kind of database: of those that may run on both, every eighth runs on PostgreSQL, "
    "by its name, and the rest on SQLite"
)
WHOLE = (
    f"Rules are tried with {EVERYDAY_CASES} cases rather than {ALL_CASES}. "
    "`make test ALL=yes` leaves nothing out."
)


def left_out(items: Sequence[pytest.Item]) -> dict[str, str]:
    """Give the ids of the tests that do not run now, each with its reason."""
    if not ONLY:
        return {}
    long = {item.nodeid: LONG for item in items if item.get_closest_marker("long")}
    return long | _elsewhere([item for item in items if item.nodeid not in long])


def _elsewhere(items: Sequence[pytest.Item]) -> dict[str, str]:
    """Give the tests that another kind of database is chosen for: together they still use both."""
    alike: dict[str, list[str]] = defaultdict(list)
    for item in items:
        kind = _kind(item)
        if kind:
            alike[item.nodeid.replace(kind, "")].append(item.nodeid)
    return {
        other: OTHER
        for name, each in alike.items()
        for place, other in enumerate(each)
        if place != (0 if crc32(name.encode()) % FEW else len(each) - 1)
    }


def _kind(item: pytest.Item) -> str:
    given = getattr(item, "callspec", None)
    kind = given.params.get("kind", "") if given else ""
    return kind if kind in {"sqlite", "postgres"} else ""


def told(left: dict[str, str]) -> list[str]:
    """Say what was left out and why; what takes long by its name."""
    counts = Counter(left.values())
    long = Counter(each.partition("[")[0] for each, reason in left.items() if reason == LONG)
    named = [f"    {name} ({number})" for name, number in sorted(long.items())]
    lines = [f"{counts[OTHER]} {OTHER}", f"{counts[LONG]} {LONG}:", *named, WHOLE]
    return lines if left else []
