"""An operator can see what will be said, what is owed and what failed, and mend it."""

from datetime import UTC, datetime, time, timedelta

from bot import reports
from models import digests, dispatch, outbox, prompt_schedules, settings, workspaces
from models.base import Sessions
from models.lanes import UNHURRIED
from models.outbox import Owed, Step
from tests.conftest import Clock


def schedule(sessions: Sessions, channel: str, weekday: int, zone: str, now: datetime) -> None:
    with sessions.begin() as session:
        prompt_schedules.schedule(
            session, team_id="T1", channel_id=channel, weekday=weekday, at=time(9), zone=zone, now=now
        )


def owe(sessions: Sessions, key: str, now: datetime) -> None:
    with sessions.begin() as session:
        outbox.owe(session, team_id="T1", key=key, kind="tips.post", ref=1, to="C1", due=now)


def fail(sessions: Sessions, key: str, now: datetime) -> None:
    with sessions.begin() as session:
        row = outbox.by_key(session, "T1", key)
        assert row is not None
        outbox.refuse(row, "is_archived", certain=True, now=now)


def step(sessions: Sessions, key: str) -> Owed:
    with sessions.begin() as session:
        row = outbox.by_key(session, "T1", key)
        assert row is not None
        return row


def test_what_will_be_said_is_listed_in_order_and_in_local_time(sessions: Sessions) -> None:
    now = datetime(2026, 3, 24, 12, tzinfo=UTC)
    schedule(sessions, "CBERLIN", 0, "Europe/Berlin", now)
    schedule(sessions, "CKOLKATA", 4, "Asia/Kolkata", now)
    with sessions.read() as session:
        lines = list(reports.upcoming(session, now=now, days=10))
    assert lines == [
        "Fri 2026-03-27 09:00 Asia/Kolkata  CKOLKATA  prompt",
        "Mon 2026-03-30 09:00 Europe/Berlin  CBERLIN  prompt",
        "Fri 2026-04-03 09:00 Asia/Kolkata  CKOLKATA  prompt",
    ]


def test_digests_and_what_is_planned_are_listed_by_the_workspaces_own_clock(sessions: Sessions) -> None:
    now = datetime(2026, 3, 24, 12, tzinfo=UTC)
    with sessions.begin() as session:
        workspaces.install(session, "T1", name="Hearth", bot_user_id="U1", now=now)
        settings.choose(
            session,
            "T1",
            capture_emoji="bulb",
            zone="Asia/Kathmandu",
            digest_weekday=4,
            digest_time="15:00",
            person_budget=2,
        )
        for reader in ("C1", "U1", "U2"):
            digests.subscribe(session, "T1", reader, digests.Rhythm.WEEKLY, now=now)
        outbox.owe(
            session, team_id="T1", key="a", kind="tips.post", ref=1, to="U1", due=now + timedelta(hours=1)
        )
    with sessions.read() as session:
        assert list(reports.upcoming(session, now=now, days=7)) == [
            "Tue 2026-03-24 18:45 Asia/Kathmandu  U1  tips.post",
            "Fri 2026-03-27 15:00 Asia/Kathmandu  2 by direct message  digest, if there is news",
            "Fri 2026-03-27 15:00 Asia/Kathmandu  C1  digest, if there is news",
        ]


def test_where_nothing_is_owed_or_planned_that_is_said(sessions: Sessions, clock: Clock) -> None:
    with sessions.read() as session:
        assert list(reports.owed(session, now=clock.now)) == ["Nothing is owed."]
        assert list(reports.upcoming(session, now=clock.now, days=14)) == [
            "Nothing is planned for the next 14 days."
        ]


def test_what_failed_comes_first_with_its_reason_and_what_is_said_is_not_listed(
    sessions: Sessions, clock: Clock
) -> None:
    for key in ("tip:1", "tip:2", "tip:3", "tip:4"):
        owe(sessions, key, clock.now)
        clock.add(minutes=9)
    fail(sessions, "tip:3", clock.now)
    with sessions.begin() as session:
        row = outbox.by_key(session, "T1", "tip:4")
        assert row is not None
        outbox.said(row, "1.1", now=clock.now)
    with sessions.read() as session:
        assert list(reports.owed(session, now=clock.now - timedelta(minutes=20))) == [
            "failed 2026-03-02 08:36 UTC  tip:3  to C1  is_archived",
            "late 2026-03-02 08:00 UTC  tip:1  to C1",
            "owed 2026-03-02 08:09 UTC  tip:2  to C1",
        ]


def test_a_failed_message_is_owed_once_more_or_dropped(sessions: Sessions, clock: Clock) -> None:
    owe(sessions, "tip:1", clock.now)
    fail(sessions, "tip:1", clock.now)
    with sessions.begin() as session:
        assert reports.retry(session, "tip:1", now=clock.now) == 1
    assert step(sessions, "tip:1").step == Step.POST
    with sessions.begin() as session:
        assert reports.drop(session, "tip:1", now=clock.now) == 1
        assert reports.retry(session, "tip:1", now=clock.now) == 0
        assert reports.drop(session, "tip:1", now=clock.now) == 0
        assert reports.drop(session, "tip:9", now=clock.now) == 0
    assert step(sessions, "tip:1").step == Step.DROPPED


def test_what_was_said_is_not_dropped_any_more(sessions: Sessions, clock: Clock) -> None:
    owe(sessions, "tip:1", clock.now)
    with sessions.begin() as session:
        row = outbox.by_key(session, "T1", "tip:1")
        assert row is not None
        outbox.said(row, "1.1", now=clock.now)
        assert reports.drop(session, "tip:1", now=clock.now) == 0
    assert step(sessions, "tip:1").step == Step.SAID


def test_a_message_that_is_being_said_is_not_hurried_past_its_lease(sessions: Sessions, clock: Clock) -> None:
    owe(sessions, "tip:1", clock.now)
    with sessions.begin() as session:
        dispatch.claim(session, teams=["T1"], pace=UNHURRIED, now=clock.now)
    clock.add(seconds=1)
    with sessions.begin() as session:
        assert reports.retry(session, "tip:1", now=clock.now) == 1
    clock.add(seconds=58)
    with sessions.begin() as session:
        assert dispatch.claim(session, teams=["T1"], pace=UNHURRIED, now=clock.now) is None
