"""The command line: `python -m bot`."""

import argparse
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.error import URLError

from dotenv import dotenv_values
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot import __version__, doctor, people, reports, run, slack
from bot.assembly import MixedDataError
from bot.clock import utc_now
from bot.config import SETTINGS, Config, ConfigError, Mode
from bot.lock import SecondProcessError
from models import tables
from models.base import Sessions, connect
from models.errors import RuleError
from models.tables import NewerDatabaseError


class UnwellError(Exception):
    """The doctor found something."""


FAILED = 1
MISCONFIGURED = 2
LOCAL_PORT = 8765
HIGHEST_PORT = 65_535
MOST_DAYS = 3660

TOKENS = "Look at SLACK_BOT_TOKEN and SLACK_APP_TOKEN."
NETWORK = "Look at SLACK_API_URL and the network."

EXPLAINED: dict[type[Exception], tuple[int, Callable[[Any], str]]] = {
    ConfigError: (MISCONFIGURED, str),
    ArgumentError: (
        MISCONFIGURED,
        lambda error: (
            f"DATABASE_URL is no address such as sqlite:///potluck.db or postgresql://host/name: {error}"
        ),
    ),
    MixedDataError: (FAILED, str),
    UnwellError: (FAILED, str),
    people.NotAllTakenError: (FAILED, str),
    RuleError: (FAILED, str),
    NewerDatabaseError: (FAILED, str),
    run.PortTakenError: (FAILED, str),
    SecondProcessError: (FAILED, str),
    DBAPIError: (FAILED, lambda error: f"The database cannot be used: {error.orig}"),
    slack.RefusedError: (FAILED, lambda error: f"Slack refuses: {error.error}. {TOKENS}"),
    SlackApiError: (FAILED, lambda error: f"Slack refuses: {error.response['error']}. {TOKENS}"),
    slack.DoubtError: (FAILED, lambda error: f"Slack cannot be reached: {error}. {NETWORK}"),
    slack.LimitedError: (FAILED, lambda error: f"Slack cannot be reached: {error}. {NETWORK}"),
    URLError: (FAILED, lambda error: f"Slack cannot be reached: {error.reason}. {NETWORK}"),
    sqlite3.Error: (FAILED, lambda error: f"The local workspace's file cannot be used: {error}"),
    OSError: (
        FAILED,
        lambda error: f"{error.filename or 'A file'} cannot be used: {error.strerror or error}",
    ),
}
"""What an operator can mend: the exit code, and the line that says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what an operator can mend is one line on stderr and an exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # what fails is said by the part that called
    try:
        options.run(options)
    except tuple(EXPLAINED) as error:
        code, say = next(EXPLAINED[kind] for kind in EXPLAINED if isinstance(error, kind))
        sys.stderr.write(" ".join(say(error).split()) + "\n")
        return code
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Potluck, a Slack bot for peer-to-peer learning. Without Slack's settings it opens the "
        "local workspace: a small Slack on this machine, in the browser.",
        epilog="Settings, from the environment or .env: " + ", ".join(setting.name for setting in SETTINGS),
    )
    parser.add_argument("--version", action="version", version=f"Potluck {__version__}")
    parser.set_defaults(run=_serve)
    commands = parser.add_subparsers(metavar="")
    local = commands.add_parser("local", help="open the local workspace, whatever the settings say")
    _add_local_options(local)
    local.set_defaults(run=_local)
    database = commands.add_parser("db", help="look after the database")
    verbs = database.add_subparsers(required=True, metavar="upgrade")
    examine = commands.add_parser("doctor", help="look whether everything that is needed is there")
    examine.set_defaults(run=_doctor)
    _add_reports(commands)
    _add_people(commands)
    upgrade = verbs.add_parser("upgrade", help="bring the database to this version's tables")
    upgrade.set_defaults(run=_upgrade)
    return parser


def _add_reports(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    coming = commands.add_parser("upcoming", help="list what will be said, where and when")
    coming.add_argument("--days", type=_within(1, MOST_DAYS), default=14, help="how far to look ahead (14)")
    coming.set_defaults(run=_upcoming)
    owed = commands.add_parser("outbox", help="list what is owed, late or failed, and why")
    owed.set_defaults(run=_owed)
    verbs = owed.add_subparsers(metavar="")
    for name, act, does in (
        ("retry", reports.retry, "say it once more"),
        ("drop", reports.drop, "never say it"),
    ):
        verb = verbs.add_parser(name, help=does)
        verb.add_argument("key", metavar="KEY", help="as listed")
        verb.set_defaults(run=_on_key(act))


def _add_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser(
        "people", help="bring in people's teams, sites, seniority and managers"
    ).add_subparsers(required=True, metavar="import")
    verb = verbs.add_parser(
        "import",
        help="from a CSV file: the column email, and any of team, site, seniority, manager",
    )
    verb.add_argument("file", metavar="FILE", type=Path, help="in UTF-8, as a spreadsheet saves it")
    verb.add_argument("--dry-run", action="store_true", help="only say what would change")
    verb.set_defaults(run=_import_people)


def _add_local_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=_within(0, HIGHEST_PORT), default=LOCAL_PORT, help=f"where to serve it ({LOCAL_PORT})"
    )
    parser.add_argument("--database", metavar="URL", help="another database for Potluck's own memory")
    parser.add_argument("--reset", action="store_true", help="start afresh: conversation, memory, clock")


def _within(least: int, most: int) -> Callable[[str], int]:
    """Make a reader of whole numbers between two."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is no whole number from {least} to {most}")
        return int(text)

    return number


def _serve(_options: argparse.Namespace) -> None:
    config = _config()
    match config.mode:
        case Mode.SOCKET:
            run.socket_mode(config)
        case Mode.HTTP:
            run.http_mode(config)
        case Mode.LOCAL:
            run.local_mode(port=LOCAL_PORT, database_url=None, reset=False)


def _local(options: argparse.Namespace) -> None:
    run.local_mode(port=options.port, database_url=options.database, reset=options.reset)


def _upgrade(_options: argparse.Namespace) -> None:
    tables.upgrade(connect(_config().database_url))


def _doctor(_options: argparse.Namespace) -> None:
    findings = []
    for finding in doctor.examine(_config()):
        _print([str(finding)])
        findings.append(finding)
    if not all(finding.good for finding in findings):
        raise UnwellError("Not everything is as it should be: see above.")


def _upcoming(options: argparse.Namespace) -> None:
    with _database().read() as session:
        _print(reports.upcoming(session, now=utc_now(), days=options.days))


def _owed(_options: argparse.Namespace) -> None:
    with _database().read() as session:
        _print(reports.owed(session, now=utc_now()))


def _import_people(options: argparse.Namespace) -> None:
    data = options.file.read_bytes()
    _print(people.load(_config(), _database(), data, dry_run=options.dry_run))


def _on_key(act: Callable[..., int]) -> Callable[[argparse.Namespace], None]:
    def run_on_key(options: argparse.Namespace) -> None:
        with _database().begin() as session:
            found = act(session, options.key, now=utc_now())
        if not found:
            raise ConfigError(
                f"Nothing of the key {options.key} is owed. `python -m bot outbox` lists the keys."
            )

    return run_on_key


def _database() -> Sessions:
    engine = connect(_config().database_url)
    tables.upgrade(engine)
    return Sessions(engine)


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)


def _config() -> Config:
    try:
        from_file = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    except UnicodeDecodeError as error:
        raise ConfigError(".env is no text in UTF-8: write it anew after .env.example.") from error
    return Config.from_env({**from_file, **os.environ})


if __name__ == "__main__":
    sys.exit(main())
