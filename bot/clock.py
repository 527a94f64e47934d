"""What time it is: this machine's clock, or the database's where several machines share one."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

Clock = Callable[[], datetime]
"""Tells the present moment, aware and in UTC."""

ASK_SECONDS = 15.0
SLOWEST_SECONDS = 1.0
"""How long an answer may take that is believed."""


def utc_now() -> datetime:
    """Tell the present moment by this machine's clock."""
    return datetime.now(UTC)


class SharedClock:
    """Tells PostgreSQL's time, so that leases mean the same on every machine.

    It is asked now and then; in between, this machine's monotonic clock counts on.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._asked = float("-inf")
        self._then = utc_now()

    def __call__(self) -> datetime:
        """Tell the moment; while the database is away, by counting on."""
        with self._lock:
            if time.monotonic() - self._asked > ASK_SECONDS:
                self._ask()
            return self._then + timedelta(seconds=time.monotonic() - self._asked)

    def _ask(self) -> None:
        first = self._asked == float("-inf")
        try:
            with self._engine.connect() as connection:
                asked = time.monotonic()
                then = connection.scalar(text("SELECT clock_timestamp()")).astimezone(UTC)
                answered = time.monotonic()
        except DBAPIError:
            if first:
                raise
        else:
            # A process that was frozen meanwhile would go wrong by as long as that.
            if first or answered - asked < SLOWEST_SECONDS:
                self._then, self._asked = then, answered


def shared(engine: Engine) -> Clock:
    """Give the clock that all processes on a database go by."""
    return SharedClock(engine) if engine.dialect.name == "postgresql" else utc_now
