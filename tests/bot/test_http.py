"""Only Slack's own requests reach the app, and nothing of the others reaches the log."""

import io
import json
import logging
import socket
import time
from contextlib import suppress
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot import assembly
from bot.http import LARGEST_BODY, Guard
from tests.conftest import Company, _nothing
from tests.people import words

SECRET = "shh"
SIGNER = SignatureVerifier(SECRET)


@pytest.fixture
def guard(company: Company) -> Guard:
    return Guard(company.potluck.app, SECRET, after=_nothing)


def ask(
    guard: Guard,
    body: str = "",
    *,
    headers: dict[str, str] | None = None,
    path: str = "/slack/events",
    method: str = "POST",
) -> tuple[int, str]:
    data = body.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(data)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded"
        if "payload=" in body or "command=" in body
        else "application/json",
        "wsgi.input": io.BytesIO(data),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
    }
    status: list[str] = []
    answer = b"".join(guard(environ, lambda line, _headers, *_: status.append(line)))  # type: ignore[arg-type]
    return int(status[0].split()[0]), answer.decode()


def signed(body: str, *, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(time.time() if at is None else at))
    signature = SIGNER.generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


COMMAND = urlencode(
    {
        "command": "/potluck",
        "text": "help",
        "team_id": "T0LOCAL",
        "user_id": "U0ADA",
        "channel_id": "C0LEARNING",
        "trigger_id": "1.2.3",
        "response_url": "http://127.0.0.1:1/",
    }
)


def test_a_signed_command_is_answered(guard: Guard) -> None:
    status, answer = ask(guard, COMMAND, headers=signed(COMMAND))
    assert status == 200
    assert "/share-tip" in answer


def test_slack_may_verify_the_address(guard: Guard) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    status, answer = ask(guard, body, headers=signed(body))
    assert status == 200
    assert json.loads(answer) == {"challenge": "abc"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=ümläut"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": "١٢٣", "X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=" + "0" * 64},
    ],
)
def test_a_request_that_is_not_slacks_is_refused_quietly(
    guard: Guard, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        status, answer = ask(guard, "text=my+secret", headers=headers)
    assert status == 401
    assert "secret" not in caplog.text + answer
    assert "Traceback" not in caplog.text


INTERACTION: dict[str, Any] = {
    "team": {"id": "T0LOCAL", "domain": "hearth"},
    "user": {"id": "U0ADA", "username": "ada", "name": "ada", "team_id": "T0LOCAL"},
    "api_app_id": "A1",
    "token": "t",
    "trigger_id": "1.2.3",
}
VIEW = {"id": "V1", "type": "modal", "blocks": [], "private_metadata": "", "state": {"values": {}}}
PRESS = {
    **INTERACTION,
    "type": "block_actions",
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0LEARNING"},
    "channel": {"id": "C0LEARNING", "name": "learning"},
}


def interaction(guard: Guard, **parts: Any) -> tuple[int, str]:
    body = urlencode({"payload": json.dumps({**INTERACTION, **parts})})
    return ask(guard, body, headers=signed(body))


def event(guard: Guard, event: dict[str, Any], **around: Any) -> int:
    body = json.dumps(
        {"type": "event_callback", "team_id": "T0LOCAL", "event_id": "E", "event": event, **around}
    )
    return ask(guard, body, headers=signed(body))[0]


@pytest.mark.parametrize(
    "body", ["{", "[]", "null", "", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
)
def test_what_is_no_object_is_refused_without_a_fault(guard: Guard, body: str) -> None:
    assert ask(guard, body, headers=signed(body))[0] == 400
    form = urlencode({"payload": body or "{"})
    assert ask(guard, form, headers=signed(form))[0] == 400


def test_what_an_earlier_version_left_behind_says_so(guard: Guard) -> None:
    old = {"type": "button", "action_id": "gone.gone", "block_id": "b", "action_ts": "1.1", "value": "1"}
    assert interaction(guard, **PRESS, actions=[old])[0] == 200
    assert interaction(guard, type="shortcut", callback_id="gone", action_ts="1.1")[0] == 200
    status, answer = interaction(guard, type="view_submission", view={**VIEW, "callback_id": "gone"})
    assert (status, json.loads(answer)["response_action"]) == (200, "update")
    assert "an earlier version" in answer
    closed = interaction(guard, type="view_closed", view={**VIEW, "callback_id": "gone"}, is_cleared=True)
    assert closed[0] == 200
    asked = interaction(guard, type="block_suggestion", action_id="a", block_id="b", value="x", container={})
    assert (asked[0], json.loads(asked[1])) == (200, {"options": []})
    form = COMMAND.replace("%2Fpotluck", "%2Fgone")
    assert "an earlier version" in ask(guard, form, headers=signed(form))[1]


@pytest.mark.parametrize("callback", ["questions.known", "tips.share", "settings.save"])
def test_somebody_from_elsewhere_gets_a_word_whatever_the_form_holds(guard: Guard, callback: str) -> None:
    stranger = {"id": "U0VERA", "name": "vera", "team_id": "T0ORCHARD"}
    view = {**VIEW, "callback_id": callback}
    status, answer = interaction(guard, type="view_submission", user=stranger, view=view)
    assert status == 200
    assert "another company" in answer


GONE = {"type": "button", "action_id": "tips.helped", "block_id": "b", "action_ts": "1.1", "value": "999"}


def test_a_word_that_cannot_be_said_is_no_fault(guard: Guard) -> None:
    assert interaction(guard, **PRESS, actions=[GONE])[0] == 200


def test_an_answer_is_tried_once_while_somebody_waits(guard: Guard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        knocks: list[socket.socket] = []

        def hang_up() -> None:
            with suppress(OSError):
                while True:
                    knocks.append(deaf.accept()[0])
                    knocks[-1].close()

        listening = Thread(target=hang_up)
        listening.start()
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        assert interaction(guard, **PRESS, actions=[GONE], response_url=url)[0] == 200
        deaf.shutdown(socket.SHUT_RDWR)
        listening.join()
    assert len(knocks) == 1


MESSAGE = {
    "type": "message", "user": "U0BEN", "text": "x", "ts": "2.1", "channel": "C0LEARNING", "event_ts": "2.1",
    "channel_type": "channel", "thread_ts": "1.1",
}  # fmt: skip
REACTION = {
    "type": "reaction_added", "user": "U0BEN", "reaction": "bulb", "item_user": None, "event_ts": "2.1",
    "item": {"type": "file", "file": "F1"},
}  # fmt: skip


@pytest.mark.parametrize(
    "heard",
    [
        MESSAGE | {"user": None},
        MESSAGE | {"bot_id": None, "subtype": None},
        MESSAGE | {"subtype": "bot_message", "bot_id": "B1", "bot_profile": {}, "user": None},
        MESSAGE | {"subtype": "channel_join", "inviter": "U0ADA"},
        MESSAGE | {"subtype": "file_share", "files": [{}], "text": None},
        MESSAGE | {"subtype": "message_deleted", "deleted_ts": "1.1", "previous_message": None},
        {
            "type": "message",
            "subtype": "message_changed",
            "message": MESSAGE,
            "channel": "C0LEARNING",
            "ts": "3",
        },
        REACTION,
        REACTION | {"type": "reaction_removed"},
        {"type": "app_home_opened", "user": "U0ADA", "channel": "D1", "event_ts": "1.1"},
        {"type": "app_home_opened", "user": "U0ADA", "channel": "D1", "event_ts": "1.1", "tab": "about"},
        {"type": "team_join", "user": {"id": "U0NEW"}},
        {"type": "app_uninstalled"},
    ],
)
def test_an_event_is_heard_however_little_it_says(guard: Guard, heard: dict[str, Any]) -> None:
    assert event(guard, heard) == 200
    assert event(guard, heard, authorizations=None, is_ext_shared_channel=None, enterprise_id="E1") == 200


def test_a_message_without_words_is_saved_like_any_other(company: Company, guard: Guard) -> None:
    message = {"type": "message", "user": "U0BEN", "ts": "1.1", "text": None, "bot_id": None}
    place = {"channel": {"id": "C0LEARNING", "name": "learning"}, "message_ts": "1.1", "action_ts": "1.2"}
    pressed = interaction(
        guard, type="message_action", callback_id="tips.save_message", message=message, **place
    )
    assert pressed[0] == 200
    company.settle()
    assert "would like to keep your message" in words(company.person("ben").told_by_potluck()[-1]["blocks"])


def test_an_old_request_is_refused_however_well_signed(guard: Guard) -> None:
    assert ask(guard, COMMAND, headers=signed(COMMAND, at=time.time() - 301))[0] == 401


def test_a_changed_body_is_refused(guard: Guard) -> None:
    assert ask(guard, COMMAND + "x", headers=signed(COMMAND))[0] == 401


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [("/", "POST", 404), ("/slack/events", "GET", 405), ("/health", "GET", 200), ("/health", "POST", 404)],
)
def test_other_addresses_answer_plainly(guard: Guard, path: str, method: str, status: int) -> None:
    assert ask(guard, path=path, method=method)[0] == status


def test_a_huge_body_is_not_read(guard: Guard) -> None:
    assert ask(guard, "x" * (LARGEST_BODY + 1))[0] == 413


def test_health_says_what_has_fallen_silent(company: Company) -> None:
    silent = ["timetable: silent for 130 s"]
    guard = Guard(company.potluck.app, SECRET, after=_nothing, trouble=lambda: silent)
    assert ask(guard, path="/health", method="GET") == (503, silent[0])
    silent.clear()
    assert ask(guard, path="/health", method="GET") == (200, "200 OK")


def test_a_running_potluck_has_nothing_to_say_about_its_health(
    new_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_company.potluck.start()
    assert new_company.potluck.trouble() == []
    monkeypatch.setattr(assembly, "SILENT_SECONDS", -100.0)
    assert [line.split(":")[0] for line in new_company.potluck.trouble()] == ["timetable", "delivery"]
