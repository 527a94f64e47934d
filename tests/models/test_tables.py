"""The migrations and the models say the same, and a newer database is left alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from models import tables
from models.base import Sessions, connect
from models.tables import NewerDatabaseError


def not_the_search_index(name: str | None, kind: str, parents: object) -> bool:  # noqa: ARG001
    """Leave out what each database keeps in its own way."""
    return kind != "table" or not (name or "").startswith("tip_search")


def test_the_migrations_make_exactly_the_tables_of_the_models(sessions: Sessions) -> None:
    with sessions.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": not_the_search_index}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, tables.METADATA) == []


def test_every_row_belongs_to_a_workspace() -> None:
    assert [table.name for table in tables.METADATA.sorted_tables if "team_id" not in table.columns] == []


def test_a_newer_database_is_refused_and_left_as_it_is(sessions: Sessions) -> None:
    with sessions.engine.begin() as connection:
        ours = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(NewerDatabaseError, match="9999"):
            tables.upgrade(sessions.engine)
    finally:
        with sessions.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :ours"), {"ours": ours})


def test_an_up_to_date_database_is_only_read_while_somebody_writes(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'potluck.db'}")
    tables.upgrade(engine)
    with engine.begin():
        tables.upgrade(engine)
    engine.dispose()


def test_four_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    engines = [connect(f"sqlite:///{tmp_path / 'fresh.db'}") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tables.upgrade, engines))
    with engines[0].connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    for engine in engines:
        engine.dispose()


def test_a_dozen_processes_may_open_a_fresh_file_at_once(tmp_path: Path) -> None:
    def greet(engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS greetings (word)"))

    for number in range(40):
        engines = [connect(f"sqlite:///{tmp_path / f'{number}.db'}") for _ in range(12)]
        with ThreadPoolExecutor(12) as threads:
            list(threads.map(greet, engines))
        for engine in engines:
            engine.dispose()
