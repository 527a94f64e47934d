"""The bot's link: WebSockets that carry envelopes to it and its acknowledgements back."""

import asyncio
import json
import secrets
import time
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiohttp import WSMsgType, web

from bot.workspace.changes import Changes
from bot.workspace.company import APP
from bot.workspace.wire import Wire

Json = dict[str, Any]

PING_SECONDS = 10.0
LONGEST_LINK = 18_060


class Ack(NamedTuple):
    """The bot's acknowledgement, and the answer that came with it."""

    payload: Json


class Links:
    """The open links, and what waits for an acknowledgement."""

    def __init__(
        self, wire: Wire, changes: Changes, *, patience: float, retry_after: Sequence[float]
    ) -> None:
        self._wire = wire
        self._changes = changes
        self._patience = patience
        self._retry_after = retry_after
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Ack]] = {}
        self._retries: set[asyncio.Task[None]] = set()
        self._somebody_there = asyncio.Event()
        self._turn = 0

    @property
    def connected(self) -> bool:
        """Tell whether the bot is there."""
        return bool(self._open)

    def ticket(self) -> str:
        """Give a pass for one link."""
        ticket = secrets.token_hex(12)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one link until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=408, text="this link's ticket was used, or never given")
        self._tickets.discard(ticket)
        link = web.WebSocketResponse(heartbeat=PING_SECONDS)
        await link.prepare(request)
        self._open.append(link)
        self._somebody_there.set()
        await link.send_json(self._hello())
        self._changes.tell("bot")
        try:
            async for message in link:
                if message.type == WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self._open.remove(link)
            if not self._open:
                self._somebody_there.clear()
            self._changes.tell("bot")
        return link

    async def interact(self, kind: str, name: str, payload: Json) -> Ack | None:
        """Send a command or an interaction, once; None means that nobody acknowledged it in time."""
        return await self._send(kind, name, payload, accepts=True)

    async def tell(self, name: str, payload: Json) -> None:
        """Send an event, and again later while nobody acknowledges it."""
        if await self._send("events_api", name, payload) is None:
            task = asyncio.create_task(self._retry(name, payload))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)

    async def close(self, *, reason: str | None = None) -> None:
        """End every link; with a reason, announce it as Slack does before a refresh."""
        for link in list(self._open):
            if reason is not None:
                await link.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
                )
            await link.close()
        self.forget()

    def forget(self) -> None:
        """Send no event again."""
        for task in list(self._retries):
            task.cancel()

    async def _retry(self, name: str, payload: Json) -> None:
        for attempt, seconds in enumerate(self._retry_after, start=1):
            await asyncio.sleep(seconds)
            await self._somebody_there.wait()
            if await self._send("events_api", name, payload, attempt=attempt) is not None:
                return

    async def _send(
        self, kind: str, name: str, payload: Json, *, accepts: bool = False, attempt: int = 0
    ) -> Ack | None:
        if not self._open:
            return None
        self._turn += 1
        link = self._open[self._turn % len(self._open)]
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        waiting: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        started = time.monotonic()
        try:
            await link.send_str(json.dumps(envelope))
            ack: Ack | None = await asyncio.wait_for(waiting, self._patience)
        except (TimeoutError, ConnectionError):
            ack = None
        finally:
            del self._waiting[envelope["envelope_id"]]
        answer = ack.payload if ack else None
        seconds = time.monotonic() - started
        self._wire.note(
            "to_bot", kind, name, ok=ack is not None, seconds=seconds, body=payload, answer=answer
        )
        return ack

    def _acknowledged(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        match answer:
            case {"envelope_id": str(envelope_id)} if envelope_id in self._waiting:
                payload = answer.get("payload")
                waiting = self._waiting[envelope_id]
                if not waiting.done():
                    waiting.set_result(Ack(payload if isinstance(payload, dict) else {}))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "local", "build_number": 1, "approximate_connection_time": LONGEST_LINK},
        }
