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
"""Arguments that are JSON; in a form, JSON in a string."""

LISTS = {"users"}
"""Arguments that may be a list, or words with commas between."""


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
        trouble = self._next_trouble(name)
        arguments: Json = {}
        try:
            arguments |= await _arguments(request)
            _befall(trouble)
            answer: Json = {"ok": True, **await self._answer(name, arguments, _token(request, arguments))}
        except ApiError as error:
            answer = {"ok": False, "error": error.error, **error.more}
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
        entry = self._entry(name)
        _check_token(entry, token)
        if entry.scope is not None:
            need(self._hub, entry.scope)
        return await entry.run(self._hub, arguments)

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
    value = arguments.get(name)
    return default if value is None else value in {"true", "True", "1"}


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


def _befall(trouble: Trouble | None) -> None:
    if trouble is not None and trouble.error != "timeout":
        raise ApiError(trouble.error)


async def _arguments(request: web.Request) -> Json:
    """Read a call's arguments, from the address and the body: words, lists of them, and what is JSON."""
    try:
        given = await (_object(request) if request.content_type == "application/json" else _form(request))
    except LookupError as error:
        raise ApiError("invalid_charset") from error
    return {name: _value(name, value) for name, value in {**request.query, **given}.items()}


async def _object(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise ApiError("invalid_json") from error
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body


async def _form(request: web.Request) -> Json:
    try:
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    except (AssertionError, ValueError) as error:  # both are what the library says of a broken form
        raise ApiError("invalid_form_data") from error


def _value(name: str, value: Any) -> Any:
    if name in STRUCTURED:
        return _parsed(value) if isinstance(value, str) else value
    if name in LISTS and isinstance(value, list):
        return [_word(name, each) for each in value]
    return None if value is None else _word(name, value)


def _word(name: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] must be a string: {name}"]}
        )
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _parsed(text: str) -> Any:
    """Read JSON; what is none stays words, and is refused by what takes it."""
    try:
        return json.loads(text)
    except ValueError:
        return text
