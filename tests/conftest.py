"""What every test stands on: a migrated database of each kind, and a clock that only tests move."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, select

from bot import garbage, local
from bot.assembly import Potluck, assemble
from bot.socket_mode import SocketMode
from bot.workspace import LocalWorkspace
from bot.workspace.manifest import Manifest
from models import tables
from models.base import Sessions, connect
from models.lanes import UNHURRIED
from models.outbox import Owed
from tests import everyday, postgres
from tests.people import Page, Person

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Where the tests' clock stands at first: a Monday, 09:00 in Berlin."""


START = datetime(2027, 3, 1, 7, 55, tzinfo=UTC)
"""Where the workspace's clock stands at first: a Monday, 08:55 in Berlin."""


MEMORY, SPARE = Path("/dev/shm"), 2**30  # noqa: S108 - the folder made there is nobody else's

LEFT_OUT = pytest.StashKey[dict[str, str]]()
"""What an everyday run leaves out, each with its reason."""

THOROUGH = bool(os.environ.get("POTLUCK_TESTS_THOROUGH"))
"""Whether the tests throw their dice often, and afresh each time: `make soak`."""

PATIENT = settings(  # a busy machine makes no promise false
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.register_profile("quick", PATIENT, max_examples=everyday.CASES, derandomize=True, database=None)
settings.register_profile("thorough", PATIENT, max_examples=200)
settings.load_profile("thorough" if THOROUGH else "quick")


def few(examples: int) -> settings:
    """Try so few examples where each is dear; a soak tries many."""
    return settings() if THOROUGH else settings(max_examples=min(examples, everyday.CASES))


def pytest_xdist_auto_num_workers() -> int:
    """Let one more work than there are cores: who waits for a lease, a page or a process leaves its core."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the torture, which takes longest, so that nobody waits for it in the end."""
    left = config.stash.setdefault(LEFT_OUT, {})
    left.update(everyday.left_out(items))
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
    items[:] = [item for item in items if item.nodeid not in left]
    items.sort(key=lambda item: not item.nodeid.startswith("tests/torture/"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell what it left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what a worker left out: every one of them leaves out the same."""
    node.config.stash.setdefault(LEFT_OUT, {}).update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and why."""
    said = everyday.told(config.stash.get(LEFT_OUT, {}))
    if said:
        terminalreporter.section("left out of an everyday run")
        terminalreporter.line("\n".join(said))


def pytest_collection_finish() -> None:
    """Look through the modules for garbage no more often than the running bot does."""
    garbage.look_less()


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
        yield postgres.create(given, "potluck")
        return
    programs = postgres.binaries()
    if programs is None:
        skip("no PostgreSQL")
    with postgres.cluster(programs) as url:
        yield url


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that no disk is waited for, where the machine has memory to spare for it."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > SPARE:
        with TemporaryDirectory(prefix="pl-", dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def sqlite_engine(memory: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{memory / 'potluck.db'}")
    tables.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    engine = connect(postgres_url)
    tables.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    """Of which kind the database is: each test that asks for one runs on both."""
    kind: str = request.param
    return kind


def long(*values: Any) -> pytest.ParameterSet:
    """Name the values of a case that takes long."""
    return pytest.param(*values, marks=pytest.mark.long)


long_on_postgres = pytest.mark.parametrize("kind", ["sqlite", long("postgres")], indirect=True)
"""For a test with so many questions to the database that an everyday run asks them of SQLite."""


def on_sqlite_and_once_on_postgres(name: str, each: Sequence[Any], *, daily: int = 1) -> pytest.MarkDecorator:
    """Run a long test with each value on SQLite, and with the last on PostgreSQL too; a soak runs all.

    An everyday run is content with the first ones.
    """
    pairs = [("sqlite", value) for value in each]
    pairs += [("postgres", value) for value in (each if THOROUGH else each[-1:])]
    cases = [*pairs[:daily], *(long(*pair) for pair in pairs[daily:])]
    return pytest.mark.parametrize(("kind", name), cases, indirect=["kind"])


@pytest.fixture
def sessions(kind: str, request: pytest.FixtureRequest) -> Sessions:
    """An empty database, its tables made once."""
    engine: Engine = request.getfixturevalue(f"{kind}_engine")
    tables.empty(engine)
    return Sessions(engine)


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty database is, for a Potluck or for processes of a test's own."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'potluck.db'}"
    tables.empty(request.getfixturevalue("postgres_engine"))
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Wired:
    """A local workspace and the bot's link to it: made once, and emptied before each test."""

    def __init__(self, **workspace: Any) -> None:
        self.workspace = LocalWorkspace(port=0, **workspace)
        self.workspace.start()
        self.page = Page(self.workspace.url)
        self.link: SocketMode | None = None

    def potluck(self, database_url: str) -> Potluck:
        """Put Potluck together for this workspace."""
        return assemble(
            token=local.BOT_TOKEN,
            api_url=f"{self.workspace.url}/api/",
            database_url=database_url,
            clock=self.workspace.now,
            pace=UNHURRIED,
        )

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
    """Potluck at work: the local workspace, the bot in it, and the people; nothing has happened yet."""

    def __init__(self, wired: Wired, potluck: Potluck) -> None:
        self.workspace, self.page, self.potluck = wired.workspace, wired.page, potluck
        self.workspace.on_clock_moved = _nothing
        self.workspace.reset()
        self.set_clock(START)
        tables.empty(potluck.sessions.engine, keep=["workspaces"])
        wired.join(potluck)
        self.workspace.on_clock_moved = potluck.look

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


@pytest.fixture(scope="session")
def sqlite_potluck(wired: Wired, memory: Path) -> Iterator[Potluck]:
    potluck = wired.potluck(f"sqlite:///{memory / 'company.db'}")
    yield potluck
    potluck.stop()


@pytest.fixture(scope="session")
def postgres_potluck(wired: Wired, postgres_url: str) -> Iterator[Potluck]:
    potluck = wired.potluck(postgres.create(postgres_url, "company"))
    yield potluck
    potluck.stop()


@pytest.fixture
def company(
    wired: Wired, kind: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[Company]:
    """A company whose bot has run since the tests began, as bots do; what it knew is forgotten."""
    yield Company(wired, request.getfixturevalue(f"{kind}_potluck"))
    said = [record.getMessage() for record in caplog.get_records("call")]
    loud = [message for message in said if message.endswith("is not a valid argument")]
    assert loud == [], "Bolt warns of listeners that do not fit"


@pytest.fixture
def new_company(wired: Wired, database_url: str) -> Iterator[Company]:
    """A company with a Potluck of its own, to start, to change and to stop."""
    company = Company(wired, wired.potluck(database_url))
    yield company
    company.potluck.stop()


@pytest.fixture
def poor_company(database_url: str) -> Iterator[Company]:
    """A company that lets Potluck see reactions, but read no messages."""
    wired = Wired(scopes=Manifest().required | {"reactions:read"})
    company = Company(wired, wired.potluck(database_url))
    yield company
    company.potluck.stop()
    wired.close()


@pytest.fixture
def ada(company: Company) -> Person:
    return company.person("ada")


@pytest.fixture
def ben(company: Company) -> Person:
    return company.person("ben")
