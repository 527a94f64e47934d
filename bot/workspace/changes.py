"""Hints to the open pages that something changed; a page then fetches afresh."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

HEARTBEAT_SECONDS = 15


class Changes:
    """Hands each hint to every page it concerns."""

    def __init__(self) -> None:
        self._pages: dict[asyncio.Queue[str | None], str] = {}

    def tell(self, changed: str, name: str = "", *, person: str | None = None) -> None:
        """Hint at a change to everybody, or to one person's pages."""
        hint = json.dumps({"changed": changed, "id": name})
        for queue, watcher in self._pages.items():
            if person in {None, watcher}:
                queue.put_nowait(hint)

    def end(self) -> None:
        """Let every page's events end: nothing changes any more."""
        for queue in self._pages:
            queue.put_nowait(None)

    async def watch(self, person: str) -> AsyncIterator[str]:
        """Give a page's server-sent events, with a comment now and then to keep the line open."""
        with self._page(person) as queue:
            yield "retry: 1000\n\n"
            while True:
                try:
                    hint = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if hint is None:
                    return
                yield f"data: {hint}\n\n"

    @contextmanager
    def _page(self, person: str) -> Iterator["asyncio.Queue[str | None]"]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages[queue] = person
        try:
            yield queue
        finally:
            del self._pages[queue]
