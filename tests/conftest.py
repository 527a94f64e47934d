"""What every test stands on: a migrated database of each kind, and a clock that only tests move."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models import tables
from models.base import Sessions, connect
from tests import postgres

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Where the tests' clock stands at first: a Monday, 09:00 in Berlin."""


class Clock:
    """Tells what it was set to."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def add(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def skip(reason: str) -> None:
    """Skip with a reason, except where everything must run."""
    if os.environ.get("POTLUCK_TESTS_SKIP_NOTHING"):
        pytest.fail(f"must not be skipped here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    programs = postgres.binaries()
    if programs is None:
        skip("no PostgreSQL")
    with postgres.cluster(programs) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    engine = connect(f"sqlite:///{path}")
    tables.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    engine = connect(postgres_url)
    tables.upgrade(engine)
    engine.dispose()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty, migrated database: each test that asks runs on both kinds."""
    if request.param == "postgres":
        url: str = request.getfixturevalue("migrated_postgres")
        engine = connect(url)
        tables.empty(engine)
        engine.dispose()
        return url
    path = tmp_path / "potluck.db"
    shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    engine = connect(database_url)
    yield Sessions(engine)
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()
