"""How Slack reaches Potluck at a public address: signed requests, checked before anything is parsed."""

import re
import socket
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from gunicorn.app.base import BaseApplication
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/slack/events"
HEALTH = "/health"
CALENDAR = "/calendar/"
THREADS = 32
LARGEST_BODY = 1_000_000
STOP_SECONDS = 10

_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


def _no_calendar(_token: str) -> None:
    """Give nobody's calendar."""


class Guard:
    """Lets only Slack's own requests through to the app, and keeps bodies out of logs."""

    def __init__(
        self,
        app: App,
        signing_secret: str,
        *,
        after: Callable[[], None],
        trouble: Callable[[], list[str]] = list,
        calendar: Callable[[str], bytes | None] = _no_calendar,
    ) -> None:
        self._inner: WSGIApplication = SlackRequestHandler(app, path=PATH)
        self._verifier = SignatureVerifier(signing_secret)
        self._after = after
        self._trouble = trouble
        self._calendar = calendar

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD")
        if method == "GET" and path != PATH:
            return self._show(path, start_response)
        if path != PATH:
            return _answer(start_response, "404 Not Found")
        if method != "POST":
            return _answer(start_response, "405 Method Not Allowed")
        body = _body(environ)
        if body is None:
            return _answer(start_response, "413 Content Too Large")
        if not self._is_slack(environ, body):
            return _answer(start_response, "401 Unauthorized")
        answer = self._inner({**environ, "wsgi.input": BytesIO(body)}, start_response)
        self._after()
        return answer

    def _show(self, path: str, start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a browser, a monitor or a calendar."""
        if path == HEALTH:
            trouble = self._trouble()
            status = "503 Service Unavailable" if trouble else "200 OK"
            return _answer(start_response, status, "\n".join(trouble))
        token = path.removeprefix(CALENDAR).removesuffix(".ics")
        found = self._calendar(token) if path.startswith(CALENDAR) else None
        if found is None:
            return _answer(start_response, "404 Not Found")
        headers = [("Content-Type", "text/calendar; charset=utf-8"), ("Cache-Control", "private, no-store")]
        start_response("200 OK", headers)
        return [found]

    def _is_slack(self, environ: "WSGIEnvironment", body: bytes) -> bool:
        timestamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        return self._verifier.is_valid(body, timestamp, signature)


class Worker(Protocol):
    """What runs in the server's worker process."""

    def start(self) -> Guard:
        """Make what answers requests."""

    def stop(self) -> None:
        """Finish."""


class Server(BaseApplication):  # type: ignore[misc]  # the library has no types
    """The production server, on a socket that is open already."""

    def __init__(self, listening: socket.socket, worker: Worker) -> None:
        self._worker = worker
        self._settings = {
            "bind": f"fd://{listening.fileno()}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": STOP_SECONDS,
            "worker_exit": lambda _server, _worker: worker.stop(),
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our settings, and nothing from the command line or a file."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Guard:
        """Make the app, in the worker that will serve it."""
        return self._worker.start()


def listen(port: int) -> socket.socket:
    """Open the port; OSError if it is taken."""
    return socket.create_server(("0.0.0.0", port), backlog=2048)  # noqa: S104 - Slack comes from outside


def _body(environ: "WSGIEnvironment") -> bytes | None:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_BODY:
        return None
    stream: Any = environ["wsgi.input"]
    body: bytes = stream.read(int(length))
    return body


def _answer(start_response: "StartResponse", status: str, text: str = "") -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [(text or status).encode()]
