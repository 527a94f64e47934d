"""`make torture`: the long hour on SQLite with one process and PostgreSQL with three, then each mutation."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests import postgres
from tests.torture.hostile import CALM, STORM
from tests.torture.torture import Trial, run
from tests.torture.worker import MUTATIONS

CALM_RATIO = 1.05
STORM_RATIO = 1.3
HURT_EVERY_SECONDS = 2.0

CAUGHT_AS = {
    "no lease": {"doubled"},
    "blind retry": {"doubled"},
    "no lanes": {"too fast"},
    "random keys": {"doubled"},
    "ignore Retry-After": {"into a shut lane"},
    "done before send": {"lost"},
}
"""What each mutation has to be found out by."""


def main() -> int:
    """Run every trial and print what the judge found; 1 if that is too much, or too little."""
    good = [_whole(name, url, processes) for name, url, processes in _databases()]
    good += [_caught(mutation) for mutation in MUTATIONS]
    return 0 if all(good) else 1


def _databases() -> Iterator[tuple[str, str, int]]:
    with _sqlite() as url:
        yield "SQLite x 1", url, 1
    programs = postgres.binaries()
    if programs is None:
        print("PostgreSQL x 3: skipped, no PostgreSQL")
        return
    with postgres.cluster(programs) as url:
        yield "PostgreSQL x 3", url, 3


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'potluck.db'}"


def _whole(name: str, url: str, processes: int) -> bool:
    calm = run(Trial(url, processes, CALM))
    print(f"{name}, calm: {calm}", flush=True)
    storm = run(Trial(url, processes, STORM, violence_seconds=HURT_EVERY_SECONDS))
    print(f"{name}, storm: {storm}", flush=True)
    harmless = not calm.faults and not storm.faults
    return harmless and calm.ratio <= CALM_RATIO and storm.ratio <= STORM_RATIO


def _caught(mutation: str) -> bool:
    with _sqlite() as url:
        found = run(
            Trial(
                url,
                1,
                replace(STORM, limit=0.05),
                people=150,
                posts=50,
                violence_seconds=HURT_EVERY_SECONDS,
                patience_seconds=60,
                mutation=mutation,
            )
        )
    caught = bool(CAUGHT_AS[mutation] & found.faults.keys())
    print(f"{mutation}: {'caught' if caught else 'NOT CAUGHT'}: {found}", flush=True)
    return caught


if __name__ == "__main__":
    sys.exit(main())
