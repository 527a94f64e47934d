"""What SQLite needs to be safe under threads: writers take turns, and no connection keeps an old result."""

from sqlite3 import Connection, Cursor, OperationalError
from time import monotonic, sleep
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

BUSY_SECONDS = 10
"""How long a writer waits for the one before it."""


class Remembering(Connection):
    """A connection that knows which of its results somebody still holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: WeakSet[Cursor] = WeakSet()

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """Give a new cursor, held until nothing refers to it."""
        cursor = super().cursor(*args, **kwargs)
        self._held.add(cursor)
        return cursor

    def let_go(self) -> None:
        """End every result, read to its end or not."""
        for cursor in tuple(self._held):
            cursor.close()
        self._held.clear()


def connect(url: URL) -> Engine:
    """Make the engine for a file."""
    needs = {"isolation_level": None, "timeout": BUSY_SECONDS, "factory": Remembering}
    engine = create_engine(url, connect_args=needs, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _lay_down)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    cursor.execute("PRAGMA foreign_keys=ON")
    # FULL: a power cut must not forget that a message was about to leave.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    # Two processes that turn a fresh file to WAL at once: SQLite refuses one without the busy timeout's wait.
    end = monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except OperationalError:
            if monotonic() > end:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Any) -> None:
    # A deferred transaction that reads and then writes loses updates: writers take their turn at once.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _lay_down(connection: Remembering | None, _record: object) -> None:
    # A half-read result outlives its transaction: who comes next would see the past, and could not write.
    if connection is not None:
        connection.let_go()
