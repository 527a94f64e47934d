"""One process at a time on an SQLite file: the kernel's lock, gone with the process however it ends."""

import fcntl
from pathlib import Path
from typing import IO

from sqlalchemy import Engine


class SecondProcessError(Exception):
    """Another Potluck runs on the same SQLite file."""


class Lock:
    """Holds an SQLite database for this process; any number may share PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        """Take the lock, or raise SecondProcessError."""
        path = engine.url.database if engine.dialect.name == "sqlite" else None
        self._file: IO[str] | None = None
        if not path or path == ":memory:":
            return
        file = Path(f"{Path(path).resolve()}.lock").open("w")  # noqa: SIM115 - held as long as the process runs
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise SecondProcessError(
                f"Another Potluck runs on {path}, and SQLite serves one process. Stop that one, or use "
                "PostgreSQL (DATABASE_URL), which any number can share."
            ) from None
        self._file = file

    def release(self) -> None:
        """Let another process have the database."""
        if self._file is not None:
            self._file.close()
