"""`python -m bot people import`: an operator brings in teams and managers from a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.workspace import LocalWorkspace
from bot.workspace.manifest import Manifest
from models import audit, tables, workspaces
from models.audit import Act
from models.base import Sessions, connect
from models.profiles import Profile
from tests.bot.test_command_line import Ended, one_line, run, workspace
from tests.conftest import MONDAY

__all__ = ["workspace"]

FILE = """email;team;manager
ada@hearth.example;Platform;tomas@hearth.example
ben@hearth.example;=1+1;
nobody@hearth.example;Data;
"""


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    """A database in which Potluck has run."""
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    with sessions.begin() as session:
        workspaces.install(session, "T0LOCAL", name="Hearth & Co", bot_user_id="U0POTLUCK", now=MONDAY)
    yield sessions
    engine.dispose()


def bring(
    folder: Path, workspace: LocalWorkspace, database_url: str, *arguments: str, **settings: str
) -> Ended:
    slack = {"SLACK_BOT_TOKEN": "xoxb-local", "SLACK_APP_TOKEN": "xapp-local"}
    slack |= {"SLACK_API_URL": f"{workspace.url}/api/", "DATABASE_URL": database_url}
    return run(folder, "people", "import", *arguments, **{**slack, **settings})


def kept(sessions: Sessions) -> dict[str, tuple[str, str | None]]:
    with sessions.read() as session:
        return {each.user_id: (each.team, each.manager_id) for each in session.scalars(select(Profile))}


def test_an_operator_looks_first_and_then_brings_a_file_in(
    tmp_path: Path, workspace: LocalWorkspace, sessions: Sessions, database_url: str
) -> None:
    (tmp_path / "people.csv").write_bytes(FILE.encode("utf-8-sig"))
    looked = bring(tmp_path, workspace, database_url, "people.csv", "--dry-run")
    assert kept(sessions) == {}
    assert looked.returncode == 1
    assert looked.stdout.splitlines() == [
        "line 2: ada@hearth.example: team “Platform”, manager tomas@hearth.example",
        "line 3: ben@hearth.example: team “=1+1”",
        "line 4: not taken: nobody here has the address nobody@hearth.example.",
        "2 would change, 0 as they were, 1 not taken. This was a dry run: nothing is changed yet.",
    ]
    assert looked.stderr == "Not everything was taken: see the lines above. Mend them and run it again.\n"

    assert bring(tmp_path, workspace, database_url, "people.csv").returncode == 1
    assert kept(sessions) == {"U0ADA": ("Platform", "U0TOMAS"), "U0BEN": ("=1+1", None)}
    with sessions.read() as session:
        assert {(act.by_id, act.about_id) for act in session.scalars(select(Act))} == {
            (audit.OPERATOR, "U0ADA"),
            (audit.OPERATOR, "U0BEN"),
        }
    (tmp_path / "people.csv").write_text(FILE.replace("nobody@hearth.example;Data;\n", ""))
    again = bring(tmp_path, workspace, database_url, "people.csv")
    assert (again.returncode, again.stdout) == (0, "0 changed, 2 as they were, 0 not taken.\n")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_what_hinders_an_import_is_one_line(
    tmp_path: Path, workspace: LocalWorkspace, sessions: Sessions, database_url: str
) -> None:
    people = tmp_path / "people.csv"
    assert "people.csv" in one_line(bring(tmp_path, workspace, database_url, "people.csv"), 1)
    people.write_text("ada@hearth.example,Platform\n")
    assert "Line 1 names the columns" in one_line(bring(tmp_path, workspace, database_url, "people.csv"), 1)
    people.write_text(FILE)
    tokenless = bring(tmp_path, workspace, database_url, "people.csv", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert "SLACK_BOT_TOKEN is missing" in one_line(tokenless, 2)
    elsewhere = f"sqlite:///{tmp_path / 'other.db'}"
    assert "has never run" in one_line(bring(tmp_path, workspace, elsewhere, "people.csv"), 2)
    assert kept(sessions) == {}


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_without_the_scope_the_operator_hears_which_one_is_missing(
    tmp_path: Path, sessions: Sessions, database_url: str
) -> None:
    (tmp_path / "people.csv").write_text(FILE)
    poor = LocalWorkspace(port=0, scopes=Manifest().required)
    poor.start()
    try:
        line = one_line(bring(tmp_path, poor, database_url, "people.csv"), 1)
    finally:
        poor.stop()
    assert "users:read.email" in line
    assert kept(sessions) == {}
