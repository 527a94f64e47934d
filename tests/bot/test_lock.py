"""One process at a time on an SQLite file, by whatever name."""

from pathlib import Path

import pytest

from bot.lock import Lock, SecondProcessError
from models.base import connect


def test_a_file_is_locked_by_whatever_name_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(tmp_path)
    (tmp_path / "potluck.db").touch()
    (tmp_path / "linked.db").symlink_to(tmp_path / "potluck.db")
    engines = [
        connect(f"sqlite:///{tmp_path / name}") for name in ("potluck.db", "other/potluck.db", "linked.db")
    ]
    first = Lock(engines[0])
    for other in engines[1:]:
        with pytest.raises(SecondProcessError):
            Lock(other)
    first.release()
    Lock(engines[1]).release()


def test_a_database_in_memory_is_nobody_elses() -> None:
    engine = connect("sqlite://")
    Lock(engine).release()
    Lock(engine).release()
