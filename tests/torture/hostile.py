"""A Slack that means harm: it keeps its limits, fails, stalls after accepting, kills its callers, and logs.

It knows Slack's documents and nothing of Potluck's code.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Thread
from typing import Any, NamedTuple

from aiohttp import web

TIERS = {
    "conversations.open": 50,
    "conversations.history": 50,
    "conversations.replies": 50,
    "chat.update": 50,
    "chat.delete": 50,
    "chat.postMessage": 300,
}
"""Calls of a method a minute in a workspace."""

CHANNEL = 60
"""Posts in a channel a minute."""

BURST = 3
"""How many calls may come at once before a limit counts them: the network does not keep distances."""

DELAYED_SECONDS = 0.5
"""Real seconds for which a busy machine may hold calls up that left at the right distances."""

UNDER_WAY_SECONDS = 0.5
"""Real seconds in which a call that left before a refusal was known may still arrive."""


@dataclass(frozen=True)
class Weather:
    """How likely each kind of harm is."""

    server_error: float = 0.0
    slow: float = 0.0
    stall: float = 0.0
    hang_up: float = 0.0
    garble: float = 0.0
    kill: float = 0.0
    limit: float = 0.0


CALM = Weather()
STORM = Weather(server_error=0.05, slow=0.05, stall=0.02, hang_up=0.01, kill=0.01, limit=0.01)


@dataclass
class Bucket:
    """A leaky bucket of a limit: how full it is, and since when."""

    level: float = 0.0
    since: float = 0.0

    def takes(self, now: float, per_minute: int, most: float) -> bool:
        """Take one call, unless the bucket is full."""
        self.level = max(0.0, self.level - (now - self.since) * per_minute / 60)
        self.since = now
        if self.level > most - 1 + 1e-6:
            return False
        self.level += 1
        return True


class Heard(NamedTuple):
    """A call: when (real seconds), whose, to which conversation, and what was to be said."""

    at: float
    caller: str
    where: str
    text: str


@dataclass
class Log:
    """What happened, for the judge alone."""

    accepted: list[Heard] = field(default_factory=list)
    into_shut_lanes: list[Heard] = field(default_factory=list)
    too_fast: list[Heard] = field(default_factory=list)
    shut_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """How long Slack itself kept each method shut, in real seconds."""
    harm: dict[str, int] = field(default_factory=lambda: defaultdict(int))


class Hostile:
    """The server; `speed` is how many times faster than real time its limits run."""

    def __init__(self, weather: Weather, *, speed: float, seed: int, kill: Callable[[str], None]) -> None:
        self._weather = weather
        self._speed = speed
        self._chance = Random(seed)
        self._kill = kill
        self._buckets: dict[str, Bucket] = defaultdict(Bucket)
        self._shut: dict[str, tuple[float, float]] = {}
        self._messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._numbers = 0
        self.log = Log()
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Open a port on loopback."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    def stop(self) -> None:
        """Close it."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_post("/{caller}/api/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method, caller = request.match_info["method"], request.match_info["caller"]
        body: dict[str, Any] = {**request.query}
        try:
            form = request.content_type != "application/json"
            body |= await request.post() if form else await request.json()
        except ConnectionError:  # its caller was killed while it spoke
            return web.Response(status=400)
        if method not in TIERS:
            return web.json_response({"ok": True})
        heard = Heard(time.monotonic(), caller, str(body.get("channel", "")), str(body.get("text", "")))
        refusal = self._limit(method, heard)
        if refusal is not None:
            headers = {"Retry-After": str(refusal)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        return await self._weathered(request, method, heard, body)

    def _limit(self, method: str, heard: Heard) -> int | None:
        """Refuse a call into a shut lane, one too many, or any now and then; the seconds to wait."""
        now = heard.at
        until, told = self._shut.get(method, (0.0, 0.0))
        if now < until:
            if now - told > UNDER_WAY_SECONDS:
                self.log.into_shut_lanes.append(heard)
            return int((until - now) * self._speed) + 1
        limits = {method: TIERS[method]}
        if method == "chat.postMessage":
            limits[heard.where] = CHANNEL
        for name, per_minute in limits.items():
            most = BURST + DELAYED_SECONDS * self._speed * per_minute / 60
            if not self._buckets[name].takes(now * self._speed, per_minute, most):
                self.log.too_fast.append(heard)
                return 1
        if self._chance.random() < self._weather.limit:
            seconds = self._chance.randint(5, 30)
            self._shut[method] = (now + seconds / self._speed, now)
            self.log.shut_seconds[method] += seconds / self._speed
            self.log.harm["limited"] += 1
            return seconds
        return None

    async def _weathered(
        self, request: web.Request, method: str, heard: Heard, body: dict[str, Any]
    ) -> web.StreamResponse:
        weather, dice = self._weather, self._chance.random()
        if dice < weather.server_error / 2:
            self.log.harm["failed before"] += 1
            return web.json_response({"ok": False, "error": "internal_error"}, status=500)
        if self._chance.random() < weather.slow:
            self.log.harm["slow"] += 1
            await asyncio.sleep(self._chance.uniform(1, 4) / self._speed)
        answer = self._do(method, heard, body)
        dice -= weather.server_error / 2
        if dice < weather.server_error / 2:
            self.log.harm["failed after"] += 1
            return web.Response(status=503, text="upstream")
        dice -= weather.server_error / 2
        if dice < weather.stall:
            self.log.harm["stalled"] += 1
            await asyncio.sleep(40 / self._speed)
        elif dice < weather.stall + weather.hang_up and request.transport is not None:
            self.log.harm["hung up"] += 1
            request.transport.abort()
        elif dice < weather.stall + weather.hang_up + weather.garble:
            self.log.harm["garbled"] += 1
            return web.Response(status=200, text="<html>accepted", content_type="text/html")
        elif dice < weather.stall + weather.hang_up + weather.garble + weather.kill:
            self.log.harm["killed its caller"] += 1
            self._kill(heard.caller)
        return web.json_response({"ok": True, **answer})

    def _do(self, method: str, heard: Heard, body: dict[str, Any]) -> dict[str, Any]:
        if method == "conversations.open":
            return {"channel": {"id": "D" + str(body["users"])[1:]}}
        channel = str(body["channel"])
        if method == "chat.postMessage":
            self._numbers += 1
            ts = f"{4e9 + self._numbers:.6f}"
            self._messages[channel].append({"ts": ts, "metadata": body["metadata"], "text": body["text"]})
            self.log.accepted.append(heard._replace(at=time.monotonic()))
            return {"channel": channel, "ts": ts}
        if method == "conversations.history":
            start = int(body.get("cursor") or 0)
            page = list(reversed(self._messages[channel]))[start : start + 5]
            more = str(start + 5) if start + 5 < len(self._messages[channel]) else ""
            return {"messages": page, "response_metadata": {"next_cursor": more}}
        raise AssertionError(method)
