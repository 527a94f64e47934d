"""Who is next, and when: order, rates, allowances and leases, as any number of processes share them."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, insert, select, text

from bot.slack import PACE
from models import dispatch, lanes, outbox
from models.base import Sessions
from models.budgets import A_WEEK
from models.dispatch import LEASE
from models.lanes import UNHURRIED, Lane, Pace
from models.outbox import Owed, Step
from tests.conftest import MONDAY, Clock

TEAMS = ("T1", "T2")


def owe(
    sessions: Sessions, key: str, to: str | list[str] = "C1", *, team: str = "T1", **more: object
) -> None:
    with sessions.begin() as session:
        given = {"kind": "test", "ref": 1, "due": MONDAY, **more}
        outbox.owe(session, team_id=team, key=key, to=to, **given)  # type: ignore[arg-type]  # a test's own row


def claim(sessions: Sessions, now: datetime, pace: Pace = UNHURRIED) -> str | None:
    """Claim a row, and name it with the call to make."""
    with sessions.begin() as session:
        claimed = dispatch.claim(session, teams=TEAMS, pace=pace, now=now)
    return None if claimed is None else f"{claimed[1]} {claimed[0].key}"


def claims(sessions: Sessions, now: datetime, pace: Pace = UNHURRIED) -> Iterator[str]:
    while (claimed := claim(sessions, now, pace)) is not None:
        yield claimed


def say(sessions: Sessions, key: str, now: datetime) -> None:
    with sessions.begin() as session:
        outbox.said(named(sessions, key, session), "1.1", now=now)


def named(sessions: Sessions, key: str, session: object = None) -> Owed:
    if session is not None:
        return session.scalars(select(Owed).where(Owed.key == key)).one()  # type: ignore[attr-defined, no-any-return]
    with sessions.read() as own:
        return own.scalars(select(Owed).where(Owed.key == key)).one()


def test_one_conversation_is_told_in_the_order_in_which_it_was_owed(sessions: Sessions) -> None:
    for key in ("a", "b", "c"):
        owe(sessions, key)
    owe(sessions, "elsewhere", "C2")
    assert list(claims(sessions, MONDAY)) == ["post a", "post elsewhere"]
    say(sessions, "a", MONDAY)
    assert list(claims(sessions, MONDAY)) == ["post b"]
    with sessions.begin() as session:
        outbox.later(
            named(sessions, "b", session), Step.CHECK, due=MONDAY + timedelta(hours=1), reason="doubt"
        )
    assert claim(sessions, MONDAY) is None, "whether b was said is not known yet"


def test_a_person_is_told_in_order_while_the_conversation_is_being_opened(sessions: Sessions) -> None:
    owe(sessions, "a", "U1")
    owe(sessions, "b", "U1")
    assert list(claims(sessions, MONDAY)) == ["open a"]
    with sessions.begin() as session:
        outbox.opened(named(sessions, "a", session), "D1", now=MONDAY)
    assert list(claims(sessions, MONDAY)) == ["post a"]


def test_a_message_that_is_found_missing_stays_in_front(sessions: Sessions) -> None:
    owe(sessions, "a")
    owe(sessions, "b")
    assert claim(sessions, MONDAY) == "post a"
    looked_at_the_clock = MONDAY + LEASE
    assert claim(sessions, looked_at_the_clock) == "check a"
    with sessions.begin() as session:
        outbox.absent(named(sessions, "a", session), now=MONDAY + 2 * LEASE)
    assert claim(sessions, looked_at_the_clock) == "post a"


def test_what_is_planned_for_later_and_what_cannot_be_made_hold_nobody_up(sessions: Sessions) -> None:
    owe(sessions, "tomorrow", due=MONDAY + timedelta(days=1))
    owe(sessions, "broken")
    owe(sessions, "today")
    assert claim(sessions, MONDAY) == "post broken"
    with sessions.begin() as session:
        broken = named(sessions, "broken", session)
        outbox.later(broken, Step.POST, due=MONDAY + timedelta(seconds=8), reason="fault")
    assert claim(sessions, MONDAY) == "post today"


def test_an_update_waits_for_no_other_message(sessions: Sessions) -> None:
    owe(sessions, "old")
    claim(sessions, MONDAY)
    say(sessions, "old", MONDAY)
    owe(sessions, "new")
    assert claim(sessions, MONDAY) == "post new"
    with sessions.begin() as session:
        outbox.refresh(session, "T1", "old", now=MONDAY)
    assert claim(sessions, MONDAY) == "update old"


def test_a_channel_hears_one_message_a_second_and_another_need_not_wait(sessions: Sessions) -> None:
    for number in range(3):
        owe(sessions, f"one:{number}", "C1")
    owe(sessions, "two:0", "C2")
    heard = []
    for tenth in range(40):
        now = MONDAY + timedelta(seconds=tenth / 10)
        for claimed in claims(sessions, now, PACE):
            heard.append((claimed, tenth))
            say(sessions, claimed.split()[1], now)
    assert heard == [("post one:0", 0), ("post two:0", 2), ("post one:1", 10), ("post one:2", 20)]


def test_opening_keeps_to_fifty_a_minute_in_each_workspace(sessions: Sessions) -> None:
    for number in range(70):
        owe(sessions, f"T1:{number}", f"U{number}")
    owe(sessions, "T2:0", "U0", team="T2")
    opened: Counter[str] = Counter()
    for tick in range(150):
        for claimed in claims(sessions, MONDAY + timedelta(seconds=0.4 * tick), PACE):
            opened[claimed.split()[1][:2]] += 1
    assert opened == {"T1": 50, "T2": 1}


def test_a_call_that_comes_a_little_late_does_not_slow_the_rest_down(sessions: Sessions) -> None:
    pace = Pace(calls={Step.OPEN: timedelta(seconds=1)})
    for number in range(70):
        owe(sessions, f"a:{number}", f"U{number}")
    assert claim(sessions, MONDAY, pace) is not None
    late = [
        claim(sessions, MONDAY + timedelta(seconds=second, milliseconds=50), pace) for second in range(1, 60)
    ]
    assert None not in late
    on_time = MONDAY + timedelta(seconds=60)
    assert claim(sessions, on_time - timedelta(milliseconds=200), pace) is None
    assert claim(sessions, on_time, pace) is not None


def test_retry_after_shuts_the_call_for_the_whole_workspace_and_for_no_other(sessions: Sessions) -> None:
    owe(sessions, "a", "C1")
    owe(sessions, "b", "U1")
    owe(sessions, "c", "C1", team="T2")
    with sessions.begin() as session:
        lanes.shut_until(session, "T1", Step.POST, MONDAY + timedelta(seconds=30), now=MONDAY)
        lanes.shut_until(session, "T1", Step.POST, MONDAY + timedelta(seconds=5), now=MONDAY)
    assert list(claims(sessions, MONDAY)) == ["open b", "post c"]
    assert claim(sessions, MONDAY + timedelta(seconds=29)) is None
    assert claim(sessions, MONDAY + timedelta(seconds=30)) == "post a"


def test_a_clock_that_steps_back_shuts_nothing_for_long(sessions: Sessions) -> None:
    owe(sessions, "a", "C1", due=MONDAY - timedelta(hours=9))
    with sessions.begin() as session:
        lanes.shut_until(session, "T1", Step.POST, MONDAY + timedelta(seconds=30), now=MONDAY)
    assert claim(sessions, MONDAY - timedelta(hours=5)) == "post a"


def test_only_workspaces_that_are_served_here_are_claimed(sessions: Sessions) -> None:
    owe(sessions, "a", team="T9")
    assert claim(sessions, MONDAY) is None


def test_a_row_whose_worker_died_comes_due_again_and_is_looked_for(sessions: Sessions) -> None:
    owe(sessions, "a")
    assert claim(sessions, MONDAY) == "post a"
    assert claim(sessions, MONDAY + LEASE - timedelta(seconds=1)) is None
    assert claim(sessions, MONDAY + LEASE) == "check a"


def test_eight_processes_at_once_claim_each_row_once_and_keep_the_pace(sessions: Sessions) -> None:
    pace = Pace(calls={Step.POST: timedelta(milliseconds=10)}, posts=timedelta(seconds=1))
    for number in range(80):
        owe(sessions, f"a:{number}", f"C{number}")

    def worker(_number: int) -> list[tuple[int, str]]:
        return [
            (tick, claimed)
            for tick in range(100)
            for claimed in claims(sessions, MONDAY + timedelta(milliseconds=10 * tick), pace)
        ]

    with ThreadPoolExecutor(8) as threads:
        found = [each for worker_found in threads.map(worker, range(8)) for each in worker_found]
    assert max(Counter(tick for tick, _name in found).values()) == 1
    assert sorted(name for _tick, name in found) == sorted(f"post a:{number}" for number in range(80))


def test_the_third_message_nobody_asked_for_waits_for_another_week(sessions: Sessions) -> None:
    for number in range(3):
        owe(sessions, f"hint:{number}", "U1", budget="person")
    owe(sessions, "asked for", "U1")
    for key in ("hint:0", "hint:1"):
        assert claim(sessions, MONDAY) == f"open {key}"
        with sessions.begin() as session:
            outbox.opened(named(sessions, key, session), "D1", now=MONDAY)
        assert claim(sessions, MONDAY) == f"post {key}"
        say(sessions, key, MONDAY)
    assert claim(sessions, MONDAY) == "open asked for"
    say(sessions, "asked for", MONDAY)
    assert claim(sessions, MONDAY + A_WEEK - timedelta(seconds=1)) is None
    assert claim(sessions, MONDAY + A_WEEK) == "open hint:2"


def test_a_group_counts_for_each_of_its_people(sessions: Sessions) -> None:
    owe(sessions, "intro", ["U1", "U2"], budget="person")
    for key in ("to 1", "again 1", "to 3"):
        owe(sessions, key, f"U{key[-1]}", budget="person")
    with sessions.begin() as session:
        intro = named(sessions, "intro", session)
        outbox.opened(intro, "G1", now=MONDAY)
    assert "post intro" in list(claims(sessions, MONDAY))
    say(sessions, "intro", MONDAY)
    with sessions.begin() as session:
        outbox.opened(named(sessions, "to 1", session), "D1", now=MONDAY)
    assert list(claims(sessions, MONDAY)) == ["post to 1"]
    say(sessions, "to 1", MONDAY)
    assert claim(sessions, MONDAY) is None
    assert named(sessions, "again 1").due_at == MONDAY + A_WEEK


def test_what_was_refused_takes_nothing_from_the_weeks_allowance(sessions: Sessions) -> None:
    owe(sessions, "first", "C1", budget="channel")
    owe(sessions, "second", "C1", budget="channel")
    assert claim(sessions, MONDAY) == "post first"
    with sessions.begin() as session:
        outbox.refuse(named(sessions, "first", session), "msg_too_long", certain=True, now=MONDAY)
    assert claim(sessions, MONDAY) == "post second"


def test_a_reminder_that_has_no_room_in_time_is_dropped(sessions: Sessions) -> None:
    owe(sessions, "first", "C1", budget="channel")
    owe(sessions, "second", "C1", budget="channel", not_after=MONDAY + timedelta(days=2))
    claim(sessions, MONDAY)
    say(sessions, "first", MONDAY)
    assert claim(sessions, MONDAY) == "dropped second"
    assert claim(sessions, MONDAY) is None, "whoever has it tells whom it concerns"
    assert claim(sessions, MONDAY + LEASE) == "dropped second"


def test_what_is_put_off_for_a_week_keeps_nobody_else_waiting_long(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PUT_OFF_AT_ONCE", 2)
    for number in range(6):
        owe(sessions, f"hint:{number}", "C1", budget="channel")
    assert claim(sessions, MONDAY) == "post hint:0"
    say(sessions, "hint:0", MONDAY)
    moved = [named(sessions, f"hint:{number}").due_at for number in range(1, 6)]
    assert moved == [MONDAY] * 5
    for put_off in (2, 4, 5):
        assert claim(sessions, MONDAY) is None
        moved = [named(sessions, f"hint:{number}").due_at for number in range(1, 6)]
        assert moved == [MONDAY + A_WEEK] * put_off + [MONDAY] * (5 - put_off)


def test_two_processes_never_count_the_same_room_twice(sessions: Sessions) -> None:
    for number in range(40):
        owe(sessions, f"hint:{number}", f"U{number % 4}", budget="person")

    def worker(_number: int) -> list[str]:
        return list(claims(sessions, MONDAY))

    with sessions.begin() as session:
        for number in range(40):
            outbox.opened(named(sessions, f"hint:{number}", session), f"D{number % 4}", now=MONDAY)
    said = 0
    with ThreadPoolExecutor(4) as threads:
        while found := [name for names in threads.map(worker, range(4)) for name in names]:
            for name in found:
                say(sessions, name.split()[1], MONDAY)
            said += len(found)
    assert said == 8, "two for each of four people"


def test_a_row_that_is_being_said_here_is_not_taken_twice_however_far_the_clock_steps(
    sessions: Sessions,
) -> None:
    owe(sessions, "a")
    with sessions.begin() as session:
        claimed = dispatch.claim(session, teams=TEAMS, pace=UNHURRIED, now=MONDAY)
    assert claimed is not None
    later = MONDAY + timedelta(hours=3)
    with sessions.begin() as session:
        assert dispatch.claim(session, teams=TEAMS, pace=UNHURRIED, now=later, but=[claimed[0].id]) is None
    assert claim(sessions, later) == "check a"


def test_what_may_have_been_said_is_looked_for_when_somebody_tries_again(sessions: Sessions) -> None:
    owe(sessions, "doubtful", "C1")
    owe(sessions, "refused", "C2")
    assert len(list(claims(sessions, MONDAY))) == 2
    with sessions.begin() as session:
        outbox.refuse(named(sessions, "doubtful", session), "given up", certain=False, now=MONDAY)
        outbox.refuse(named(sessions, "refused", session), "not_in_channel", certain=True, now=MONDAY)
    with sessions.begin() as session:
        assert outbox.renew(session, "T1", "doubtful", now=MONDAY)
        assert outbox.renew(session, "T1", "refused", now=MONDAY)
    assert sorted(claims(sessions, MONDAY)) == ["check doubtful", "post refused"]


def test_old_messages_to_people_are_forgotten_and_posts_that_may_change_are_kept(sessions: Sessions) -> None:
    for key, to in (("post", "C1"), ("direct", "U1"), ("waiting", "U2")):
        owe(sessions, key, to)
    for key in ("post", "direct"):
        say(sessions, key, MONDAY)
    with sessions.begin() as session:
        lanes.take(session, "T1", "C1", timedelta(seconds=1), now=MONDAY)
        dispatch.prune(session, now=MONDAY + timedelta(days=91))
    with sessions.read() as session:
        assert set(session.scalars(select(Owed.key))) == {"post", "waiting"}
        assert session.scalar(select(func.count()).select_from(Lane)) == 0


def take_back(sessions: Sessions, key: str, now: datetime = MONDAY) -> Step:
    with sessions.begin() as session:
        outbox.retract(session, "T1", key, now=now)
    return named(sessions, key).step


def change(sessions: Sessions, key: str) -> None:
    with sessions.begin() as session:
        outbox.refresh(session, "T1", key, now=MONDAY)


def test_what_is_to_be_changed_and_then_taken_back_is_only_taken_back(sessions: Sessions) -> None:
    owe(sessions, "post")
    say(sessions, "post", MONDAY)
    change(sessions, "post")
    assert take_back(sessions, "post") == Step.DELETE


@pytest.mark.parametrize("end", ["said", "moot", "refused"])
def test_what_is_taken_back_while_it_is_changed_goes_whatever_comes_of_the_change(
    sessions: Sessions, end: str
) -> None:
    owe(sessions, "post")
    say(sessions, "post", MONDAY)
    change(sessions, "post")
    assert claim(sessions, MONDAY) == "update post"
    assert take_back(sessions, "post") == Step.UPDATE
    with sessions.begin() as session:
        owed = named(sessions, "post", session)
        if end == "said":
            outbox.said(owed, "1.1", now=MONDAY)
        elif end == "moot":
            outbox.moot(owed, now=MONDAY)
        else:
            outbox.refuse(owed, "edit_window_closed", certain=True, now=MONDAY)
    assert claim(sessions, MONDAY) == "delete post"


def test_what_stands_there_though_its_change_was_refused_can_be_taken_back(sessions: Sessions) -> None:
    owe(sessions, "post")
    say(sessions, "post", MONDAY)
    change(sessions, "post")
    with sessions.begin() as session:
        outbox.refuse(named(sessions, "post", session), "is_archived", certain=True, now=MONDAY)
    assert take_back(sessions, "post") == Step.DELETE


def test_of_who_is_forgotten_only_what_is_still_to_be_taken_back_is_kept(sessions: Sessions) -> None:
    for key in ("U1 unsaid", "U1 said", "U1 doubtful", "U1 opening"):
        owe(sessions, key, "U1", ref="U1")
    owe(sessions, "group", ["U1", "U2"])
    owe(sessions, "other", "U11")
    say(sessions, "U1 said", MONDAY)
    with sessions.begin() as session:
        named(sessions, "U1 doubtful", session).step = Step.CHECK
        outbox.forget(session, "T1", "U1", now=MONDAY)
    with sessions.read() as session:
        left = {owed.key: owed for owed in session.scalars(select(Owed))}
    assert len(left) == 3
    assert left["other"].recipients == "U11"
    assert left["U1 doubtful"].then == left[f"forgotten:{left['U1 doubtful'].id - 1}"].step == Step.DELETE
    assert [owed.recipients + owed.ref for owed in left.values()].count("") == 2
    with sessions.begin() as session:
        for owed in session.scalars(select(Owed).where(Owed.recipients == "")):
            outbox.end(owed, Step.DROPPED, now=MONDAY)
        dispatch.prune(session, now=MONDAY)
        assert session.scalars(select(Owed.key)).all() == ["other"]


def test_the_next_moment_is_the_next_row_or_the_next_free_lane(sessions: Sessions, clock: Clock) -> None:
    with sessions.read() as session:
        assert dispatch.next_due(session, teams=TEAMS, now=clock.now) is None
    owe(sessions, "a", due=MONDAY + timedelta(minutes=5))
    with sessions.begin() as session:
        assert dispatch.next_due(session, teams=TEAMS, now=clock.now) == MONDAY + timedelta(minutes=5)
        lanes.take(session, "T1", "C1", timedelta(seconds=1), now=MONDAY)
        assert dispatch.next_due(session, teams=TEAMS, now=clock.now) == MONDAY + timedelta(seconds=1)


def test_claiming_reads_the_index_of_what_is_due_and_not_what_is_done(sessions: Sessions) -> None:
    rows = [
        {
            "team_id": "T1",
            "key": f"row:{number}",
            "kind": "test",
            "ref": "1",
            "recipients": f"C{number}",
            "importance": "must_arrive",
            "step": "said" if number % 20 else "post",
            "version": 0,
            "attempts": 0,
            "due_at": None if number % 20 else MONDAY,
        }
        for number in range(5000)
    ]
    with sessions.begin() as session:
        session.execute(insert(Owed), rows)
    # PostgreSQL gathers statistics by itself, SQLite never: until then its plan must be right without them.
    plans = [plan(sessions)] if sessions.engine.dialect.name == "sqlite" else []
    with sessions.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    plans.append(plan(sessions))
    for found in plans:
        assert "ix_outbox_due" in found
        assert "ix_outbox_unsaid" in found
        assert "Sort" not in found
        assert "TEMP B-TREE" not in found


def plan(sessions: Sessions) -> str:
    """Say how the database goes about the very statement that claiming sends it."""
    sent: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        sent.append((statement, parameters))

    event.listen(sessions.engine, "before_cursor_execute", note)
    with sessions.read() as session:
        dispatch._first(session, TEAMS, MONDAY)  # noqa: SLF001 - the query is the secret
    event.remove(sessions.engine, "before_cursor_execute", note)
    statement, parameters = sent[-1]
    explain = "EXPLAIN" if sessions.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with sessions.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row) for row in rows)
