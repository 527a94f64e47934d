"""A series that changes under way: dates take over the new plan, seats are kept, and people hear once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lunches, lunches_changes, lunches_series, lunches_series_changes, outbox
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_changes import Told, Wanted
from models.lunches_rhythm import Every
from models.lunches_seats import Answer, Seat
from models.lunches_series import Plan, Series
from models.outbox import Owed, Step
from tests.conftest import MONDAY, few
from tests.models.test_lunches import HOST, STEWARD, begin, every, look, plan, slots

BERLIN = "Europe/Berlin"


def seat(session: Session, lunch_id: int, who: str = "U5") -> None:
    session.add(
        Seat(
            lunch_id=lunch_id,
            user_id=who,
            team_id="T1",
            answer=Answer.GOING,
            turn=int(who[1:]),
            answered_at=MONDAY,
        )
    )


def change(
    sessions: Sessions, series_id: int, *, first: int | None = None, now: datetime = MONDAY, **chosen: Any
) -> None:
    """Change a series from its so-manieth coming lunch on."""
    with sessions.begin() as session:
        series = lunches_series.get(session, "T1", series_id)
        before = series.plan
        setting = {name: chosen.pop(name) for name in before.setting._fields if name in chosen}
        coming = lunches.ahead(session, series_id, now=now)
        lunches_series_changes.change(
            session,
            "T1",
            series_id,
            before._replace(setting=before.setting._replace(**setting), **chosen),
            first=coming[first].id if first is not None else None,
            version=series.version,
            by=HOST,
            now=now,
        )


def told(sessions: Sessions) -> list[tuple[str, list[int]]]:
    """Say who was told of which lunches, message by message."""
    with sessions.read() as session:
        owed = session.scalars(select(Owed).where(Owed.kind == "lunches.changed").order_by(Owed.id))
        return [(each.recipients, [lunch_id for lunch_id, _ in Told.read(each.ref).changes]) for each in owed]


def test_somebody_with_three_seats_hears_of_another_time_in_one_message(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    ids = [lunch.id for lunch in every(sessions)]
    with sessions.begin() as session:
        for lunch_id in ids[1:4]:
            seat(session, lunch_id)
        seat(session, ids[0], "U6")
    change(sessions, series_id, first=1, at=time(13))
    assert told(sessions) == [("U5", ids[1:4])]
    assert [lunch.id for lunch in every(sessions)] == ids, "every lunch keeps its seats and talks"


def test_a_new_title_or_fewer_seats_are_told_to_nobody_and_calendars_follow(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    ids = [lunch.id for lunch in every(sessions)]
    with sessions.begin() as session:
        for who in ("U5", "U6", "U7"):
            seat(session, ids[2], who)
    change(sessions, series_id, title="Brown bag", capacity=1)
    assert told(sessions) == []
    assert {(lunch.title, lunch.capacity, lunch.sequence) for lunch in every(sessions)} == {
        ("Brown bag", 1, 1)
    }
    with sessions.read() as session:
        assert session.query(Seat).where(Seat.answer == Answer.GOING).count() == 3


def test_what_was_chosen_for_one_date_alone_stays(sessions: Sessions) -> None:
    series_id = begin(sessions, plan(place="Kitchen"))
    second = every(sessions)[1]
    with sessions.begin() as session:
        garden = Wanted(datetime(2026, 3, 13, 12), "Garden", "", None, None)  # noqa: DTZ001 - a wall clock
        lunches_changes.change(session, "T1", second.id, garden, sequence=0, by=HOST, now=MONDAY)
    change(sessions, series_id, title="Brown bag")
    change(sessions, series_id, minutes=45)
    moved = every(sessions)[1]
    assert (moved.id, moved.place, moved.title, moved.minutes) == (second.id, "Garden", "Brown bag", 45)
    assert moved.at == datetime(2026, 3, 13, 11, tzinfo=UTC)
    change(sessions, series_id, country="DE")
    assert every(sessions)[1].at == moved.at, "its date is none that holidays change"
    change(sessions, series_id, at=time(13))
    assert every(sessions)[1].at == datetime(2026, 3, 12, 12, tzinfo=UTC), "but a new time is for all"


def test_the_31st_stays_the_31st_when_a_series_changes_in_february(sessions: Sessions) -> None:
    series_id = begin(
        sessions,
        plan(start=date(2027, 1, 31), every=Every.MONTH_DATE),
        now=datetime(2027, 1, 30, tzinfo=UTC),
    )
    change(sessions, series_id, first=0, at=time(13), now=datetime(2027, 2, 1, tzinfo=UTC))
    assert slots(sessions)[1:4] == ["2027-02-28 13:00", "2027-03-31 13:00", "2027-04-30 13:00"]


def test_another_rhythm_begins_with_the_date_it_is_changed_from(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    change(sessions, series_id, first=1, every=Every.MONTH_WEEKDAY)
    assert slots(sessions)[:4] == [
        "2026-03-05 12:00",
        "2026-03-12 12:00",
        "2026-04-09 12:00",
        "2026-05-14 12:00",
    ]


def test_dates_may_take_each_others_place(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    ids = [lunch.id for lunch in every(sessions)]
    change(sessions, series_id, first=0, start=date(2026, 3, 12))
    assert [(lunch.id, lunch.slot[:10]) for lunch in every(sessions)[:2]] == [
        (ids[0], "2026-03-12"),
        (ids[1], "2026-03-19"),
    ]
    assert len(slots(sessions)) == len(set(slots(sessions))) == 6


def test_today_is_no_second_date_for_a_lunch_that_was_at_noon(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    after_lunch = datetime(2026, 3, 5, 13, tzinfo=UTC)
    look(sessions, after_lunch)
    change(sessions, series_id, at=time(18), now=after_lunch)
    assert slots(sessions)[0] == "2026-03-12 18:00"


def test_a_look_in_the_midst_of_a_change_opens_no_date_of_the_plan_before(sessions: Sessions) -> None:
    series_id, later = begin(sessions, plan()), datetime(2026, 3, 5, 13, tzinfo=UTC)
    with ThreadPoolExecutor(1) as threads:
        with sessions.begin() as session:
            series = lunches_series.get(session, "T1", series_id)
            lunches_series_changes.change(
                session,
                "T1",
                series_id,
                series.plan._replace(at=time(13)),
                first=None,
                version=series.version,
                by=HOST,
                now=later,
            )
            looking = threads.submit(look, sessions, later)
            wait([looking], timeout=0.3)
        looking.result()
    assert [slot[11:] for slot in slots(sessions)] == ["13:00"] * 6


def test_a_date_called_off_does_not_come_back_when_the_series_changes(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    with sessions.begin() as session:
        lunches_changes.call_off(session, session.get_one(Lunch, every(sessions)[1].id), now=MONDAY)
    change(sessions, series_id, minutes=60)
    look(sessions, MONDAY)
    assert "2026-03-12 12:00" not in slots(sessions)
    assert len(slots(sessions)) == 6


def test_going_on_opens_the_next_dates_even_where_later_ones_have_seats(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    with sessions.begin() as session:
        lunches_series_changes.pause(session, "T1", series_id, date(2026, 6, 1), by=HOST, now=MONDAY)
    assert slots(sessions)[0] == "2026-06-04 12:00"
    with sessions.begin() as session:
        for lunch in lunches.ahead(session, series_id, now=MONDAY):
            seat(session, lunch.id)
    with sessions.begin() as session:
        lunches_series_changes.go_on(session, "T1", series_id, by=HOST, now=MONDAY)
    assert slots(sessions)[:2] == ["2026-03-05 12:00", "2026-03-12 12:00"]


def test_a_pause_is_over_on_its_day_and_not_before(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    with sessions.begin() as session:
        lunches_series_changes.pause(session, "T1", series_id, date(2026, 4, 1), by=HOST, now=MONDAY)
    for moment, pause in (
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), "2026-04-01"),
        (datetime(2026, 3, 31, 22, tzinfo=UTC), None),
    ):
        look(sessions, moment)
        with sessions.read() as session:
            assert session.get_one(Series, series_id).paused_until == pause


def test_a_title_chosen_during_a_pause_holds_no_date_back_afterwards(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    with sessions.begin() as session:
        lunches_series_changes.pause(session, "T1", series_id, date(2026, 6, 1), by=HOST, now=MONDAY)
    change(sessions, series_id, title="Brown bag")
    with sessions.begin() as session:
        lunches_series_changes.go_on(session, "T1", series_id, by=HOST, now=MONDAY)
    assert slots(sessions)[0] == "2026-03-05 12:00"


def test_an_ended_series_tells_everybody_with_seats_once_and_opens_no_more(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    ids = [lunch.id for lunch in every(sessions)]
    with sessions.begin() as session:
        for lunch_id in ids[:3]:
            seat(session, lunch_id)
    with sessions.begin() as session:
        lunches_series_changes.end(session, "T1", series_id, by=STEWARD, now=MONDAY)
    look(sessions, MONDAY + timedelta(days=1))
    assert told(sessions) == [("U5", ids[:3])]
    assert slots(sessions) == []
    with pytest.raises(RuleError, match="does not meet any more"), sessions.begin() as session:
        lunches_series_changes.end(session, "T1", series_id, by=STEWARD, now=MONDAY)


def test_only_hosts_and_who_may_say_yes_change_a_series(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    for by in (HOST, STEWARD):
        with sessions.begin() as session:
            assert lunches_series.own(session, "T1", series_id, by).id == series_id
    with pytest.raises(RuleError, match="The host, a steward"), sessions.begin() as session:
        lunches_series_changes.end(session, "T1", series_id, by="U3", now=MONDAY)
    with pytest.raises(RuleError, match="gone"), sessions.begin() as session:
        lunches_series_changes.end(session, "T2", series_id, by=HOST, now=MONDAY)


def test_a_refused_announcement_rests_the_series_and_is_told_once(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    look(sessions, MONDAY)
    first = every(sessions)[0].id
    for _ in range(2):
        with sessions.begin() as session:
            lunches_series_changes.refused(session, first, reason="is_archived", now=MONDAY)
    with sessions.read() as session:
        assert [each.recipients for each in _of(session, "lunches_series.refused")] == [HOST]
    with sessions.begin() as session:
        owed = outbox.by_key(session, "T1", f"lunch:{first}")
        assert owed is not None
        owed.step = Step.REFUSED
        lunches_series_changes.go_on(session, "T1", series_id, by=HOST, now=MONDAY)
        assert owed.step == Step.POST


def test_a_series_that_rests_announces_nothing_until_somebody_mends_it(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    look(sessions, MONDAY)
    with sessions.begin() as session:
        session.get_one(Series, series_id).refusal = "is_archived"
    a_week_before_the_second = MONDAY + timedelta(days=4)
    look(sessions, a_week_before_the_second)
    with sessions.read() as session:
        assert len(_of(session, "lunches.post")) == 1
    with sessions.begin() as session:
        lunches_series_changes.go_on(session, "T1", series_id, by=HOST, now=a_week_before_the_second)
    look(sessions, a_week_before_the_second)
    with sessions.read() as session:
        assert len(_of(session, "lunches.post")) == 2


def test_a_wrong_reason_or_a_post_that_stands_rests_nothing(sessions: Sessions) -> None:
    series_id = begin(sessions, plan())
    first = every(sessions)[0].id
    with sessions.begin() as session:
        lunches_series_changes.refused(session, first, reason="msg_too_long", now=MONDAY)
        session.get_one(Lunch, first).ts = "1.1"
        lunches_series_changes.refused(session, first, reason="is_archived", now=MONDAY)
        assert session.get_one(Series, series_id).refusal is None


def _of(session: Session, kind: str) -> list[Owed]:
    return list(session.scalars(select(Owed).where(Owed.kind == kind)))


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("change"),
            st.integers(0, 5),
            st.fixed_dictionaries(
                {},
                optional={
                    "at": st.sampled_from([time(2, 30), time(12), time(13)]),
                    "every": st.sampled_from(Every),
                    "zone": st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe"]),
                    "other_time": st.sampled_from([None, time(17)]),
                    "country": st.sampled_from(["", "DE"]),
                    "capacity": st.sampled_from([None, 1, 20]),
                    "place": st.sampled_from(["Kitchen", "Garden"]),
                },
            ),
        ),
        st.tuples(st.just("call_off"), st.integers(0, 5)),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(1, 100)),
        st.tuples(st.just("pause"), st.integers(1, 100)),
        st.tuples(st.just("go_on")),
        st.tuples(st.just("wait"), st.integers(1, 40)),
    ),
    max_size=12,
)


def take(session: Session, series_id: int, step: tuple[Any, ...], now: datetime) -> None:
    """Do one thing to a series, as its host would."""
    what, *given_ = step
    coming = lunches.ahead(session, series_id, now=now)
    series = session.get_one(Series, series_id)
    match what:
        case "change":
            at, chosen = given_
            setting = {name: chosen[name] for name in ("capacity", "place") if name in chosen}
            rest = {name: value for name, value in chosen.items() if name not in setting}
            before: Plan = series.plan
            wanted = before._replace(setting=before.setting._replace(**setting), **rest)
            lunches_series_changes.change(
                session,
                "T1",
                series_id,
                wanted,
                first=coming[at].id,
                version=series.version,
                by=HOST,
                now=now,
            )
        case "call_off":
            lunches_changes.call_off(session, coming[given_[0]], now=now)
        case "move":
            lunch, days = coming[given_[0]], given_[1]
            local = datetime.combine(now.date() + timedelta(days=days), time(15))
            wish = Wanted(local, lunch.place, "", lunch.capacity, None)
            lunches_changes.change(session, "T1", lunch.id, wish, sequence=lunch.sequence, by=HOST, now=now)
        case "pause":
            until = now.date() + timedelta(days=given_[0])
            lunches_series_changes.pause(session, "T1", series_id, until, by=HOST, now=now)
        case _:
            lunches_series_changes.go_on(session, "T1", series_id, by=HOST, now=now)


@few(6)
@given(steps=STEPS)
def test_whatever_a_host_does_six_lunches_are_ahead_seats_are_kept_and_nobody_hears_twice(
    sessions: Sessions, steps: list[tuple[Any, ...]]
) -> None:
    with sessions.begin() as session:
        for table in (Seat, Owed, Lunch, Series):
            session.query(table).delete()
    series_id, now = begin(sessions, plan()), MONDAY
    with sessions.begin() as session:
        for lunch in lunches.ahead(session, series_id, now=now)[::2]:
            seat(session, lunch.id)
    for step in steps:
        now += timedelta(days=step[1]) if step[0] == "wait" else timedelta(minutes=1)
        if step[0] != "wait":
            try:
                with sessions.begin() as session:
                    take(session, series_id, step, now)
            except RuleError:
                pass
        look(sessions, now)
        found = every(sessions)
        ahead = [lunch for lunch in found if lunch.state == State.OPEN and lunch.at > now]
        assert len(ahead) >= lunches.OPENED_AHEAD
        assert len({lunch.slot for lunch in found}) == len(found)
    with sessions.read() as session:
        assert session.query(Seat).count() == 3, "nobody loses a seat"
        changes = [
            (owed.recipients, *pair)
            for owed in _of(session, "lunches.changed")
            for pair in Told.read(owed.ref).changes
        ]
        posts = Counter(owed.ref for owed in _of(session, "lunches.post"))
    assert not [each for each, times in Counter(changes).items() if times > 1]
    assert not [each for each, times in posts.items() if times > 1]
