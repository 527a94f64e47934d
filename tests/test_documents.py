"""What can be used is documented, and what is documented can be used."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import SETTINGS
from bot.workspace import METHODS
from bot.workspace.api import Entry
from bot.workspace.manifest import EVENT_SCOPES
from handlers.views import potluck

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))


def test_every_command_is_in_the_readme_and_in_the_help() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert f"`{command['command']}" in README
        assert any(typed.startswith(command["command"]) for typed, _ in potluck.COMMANDS)


def test_every_shortcut_is_in_the_readme() -> None:
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert shortcut["name"] in README


@pytest.mark.parametrize("kind", ["bot", "bot_optional"])
def test_every_scope_has_its_reason(kind: str) -> None:
    documented = {
        scope
        for row in README.splitlines()
        if row.startswith("| `")
        for scope in re.findall(r"`([a-z]+:?[a-z.]*)`", row.split("|")[1])
    }
    assert set(MANIFEST["oauth_config"]["scopes"][kind]) <= documented


def test_slack_is_asked_for_every_scope_and_may_leave_out_the_optional_ones() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"]), "Slack marks as optional what it is asked for"
    for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]:
        assert EVENT_SCOPES.get(event, scopes["bot"][0]) in scopes["bot"]


def test_every_setting_is_in_the_readme_and_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for setting in SETTINGS:
        assert f"| `{setting.name}` |" in README
        assert f"\n{setting.name}=" in example


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = re.findall(r"^    (\w+) ", told.stdout, re.MULTILINE)
    assert {"local", "db"} <= set(listed)
    for command in listed:
        assert f"`python -m bot {command}" in README


def test_links_between_the_documents_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert "://" in target or (ROOT / target).exists(), f"{name}: {target}"


def test_every_habit_explains_itself() -> None:
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607
    for habit in ("run", "test", "check", "fmt"):
        assert f"make {habit}" in told


def test_the_bot_uses_no_method_that_the_local_workspace_does_not_know() -> None:
    assert all(isinstance(entry, Entry) for entry in METHODS.values())
    used: set[str] = set()
    for path in [*ROOT.glob("handlers/*.py"), *ROOT.glob("bot/*.py")]:
        found = re.findall(
            r"client\.((?:chat|views|conversations|files|users|reactions|auth)_\w+)",
            path.read_text(encoding="utf-8"),
        )
        used |= {re.sub("_", ".", name, count=1) for name in found}
    camel = {re.sub(r"_(\w)", lambda m: m[1].upper(), name) for name in used}
    if "files.uploadV2" in camel:  # the SDK's name for two methods
        camel ^= {"files.uploadV2", "files.getUploadURLExternal", "files.completeUploadExternal"}
    assert camel
    assert camel <= METHODS.keys()


def test_pinned_requirements_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"^(-i|--(extra-)?index-url|--find-links)|https?://", text, re.MULTILINE)
