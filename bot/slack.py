"""Calls to Slack's Web API, and what an answer that is no "ok" means."""

import re
import ssl
from collections.abc import Callable, Sequence
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from models.lanes import Pace
from models.outbox import Step

_TLS = ssl.create_default_context()
"""One for every client: reading the CA bundle costs 20 ms each time."""

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500

_TIER_3 = timedelta(seconds=60 / 50)
"""Slack's "Tier 3" is 50 calls of a method a minute in a workspace."""

PACE = Pace(
    calls={
        Step.OPEN: _TIER_3,
        Step.CHECK: _TIER_3,
        Step.UPDATE: _TIER_3,
        Step.DELETE: _TIER_3,
        Step.POST: timedelta(seconds=60 / 300),  # "several hundred messages per minute" in a workspace
    },
    posts=timedelta(seconds=1),  # in one channel
)
"""The rates that Slack documents for each of our calls (https://docs.slack.dev/apis/web-api/rate-limits)."""

A_NAME = re.compile("[a-z0-9_]+")
"""How Slack's errors look; in place of one the client puts a page that it could not read."""

DOUBTFUL = {"fatal_error", "internal_error", "service_unavailable", "request_timeout"}
"""Slack's errors after which the call may have done its work all the same."""


FAILURES = (SlackClientError, HTTPException, OSError, ValueError)
"""What the client raises where a call does not come to its end, or is refused."""


class DoubtError(Exception):
    """Nobody can tell whether the call did its work."""


class LimitedError(Exception):
    """Slack did not take the call; it will after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"ratelimited, {seconds} s")
        self.seconds = seconds


class RefusedError(Exception):
    """Slack did not do it, and its error says why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def client(token: str | None, api_url: str, *, timeout: int) -> WebClient:
    """Make a client that never repeats a call by itself; `timeout` is in seconds."""
    return WebClient(token=token, base_url=api_url, timeout=timeout, ssl=_tls(api_url), retry_handlers=[])


def answering(response_url: str | None, *, timeout: int) -> Callable[..., WebhookResponse]:
    """Make what answers at a `response_url`: once, and within `timeout` seconds, since somebody waits."""

    def respond(
        text: str,
        blocks: Sequence[dict[str, Any]] | None = None,
        *,
        response_type: str | None = None,
        replace_original: bool | None = None,
    ) -> WebhookResponse:
        if response_url is None:
            raise ValueError("there is no response_url to answer at")
        hook = WebhookClient(response_url, timeout=timeout, ssl=_tls(response_url), retry_handlers=[])
        return hook.send(
            text=text, blocks=blocks, response_type=response_type, replace_original=replace_original
        )

    return respond


def call(method: Callable[..., SlackResponse], **arguments: Any) -> dict[str, Any]:
    """Call a client's method: its answer, or DoubtError, LimitedError, RefusedError."""
    data = answer(method, **arguments).data
    if not isinstance(data, dict):
        raise DoubtError("an answer that is no JSON")
    return data


def answer(method: Callable[..., SlackResponse], **arguments: Any) -> SlackResponse:
    """Call as `call` does, and give the answer with its headers."""
    try:
        return method(**arguments)
    except SlackApiError as error:
        raise _meaning(error) from error
    except FAILURES as error:
        raise DoubtError(str(error) or type(error).__name__) from error


def _tls(url: str) -> ssl.SSLContext | None:
    """Give what a call needs beside its address; without, as over plain HTTP, urllib keeps its opener."""
    return _TLS if url.startswith("https:") else None


def _meaning(error: SlackApiError) -> Exception:
    response = error.response
    if response.status_code == TOO_MANY_REQUESTS:
        return LimitedError(_seconds(response.headers.get("Retry-After", "")))
    answer = response.data if isinstance(response.data, dict) else {}
    name = str(answer.get("error", ""))
    if response.status_code >= SERVER_ERROR or name in DOUBTFUL:
        return DoubtError(name or f"HTTP {response.status_code}")
    if not A_NAME.fullmatch(name):
        return DoubtError(f"HTTP {response.status_code}, and nothing that Slack would say")
    if name == "ratelimited":
        return LimitedError(1)
    return RefusedError(name)


def _seconds(retry_after: str) -> int:
    return int(retry_after) if retry_after.isdecimal() else 1
