"""The Web API refuses what Slack refuses, in Slack's words."""

import base64
import json
import logging
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import METHODS, LocalWorkspace
from tests.people import Page, Person

Json = dict[str, Any]

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


def refusal(call: Any, /, *arguments: Any, **named: Any) -> dict[str, Any]:
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    with pytest.raises(SlackApiError) as caught:
        call(*arguments, **named)
    data: dict[str, Any] = caught.value.response.data
    return data


def test_it_says_who_the_bot_is(client: WebClient) -> None:
    me = client.auth_test()
    assert (me["team_id"], me["user_id"], me["bot_id"]) == ("T0LOCAL", "U0POTLUCK", "B0POTLUCK")
    assert "chat:write" in me.headers["X-OAuth-Scopes"]


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-local", "not_allowed_token_type")],
)
def test_a_wrong_token_is_refused(workspace: LocalWorkspace, token: str, error: str) -> None:
    stranger = WebClient(token or None, base_url=f"{workspace.url}/api/", retry_handlers=[])
    assert refusal(stranger.auth_test)["error"] == error


@pytest.mark.parametrize("kind", ["json", "form", "query"])
def test_arguments_come_as_json_as_a_form_or_in_the_address(workspace: LocalWorkspace, kind: str) -> None:
    arguments = {"channel": "C0LEARNING", "text": "hello", "blocks": json.dumps([SECTION])}
    url, data, content = f"{workspace.url}/api/chat.postMessage", None, ""
    if kind == "json":
        data, content = (
            json.dumps(arguments | {"blocks": [SECTION]}).encode(),
            "application/json; charset=utf-8",
        )
    elif kind == "form":
        data, content = urlencode(arguments).encode(), "application/x-www-form-urlencoded"
    else:
        url, data = f"{url}?{urlencode(arguments)}", b""
    headers = {"Authorization": "Bearer xoxb-local", "Content-Type": content}
    with urlopen(Request(url, data, headers), timeout=5) as answer:
        posted = json.load(answer)
    assert posted["ok"]
    assert posted["message"]["blocks"][0]["text"]["text"] == "hello"


def call(workspace: LocalWorkspace, method: str, body: str, kind: str = "application/json") -> Json:
    headers = {"Authorization": "Bearer xoxb-local", "Content-Type": kind}
    with urlopen(Request(f"{workspace.url}/api/{method}", body.encode(), headers), timeout=5) as answer:
        said: Json = json.load(answer)
    return said


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("{}", "application/json; charset=klingon", "invalid_charset"),
        ("a=b", "application/x-www-form-urlencoded; charset=klingon", "invalid_charset"),
        ("--", "multipart/form-data; boundary=x", "invalid_form_data"),
        ("--", "multipart/form-data", "invalid_form_data"),
        ('{"channel": ["C0LEARNING"], "text": "x"}', "application/json", "invalid_arguments"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_with_what_is_wrong(
    workspace: LocalWorkspace, body: str, kind: str, error: str
) -> None:
    assert call(workspace, "chat.postMessage", body, kind)["error"] == error


def test_numbers_and_yes_or_no_may_come_as_themselves_or_as_words(workspace: LocalWorkspace) -> None:
    for limit, whole in ((2, True), ("2", "true")):
        body = json.dumps({"channel": "C0LEARNING", "limit": limit, "include_all_metadata": whole})
        assert len(call(workspace, "conversations.history", body)["messages"]) == 2
    posted = call(workspace, "chat.postMessage", '{"channel": "C0LEARNING", "text": 5}')
    assert posted["message"]["text"] == "5"
    blocks = json.dumps({"channel": "C0LEARNING", "text": "x", "blocks": json.dumps([SECTION])})
    assert call(workspace, "chat.postMessage", blocks)["message"]["blocks"][0]["type"] == "section"


NONSENSE: tuple[Any, ...] = (True, "x", -1, ["x"], [[1]], {"a": 1})
ARGUMENTS = (
    "channel", "ts", "text", "blocks", "user", "users", "view", "trigger_id", "view_id", "user_id", "limit",
    "cursor", "oldest", "latest", "message_ts", "timestamp", "name", "thread_ts", "metadata", "types", "hash",
)  # fmt: skip


def test_no_nonsense_makes_a_method_fail_other_than_in_slacks_way(workspace: LocalWorkspace) -> None:
    sensible = {"channel": "C0LEARNING", "text": "x", "user": "U0ADA", "user_id": "U0ADA", "name": "tada"}
    connection = HTTPConnection(urlsplit(workspace.url).netloc, timeout=5)
    for method in METHODS:
        for name in ARGUMENTS:
            for nonsense in NONSENSE:
                body = json.dumps({**sensible, name: nonsense})
                headers = {"Authorization": "Bearer xoxb-local", "Content-Type": "application/json"}
                connection.request("POST", f"/api/{method}", body, headers)
                answer = connection.getresponse()
                said = json.loads(answer.read())
                assert (answer.status, said["ok"] or "error" in said) == (200, True), (method, name, nonsense)
    connection.close()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADS", "text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ({"channel": "C0LEARNING", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0LEARNING", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ({"channel": "C0LEARNING", "text": "x", "blocks": [{"type": "secton"}]}, "invalid_blocks"),
        ({"channel": "C0LEARNING", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": "C0LEARNING", "text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"channel": "C0LEARNING", "text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_format"),
        ({"channel": "U0OLGA", "text": "x"}, "user_disabled"),
        ({"channel": "U0DEPLOY", "text": "x"}, "cannot_dm_bot"),
    ],
)
def test_a_message_that_slack_would_not_take_is_not_taken(
    client: WebClient, arguments: dict[str, Any], error: str
) -> None:
    answer = refusal(client.chat_postMessage, **arguments)
    assert answer["error"] == error
    if error == "invalid_blocks":
        assert answer["response_metadata"]["messages"][0].startswith("[ERROR]")


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ([], "users_list_not_supplied"),
        (["U0NOBODY"], "user_not_found"),
        (["U0OLGA"], "user_disabled"),
        (["U0DEPLOY"], "cannot_dm_bot"),
        ([f"U0N{n}" for n in range(9)], "too_many_users"),
    ],
)
def test_a_conversation_that_cannot_be_opened_is_not(client: WebClient, users: list[str], error: str) -> None:
    assert refusal(client.conversations_open, users=users)["error"] == error


def test_one_conversation_a_person_however_often_it_is_opened(client: WebClient) -> None:
    first = client.conversations_open(users="U0ADA")["channel"]["id"]
    assert first == client.conversations_open(users=["U0ADA"])["channel"]["id"]
    assert first.startswith("D")
    assert client.chat_postMessage(channel="U0ADA", text="hello")["channel"] == first


def test_a_scope_that_was_not_granted_is_missing() -> None:
    workspace = LocalWorkspace(port=0, scopes=frozenset({"chat:write"}))
    workspace.start()
    try:
        client = WebClient("xoxb-local", base_url=f"{workspace.url}/api/", retry_handlers=[])
        answer = refusal(client.conversations_history, channel="C0LEARNING")
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            "channels:history",
            "chat:write",
        )
        assert refusal(client.users_info, user="U0ADA")["needed"] == "users:read"
        assert refusal(client.conversations_open, users=["U0ADA"])["needed"] == "im:write"
    finally:
        workspace.stop()


def test_history_comes_newest_first_in_pages_and_keeps_metadata_to_itself(client: WebClient) -> None:
    metadata = {"event_type": "t", "event_payload": {"key": "k"}}
    stamps = [
        client.chat_postMessage(channel="C0LEARNING", text=f"m{n}", metadata=metadata)["ts"] for n in range(5)
    ]
    pages = [
        [m["ts"] for m in page["messages"]]
        for page in client.conversations_history(channel="C0LEARNING", limit=2)
    ]
    assert [ts for page in pages for ts in page][:5] == stamps[::-1]
    assert len(pages[0]) == 2
    newest = client.conversations_history(channel="C0LEARNING", limit=1)["messages"][0]
    assert "metadata" not in newest
    whole = client.conversations_history(channel="C0LEARNING", limit=1, include_all_metadata=True)[
        "messages"
    ][0]
    assert whole["metadata"] == metadata
    since = client.conversations_history(channel="C0LEARNING", oldest=stamps[2])["messages"]
    assert [message["ts"] for message in since] == [stamps[4], stamps[3]]
    for asked, error in (
        ({"cursor": "nonsense!"}, "invalid_cursor"),
        ({"cursor": base64.b64encode(b"next:-1").decode()}, "invalid_cursor"),
        ({"limit": 1001}, "invalid_limit"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "now"}, "invalid_ts_latest"),
    ):
        assert refusal(client.conversations_history, channel="C0LEARNING", **asked)["error"] == error


def test_a_list_names_its_next_page_and_the_last_an_empty_one(client: WebClient) -> None:
    first = client.users_list(limit=16)
    cursor = first["response_metadata"]["next_cursor"]
    assert client.users_list(limit=16, cursor=cursor)["response_metadata"] == {"next_cursor": ""}
    for listed in (client.conversations_list(), client.users_conversations()):
        assert listed["response_metadata"] == {"next_cursor": ""}
    assert "response_metadata" not in client.conversations_history(channel="C0LEARNING")


def test_a_thread_lists_its_first_message_and_counts_its_answers(client: WebClient, ada: Person) -> None:
    first = client.chat_postMessage(channel="C0LEARNING", text="question")["ts"]
    client.chat_postMessage(channel="C0LEARNING", text="answer", thread_ts=first)
    thread = client.conversations_replies(channel="C0LEARNING", ts=first)["messages"]
    assert [message["text"] for message in thread] == ["question", "answer"]
    assert thread[0]["reply_count"] == 1
    assert ada.last()["ts"] == first


def test_only_ones_own_messages_change(client: WebClient, ada: Person) -> None:
    theirs = ada.last()["ts"]
    assert (
        refusal(client.chat_update, channel="C0LEARNING", ts=theirs, text="x")["error"]
        == "cant_update_message"
    )
    assert refusal(client.chat_delete, channel="C0LEARNING", ts=theirs)["error"] == "cant_delete_message"
    assert (
        refusal(client.chat_update, channel="C0LEARNING", ts="1.1", text="x")["error"] == "message_not_found"
    )
    mine = client.chat_postMessage(channel="C0LEARNING", text="before")["ts"]
    client.chat_update(channel="C0LEARNING", ts=mine, text="after", blocks=[SECTION])
    assert (ada.last()["text"], "edited" in ada.last()) == ("after", False)
    client.chat_update(channel="C0LEARNING", ts=mine, text="at last")
    assert (ada.last()["text"], ada.last()["blocks"], "edited" in ada.last()) == ("at last", [], True)
    client.chat_delete(channel="C0LEARNING", ts=mine)
    assert ada.last()["ts"] == theirs


def test_an_ephemeral_message_is_seen_by_one_person(client: WebClient, ada: Person, ben: Person) -> None:
    client.chat_postEphemeral(channel="C0LEARNING", user="U0ADA", text="psst")
    assert ada.last()["text"] == "psst"
    assert ben.last()["text"] != "psst"
    assert (
        refusal(client.chat_postEphemeral, channel="C0LEARNING", user="U0DANIEL", text="x")["error"]
        == "user_not_in_channel"
    )


def test_people_are_told_apart(client: WebClient) -> None:
    members = {each["id"]: each for page in client.users_list(limit=5) for each in page["members"]}
    assert len(members) >= 12 + 4
    assert members["U0GUS"]["is_restricted"]
    assert members["U0OLGA"]["deleted"]
    assert members["U0DEPLOY"]["is_bot"]
    assert len({each["tz"] for each in members.values()}) == 3
    assert refusal(client.users_info, user="U0NOBODY")["error"] == "user_not_found"


def test_a_channel_shared_with_another_company_says_so(client: WebClient) -> None:
    assert client.conversations_info(channel="C0ORCHARD")["channel"]["is_ext_shared"]
    assert not client.conversations_info(channel="C0LEARNING")["channel"]["is_ext_shared"]
    assert client.users_info(user="U0VERA")["user"]["team_id"] == "T0ORCHARD"


def test_a_persons_channels_are_those_the_bot_may_know_of(client: WebClient) -> None:
    types = "public_channel,private_channel"
    known = client.users_conversations(user="U0ADA", types=types)["channels"]
    assert {each["name"] for each in known} == {"general", "learning", "engineering", "with-orchard"}


def test_a_rate_limit_says_when_to_come_back(workspace: LocalWorkspace, client: WebClient) -> None:
    workspace.trouble("auth.test", "ratelimited", retry_after=7)
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    with pytest.raises(SlackApiError) as caught:
        client.auth_test()
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert client.auth_test()["ok"]


def test_the_wire_shows_every_call_and_no_token(
    workspace: LocalWorkspace, client: WebClient, page: Page
) -> None:
    client.chat_postMessage(channel="C0LEARNING", text="my token is xoxb-12345-abc")
    frames = page.ask("GET", "/wire")["frames"]
    assert frames[-1]["name"] == "chat.postMessage"
    assert "xox" not in json.dumps(frames)
    assert workspace.calls("chat.postMessage")


def test_a_message_needs_something_to_show(client: WebClient) -> None:
    assert refusal(client.api_call, "chat.postMessage", json={"channel": "C0LEARNING"})["error"] == "no_text"


def test_an_unknown_method_is_named(client: WebClient) -> None:
    assert refusal(client.api_call, "chat.postLetter")["error"] == "unknown_method"
