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
        try:
            with self._engine.connect() as connection:
                self._then = connection.scalar(text("SELECT clock_timestamp()")).astimezone(UTC)
            self._asked = time.monotonic()
        except DBAPIError:
            if self._asked == float("-inf"):
                raise


def shared(engine: Engine) -> Clock:
    """Give the clock that all processes on a database go by."""
    return SharedClock(engine) if engine.dialect.name == "postgresql" else utc_now
