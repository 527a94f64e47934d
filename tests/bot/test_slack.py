"""What an answer of Slack's means, or of something on the way that answers instead."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from bot import slack


class Gateway(HTTPServer):
    """Gives every caller the same answer."""

    status = 200
    headers: dict[str, str]
    body: bytes


class Answering(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def ask(gateway: Gateway, status: int, body: bytes, **headers: str) -> dict[str, Any]:
    gateway.status, gateway.body = status, body
    gateway.headers = {name.replace("_", "-"): value for name, value in headers.items()}
    client = slack.client("xoxb-1", f"http://127.0.0.1:{gateway.server_port}/api/", timeout=5)
    return slack.call(client.chat_postMessage, channel="C1", text="Hello")


@pytest.mark.parametrize("status", [200, 500, 502])
@pytest.mark.parametrize("body", [b"<html>accepted</html>", b'{"ok": tr', b"\xff\xfe", b"", b"[]"])
def test_an_answer_that_nobody_understands_leaves_doubt(gateway: Gateway, status: int, body: bytes) -> None:
    with pytest.raises(slack.DoubtError):
        ask(gateway, status, body)


@pytest.mark.parametrize(("told", "seconds"), [("7", 7), ("", 1), ("1.5", 1), ("soon", 1)])
def test_a_limit_is_kept_for_as_long_as_slack_says(gateway: Gateway, told: str, seconds: int) -> None:
    with pytest.raises(slack.LimitedError) as limited:
        ask(gateway, 429, b'{"ok": false, "error": "ratelimited"}', Retry_After=told)
    assert limited.value.seconds == seconds


@pytest.mark.parametrize("error", sorted(slack.DOUBTFUL))
def test_slacks_own_trouble_is_doubt_and_its_other_errors_are_refusals(gateway: Gateway, error: str) -> None:
    with pytest.raises(slack.DoubtError):
        ask(gateway, 200, f'{{"ok": false, "error": "{error}"}}'.encode())
    with pytest.raises(slack.RefusedError, match="is_archived"):
        ask(gateway, 200, b'{"ok": false, "error": "is_archived"}')
