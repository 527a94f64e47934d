"""Only Slack's own requests reach the app, and nothing of the others reaches the log."""

import io
import json
import logging
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot import assembly
from bot.http import LARGEST_BODY, Guard
from tests.conftest import Company, _nothing

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
    monkeypatch.setattr(assembly, "SILENT_SECONDS", -1.0)
    assert [line.split(":")[0] for line in new_company.potluck.trouble()] == ["timetable", "delivery"]
