"""`make bench`: how fast, in figures of this run, and in ratios where there is a yardstick.

`python -m tests.bench outbox` runs one alone.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import postgres
from tests.bench import outbox, search

BENCHES: dict[str, Callable[[str], Iterator[str]]] = {
    "outbox": outbox.lines,
    "search": search.lines,
    "million": search.million,
}
"""Each takes a database's address and gives lines to print."""


def main(wanted: list[str]) -> int:
    """Run the benches that are named, or all, on SQLite and on PostgreSQL."""
    programs = postgres.binaries()
    for name in wanted or BENCHES:
        with tempfile.TemporaryDirectory() as folder:
            _print(name, "SQLite", f"sqlite:///{Path(folder) / 'potluck.db'}")
        if programs is None:
            print(f"{name}, PostgreSQL: skipped, no PostgreSQL")
            continue
        with postgres.cluster(programs) as url:
            _print(name, "PostgreSQL", url)
    return 0


def _print(name: str, database: str, url: str) -> None:
    for line in BENCHES[name](url):
        print(f"{name}, {database}: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
