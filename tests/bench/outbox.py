"""What claiming one message costs with 10,000 owed, and whether it grows with what is done."""

import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from models import dispatch, outbox, tables
from models.base import Sessions, connect
from models.lanes import UNHURRIED
from models.outbox import Importance, Owed, Step

NOW = datetime(2027, 1, 1, tzinfo=UTC)
OWED = 10_000
DONE = 100_000
CLAIMS = 2_000
CHUNK = 5_000


def lines(database_url: str) -> Iterator[str]:
    """Claim and note rows, first with nothing done and then with a long past."""
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    _owe(sessions, "owed", OWED, said=False)
    fresh = statistics.median(_claims(sessions))
    yield f"with {OWED:,} owed a claim takes {fresh:.2f} ms (median of {CLAIMS:,})"
    _owe(sessions, "past", DONE, said=True)
    before = _megabytes()
    used = statistics.median(_claims(sessions))
    yield (
        f"with {DONE:,} done beside them, {used:.2f} ms: {used / fresh:.2f} times; "
        f"memory grew by {_megabytes() - before:.1f} MB in {CLAIMS:,} claims"
    )
    engine.dispose()


def _claims(sessions: Sessions) -> list[float]:
    """Time claims, in milliseconds; each row is said, so that the next is another's."""
    taken = []
    for _ in range(CLAIMS):
        began = time.perf_counter()
        with sessions.begin() as session:
            claimed = dispatch.claim(session, teams=["T1"], pace=UNHURRIED, now=NOW)
        taken.append((time.perf_counter() - began) * 1000)
        if claimed is None:
            raise AssertionError("nothing was left to claim")
        with sessions.begin() as session:
            owed = dispatch.held(session, claimed[0])
            if owed is not None:
                outbox.said(owed, "1.1", now=NOW)
    return taken


def _owe(sessions: Sessions, name: str, count: int, *, said: bool) -> None:
    row = {
        "team_id": "T1",
        "kind": "bench",
        "ref": "1",
        "importance": Importance.MUST_ARRIVE,
        "step": Step.SAID if said else Step.POST,
        "version": 0,
        "attempts": 0,
        "due_at": None if said else NOW - timedelta(minutes=1),
        "ended_at": NOW if said else None,
    }
    for start in range(0, count, CHUNK):
        rows = [
            {**row, "key": f"{name}:{number}", "recipients": f"D{number}", "channel_id": f"D{number}"}
            for number in range(start, start + CHUNK)
        ]
        with sessions.begin() as session:
            session.execute(insert(Owed), rows)


def _megabytes() -> float:
    """Tell the most memory this process ever held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1_048_576 if sys.platform == "darwin" else 1024)
