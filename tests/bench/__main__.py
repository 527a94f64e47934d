"""`make bench`: how fast, in figures of this run, and in ratios where there is a yardstick.

`python -m tests.bench outbox` runs one alone.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import postgres
from tests.bench import cohorts, matching, mixers, outbox, search

BENCHES: dict[str, Callable[[str], Iterator[str]]] = {
    "cohorts": cohorts.lines,
    "outbox": outbox.lines,
    "search": search.lines,
    "million": search.million,
}
"""Each takes a database's address and gives lines to print."""

WITHOUT_DATABASE: dict[str, Callable[[], Iterator[str]]] = {
    "matching": matching.lines,
    "mixers": mixers.lines,
}


def main(wanted: list[str]) -> int:
    """Run the benches that are named, or all, on SQLite and on PostgreSQL."""
    programs = postgres.binaries()
    for name in wanted or [*WITHOUT_DATABASE, *BENCHES]:
        if name in WITHOUT_DATABASE:
            _print(name, WITHOUT_DATABASE[name]())
            continue
        with tempfile.TemporaryDirectory() as folder:
            _print(f"{name}, SQLite", BENCHES[name](f"sqlite:///{Path(folder) / 'potluck.db'}"))
        if programs is None:
            print(f"{name}, PostgreSQL: skipped, no PostgreSQL")
            continue
        with postgres.cluster(programs) as url:
            _print(f"{name}, PostgreSQL", BENCHES[name](url))
    return 0


def _print(name: str, lines: Iterator[str]) -> None:
    for line in lines:
        print(f"{name}: {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
