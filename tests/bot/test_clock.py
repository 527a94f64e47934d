"""All processes on a PostgreSQL go by its clock, whatever their own machines think."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot import clock
from bot.clock import SharedClock
from models.base import Sessions, connect

NOWHERE = "postgresql://potluck@127.0.0.1:1/potluck"
A_BIT = timedelta(seconds=5)


def test_the_machines_own_clock_may_be_wrong(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "utc_now", lambda: datetime(1999, 1, 1, tzinfo=UTC))
    engine = connect(postgres_url)
    tell = clock.shared(engine)
    with Sessions(engine).read() as session:
        there: datetime = session.scalars(text("SELECT clock_timestamp()")).one()
    assert abs(tell() - there) < A_BIT
    engine.dispose()


@pytest.mark.parametrize("trouble", ["away", "slow"])
def test_while_the_database_is_away_or_slow_its_clock_is_counted_on(
    postgres_url: str, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(postgres_url)
    tell = SharedClock(engine)
    first = tell()
    monkeypatch.setattr(clock, "ASK_SECONDS", -1.0)
    if trouble == "away":
        tell._engine = connect(NOWHERE)  # noqa: SLF001 - it is lost
    else:
        monkeypatch.setattr(clock, "SLOWEST_SECONDS", -1.0)
        asked = tell._asked  # noqa: SLF001
        tell()
        assert tell._asked == asked, "an answer that took too long is not believed"  # noqa: SLF001
    assert first < tell() < tell() < first + A_BIT
    engine.dispose()


def test_nobody_begins_without_knowing_the_time() -> None:
    with pytest.raises(DBAPIError):
        SharedClock(connect(NOWHERE))()


def test_one_process_on_sqlite_goes_by_its_machine() -> None:
    assert clock.shared(connect("sqlite://")) is clock.utc_now
