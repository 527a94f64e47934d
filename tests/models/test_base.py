"""Times are moments, and no update is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import ProgrammingError, StatementError

from models import base, tables, workspaces
from models.base import Sessions, database_url
from models.workspaces import Workspace
from tests.conftest import MONDAY


def test_a_moment_comes_back_in_utc(sessions: Sessions) -> None:
    there = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    with sessions.begin() as session:
        workspaces.install(session, "T1", name="Hearth", bot_user_id="U1", now=there)
    with sessions.read() as session:
        back = session.get_one(Workspace, "T1").installed_at
    assert back == there
    assert back.tzinfo is UTC or back.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(sessions: Sessions) -> None:
    naive = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="naive"), sessions.begin() as session:
        workspaces.install(session, "T1", name="Hearth", bot_user_id="U1", now=naive)


def test_eight_threads_that_read_and_then_write_lose_no_update(sessions: Sessions) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with sessions.begin() as session:
        workspaces.install(session, "T1", name="0", bot_user_id="U1", now=start)

    def count(_turn: int) -> None:
        with sessions.begin() as session:
            workspace = session.get_one(Workspace, "T1", with_for_update=True)
            workspace.name = str(int(workspace.name) + 1)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(count, range(160)))
    with sessions.read() as session:
        assert session.get_one(Workspace, "T1").name == "160"


def test_reading_never_waits_for_a_writer(sessions: Sessions) -> None:
    with sessions.begin() as writing:
        workspaces.install(
            writing, "T1", name="Hearth", bot_user_id="U1", now=datetime(2026, 1, 1, tzinfo=UTC)
        )
        writing.flush()
        with sessions.read() as reading:
            assert workspaces.all_ids(reading) == set()


def test_a_result_that_nobody_read_to_its_end_keeps_nobody_from_writing(tmp_path: Path) -> None:
    mine, another = (Sessions(base.connect(f"sqlite:///{tmp_path / 'potluck.db'}")) for _ in range(2))
    tables.upgrade(mine.engine)
    install(mine, "T1", "T2")
    with mine.read() as session:
        half_read = session.scalars(select(Workspace))
    install(another, "T3")
    install(mine, "T4")
    with mine.read() as session:
        assert workspaces.all_ids(session) == {"T1", "T2", "T3", "T4"}
    with pytest.raises(ProgrammingError):
        half_read.all()
    for each in (mine, another):
        each.engine.dispose()


def install(sessions: Sessions, *teams: str) -> None:
    with sessions.begin() as session:
        for team_id in teams:
            workspaces.install(session, team_id, name="Hearth", bot_user_id="U1", now=MONDAY)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_postgresql_address_means_psycopg(scheme: str) -> None:
    assert database_url(f"{scheme}://me:secret@db/potluck").drivername == "postgresql+psycopg"


def test_connections_that_broke_while_nobody_used_them_are_replaced(
    postgres_url: str, postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = base.connect(postgres_url)
    with Sessions(mine).read() as one, Sessions(mine).read() as other:
        broken = {session.scalar(select(func.pg_backend_pid())) for session in (one, other)}
    with Sessions(postgres_engine).begin() as session:
        for pid in broken:
            session.scalar(select(func.pg_terminate_backend(pid, 5000)))
    monkeypatch.setattr(base, "RESTED_SECONDS", 0)
    with Sessions(mine).begin() as one, Sessions(mine).read() as other:
        assert not broken & {session.scalar(select(func.pg_backend_pid())) for session in (one, other)}
    mine.dispose()


def test_a_look_holds_no_transaction_open(postgres_engine: Engine) -> None:
    state = text("SELECT state FROM pg_stat_activity WHERE pid = :pid")
    sessions = Sessions(postgres_engine)
    with sessions.read() as looking, sessions.read() as other:
        pid = looking.scalar(select(func.pg_backend_pid()))
        assert other.scalar(state, {"pid": pid}) == "idle"
