"""One process from its start to SIGTERM, in each of the three modes."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from bot import garbage, http, local
from bot.assembly import Potluck, assemble
from bot.config import Config, Mode
from bot.http import Guard, Server
from bot.socket_mode import SocketMode
from bot.workspace import LocalWorkspace

CHECK_SECONDS = 5


class PortTakenError(Exception):
    """Somebody else serves on the port."""


def socket_mode(config: Config) -> None:
    """Serve Slack over Socket Mode until told to stop."""
    told = _told_to_stop()
    potluck = _assemble(config)
    edge = SocketMode(potluck.app, config.app_token, config.api_url, after=potluck.delivery.wake)
    edge.connect()
    potluck.start()
    _say(f"Potluck is connected to {potluck.team_id} by Socket Mode.")
    _serve(edge, potluck, told)


def http_mode(config: Config) -> None:
    """Serve Slack over HTTP until told to stop; the server itself watches for the signal."""
    with _port(config.port):
        listening = http.listen(config.port)
    _assemble(config).stop()  # what is wrong shows before a worker starts
    _say(f"Potluck serves Slack on port {config.port}, path {http.PATH}.")
    Server(listening, _Worker(config)).run()


def local_mode(*, port: int, database_url: str | None, reset: bool) -> None:
    """Serve the local workspace, and Potluck in it, until told to stop."""
    told = _told_to_stop()
    folder = local.folder()
    workspace = LocalWorkspace(port=port, state=folder / "workspace.db")
    with _port(port):
        workspace.start()
    if reset:
        workspace.reset()
    potluck = local.assemble(workspace, database_url or f"sqlite:///{folder / 'potluck.db'}", reset=reset)
    edge = SocketMode(potluck.app, local.APP_TOKEN, f"{workspace.url}/api/", after=potluck.delivery.wake)
    edge.connect()
    potluck.start()
    _say(f"Potluck is running. Open the local workspace in your browser: {workspace.url}")
    _serve(edge, potluck, told)
    workspace.stop()


class _Worker:
    """What the HTTP server's worker process runs."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._potluck: Potluck | None = None

    def start(self) -> Guard:
        """Put Potluck together in this process, and give what answers requests."""
        self._potluck = potluck = _assemble(self._config)
        garbage.look_less()
        potluck.start()
        return Guard(
            potluck.app,
            self._config.signing_secret,
            after=potluck.delivery.wake,
            trouble=potluck.trouble,
            calendar=potluck.calendar,
        )

    def stop(self) -> None:
        """Stop Potluck, if it came to run."""
        if self._potluck is not None:
            self._potluck.stop()


def _assemble(config: Config) -> Potluck:
    serves = config.mode is Mode.HTTP and config.public_url
    return assemble(
        token=config.bot_token,
        api_url=config.api_url,
        database_url=config.database_url,
        calendar_root=f"{config.public_url}{http.CALENDAR}" if serves else "",
    )


def _serve(edge: SocketMode, potluck: Potluck, told: Event) -> None:
    garbage.look_less()
    while not told.wait(CHECK_SECONDS):
        edge.check()
    edge.close()
    potluck.stop()


def _told_to_stop() -> Event:
    told = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: told.set())
    return told


@contextmanager
def _port(number: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PortTakenError(f"Port {number} cannot be used: {error.strerror}. Choose another.") from error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
