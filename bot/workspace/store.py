"""The workspace's file: what survives a restart, as JSON by kind and name."""

import json
import sqlite3
from pathlib import Path
from typing import Any


class Store:
    """A keeper of JSON values; without a file it forgets at the end."""

    def __init__(self, path: Path | None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS records (kind TEXT, name TEXT, value TEXT, PRIMARY KEY (kind, name))"
        )

    def put(self, kind: str, name: str, value: Any) -> None:
        """Keep a value."""
        row = (kind, name, json.dumps(value))
        self._connection.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", row)

    def drop(self, kind: str, name: str) -> None:
        """Forget a value."""
        self._connection.execute("DELETE FROM records WHERE kind = ? AND name = ?", (kind, name))

    def every(self, kind: str) -> dict[str, Any]:
        """Give back all values of a kind by name, in the names' order."""
        rows = self._connection.execute(
            "SELECT name, value FROM records WHERE kind = ? ORDER BY name", (kind,)
        )
        return {name: json.loads(value) for name, value in rows}

    def empty(self) -> None:
        """Forget everything."""
        self._connection.execute("DELETE FROM records")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
