"""`python -m bot` as an operator meets it: real processes, one clear line, the right exit code."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier

from bot import __version__
from bot.__main__ import main
from bot.workspace import LocalWorkspace
from models import tables, workspaces
from models.base import Sessions, connect
from tests.conftest import until
from tests.forks import FORKS
from tests.people import Page, Person, words

ROOT = Path(__file__).parents[2]
SETTINGS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "PORT",
)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**clean, "PYTHONPATH": str(ROOT), "HOME": str(folder), **settings}


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    returncode: int | None
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Let a process of its own run one command to its end; it finds the modules loaded."""
    with TemporaryDirectory() as said:
        out, err = Path(said) / "out", Path(said) / "err"
        process = FORKS.Process(
            target=command, args=(folder, out, err, arguments, environment(folder, **settings))
        )
        process.start()
        process.join(30)
        process.kill()
        return Ended(process.exitcode, out.read_text(), err.read_text())


def command(
    folder: Path, out: Path, err: Path, arguments: Sequence[str], environment: Mapping[str, str]
) -> NoReturn:
    """Be `python -m bot`, in the process that this runs in."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, path in ((sys.stdout, out), (sys.stderr, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream.fileno())
    sys.exit(main(arguments))


class Running:
    """A process that is meant to stay; it finds the modules loaded, too."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self._said = TemporaryDirectory()
        out, self._err = Path(self._said.name) / "out", Path(self._said.name) / "err"
        os.mkfifo(out)
        self.process = FORKS.Process(
            target=command, args=(folder, out, self._err, arguments, environment(folder, **settings))
        )
        self.process.start()
        self._out = out.open()

    def first_line(self) -> str:
        return self._out.readline()

    def stop(self) -> tuple[int | None, str]:
        self.process.terminate()
        self.process.join(15)
        return self.process.exitcode, self._err.read_text()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self._out.close()
        self._said.cleanup()


@pytest.fixture
def sit_down() -> Iterator[Callable[[str, str], Person]]:
    """Let somebody sit down at the page of a workspace at an address."""
    pages: list[Page] = []

    def person(url: str, user_id: str) -> Person:
        pages.append(Page(url))
        return Person(pages[-1], user_id)

    yield person
    for page in pages:
        page.close()


SitDown = Callable[[str, str], Person]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start processes that do not outlive the test."""
    started: list[Running] = []

    def begin(*arguments: str, **settings: str) -> Running:
        started.append(Running(tmp_path, *arguments, **settings))
        return started[-1]

    yield begin
    for running in started:
        running.close()


Start = Callable[..., Running]


@pytest.fixture
def workspace() -> Iterator[LocalWorkspace]:
    workspace = LocalWorkspace(port=0)
    workspace.start()
    yield workspace
    workspace.stop()


def test_the_version_and_the_help_are_told(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "bot", "--version"]
    version = subprocess.check_output(asked, cwd=tmp_path, env=environment(tmp_path), text=True)
    assert version == f"Potluck {__version__}\n"
    told = run(tmp_path, "--help").stdout
    assert "local" in told
    assert "SLACK_BOT_TOKEN" in told


def one_line(result: Ended, code: int) -> str:
    assert result.returncode == code, result.stderr
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def test_half_a_configuration_ends_with_2_and_one_line(tmp_path: Path) -> None:
    assert "SLACK_APP_TOKEN" in one_line(run(tmp_path, SLACK_BOT_TOKEN="xoxb-1"), 2)


def test_the_env_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nPORT=http\nSLACK_SIGNING_SECRET=s\n")
    assert "PORT" in one_line(run(tmp_path), 2)
    assert "SLACK_APP_TOKEN" in one_line(run(tmp_path, SLACK_SIGNING_SECRET=""), 2)


@pytest.mark.parametrize("url", ["potluck", "mysql://host/name", "postgresql://host:door/name"])
def test_no_database_address_is_one_line(tmp_path: Path, url: str) -> None:
    assert "DATABASE_URL" in one_line(run(tmp_path, "db", "upgrade", DATABASE_URL=url), 2)


def test_settings_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\n")
    assert ".env" in one_line(run(tmp_path, "doctor"), 2)


@pytest.mark.parametrize(
    "wrong", [("local", "--port", "65536"), ("local", "--port", "-1"), ("upcoming", "--days", "999999999")]
)
def test_a_number_out_of_range_is_named(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    result = run(tmp_path, *wrong)
    assert (result.returncode, result.stdout) == (2, "")
    assert "no whole number from" in result.stderr


def test_a_database_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    line = one_line(run(tmp_path, "db", "upgrade", DATABASE_URL="sqlite:////nowhere/at/all.db"), 1)
    assert "database" in line


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".local").write_text("in the way")
    assert ".local" in one_line(run(tmp_path, "local", "--port", "0"), 1)


def test_an_unreachable_database_server_is_one_line(tmp_path: Path) -> None:
    line = one_line(run(tmp_path, "db", "upgrade", DATABASE_URL="postgres://potluck@127.0.0.1:1/potluck"), 1)
    assert "database" in line


def test_an_unreachable_slack_is_one_line(tmp_path: Path) -> None:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
    }
    assert "Slack cannot be reached" in one_line(run(tmp_path, **settings), 1)


def test_a_refused_token_is_one_line(tmp_path: Path, workspace: LocalWorkspace) -> None:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": f"{workspace.url}/api/",
    }
    assert "invalid_auth" in one_line(run(tmp_path, **settings), 1)
    wrong_app = settings | {"SLACK_BOT_TOKEN": "xoxb-local"}
    assert "invalid_auth" in one_line(run(tmp_path, DATABASE_URL="sqlite:///a.db", **wrong_app), 1)


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert port in one_line(run(tmp_path, "local", "--port", port), 1)


def test_the_database_can_be_upgraded_by_itself(tmp_path: Path) -> None:
    for _ in range(2):
        result = run(tmp_path, "db", "upgrade")
        assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "potluck.db").exists()


def test_the_local_workspace_is_ready_at_once_keeps_its_data_and_stops_when_told(
    tmp_path: Path, sit_down: SitDown, start: Start
) -> None:
    started = time.monotonic()
    running = start("local", "--port", "0")
    line = running.first_line()
    assert time.monotonic() - started < 20
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line
    ada = sit_down(found[0], "U0ADA")
    ada.types("/share-tip")
    ada.submits(text="kept over a restart")
    until(lambda: stands(ada, "kept over a restart"))
    assert running.stop() == (0, "")
    assert not (tmp_path / "potluck.db").exists()

    again = start("local", "--port", "0")
    url = re.search(r"http://\S+", again.first_line())
    assert url
    assert stands(sit_down(url[0], "U0BEN"), "kept over a restart")
    assert again.stop()[0] == 0

    fresh = start("local", "--port", "0", "--reset")
    url = re.search(r"http://\S+", fresh.first_line())
    assert url
    ben = sit_down(url[0], "U0BEN")
    ben.types("/find-tip kept")
    until(lambda: any("No tip with" in each["text"] for each in ben.reads()))
    assert fresh.stop()[0] == 0


def stands(person: Person, said: str) -> bool:
    """Tell whether something stands in #learning."""
    return any(said in words(each.get("blocks")) for each in person.reads())


def test_real_data_and_the_local_workspace_are_never_mixed(tmp_path: Path) -> None:
    engine_url = f"sqlite:///{tmp_path / 'real.db'}"
    engine = connect(engine_url)
    tables.upgrade(engine)
    with Sessions(engine).begin() as session:
        workspaces.install(session, "T1REAL", name="Real", bot_user_id="U1", now=datetime.now(UTC))
    engine.dispose()
    line = one_line(run(tmp_path, "local", "--port", "0", "--reset", "--database", engine_url), 1)
    assert "never mixed" in line
    with Sessions(engine).read() as session:
        assert workspaces.all_ids(session) == {"T1REAL"}
    engine.dispose()


def test_over_http_only_signed_requests_are_answered_until_it_is_told_to_stop(
    workspace: LocalWorkspace, start: Start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = start(
        SLACK_BOT_TOKEN="xoxb-local",
        SLACK_SIGNING_SECRET="shh",
        SLACK_API_URL=f"{workspace.url}/api/",
        PORT=str(port),
    )
    assert str(port) in running.first_line()
    body = urlencode(
        {"command": "/potluck", "text": "help", "team_id": "T0LOCAL", "user_id": "U0ADA", "trigger_id": "1"}
    )
    timestamp = str(int(time.time()))
    signature = SignatureVerifier("shh").generate_signature(timestamp=timestamp, body=body) or ""
    headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    request = Request(f"http://127.0.0.1:{port}/slack/events", body.encode(), headers)
    with urlopen(request, timeout=15) as answer:
        assert "/share-tip" in json.dumps(json.load(answer))
    code, log = running.stop()
    assert code == 0
    assert "Traceback" not in log


def test_over_socket_mode_it_connects_to_the_slack_it_is_told(
    workspace: LocalWorkspace, sit_down: SitDown, start: Start
) -> None:
    running = start(
        SLACK_BOT_TOKEN="xoxb-local",
        SLACK_APP_TOKEN="xapp-local",
        SLACK_API_URL=f"{workspace.url}/api/",
    )
    assert "T0LOCAL" in running.first_line()
    ada = sit_down(workspace.url, "U0ADA")
    until(lambda: bool(ada.page.ask("GET", "/workspace")["bot"]["connected"]))
    ada.types("/potluck help")
    assert "/share-tip" in words(ada.last()["blocks"])
    code, log = running.stop()
    assert (code, log) == (0, "")


def test_an_operator_asks_what_is_coming_and_what_is_owed(tmp_path: Path) -> None:
    for question in (["upcoming"], ["upcoming", "--days", "3"], ["outbox"]):
        result = run(tmp_path, *question)
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout.startswith("Nothing is ")
    assert "tip:9" in one_line(run(tmp_path, "outbox", "retry", "tip:9"), 2)


def test_a_second_process_on_the_same_sqlite_file_says_so_and_ends(
    tmp_path: Path, workspace: LocalWorkspace, start: Start
) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-local", "SLACK_APP_TOKEN": "xapp-local"}
    slack["SLACK_API_URL"] = f"{workspace.url}/api/"
    first = start(**slack)
    assert "T0LOCAL" in first.first_line()
    assert "Another Potluck runs on" in one_line(run(tmp_path, **slack), 1)
    first.process.kill()
    first.process.join()
    again = start(**slack)
    assert "T0LOCAL" in again.first_line(), "a killed process leaves nothing behind that shuts the others out"


def test_the_doctor_says_what_is_there_and_how_doubt_is_settled(
    tmp_path: Path, workspace: LocalWorkspace
) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-local", "SLACK_APP_TOKEN": "xapp-local"}
    well = run(tmp_path, "doctor", **slack, SLACK_API_URL=f"{workspace.url}/api/")
    assert (well.returncode, well.stderr) == (0, "")
    assert "direct messages: a message that may have been sent is looked for" in well.stdout
    poor = LocalWorkspace(port=0, scopes=frozenset({"chat:write", "channels:history"}))
    poor.start()
    try:
        result = run(tmp_path, "doctor", **slack, SLACK_API_URL=f"{poor.url}/api/")
    finally:
        poor.stop()
    assert result.returncode == 1
    assert "missing: channels:read, commands" in result.stdout
    assert "cannot be looked into without im:history" in result.stdout
    assert "public channels: a message that may have been sent is looked for" in result.stdout
