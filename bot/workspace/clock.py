"""The workspace's clock: the real one, moved by as much as people like."""

import time
from datetime import UTC, datetime

from bot.workspace.store import Store


class Clock:
    """Tells the workspace's time; how far it is moved is kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset = float(store.every("clock").get("offset", 0.0))

    @property
    def moved(self) -> bool:
        """Tell whether it shows another time than the real one."""
        return self._offset != 0.0

    def time(self) -> float:
        """Give the seconds since the epoch."""
        return time.time() + self._offset

    def now(self) -> datetime:
        """Give the moment, aware and in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def set(self, to: float) -> None:
        """Show another time, in seconds since the epoch, and go on from there."""
        datetime.fromtimestamp(to, UTC)  # refuses what is no date
        self._move(to - time.time())

    def set_back(self) -> None:
        """Show the real time again."""
        self._move(0.0)

    def _move(self, offset: float) -> None:
        self._offset = offset
        self._store.put("clock", "offset", offset)
