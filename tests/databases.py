"""On which kind of database a test runs that may run on each: on one by its name, or on every kind."""

import os
from collections import defaultdict
from collections.abc import Sequence
from zlib import crc32

import pytest

ONE = os.environ.get("POTLUCK_TESTS_DATABASES") == "one"
"""Whether each test runs on one kind only, as in `make test`: together they still use both."""

SAID = (
    "each test that may run on SQLite and on PostgreSQL runs on one of them, by its name; "
    "`make test DATABASES=both` runs it on both"
)


def left_out(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Give the tests that another kind of database is chosen for."""
    alike: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items if ONE else []:
        kind = _kind(item)
        if kind:
            alike[item.nodeid.replace(kind, "")].append(item)
    left: list[pytest.Item] = []
    for name, each in alike.items():
        chosen = crc32(name.encode()) % len(each)
        left += each[:chosen] + each[chosen + 1 :]
    return left


def _kind(item: pytest.Item) -> str:
    given = getattr(item, "callspec", None)
    kind = given.params.get("kind", "") if given else ""
    return kind if kind in {"sqlite", "postgres"} else ""
