"""The local workspace: a small Slack on this machine, for trying Potluck and for its tests.

The unchanged bot connects to it by Socket Mode and the Web API; people use its page in a browser.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from aiohttp import web

from bot.workspace import api_chat, api_conversations, api_files, api_views, people, server
from bot.workspace.api import Api, Trouble
from bot.workspace.changes import Changes
from bot.workspace.clock import Clock
from bot.workspace.hub import Hub
from bot.workspace.manifest import Manifest
from bot.workspace.page_api import PageApi
from bot.workspace.socket_mode import Links
from bot.workspace.state import State
from bot.workspace.store import Store
from bot.workspace.wire import Wire

HOST = "127.0.0.1"
METHODS = {**api_chat.METHODS, **api_conversations.METHODS, **api_files.METHODS, **api_views.METHODS}


def _nothing() -> None:
    """Do nothing when the clock moves."""


class LocalWorkspace:
    """The workspace, served from a thread of its own; everything in it happens on that thread's loop."""

    def __init__(
        self,
        *,
        port: int = 8765,
        state: Path | None = None,
        scopes: frozenset[str] | None = None,
        patience: float = 3.0,
        retry_after: Sequence[float] = (0, 60, 300),
    ) -> None:
        """Prepare it: `state` None keeps nothing, `scopes` None grants all of the manifest's.

        `patience` is how many seconds an acknowledgement may take, `retry_after` how many pass before an
        event is sent again.
        """
        self.on_clock_moved: Callable[[], None] = _nothing
        self.on_reset: Callable[[], None] = _nothing
        self.url = ""
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="workspace", daemon=True)
        self._store = Store(state)
        self._clock = Clock(self._store)
        changes = Changes()
        wire = Wire(self._clock, changes)
        links = Links(wire, changes, patience=patience, retry_after=retry_after)
        self._hub = Hub(State(self._store, self._clock), self._clock, changes, wire, links, Manifest(scopes))
        self._api = Api(self._hub, METHODS)
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        """Serve from now on; OSError if the port is taken."""
        self._thread.start()
        try:
            self._wait(self._serve())
        except OSError:
            self.stop()
            raise

    def stop(self) -> None:
        """Serve no more."""
        if not self._thread.is_alive():
            return
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._store.close()

    def reset(self) -> None:
        """Begin again with the company as it comes, an empty wire and no trouble ahead."""
        self._wait(self._run(self._hub.reset))
        self._api.calm()

    def now(self) -> datetime:
        """Tell the workspace's time, from any thread."""
        return self._clock.now()

    def trouble(self, method: str, error: str, *, times: int = 1, retry_after: int = 1) -> None:
        """Let the next calls of a Web API method fail; "timeout" does the work and hangs up instead."""
        self._api.trouble(method, Trouble(error, times, retry_after))

    def calls(self, method: str | None = None) -> list[dict[str, Any]]:
        """List what went over the wire, of one method or of all."""
        return [frame for frame in list(self._hub.wire.frames) if method in {None, frame["name"]}]

    def refresh_links(self) -> None:
        """Send the bot to a new link, as Slack does now and then."""
        self._wait(self._hub.links.close(reason="refresh_requested"))

    def kick(self, channel_id: str, user_id: str) -> None:
        """Remove somebody, or the bot, from a channel."""
        conversation = self._hub.state.conversations[channel_id]
        self._wait(people.set_membership(self._hub, conversation, user_id, present=False))

    def deactivate(self, user_id: str) -> None:
        """Let somebody leave the company."""
        self._wait(people.deactivate(self._hub, user_id))

    def move(self, user_id: str, zone: str) -> None:
        """Let somebody live by another clock."""
        self._wait(people.move(self._hub, user_id, zone))

    def make_private(self, channel_id: str) -> None:
        """Convert a public channel to a private one, as its admins may."""
        self._wait(self._run(lambda: self._hub.make_private(channel_id)))

    def archive(self, channel_id: str, *, archived: bool = True, silently: bool = False) -> None:
        """Archive a channel, or bring it back; silently, the app does not hear of it."""
        self._wait(self._hub.archive(channel_id, archived=archived, silently=silently))

    def lose(self, channel_id: str) -> None:
        """Let the app hear that a channel is deleted."""
        conversation = self._hub.state.conversations[channel_id]
        self._wait(self._hub.tell_of_channel(conversation, "deleted"))

    async def _serve(self) -> None:
        page_api = PageApi(
            self._hub,
            clock_moved=lambda: asyncio.to_thread(self.on_clock_moved),
            reset=lambda: asyncio.to_thread(self.on_reset),
        )
        self._runner = web.AppRunner(
            server.build(self._hub, self._api, page_api), access_log=None, shutdown_timeout=0.5
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port)
        await site.start()
        address = self._runner.addresses[0]
        self.url = self._hub.url = f"http://{HOST}:{address[1]}"

    async def _end(self) -> None:
        await self._hub.links.close()
        self._hub.changes.end()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _run(self, work: Callable[[], None]) -> None:
        work()

    def _wait(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()
