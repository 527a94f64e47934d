"""The database as every feature uses it: the declarative base, UTC times, the engine, transactions."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache, partial
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import (
    URL,
    BindParameter,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Insert,
    MetaData,
    bindparam,
    create_engine,
    event,
    literal,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator

from models.sqlite import connect as connect_sqlite

NEVER_REUSED = {"sqlite_autoincrement": True}
"""For tables whose ids leave the database (in buttons and keys): a deleted row's id is not given again."""

RESTED_SECONDS = 1.0
"""After how long a connection to PostgreSQL may have broken unnoticed, and is tried before it is used."""

YIELDS_AFTER = "300ms"
"""How long who is to yield waits for a lock: less than PostgreSQL takes to look for a deadlock."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware moment into UTC; SQLite gets it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime is no moment: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def moment(name: str) -> BindParameter[datetime]:
    """Name a moment that is told when the statement runs: making it takes longer than running it."""
    return bindparam(name, type_=UtcDateTime)


class Base(DeclarativeBase):
    """Every table; its rows belong to a workspace (`team_id`)."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy reads it from the class


Row = TypeVar("Row", bound=Base)


class Sessions:
    """Where transactions come from."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = sessionmaker(engine, expire_on_commit=False)
        self._reading = sessionmaker(_only_reading(engine), expire_on_commit=False)

    def begin(self) -> AbstractContextManager[Session]:
        """Open a transaction that writes: committed at the end, rolled back by an exception."""
        return self._writing.begin()

    def read(self) -> Session:
        """Open a session that only looks, and never waits for a writer."""
        return self._reading()


def database_url(address: str) -> URL:
    """Read a database address, or ArgumentError; `postgres://` and `postgresql://` mean psycopg 3."""
    try:
        url = make_url(address)
    except ValueError as error:
        raise ArgumentError("the port is no number") from error
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise ArgumentError(f"{url.drivername} is neither sqlite nor postgresql")
    return url


def connect(address: str) -> Engine:
    """Make the engine for a database address, with what its kind needs to be safe under threads."""
    url = database_url(address)
    if url.get_backend_name() == "sqlite":
        return connect_sqlite(url)
    engine = create_engine(url, pool_size=32, max_overflow=8, hide_parameters=True)
    event.listen(engine, "checkin", _lay_down)
    event.listen(engine, "checkout", partial(_pick_up, engine.dialect))
    return engine


def insert_once(session: Session, table: type[Row], **values: Any) -> Row | None:
    """Insert a row unless a unique key says that it is there; None means that it was."""
    return session.scalars(_insert_returning(session.get_bind().dialect.name, table), values).one_or_none()


def insert_missing(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows whose unique keys are not there yet."""
    if rows:
        session.connection().execute(_insert(session.get_bind().dialect.name, table), rows)


@cache
def _insert(dialect: str, table: type[Base]) -> Insert:
    """Make the statement once: the values come with each execution."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing()


@cache
def _insert_returning(dialect: str, table: type[Row]) -> ReturningInsert[Row]:
    return _insert(dialect, table).returning(table)


def yield_soon(session: Session) -> None:
    """Let a transaction give up what it waits for rather than deadlock with who waits for it (PostgreSQL)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{YIELDS_AFTER}'"))


def facts(row: Base, *names: str) -> dict[str, Any]:
    """Give columns of a row as plain data, moments in ISO 8601; what is empty is left out."""
    held = {name: getattr(row, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in held.items()
        if value not in (None, "")
    }


def upsert(
    session: Session,
    table: type[Base],
    key: dict[str, Any],
    values: dict[str, Any],
    *,
    where: ColumnElement[bool] | None = None,
    **told: Any,
) -> bool:
    """Insert a row, or give the one with its key new values, if it is as `where` asks; tell whether so.

    `where` is made once, for all times: what changes it names, and is told.
    """
    statement = _upsert(session.get_bind().dialect.name, table, tuple(key), tuple(values), where)
    session.flush()
    return session.connection().execute(statement, {**key, **values, **told}).first() is not None


@cache
def _upsert(
    dialect: str,
    table: type[Base],
    key: tuple[str, ...],
    names: tuple[str, ...],
    where: ColumnElement[bool] | None,
) -> ReturningInsert[int]:
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    new = {name: insert.excluded[name] for name in names}
    return insert.on_conflict_do_update(index_elements=key, set_=new, where=where).returning(literal(1))


def _only_reading(engine: Engine) -> Engine:
    """Spare looks at PostgreSQL a transaction's round trips: each statement sees the latest anyway."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(reads_only=True)
    return engine.execution_options(reads_only=True, isolation_level="AUTOCOMMIT")


def _lay_down(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = monotonic()


def _pick_up(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Replace a connection that broke while it rested, and all others with it."""
    now = monotonic()
    if now - record.info.get("rests_since", now) < RESTED_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error
