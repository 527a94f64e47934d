"""What every test stands on: a migrated database of each kind, and a clock that only tests move."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import select

from bot import local
from bot.assembly import Potluck, assemble
from bot.socket_mode import SocketMode
from bot.workspace import LocalWorkspace
from bot.workspace.manifest import Manifest
from models import tables
from models.base import Sessions, connect
from models.lanes import UNHURRIED
from models.outbox import Owed
from tests import postgres
from tests.people import Page, Person

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Where the tests' clock stands at first: a Monday, 09:00 in Berlin."""


START = datetime(2027, 3, 1, 7, 55, tzinfo=UTC)
"""Where the workspace's clock stands at first: a Monday, 08:55 in Berlin."""


class Clock:
    """Tells what it was set to."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def add(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def skip(reason: str) -> NoReturn:
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


class Wired:
    """A local workspace and the bot's link to it: made once, since links take a second to close."""

    def __init__(self, **workspace: Any) -> None:
        self.workspace = LocalWorkspace(port=0, **workspace)
        self.workspace.start()
        self.page = Page(self.workspace.url)
        self.link: SocketMode | None = None

    def join(self, potluck: Potluck) -> None:
        """Let the link be answered by this app."""
        if self.link is None:
            api_url = f"{self.workspace.url}/api/"
            self.link = SocketMode(potluck.app, local.APP_TOKEN, api_url, after=_nothing)
            self.link.connect()
            until(self.connected)
        self.link.handler.app = potluck.app

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
        self.page.close()
        self.workspace.stop()

    def connected(self) -> bool:
        connected: bool = self.page.ask("GET", "/workspace")["bot"]["connected"]
        return connected


class Company:
    """Potluck at work: the local workspace, the bot in it, and the people."""

    def __init__(self, wired: Wired, database_url: str) -> None:
        self.workspace, self.page = wired.workspace, wired.page
        self.workspace.on_clock_moved = _nothing
        self.workspace.reset()
        self.set_clock(START)
        self.potluck = assemble(
            token=local.BOT_TOKEN,
            api_url=f"{self.workspace.url}/api/",
            database_url=database_url,
            clock=self.workspace.now,
            pace=UNHURRIED,
        )
        self.workspace.on_clock_moved = self.potluck.look
        wired.join(self.potluck)

    def person(self, name: str) -> Person:
        """Let somebody sit down at the page."""
        return Person(self.page, f"U0{name.upper()}")

    def settle(self) -> None:
        """Let everything that is owed now be said."""
        self.potluck.delivery.drain()

    def set_clock(self, to: datetime) -> None:
        """Move the workspace's clock; what is due then happens."""
        self.page.ask("POST", "/clock", {"to": to.timestamp()})

    def schedule_prompts(self) -> None:
        """Give #learning its weekly prompt: Mondays at nine in Berlin."""
        local.seed_schedule(self.potluck)

    def owes_a_prompt(self) -> bool:
        """Tell whether a prompt is owed or said."""
        with self.potluck.sessions.read() as session:
            return session.scalar(select(Owed.id).where(Owed.kind == "prompts.post")) is not None

    def close(self) -> None:
        """Go home."""
        self.potluck.stop()


def until(true: Callable[[], bool], *, within: float = 10.0) -> None:
    """Look again and again until it is true."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"


def _nothing() -> None:
    """Tests say themselves when what is owed is said."""


@pytest.fixture(scope="session")
def wired() -> Iterator[Wired]:
    wired = Wired()
    yield wired
    wired.close()


@pytest.fixture
def poor_company(database_url: str) -> Iterator[Company]:
    """A company that lets Potluck see reactions, but read no messages."""
    wired = Wired(scopes=Manifest().required | {"reactions:read"})
    company = Company(wired, database_url)
    yield company
    company.close()
    wired.close()


@pytest.fixture
def company(wired: Wired, database_url: str, caplog: pytest.LogCaptureFixture) -> Iterator[Company]:
    company = Company(wired, database_url)
    yield company
    company.close()
    loud = [record.getMessage() for record in caplog.records if record.name == "potluck.bolt"]
    assert loud == [], "Bolt warns of listeners that do not fit"


@pytest.fixture
def ada(company: Company) -> Person:
    return company.person("ada")


@pytest.fixture
def ben(company: Company) -> Person:
    return company.person("ben")
