"""The page's addresses: for this machine, for the person, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.workspace import LocalWorkspace
from tests.people import Page, Person, RefusedError


def ask(
    workspace: LocalWorkspace, method: str, path: str, body: str | None = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = HTTPConnection(urlsplit(workspace.url).netloc, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in named)
    for name, value in named.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body is not None else None)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, dict(response.getheaders()), text


def test_only_this_machine_and_this_page_are_answered(workspace: LocalWorkspace) -> None:
    port = urlsplit(workspace.url).port
    assert ask(workspace, "GET", "/local/workspace")[0] == 200
    assert ask(workspace, "GET", "/local/workspace", Host="evil.example")[0] == 403
    assert ask(workspace, "GET", "/local/workspace", Host=f"evil.example:{port}")[0] == 403
    assert (
        ask(
            workspace,
            "POST",
            "/local/reset",
            "{}",
            Origin="http://evil.example",
            Content_Type="application/json",
        )[0]
        == 403
    )
    assert (
        ask(workspace, "POST", "/local/reset", "{}", Origin="null", Content_Type="application/json")[0] == 403
    )
    assert ask(workspace, "POST", "/local/reset", "{}", Content_Type="text/plain")[0] == 415
    assert (
        ask(workspace, "POST", "/local/reset", "{}", Origin=workspace.url, Content_Type="application/json")[0]
        == 200
    )


def test_the_page_comes_with_a_strict_policy_and_nothing_from_elsewhere(workspace: LocalWorkspace) -> None:
    status, headers, text = ask(workspace, "GET", "/")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "://" not in text
    assert ask(workspace, "GET", "/page/../server.py")[0] == 404
    assert ask(workspace, "GET", "/page/%2e%2e/server.py")[0] in {403, 404}


def test_the_pages_scripts_never_write_markup() -> None:
    for path in (Path(__file__).parents[2] / "bot/workspace/page").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert forbidden not in text, f"{path.name} uses {forbidden}"


def test_a_company_is_there(page: Page, ada: Person) -> None:
    workspace = page.ask("GET", "/workspace")
    people = [each for each in workspace["people"] if not each["is_bot"] and not each["deleted"]]
    assert len(people) >= 12
    assert len({each["team"] for each in people if each["team"]}) == 4
    assert len({each["tz"] for each in people}) == 3
    names = {each["name"]: each for each in ada.ask("GET", "/conversations")}
    assert {"general", "learning", "engineering"} <= names.keys()
    assert names["leads"]["kind"] == "private"
    assert len(ada.reads("#learning")) >= 2


def test_somebody_who_left_and_a_bot_cannot_sit_down(page: Page) -> None:
    for user in ("U0OLGA", "U0DEPLOY", "U0NOBODY"):
        with pytest.raises(RefusedError):
            Person(page, user).reads()


def test_a_private_channel_is_not_there_for_others(ben: Person) -> None:
    with pytest.raises(RefusedError):
        ben.reads("#leads")
    assert "leads" not in {each["name"] for each in ben.ask("GET", "/conversations")}


def test_one_speaks_where_one_is_and_changes_ones_own_words(ada: Person, ben: Person) -> None:
    with pytest.raises(RefusedError, match="Join"):
        ada.types("hello", "#random")
    ada.ask("POST", "/conversations/C0RANDOM/join")
    ada.types("hello", "#random")
    ts = ada.last("#random")["ts"]
    with pytest.raises(RefusedError, match="somebody else's"):
        ben.ask("POST", f"/conversations/C0RANDOM/messages/{ts}/delete")
    ada.ask("POST", f"/conversations/C0RANDOM/messages/{ts}/edit", {"text": "hello <b>"})
    assert ada.last("#random")["text"] == "hello &lt;b&gt;"


def test_the_clock_moves_and_goes_back(workspace: LocalWorkspace, page: Page) -> None:
    told: list[datetime] = []
    workspace.on_clock_moved = lambda: told.append(workspace.now())
    there = datetime(2030, 1, 7, 9, tzinfo=UTC)
    page.ask("POST", "/clock", {"to": there.timestamp()})
    page.ask("POST", "/clock", {"add": 3600})
    assert timedelta(0) <= told[0] - there < timedelta(seconds=5)
    assert timedelta(hours=1) <= workspace.now() - there < timedelta(hours=1, seconds=5)
    assert page.ask("GET", "/workspace")["clock"]["moved"]
    page.ask("POST", "/clock", {"now": True})
    assert abs(workspace.now() - datetime.now(UTC)) < timedelta(seconds=5)
    for nonsense in ({"to": "soon"}, {"to": 1e300}, {}):
        with pytest.raises(RefusedError, match="no time"):
            page.ask("POST", "/clock", nonsense)
    workspace.on_clock_moved = lambda: None


def test_messages_keep_their_order_when_the_clock_goes_back(page: Page, ada: Person) -> None:
    page.ask("POST", "/clock", {"add": 86_400})
    ada.types("from the future")
    page.ask("POST", "/clock", {"now": True})
    ada.types("from now")
    assert [message["text"] for message in ada.reads()[-2:]] == ["from the future", "from now"]


def test_a_restart_keeps_the_conversation_and_the_clock(tmp_path: Path) -> None:
    for turn in range(2):
        workspace = LocalWorkspace(port=0, state=tmp_path / "w.db")
        workspace.start()
        page = Page(workspace.url)
        ada = Person(page, "U0ADA")
        if turn == 0:
            page.ask("POST", "/clock", {"add": 86_400})
            ada.types("remember me")
        else:
            assert ada.last()["text"] == "remember me"
            assert page.ask("GET", "/workspace")["clock"]["moved"]
        page.close()
        workspace.stop()


def test_a_page_hears_of_changes_that_concern_it(workspace: LocalWorkspace, ada: Person) -> None:
    connection = HTTPConnection(urlsplit(workspace.url).netloc, timeout=5)
    connection.request("GET", "/local/people/U0BEN/changes")
    stream = connection.getresponse()
    assert stream.readline() == b"retry: 1000\n"
    stream.readline()
    ada.types("hello")
    hint = json.loads(stream.readline().decode().removeprefix("data: "))
    assert hint == {"changed": "conversation", "id": "C0LEARNING"}
    connection.close()


def test_an_open_page_hears_that_the_workspace_stops_and_does_not_hold_it_up() -> None:
    workspace = LocalWorkspace(port=0)
    workspace.start()
    connection = HTTPConnection(urlsplit(workspace.url).netloc, timeout=5)
    connection.request("GET", "/local/people/U0BEN/changes")
    stream = connection.getresponse()
    assert stream.readline() == b"retry: 1000\n"
    workspace.stop()
    assert stream.read() == b"\n", "it ends as it should, and is not cut off"
    connection.close()


def test_starting_afresh_forgets_everything(workspace: LocalWorkspace, page: Page, ada: Person) -> None:
    told: list[bool] = []
    workspace.on_reset = lambda: told.append(True)
    before = [message["text"] for message in ada.reads()]
    ada.types("soon forgotten")
    page.ask("POST", "/reset")
    assert [message["text"] for message in ada.reads()] == before
    assert told == [True]
    workspace.on_reset = lambda: None


def test_a_request_of_the_wrong_shape_is_explained(ada: Person) -> None:
    press = {"block_id": "b", "action_id": "a"}
    for path, body in (
        ("/conversations", {"users": None}),
        ("/conversations", {"users": [["U0BEN"]]}),
        ("/conversations/C0LEARNING/messages", {"text": "x", "thread_ts": ["1.1"]}),
        ("/conversations/C0LEARNING/reactions", {"ts": {}, "name": "tada", "on": True}),
        ("/commands", {"channel": [], "text": "/potluck"}),
        ("/shortcuts", {"callback_id": "tips.save_message", "channel": {"a": 1}}),
        ("/actions", {**press, "container": "message"}),
        ("/actions", {**press, "container": {"type": "message", "channel": "C0LEARNING", "ts": []}}),
        ("/options", {**press, "container": None}),
    ):
        with pytest.raises(RefusedError):
            ada.ask("POST", path, body)
