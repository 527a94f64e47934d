"""Socket Mode as Slack's own client meets it: envelopes, acknowledgements, retries, windows."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import islice
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from bot.socket_mode import hang_up
from bot.workspace import LocalWorkspace
from tests.conftest import until
from tests.people import Page, Person, RefusedError, words
from tests.workspace.test_web_api import refusal

FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "name", "max_length": 5},
        },
        {
            "type": "input",
            "block_id": "colour",
            "optional": True,
            "label": {"type": "plain_text", "text": "Colour"},
            "element": {
                "type": "static_select",
                "action_id": "colour",
                "options": [
                    {"text": {"type": "plain_text", "text": each}, "value": each} for each in ("red", "blue")
                ],
            },
        },
    ],
}
Answer = Callable[[SocketModeRequest], dict[str, Any] | None]


class Bot:
    """A bot that notes what it is sent and answers as it is told; None is silence."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        self.web = WebClient("xoxb-local", base_url=f"{workspace.url}/api/", retry_handlers=[])
        self.client = SocketModeClient("xapp-local", web_client=self.web)
        self.heard: list[SocketModeRequest] = []
        self.answer: Answer = lambda _request: {}
        self.client.socket_mode_request_listeners.append(self._hear)
        self.client.connect()

    def _hear(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        payload = self.answer(request)
        if payload is not None:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload or None))

    def opens(self, view: dict[str, Any]) -> None:
        """Answer every command and press with a window."""

        def answer(request: SocketModeRequest) -> dict[str, Any]:
            if "trigger_id" in request.payload and request.payload.get("type") != "view_submission":
                self.web.views_open(trigger_id=request.payload["trigger_id"], view=view)
            return {}

        self.answer = answer


@pytest.fixture(scope="module")
def connected(served: LocalWorkspace) -> Iterator[Bot]:
    bot = Bot(served)
    page = Page(served.url)
    until(lambda: bool(page.ask("GET", "/workspace")["bot"]["connected"]))
    page.close()
    yield bot
    hang_up(bot.client)


@pytest.fixture
def bot(connected: Bot, workspace: LocalWorkspace) -> Bot:  # noqa: ARG001 - it is reset for each test
    connected.heard.clear()
    connected.answer = lambda _request: {}
    return connected


def test_a_command_carries_what_slack_documents(bot: Bot, ada: Person) -> None:
    ada.types("/share-tip a & <b> #c", "#general")
    (request,) = bot.heard
    assert request.type == "slash_commands"
    assert request.accepts_response_payload
    payload = request.payload
    assert payload["command"] == "/share-tip"
    assert payload["text"] == "a &amp; &lt;b&gt; #c"
    assert (payload["user_id"], payload["channel_id"], payload["channel_name"]) == (
        "U0ADA",
        "C0GENERAL",
        "general",
    )
    assert payload["is_enterprise_install"] == "false"
    assert {
        "token",
        "team_id",
        "team_domain",
        "user_name",
        "api_app_id",
        "response_url",
        "trigger_id",
    } <= payload.keys()


def test_an_acknowledgement_may_carry_the_answer(bot: Bot, ada: Person, ben: Person) -> None:
    bot.answer = lambda _request: {"text": "only you"}
    ada.types("/find-tip x")
    assert (ada.last()["text"], ada.last()["ephemeral"]) == ("only you", True)
    bot.answer = lambda _request: {"text": "everybody", "response_type": "in_channel"}
    ada.types("/find-tip x")
    assert ben.last()["text"] == "everybody"


def test_a_command_nobody_acknowledges_shows_slacks_failure(bot: Bot, ada: Person) -> None:
    bot.answer = lambda _request: None
    ada.types("/find-tip x")
    assert ada.last()["failed"]
    assert "operation_timeout" in ada.last()["text"]
    assert [request.type for request in bot.heard].count("slash_commands") == 1


def test_an_unknown_command_is_not_sent(bot: Bot, ada: Person) -> None:
    with pytest.raises(RefusedError, match="/dance is not a valid command"):
        ada.types("/dance now")
    assert bot.heard == []


def test_a_command_without_a_bot_fails_at_once() -> None:
    lonely = LocalWorkspace(port=0)
    lonely.start()
    other = Page(lonely.url)
    ada = Person(other, "U0ADA")
    ada.types("/find-tip x")
    assert ada.last()["failed"]
    other.close()
    lonely.stop()


def test_an_event_is_sent_again_until_it_is_acknowledged(bot: Bot, ada: Person) -> None:
    bot.answer = lambda _request: None if len(bot.heard) < 3 else {}
    ada.types("hello there")
    until(lambda: len(bot.heard) == 3)
    assert [request.retry_attempt for request in bot.heard] == [0, 1, 2]
    assert bot.heard[1].retry_reason == "timeout"
    assert len({request.payload["event_id"] for request in bot.heard}) == 1
    event = bot.heard[0].payload["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "channel", "hello there")


def test_after_starting_afresh_the_bot_hears_nothing_of_before() -> None:
    workspace = LocalWorkspace(port=0, retry_after=(0,))
    workspace.start()
    page = Page(workspace.url)
    ada = Person(page, "U0ADA")
    ada.types("nobody is there to hear this")
    workspace.reset()
    bot = Bot(workspace)
    until(lambda: bool(page.ask("GET", "/workspace")["bot"]["connected"]))
    ada.types("now somebody is")
    assert [request.payload["event"]["text"] for request in bot.heard] == ["now somebody is"]
    hang_up(bot.client)
    page.close()
    workspace.stop()


class ForgetsOnce(ConnectionState):
    """Forgets once that it was told to end, as when reading begins anew just then."""

    def __init__(self) -> None:
        self.begun, self._told = False, 0

    @property
    def terminated(self) -> bool:
        return self._told > 1

    @terminated.setter
    def terminated(self, wanted: bool) -> None:
        self.begun = True
        self._told += wanted


def test_the_bot_stops_though_its_link_begins_to_listen_just_then(served: LocalWorkspace) -> None:
    bot = Bot(served)
    before = bot.client.current_session_state
    bot.client.current_session_state = after = ForgetsOnce()
    before.terminated = True
    until(lambda: after.begun)
    stopping = Thread(target=hang_up, args=[bot.client], daemon=True)
    stopping.start()
    stopping.join(10)
    assert not stopping.is_alive()


def test_the_bot_hears_nothing_from_where_it_is_not(bot: Bot, ada: Person, ben: Person) -> None:
    ada.types("among ourselves", "#leads")
    ben.types("cake", "#random")
    assert bot.heard == []


def test_what_people_type_is_escaped_as_slacks_client_does(bot: Bot, ada: Person) -> None:
    ada.types("<!channel> a < b & c, <@U0BEN>")
    assert bot.heard[0].payload["event"]["text"] == "&lt;!channel&gt; a &lt; b &amp; c, <@U0BEN>"


def test_a_trigger_opens_one_window_once(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    assert words(ada.window["title"]) == "A form"
    trigger = bot.heard[0].payload["trigger_id"]
    assert refusal(bot.web.views_open, trigger_id=trigger, view=FORM)["error"] == "exchanged_trigger_id"
    assert refusal(bot.web.views_open, trigger_id="1.2.x", view=FORM)["error"] == "invalid_trigger_id"


def test_a_window_that_slack_would_not_show_is_refused_with_the_reason(bot: Bot, ada: Person) -> None:
    ada.types("/share-tip")
    trigger = bot.heard[0].payload["trigger_id"]
    long = {**FORM, "title": {"type": "plain_text", "text": "x" * 25}}
    answer = refusal(bot.web.views_open, trigger_id=trigger, view=long)
    assert answer["error"] == "invalid_arguments"
    assert "title" in answer["response_metadata"]["messages"][0]


def test_a_form_is_checked_before_it_is_sent(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    assert ada.submits().keys() == {"name"}
    assert ada.submits(name="much too long").keys() == {"name"}
    with pytest.raises(RefusedError, match="not one of the choices"):
        ada.submits(colour="green")
    assert [request.payload.get("type") for request in bot.heard] == [None]


def test_a_sent_form_carries_its_fields_states(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    assert ada.submits(name="Ada", colour="red") == {}
    assert ada.windows == []
    payload = bot.heard[-1].payload
    assert payload["type"] == "view_submission"
    values = payload["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Ada"}
    assert values["colour"]["colour"]["selected_option"]["value"] == "red"
    assert payload["view"]["callback_id"] == "form"


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (
            {"response_action": "update", "view": {**FORM, "title": {"type": "plain_text", "text": "Next"}}},
            ["Next"],
        ),
        (
            {"response_action": "push", "view": {**FORM, "title": {"type": "plain_text", "text": "Next"}}},
            ["A form", "Next"],
        ),
        ({"response_action": "clear"}, []),
        ({"response_action": "errors", "errors": {"name": "taken"}}, ["A form"]),
        ({}, []),
    ],
)
def test_the_answer_to_a_form_decides_what_is_open(
    bot: Bot, ada: Person, answer: dict[str, Any], left: list[str]
) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    bot.answer = lambda _request: answer
    assert ada.submits(name="Ada") == answer.get("errors", {})
    assert [words(view["title"]) for view in ada.windows] == left


def test_an_updated_window_keeps_what_was_typed(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    view = ada.window
    ada.ask("POST", f"/views/{view['id']}/inputs", {"values": {"name": {"name": "Ada"}}})
    assert (
        refusal(bot.web.views_update, view_id=view["id"], view=FORM, hash="old")["error"] == "hash_conflict"
    )
    bot.web.views_update(view_id=view["id"], view=FORM, hash=view["hash"])
    assert ada.window["hash"] != view["hash"]
    assert ada.window["state"]["values"]["name"]["name"]["value"] == "Ada"


def test_at_most_three_windows_lie_on_each_other(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    for _ in range(2):
        bot.answer = lambda _request: {"response_action": "push", "view": FORM}
        ada.submits(name="Ada")
    assert len(ada.windows) == 3
    with pytest.raises(RefusedError, match="trouble"):
        ada.submits(name="Ada")
    assert len(ada.windows) == 3


def test_a_button_tells_where_it_was_pressed_and_gets_an_answer(bot: Bot, ada: Person) -> None:
    blocks = [
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "go",
                    "text": {"type": "plain_text", "text": "Go"},
                    "value": "7",
                }
            ],
        }
    ]
    posted = bot.web.chat_postMessage(channel="C0LEARNING", text="press", blocks=blocks)
    ada.presses("Go", ada.last())
    payload = bot.heard[-1].payload
    assert payload["type"] == "block_actions"
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": "C0LEARNING",
        "is_ephemeral": False,
    }
    action = payload["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("go", "7", "button")
    assert payload["message"]["text"] == "press"
    with pytest.raises(RefusedError, match="not there any more"):
        ada.ask(
            "POST",
            "/actions",
            {
                "container": {"type": "message", "channel": "C0LEARNING", "ts": posted["ts"]},
                "block_id": "x",
                "action_id": "go",
            },
        )


def test_a_response_url_answers_five_times(bot: Bot, ada: Person, ben: Person) -> None:
    ada.types("/find-tip x")
    hook = WebhookClient(bot.heard[0].payload["response_url"])
    for number in range(5):
        assert hook.send(text=f"answer {number}").status_code == 200
    assert hook.send(text="one more").status_code == 404
    assert ada.last()["text"] == "answer 4"
    assert "answer" not in ben.last()["text"]


def test_the_bot_is_sent_to_a_new_link_and_nothing_is_lost(
    bot: Bot, workspace: LocalWorkspace, ada: Person
) -> None:
    workspace.refresh_links()
    until(lambda: bool(ada.page.ask("GET", "/workspace")["bot"]["connected"]))
    ada.types("/find-tip x")
    assert len(bot.heard) == 1


EVERYTHING = [
    "plain_text_input", "rich_text_input", "users_select", "conversations_select", "multi_users_select",
    "multi_conversations_select", "multi_channels_select", "datepicker", "timepicker", "datetimepicker",
]  # fmt: skip


def every_field() -> list[dict[str, Any]]:
    option = {"text": {"type": "plain_text", "text": "red"}, "value": "red"}
    elements: list[dict[str, Any]] = [{"type": kind} for kind in EVERYTHING]
    elements += [
        {"type": kind, "options": [option]}
        for kind in ("static_select", "multi_static_select", "checkboxes", "radio_buttons")
    ]
    return [
        {
            "type": "input",
            "block_id": element["type"],
            "optional": True,
            "label": {"type": "plain_text", "text": "x"},
            "element": {"action_id": element["type"], **element},
        }
        for element in elements
    ]


def test_an_empty_form_says_nothing_where_one_thing_and_no_things_where_several_are_chosen(
    bot: Bot, ada: Person
) -> None:
    bot.opens({**FORM, "blocks": every_field()})
    ada.types("/share-tip")
    assert ada.submits() == {}
    values = bot.heard[-1].payload["view"]["state"]["values"]
    states = {name: {**state[name]} for name, state in values.items()}
    assert all(state.pop("type") == name for name, state in states.items())
    assert states["rich_text_input"] == {}
    assert states["multi_users_select"] == {"selected_users": []}
    assert states["checkboxes"] == states["multi_static_select"] == {"selected_options": []}
    assert states["static_select"] == states["radio_buttons"] == {"selected_option": None}
    assert states["datetimepicker"] == {"selected_date_time": None}


def test_a_form_that_asks_for_addresses_gets_one_for_the_picked_conversation(bot: Bot, ada: Person) -> None:
    picker = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    label = {"type": "plain_text", "text": "Where"}
    bot.opens({**FORM, "blocks": [{"type": "input", "block_id": "where", "label": label, "element": picker}]})
    ada.types("/share-tip")
    ada.submits(where="C0LEARNING")
    (given,) = bot.heard[-1].payload["response_urls"]
    assert (given["block_id"], given["action_id"], given["channel_id"]) == ("where", "where", "C0LEARNING")
    assert WebhookClient(given["response_url"]).send(text="hello").status_code == 200


def test_a_message_tells_what_is_chosen_in_it(bot: Bot, ada: Person) -> None:
    option = {"text": {"type": "plain_text", "text": "red"}, "value": "red"}
    choice = {"type": "static_select", "action_id": "colour", "options": [option]}
    box = {"type": "checkboxes", "action_id": "box", "options": [option]}
    blocks = [{"type": "actions", "block_id": "b", "elements": [choice, box]}]
    posted = bot.web.chat_postMessage(channel="C0LEARNING", text="choose", blocks=blocks)
    place = {"type": "message", "channel": "C0LEARNING", "ts": posted["ts"]}
    ada.ask("POST", "/actions", {"container": place, "block_id": "b", "action_id": "colour", "value": "red"})
    assert bot.heard[-1].payload["state"]["values"] == {
        "b": {
            "colour": {"type": "static_select", "selected_option": option},
            "box": {"type": "checkboxes", "selected_options": []},
        }
    }


def test_a_choice_that_is_asked_for_comes_with_its_window(bot: Bot, ada: Person) -> None:
    label = {"type": "plain_text", "text": "Colour"}
    element = {"type": "external_select", "action_id": "c"}
    bot.opens({**FORM, "blocks": [{"type": "input", "block_id": "c", "label": label, "element": element}]})
    ada.types("/share-tip")
    option = {"text": {"type": "plain_text", "text": "red"}, "value": "red"}
    bot.answer = lambda _request: {"options": [option]}
    place = {"type": "view", "view_id": ada.window["id"]}
    wanted = {"container": place, "block_id": "c", "action_id": "c", "value": "r"}
    assert ada.ask("POST", "/options", wanted)["options"] == [option]
    assert bot.heard[-1].payload["view"]["id"] == place["view_id"]


def test_shortcuts_tell_who_and_where(bot: Bot, ada: Person) -> None:
    ada.ask("POST", "/shortcuts", {"callback_id": "tips.compose"})
    assert bot.heard[-1].payload["user"] == {"id": "U0ADA", "username": "ada", "team_id": "T0LOCAL"}
    message = ada.last()
    ada.ask(
        "POST",
        "/shortcuts",
        {"callback_id": "tips.save_message", "channel": "C0LEARNING", "ts": message["ts"]},
    )
    payload = bot.heard[-1].payload
    assert (payload["type"], payload["message"]["ts"]) == ("message_action", message["ts"])
    assert payload["user"]["name"] == "ada"


def test_a_changed_or_deleted_message_keeps_its_metadata_to_itself(bot: Bot) -> None:
    metadata = {"event_type": "t", "event_payload": {"key": "k"}}
    ts = bot.web.chat_postMessage(channel="C0LEARNING", text="one", metadata=metadata)["ts"]
    bot.web.chat_update(channel="C0LEARNING", ts=ts, text="two")
    bot.web.chat_delete(channel="C0LEARNING", ts=ts)
    until(lambda: len(bot.heard) == 3)
    assert [request.payload["event"].get("subtype") for request in bot.heard] == [
        None,
        "message_changed",
        "message_deleted",
    ]
    assert "metadata" not in str([request.payload for request in bot.heard])


def test_a_reaction_taken_back_leaves_nothing(bot: Bot, ada: Person) -> None:
    message = ada.last()
    bot.heard.clear()
    for name in ("tada", "bulb"):
        ada.reacts(name, message)
        ada.reacts(name, message, on=False)
        ada.reacts(name, message, on=False)
    assert [request.payload["event"]["type"] for request in bot.heard] == [
        "reaction_added",
        "reaction_removed",
    ] * 2
    assert {each["name"] for each in ada.last().get("reactions", [])} == {
        each["name"] for each in message.get("reactions", [])
    }


def test_an_answer_that_cannot_be_understood_is_no_answer(
    bot: Bot, workspace: LocalWorkspace, ada: Person
) -> None:
    def garbled(request: SocketModeRequest) -> None:
        for text in ("nonsense", "[]", '{"envelope_id": 5}'):
            bot.client.send_message(text)
        bot.client.send_message(f'{{"envelope_id": "{request.envelope_id}", "payload": "words"}}')

    bot.answer = garbled
    ada.types("/find-tip x")
    assert not ada.last().get("failed")
    assert workspace.calls("/find-tip")[-1]["ok"]


def test_what_is_no_message_is_refused_at_a_response_url(bot: Bot, ada: Person) -> None:
    ada.types("/find-tip x")
    url = bot.heard[0].payload["response_url"]
    for body in (b"[]", b"5", b"{"):
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=5)
        with refused.value as answer:
            assert answer.code in {400, 404}


def test_a_window_closed_in_one_tab_is_closed_in_the_others(bot: Bot, ada: Person) -> None:
    bot.opens(FORM)
    ada.types("/share-tip")
    connection = HTTPConnection(urlsplit(bot.web.base_url).netloc, timeout=5)
    connection.request("GET", f"/local/people/{ada.id}/changes")
    stream = connection.getresponse()
    ada.closes()
    lines = iter(stream.readline, b"")
    assert any(b'"changed": "views"' in line for line in islice(lines, 8))
    stream.close()
    connection.close()


def test_opening_home_is_told_to_the_bot(bot: Bot, ada: Person) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    bot.web.views_publish(user_id="U0ADA", view=home)
    assert ada.home()["blocks"][0]["type"] == "divider"
    event = bot.heard[-1].payload["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", "U0ADA")
    answer = refusal(bot.web.views_publish, user_id="U0ADA", view=home, hash="old")
    assert answer["error"] == "hash_conflict"
