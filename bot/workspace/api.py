"""The Web API's door: tokens, arguments, scopes, and each method's answer or error."""

import json
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub

Json = dict[str, Any]
Method = Callable[[Hub, Json], Awaitable[Json]]

BOT_TOKEN = "xoxb-local"  # noqa: S105 - open to everybody on this machine
APP_TOKEN = "xapp-local"  # noqa: S105 - the same
STRUCTURED = {"blocks", "view", "metadata", "attachments", "files"}
"""Arguments that come as JSON in a string when the rest comes as a form."""


@dataclass(frozen=True)
class Entry:
    """One method, which token it takes, and the scope it always needs."""

    run: Method
    scope: str | None = None
    token: str = BOT_TOKEN


@dataclass
class Trouble:
    """A failure to come, for tests of hard weather."""

    error: str
    times: int
    retry_after: int


class Api:
    """Answers every call to /api/."""

    def __init__(self, hub: Hub, methods: dict[str, Entry]) -> None:
        self._hub = hub
        self._methods = methods
        self._troubles: dict[str, deque[Trouble]] = {}

    def trouble(self, method: str, trouble: Trouble) -> None:
        """Let the next calls of a method fail."""
        self._troubles.setdefault(method, deque()).append(trouble)

    def calm(self) -> None:
        """Let no call fail that was to."""
        self._troubles.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        name = request.match_info["method"]
        started = time.monotonic()
        arguments = await _arguments(request)
        trouble = self._next_trouble(name)
        if trouble is not None and trouble.error != "timeout":
            answer: Json = {"ok": False, "error": trouble.error}
        else:
            answer = await self._answer(name, arguments, _token(request, arguments))
        seconds = time.monotonic() - started
        shown = {key: value for key, value in arguments.items() if key != "token"}
        self._hub.wire.note(
            "from_bot",
            "api",
            name,
            ok=answer["ok"] and trouble is None,
            seconds=seconds,
            body=shown,
            answer=answer,
        )
        if trouble is not None and trouble.error == "timeout" and request.transport is not None:
            request.transport.abort()
        limited = trouble is not None and trouble.error == "ratelimited"
        headers = {"X-OAuth-Scopes": ",".join(sorted(self._hub.manifest.scopes))}
        if trouble is not None and limited:
            headers["Retry-After"] = str(trouble.retry_after)
        return web.json_response(answer, status=429 if limited else 200, headers=headers)

    async def _answer(self, name: str, arguments: Json, token: str) -> Json:
        try:
            entry = self._entry(name)
            _check_token(entry, token)
            if entry.scope is not None:
                need(self._hub, entry.scope)
            return {"ok": True, **await entry.run(self._hub, arguments)}
        except ApiError as error:
            return {"ok": False, "error": error.error, **error.more}

    def _entry(self, name: str) -> Entry:
        if name not in self._methods:
            raise ApiError("unknown_method", req_method=name)
        return self._methods[name]

    def _next_trouble(self, name: str) -> Trouble | None:
        coming = self._troubles.get(name)
        if not coming:
            return None
        coming[0].times -= 1
        return coming[0] if coming[0].times > 0 else coming.popleft()


def need(hub: Hub, scope: str) -> None:
    """Refuse a call whose scope was not granted."""
    if scope not in hub.manifest.scopes:
        raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(hub.manifest.scopes)))


def required(arguments: Json, name: str, *, error: str = "invalid_arguments") -> Any:
    """Take an argument that has to be there."""
    value = arguments.get(name)
    if value in (None, "", []):
        raise ApiError(error, response_metadata={"messages": [f"[ERROR] missing required field: {name}"]})
    return value


def flag(arguments: Json, name: str, *, default: bool = False) -> bool:
    """Take a yes or no, which forms carry as a word."""
    value = arguments.get(name, default)
    return value in (True, "true", "True", "1", 1)


def _check_token(entry: Entry, token: str) -> None:
    if not token:
        raise ApiError("not_authed")
    if token not in {BOT_TOKEN, APP_TOKEN}:
        raise ApiError("invalid_auth")
    if token != entry.token:
        raise ApiError("not_allowed_token_type")


def _token(request: web.Request, arguments: Json) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token", ""))


async def _arguments(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = None
        return arguments | (body if isinstance(body, dict) else {})
    arguments |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    for name in STRUCTURED & arguments.keys():
        try:
            arguments[name] = json.loads(arguments[name])
        except ValueError:
            arguments[name] = None
    return arguments
