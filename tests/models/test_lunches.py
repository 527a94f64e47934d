"""Lunches: opened ahead, announced a week ahead, ended; every date once, whatever the clocks do."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select

from models import lunches, lunches_changes, lunches_series, stewards
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_rhythm import Every
from models.lunches_series import Plan, Series, Setting
from models.outbox import Owed
from tests.conftest import MONDAY, on_sqlite_and_once_on_postgres

HOST = "U1"
STEWARD = "U9"
THURSDAY = date(2026, 3, 5)
NOON = time(12)
DAY = timedelta(days=1)


def plan(**chosen: Any) -> Plan:
    """Give a weekly lunch on Thursdays at twelve in Berlin, or what is chosen otherwise."""
    setting = {name: chosen.pop(name) for name in Setting._fields if name in chosen}
    usual = {"start": THURSDAY, "every": Every.WEEK, "at": NOON, "zone": "Europe/Berlin"}
    return Plan(Setting(**{"title": "Learning lunch", **setting}), **{**usual, **chosen})


def begin(sessions: Sessions, wanted: Plan, *, now: datetime = MONDAY, by: str = HOST) -> int:
    """Let a series run, proposed by somebody who made its channel."""
    with sessions.begin() as session:
        stewards.appoint(session, "T1", STEWARD, now=now)
        series = lunches_series.propose(
            session,
            team_id="T1",
            channel_id="C1",
            plan=wanted,
            by=by,
            private_channel=False,
            creator_id=by,
            submission=f"{wanted.start}{by}{now}",
            now=now,
        )
        lunches.open_next(session, series, now=now)
        return series.id


def look(sessions: Sessions, now: datetime) -> None:
    with sessions.begin() as session:
        for due in (lunches.open_ahead, lunches.announce_due, lunches.end_past):
            due(session, now=now)


def every(sessions: Sessions) -> list[Lunch]:
    with sessions.read() as session:
        return list(session.scalars(select(Lunch).order_by(Lunch.at)))


def ahead(sessions: Sessions, now: datetime) -> dict[int, int]:
    """Count each series' open lunches that are still to come."""
    open_ones = select(Lunch.series_id, func.count()).where(Lunch.state == State.OPEN, Lunch.at > now)
    with sessions.read() as session:
        return dict(session.execute(open_ones.group_by(Lunch.series_id)).all())


def slots(sessions: Sessions, state: State = State.OPEN) -> list[str]:
    return [lunch.slot for lunch in every(sessions) if lunch.state == state]


def announced(sessions: Sessions) -> list[str]:
    with sessions.read() as session:
        return [owed.ref for owed in session.scalars(select(Owed).where(Owed.kind == "lunches.post"))]


def test_exactly_six_lunches_are_open_ahead_however_often_somebody_looks(sessions: Sessions) -> None:
    begin(sessions, plan())
    for hour in range(3):
        look(sessions, MONDAY + timedelta(hours=hour))
    assert slots(sessions) == [f"2026-03-{day:02} 12:00" for day in (5, 12, 19, 26)] + [
        "2026-04-02 12:00",
        "2026-04-09 12:00",
    ]
    look(sessions, datetime(2026, 3, 5, 11, 0, 1, tzinfo=UTC))
    assert slots(sessions)[-1] == "2026-04-16 12:00"


def test_a_lunch_called_off_is_made_up_for_by_a_further_one(sessions: Sessions) -> None:
    begin(sessions, plan())
    with sessions.begin() as session:
        lunches_changes.call_off(session, session.get_one(Lunch, every(sessions)[1].id), now=MONDAY)
    look(sessions, MONDAY)
    assert len(slots(sessions)) == 6
    assert slots(sessions)[-1] == "2026-04-16 12:00"
    assert slots(sessions, State.CALLED_OFF) == ["2026-03-12 12:00"]


def test_a_lunch_is_announced_a_week_ahead_and_once(sessions: Sessions) -> None:
    begin(sessions, plan(start=THURSDAY + timedelta(weeks=1)))
    week_ahead = datetime(2026, 3, 5, 11, tzinfo=UTC)
    look(sessions, week_ahead - timedelta(seconds=1))
    assert announced(sessions) == []
    for hours in range(3):
        look(sessions, week_ahead + timedelta(hours=hours))
    assert announced(sessions) == [str(every(sessions)[0].id)]


def test_a_lunch_that_passed_while_nobody_looked_is_over_and_never_announced(sessions: Sessions) -> None:
    begin(sessions, plan(start=THURSDAY + timedelta(weeks=1)))
    look(sessions, MONDAY + timedelta(days=20))
    over = [lunch for lunch in every(sessions) if lunch.state == State.OVER]
    assert [lunch.slot for lunch in over] == ["2026-03-12 12:00", "2026-03-19 12:00"]
    assert not {str(lunch.id) for lunch in over} & set(announced(sessions))


def test_a_lunch_is_over_when_its_time_has_passed_and_not_before(sessions: Sessions) -> None:
    begin(sessions, plan(minutes=45))
    look(sessions, datetime(2026, 3, 5, 11, 44, 59, tzinfo=UTC))
    assert every(sessions)[0].state == State.OPEN
    look(sessions, datetime(2026, 3, 5, 11, 45, tzinfo=UTC))
    assert every(sessions)[0].state == State.OVER


def test_where_nobody_could_say_yes_the_proposer_learns_how_to_mend_that(sessions: Sessions) -> None:
    with pytest.raises(RuleError, match="/potluck settings"), sessions.begin() as session:
        lunches_series.propose(
            session,
            team_id="T1",
            channel_id="C1",
            plan=plan(),
            by=HOST,
            private_channel=False,
            creator_id="",
            submission="V1",
            now=MONDAY,
        )


def test_ten_processes_that_look_at_once_open_and_announce_every_date_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        stewards.appoint(session, "T1", STEWARD, now=MONDAY)
        lunches_series.propose(
            session,
            team_id="T1",
            channel_id="C1",
            plan=plan(),
            by=STEWARD,
            private_channel=False,
            creator_id="",
            submission="V1",
            now=MONDAY,
        )
    with ThreadPoolExecutor(10) as threads:
        list(threads.map(lambda _: look(sessions, MONDAY), range(10)))
    assert len(slots(sessions)) == 6
    assert len(announced(sessions)) == 1


def test_a_series_waiting_for_a_yes_opens_nothing(sessions: Sessions) -> None:
    with sessions.begin() as session:
        stewards.appoint(session, "T1", STEWARD, now=MONDAY)
        lunches_series.propose(
            session,
            team_id="T1",
            channel_id="C1",
            plan=plan(),
            by=HOST,
            private_channel=False,
            creator_id="U2",
            submission="V1",
            now=MONDAY,
        )
    look(sessions, MONDAY)
    assert every(sessions) == []


@on_sqlite_and_once_on_postgres(
    "zone",
    [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Africa/Casablanca",
    ],
)
def test_two_years_with_downtime_open_every_date_once_and_announce_none_late(
    sessions: Sessions, zone: str
) -> None:
    rng = Random(zone)
    kept = [
        begin(sessions, wanted, by=f"U{number}")
        for number, rhythm in enumerate(Every)
        for wanted in [
            plan(
                start=date(2026, 3, 31),
                every=rhythm,
                at=time(2, 30),
                other_time=time(12),
                zone=zone,
                country="DE",
            )
        ]
    ]
    now, looks = MONDAY, [MONDAY]
    while now < MONDAY + 730 * DAY:
        now += rng.choice([timedelta(hours=rng.randint(1, 70)), rng.randint(4, 30) * DAY])
        looks.append(now)
        look(sessions, now)
        assert ahead(sessions, now) == dict.fromkeys(kept, lunches.OPENED_AHEAD)
    found = every(sessions)
    with sessions.read() as session:
        for series_id in kept:
            passed = [lunch for lunch in found if lunch.series_id == series_id and lunch.at <= now]
            meant = session.get_one(Series, series_id).rhythm.coming(MONDAY)
            dates = [(slot.key, slot.at) for slot in takewhile(lambda slot: slot.at <= now, meant)]
            assert [(lunch.slot, lunch.at) for lunch in passed] == dates, "every date once"
    posts = Counter(announced(sessions))
    for lunch in found:
        seen = any(lunch.at - lunches.ANNOUNCED_BEFORE <= moment < lunch.at for moment in looks)
        assert posts[str(lunch.id)] == int(seen)
        if lunch.announced_at is not None:
            assert lunch.at - lunches.ANNOUNCED_BEFORE <= lunch.announced_at < lunch.at
