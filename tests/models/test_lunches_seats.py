"""Seats: taken in order, waited for in order, passed on fairly, whatever happens at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    lunches,
    lunches_answers,
    lunches_reminders,
    lunches_seats,
    lunches_series,
    lunches_waitlist,
    stewards,
)
from models.base import Sessions, connect
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_answers import Outcome
from models.lunches_rhythm import Every
from models.lunches_seats import ASKING, Answer, Seat, Taken, Where
from models.lunches_series import Plan, Setting
from models.outbox import Owed
from tests.conftest import MONDAY, few, long
from tests.forks import FORKS

TEAM = "T1"
HOST = "UHOST"
THURSDAY = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)
"""When the lunch is: noon in Berlin, three days after the clock's Monday."""


def lunch_with(sessions: Sessions, **setting: Any) -> int:
    """Open one lunch, and give its id."""
    with sessions.begin() as session:
        return open_lunch(session, **setting).id


def open_lunch(session: Session, *, submission: str = "S1", **setting: Any) -> Lunch:
    stewards.appoint(session, TEAM, HOST, now=MONDAY)
    asked = {"title": "Learning lunch", "place": "Kitchen", "guests": True, **setting}
    plan = Plan(Setting(**asked), date(2026, 3, 5), Every.MONTH_DATE, time(12), "Europe/Berlin")
    series = lunches_series.propose(
        session,
        team_id=TEAM,
        channel_id="C1",
        plan=plan,
        by=HOST,
        private_channel=False,
        creator_id="",
        submission=submission,
        now=MONDAY,
    )
    lunches.open_ahead(session, now=MONDAY)
    first = select(Lunch).where(Lunch.series_id == series.id).order_by(Lunch.at).limit(1)
    return session.scalars(first).one()


@contextmanager
def held(sessions: Sessions, lunch_id: int) -> Iterator[tuple[Session, Lunch]]:
    """Have a lunch to oneself, as whoever answers does."""
    with sessions.begin() as session:
        yield session, lunches.get(session, TEAM, lunch_id)


def come(
    sessions: Sessions, lunch_id: int, user_id: str, where: Where | None = None, *, now: datetime = MONDAY
) -> Outcome:
    with held(sessions, lunch_id) as (session, lunch):
        return lunches_answers.come(session, lunch, user_id, where, now=now)


def cannot(sessions: Sessions, lunch_id: int, user_id: str, *, now: datetime = MONDAY) -> Outcome:
    with held(sessions, lunch_id) as (session, lunch):
        return lunches_answers.cannot(session, lunch, user_id, now=now)


def bring(sessions: Sessions, lunch_id: int, user_id: str, guests: int) -> Outcome:
    with held(sessions, lunch_id) as (session, lunch):
        return lunches_answers.bring(session, lunch, user_id, guests, now=MONDAY)


def change(sessions: Sessions, lunch_id: int, now: datetime = MONDAY, **setting: Any) -> None:
    """Change where and how a lunch is held, as its host does."""
    with held(sessions, lunch_id) as (session, lunch):
        for name, value in setting.items():
            setattr(lunch, name, value)
        lunches_seats.seats_changed(session, lunch, now)


def answers(sessions: Sessions, lunch_id: int) -> dict[str, str]:
    """Tell how everybody's seat stands, in the order of sign-up."""
    with sessions.read() as session:
        return {seat.user_id: str(seat.answer) for seat in lunches_seats.taken(session, lunch_id).seats}


def owed(sessions: Sessions, kind: str) -> list[str]:
    """Name whom something of that kind is owed, in order."""
    with sessions.read() as session:
        found = select(Owed.recipients).where(Owed.kind == f"lunches_waitlist.{kind}").order_by(Owed.id)
        return list(session.scalars(found))


def look(sessions: Sessions, now: datetime) -> None:
    for due in (lunches_waitlist.pass_on_late, lunches_waitlist.close_lines, lunches.end_past):
        with sessions.begin() as session:
            due(session, now=now)


def test_who_comes_first_gets_a_seat_and_the_others_wait_in_order(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=2)
    outcomes = [come(sessions, lunch_id, name) for name in ("UA", "UB", "UC", "UD")]
    assert answers(sessions, lunch_id) == {"UA": "going", "UB": "going", "UC": "waiting", "UD": "waiting"}
    assert [each.taken.place_in_line(each.seat) for each in outcomes[2:]] == [1, 2]


def test_without_a_number_of_seats_as_many_come_as_like(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions)
    for number in range(30):
        come(sessions, lunch_id, f"U{number}")
    assert set(answers(sessions, lunch_id).values()) == {"going"}


def test_a_seat_that_comes_free_is_kept_a_day_for_the_next_in_line(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB", "UC"):
        come(sessions, lunch_id, name)
    outcome = cannot(sessions, lunch_id, "UA")
    assert outcome.freed
    assert answers(sessions, lunch_id) == {"UA": "not", "UB": "offered", "UC": "waiting"}
    assert owed(sessions, "offered") == ["UB"]
    assert come(sessions, lunch_id, "UD").seat.answer == Answer.WAITING, "nobody overtakes a kept seat"
    assert come(sessions, lunch_id, "UB").seat.answer == Answer.GOING


def test_silence_for_a_day_passes_a_seat_on_and_tells_who_was_silent(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB", "UC"):
        come(sessions, lunch_id, name)
    cannot(sessions, lunch_id, "UA")
    look(sessions, MONDAY + timedelta(hours=24) - timedelta(seconds=1))
    assert answers(sessions, lunch_id)["UB"] == "offered"
    look(sessions, MONDAY + timedelta(hours=24))
    look(sessions, MONDAY + timedelta(hours=24))
    assert answers(sessions, lunch_id) == {"UA": "not", "UB": "missed", "UC": "offered"}
    assert owed(sessions, "missed") == ["UB"]
    assert owed(sessions, "offered") == ["UB", "UC"]


def test_on_the_day_a_seat_is_kept_two_hours_and_never_past_the_start(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    morning = THURSDAY - timedelta(hours=3)
    with held(sessions, lunch_id) as (_session, lunch):
        assert lunches_seats.held_until(lunch, morning) == morning + timedelta(hours=2)
        soon = THURSDAY - timedelta(minutes=10)
        assert lunches_seats.held_until(lunch, soon) == THURSDAY


def test_nobody_loses_a_seat_asleep_and_one_of_the_evening_before_goes_on_in_time(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    ten_in_berlin = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    with held(sessions, lunch_id) as (_session, lunch):
        midnight_in_berlin = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
        assert lunches_seats.held_until(lunch, midnight_in_berlin) == ten_in_berlin
        evening = THURSDAY - timedelta(hours=17)
        assert lunches_seats.held_until(lunch, evening) == ten_in_berlin
        two_days_before = THURSDAY - timedelta(days=2)
        assert lunches_seats.held_until(lunch, two_days_before) == two_days_before + timedelta(days=1)


def test_a_lunch_that_comes_earlier_keeps_no_seat_past_its_start(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB"):
        come(sessions, lunch_id, name)
    cannot(sessions, lunch_id, "UA")
    earlier = MONDAY + timedelta(hours=4)
    change(sessions, lunch_id, at=earlier)
    with sessions.read() as session:
        assert session.get_one(Seat, (lunch_id, "UB")).offered_until == earlier


def test_a_seat_confirmed_too_late_is_the_next_persons(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB", "UC"):
        come(sessions, lunch_id, name)
    cannot(sessions, lunch_id, "UA")
    late = come(sessions, lunch_id, "UB", now=MONDAY + timedelta(hours=25))
    assert answers(sessions, lunch_id) == {"UA": "not", "UC": "offered", "UB": "waiting"}
    assert late.taken.place_in_line(late.seat) == 1


def test_a_seat_confirmed_too_late_that_nobody_waits_for_is_theirs(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB"):
        come(sessions, lunch_id, name)
    cannot(sessions, lunch_id, "UA")
    assert come(sessions, lunch_id, "UB", now=MONDAY + timedelta(hours=25)).seat.answer == Answer.GOING


def test_more_seats_are_offered_in_order_and_fewer_throw_nobody_out(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=2)
    for name in ("UA", "UB", "UC", "UD", "UE"):
        come(sessions, lunch_id, name)
    change(sessions, lunch_id, capacity=1)
    assert list(answers(sessions, lunch_id).values()) == ["going", "going", "waiting", "waiting", "waiting"]
    cannot(sessions, lunch_id, "UA")
    assert owed(sessions, "offered") == [], "one seat is left, and taken"
    change(sessions, lunch_id, capacity=3)
    assert owed(sessions, "offered") == ["UC", "UD"]
    change(sessions, lunch_id, capacity=None)
    assert owed(sessions, "offered") == ["UC", "UD", "UE"]


def test_the_room_and_the_link_have_seats_of_their_own(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1, remote_capacity=1, link="https://meet.example")
    come(sessions, lunch_id, "UA", Where.ROOM)
    come(sessions, lunch_id, "UB", Where.ROOM)
    come(sessions, lunch_id, "UC", Where.REMOTE)
    assert list(answers(sessions, lunch_id).values()) == ["going", "waiting", "going"]
    cannot(sessions, lunch_id, "UC")
    assert answers(sessions, lunch_id)["UB"] == "waiting", "they wait for the room"
    switched = come(sessions, lunch_id, "UB", Where.REMOTE)
    assert (switched.seat.answer, switched.seat.where) == (Answer.GOING, Where.REMOTE)


def test_who_changes_places_keeps_their_seat_until_there_is_one_over_there(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=2, remote_capacity=1, link="https://meet.example")
    come(sessions, lunch_id, "UA", Where.REMOTE)
    come(sessions, lunch_id, "UB", Where.ROOM)
    come(sessions, lunch_id, "UC", Where.ROOM)
    come(sessions, lunch_id, "UD", Where.ROOM)
    with pytest.raises(RuleError, match="no free seat online for now"):
        come(sessions, lunch_id, "UB", Where.REMOTE)
    cannot(sessions, lunch_id, "UA")
    assert come(sessions, lunch_id, "UB", Where.REMOTE).seat.where == Where.REMOTE
    assert answers(sessions, lunch_id)["UD"] == "offered", "the seat in the room is passed on"


def test_where_only_a_link_is_left_everybody_keeps_a_seat_there(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1, remote_capacity=2, link="https://meet.example")
    come(sessions, lunch_id, "UA", Where.ROOM)
    come(sessions, lunch_id, "UB", Where.ROOM)
    change(sessions, lunch_id, place="")
    with sessions.read() as session:
        seats = lunches_seats.taken(session, lunch_id).seats
        assert {seat.where for seat in seats} == {Where.REMOTE}
    assert answers(sessions, lunch_id) == {"UA": "going", "UB": "offered"}


def test_who_changes_lines_and_comes_back_has_their_turn_still(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1, remote_capacity=1, link="https://meet.example")
    come(sessions, lunch_id, "UA", Where.ROOM)
    come(sessions, lunch_id, "UB", Where.REMOTE)
    for name in ("UC", "UD"):
        come(sessions, lunch_id, name, Where.ROOM)
    come(sessions, lunch_id, "UC", Where.REMOTE)
    back = come(sessions, lunch_id, "UC", Where.ROOM)
    assert back.taken.place_in_line(back.seat) == 1


def test_a_guest_changes_places_with_their_host_or_nobody_does(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=2, remote_capacity=1, link="https://meet.example")
    come(sessions, lunch_id, "UA", Where.ROOM)
    bring(sessions, lunch_id, "UA", 1)
    with pytest.raises(RuleError, match="no free seat online"):
        come(sessions, lunch_id, "UA", Where.REMOTE)
    cannot(sessions, lunch_id, "UA")
    assert come(sessions, lunch_id, "UA", Where.REMOTE).taken.held() == 1, "the guest stays away with them"


def test_a_guest_needs_a_seat_too(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=3)
    come(sessions, lunch_id, "UA")
    assert bring(sessions, lunch_id, "UA", 1).taken.going() == 2
    come(sessions, lunch_id, "UB")
    with pytest.raises(RuleError, match="there is none for a guest"):
        bring(sessions, lunch_id, "UB", 1)
    come(sessions, lunch_id, "UC")
    with pytest.raises(RuleError, match="take a seat first"):
        bring(sessions, lunch_id, "UC", 1)
    assert bring(sessions, lunch_id, "UA", 0).freed
    assert answers(sessions, lunch_id)["UC"] == "offered"


def test_guests_come_only_where_the_host_allows_it_and_one_each(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, guests=False)
    come(sessions, lunch_id, "UA")
    with pytest.raises(RuleError, match="seats at this lunch are for colleagues"):
        bring(sessions, lunch_id, "UA", 1)
    change(sessions, lunch_id, guests=True)
    bring(sessions, lunch_id, "UA", 1)
    with pytest.raises(RuleError, match="for colleagues"):
        bring(sessions, lunch_id, "UA", 2)
    change(sessions, lunch_id, guests=False)
    assert bring(sessions, lunch_id, "UA", 1).again, "who brings a guest already is not turned away"


def test_pressing_twenty_times_changes_nothing_more(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    come(sessions, lunch_id, "UA")
    come(sessions, lunch_id, "UB")
    for _press in range(20):
        assert come(sessions, lunch_id, "UA").again
        assert come(sessions, lunch_id, "UB").again
    assert answers(sessions, lunch_id) == {"UA": "going", "UB": "waiting"}
    assert not cannot(sessions, lunch_id, "UA").again
    for _press in range(20):
        assert cannot(sessions, lunch_id, "UA").again
    assert owed(sessions, "offered") == ["UB"]


def test_who_lets_go_of_a_seat_may_have_it_back_until_somebody_else_has_it(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    come(sessions, lunch_id, "UA")
    cannot(sessions, lunch_id, "UA")
    assert come(sessions, lunch_id, "UA").seat.answer == Answer.GOING
    come(sessions, lunch_id, "UB")
    cannot(sessions, lunch_id, "UA")
    assert come(sessions, lunch_id, "UA").seat.answer == Answer.WAITING


def test_nothing_changes_once_a_lunch_has_begun_is_over_or_called_off(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    come(sessions, lunch_id, "UA")
    with pytest.raises(RuleError, match="has begun"):
        cannot(sessions, lunch_id, "UA", now=THURSDAY)
    with pytest.raises(RuleError, match="is over"):
        come(sessions, lunch_id, "UB", now=THURSDAY + timedelta(minutes=30))
    with held(sessions, lunch_id) as (_session, lunch):
        lunch.state = State.CALLED_OFF
    with pytest.raises(RuleError, match="is called off"):
        come(sessions, lunch_id, "UB")


def test_who_still_waits_as_the_lunch_begins_is_told_so_once(sessions: Sessions) -> None:
    lunch_id = lunch_with(sessions, capacity=1)
    for name in ("UA", "UB", "UC"):
        come(sessions, lunch_id, name)
    cannot(sessions, lunch_id, "UA", now=THURSDAY - timedelta(minutes=30))
    look(sessions, THURSDAY - timedelta(seconds=1))
    assert owed(sessions, "left_out") == []
    for minutes in (0, 5, 60):
        look(sessions, THURSDAY + timedelta(minutes=minutes))
    assert owed(sessions, "left_out") == ["UB", "UC"]
    assert owed(sessions, "missed") == []


def test_the_seats_of_somebody_who_left_go_to_the_next_in_line(sessions: Sessions) -> None:
    first = lunch_with(sessions, capacity=1)
    second = lunch_with(sessions, capacity=1, submission="S2")
    for lunch_id in (first, second):
        come(sessions, lunch_id, "UA")
        come(sessions, lunch_id, "UB")
    with sessions.begin() as session:
        lunches_waitlist.left(session, TEAM, "UA", now=MONDAY)
    for lunch_id in (first, second):
        assert answers(sessions, lunch_id) == {"UA": "not", "UB": "offered"}


def test_a_name_stands_only_where_its_owner_chose_and_the_channel_remembers(sessions: Sessions) -> None:
    first = lunch_with(sessions)
    come(sessions, first, "UB")
    assert come(sessions, first, "UA").taken.shown == []
    with held(sessions, first) as (session, lunch):
        outcome = lunches_answers.show(session, lunch, "UA", shown=True, now=MONDAY)
    assert outcome.taken.shown == ["UA"]
    second = lunch_with(sessions, submission="S2")
    assert come(sessions, second, "UA", now=MONDAY + timedelta(hours=1)).taken.shown == ["UA"]
    cannot(sessions, first, "UA")
    with pytest.raises(RuleError, match="once you have a seat"), held(sessions, first) as (session, lunch):
        lunches_answers.show(session, lunch, "UA", shown=True, now=MONDAY)


def sign_up(database_url: str, lunch_id: int, people: list[str]) -> list[tuple[int, str]]:
    """Sign people up from one process; give each one's turn and answer."""
    sessions = Sessions(connect(database_url))
    outcomes = [come(sessions, lunch_id, name) for name in people]
    sessions.engine.dispose()
    return [(each.seat.turn, str(each.seat.answer)) for each in outcomes]


@pytest.mark.parametrize(("many", "seats"), [(40, 4), long(200, 20)])
def test_a_race_of_many_for_few_seats_ends_with_the_first_of_them_in_order(
    sessions: Sessions, database_url: str, many: int, seats: int
) -> None:
    lunch_id = lunch_with(sessions, capacity=seats)
    people = [f"U{number:03}" for number in range(many)]
    if sessions.engine.dialect.name == "sqlite":
        with ThreadPoolExecutor(8) as threads:
            outcomes = threads.map(lambda name: come(sessions, lunch_id, name).seat, people)
            told = [(seat.turn, str(seat.answer)) for seat in outcomes]
    else:
        with FORKS.Pool(3) as pool:
            shares = [(database_url, lunch_id, people[number::3]) for number in range(3)]
            told = [each for share in pool.starmap(sign_up, shares) for each in share]
    assert sorted(told) == [(turn, "going" if turn <= seats else "waiting") for turn in range(1, many + 1)]
    with sessions.read() as session:
        taken = lunches_seats.taken(session, lunch_id)
        assert session.get_one(Lunch, lunch_id).turn == many
    assert [seat.answer for seat in taken.seats] == [Answer.GOING] * seats + [Answer.WAITING] * (many - seats)
    assert [seat.turn for seat in taken.seats] == list(range(1, many + 1))
    assert (taken.going(), taken.waiting) == (seats, many - seats)


def test_much_at_once_at_two_lunches_leaves_both_fair(sessions: Sessions) -> None:
    both = [lunch_with(sessions, capacity=3, submission=name) for name in ("S1", "S2")]

    def crowd(number: int) -> None:
        chance = Random(number)
        for _turn in range(40):
            now = MONDAY + timedelta(minutes=chance.randrange(200))
            with suppress(RuleError):
                at_once(sessions, chance, chance.choice(both), f"U{chance.randrange(8)}", now)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(crowd, range(8)))
    with sessions.read() as session:
        for lunch_id in both:
            taken = lunches_seats.taken(session, lunch_id)
            assert taken.held() <= 3
            assert taken.held() == 3 or not taken.waiting
            turns = [seat.turn for seat in taken.seats if seat.turn]
            assert len(turns) == len(set(turns))


def at_once(sessions: Sessions, chance: Random, lunch_id: int, who: str, now: datetime) -> None:
    """Do one of the things that may happen at the same time as others."""
    match chance.randrange(8):
        case 0 | 1 | 2:
            come(sessions, lunch_id, who, now=now)
        case 3 | 4:
            cannot(sessions, lunch_id, who, now=now)
        case 5:
            look(sessions, now)
        case 6:
            with sessions.begin() as session:
                lunches_waitlist.left(session, TEAM, who, now=now)
        case _:
            with sessions.begin() as session:
                lunches_reminders.remind_a_day_before(session, now=now + timedelta(days=2))


WHO = st.sampled_from(["U1", "U2", "U3", "U4", "U5", "U6"])
PLACE = st.sampled_from([Where.ROOM, Where.REMOTE])
SEATS = st.sampled_from([1, 1, 2, 2, 3, None])
STEPS = st.one_of(
    st.tuples(st.just("come"), WHO, PLACE),
    st.tuples(st.just("come"), WHO, st.just(Where.ROOM)),
    st.tuples(st.just("come"), WHO, st.just(Where.ROOM)),
    st.tuples(st.just("confirm"), WHO),
    st.tuples(st.just("cannot"), WHO),
    st.tuples(st.just("maybe"), WHO),
    st.tuples(st.just("bring"), WHO, st.integers(0, 1)),
    st.tuples(st.just("change"), SEATS, SEATS),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.just("leave"), WHO),
)


class Table:
    """One lunch, played through in one transaction, and looked at after every step."""

    def __init__(self, session: Session, lunch: Lunch) -> None:
        self.session, self.lunch, self.now = session, lunch, MONDAY
        self.taken = Taken([])

    def play(self, step: tuple[Any, ...]) -> None:
        before = {seat.user_id: (str(seat.answer), seat.turn) for seat in self.taken.seats}
        held = {where: self.taken.held(where) for where in Where}
        with suppress(RuleError):
            getattr(self, step[0])(*step[1:])
        self.taken = lunches_seats.taken(self.session, self.lunch.id)
        self.check_room(held)
        self.check_line(before)
        self.check_messages()

    def come(self, who: str, where: Where) -> None:
        lunches_answers.come(self.session, self.lunch, who, where, now=self.now)

    def confirm(self, who: str) -> None:
        lunches_answers.come(self.session, self.lunch, who, now=self.now)

    def cannot(self, who: str) -> None:
        lunches_answers.cannot(self.session, self.lunch, who, now=self.now)

    def maybe(self, who: str) -> None:
        lunches_answers.maybe(self.session, self.lunch, who, now=self.now)

    def bring(self, who: str, guests: int) -> None:
        lunches_answers.bring(self.session, self.lunch, who, guests, now=self.now)

    def change(self, room: int | None, remote: int | None) -> None:
        self.lunch.capacity, self.lunch.remote_capacity = room, remote
        lunches_seats.seats_changed(self.session, self.lunch, self.now)

    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        lunches_waitlist.pass_on_late(self.session, now=self.now)
        lunches_waitlist.close_lines(self.session, now=self.now)

    def leave(self, who: str) -> None:
        lunches_waitlist.left(self.session, TEAM, who, now=self.now)

    def check_room(self, before: dict[Where, int]) -> None:
        """Never more than there are seats, except those who were there before there were fewer."""
        for where in Where:
            seats = lunches_seats.capacity(self.lunch, where)
            assert seats is None or self.taken.held(where) <= max(seats, before[where])
            free = lunches_seats.free(self.lunch, self.taken, where)
            assert self.now >= self.lunch.at or not self.taken.line(where) or free == 0, "beside a free seat"

    def check_line(self, before: dict[str, tuple[str, int]]) -> None:
        """Whoever got a seat out of the line was its first."""
        turns = [seat.turn for seat in self.taken.seats if seat.turn]
        assert len(turns) == len(set(turns))
        assert max(turns, default=0) <= self.lunch.turn
        for seat in self.taken.seats:
            was = before.get(seat.user_id)
            if seat.answer == Answer.OFFERED and was and was[0] == Answer.WAITING:
                line = self.taken.line(Where(seat.where))
                assert all(other.turn > seat.turn for other in line)
            if was and was[0] in ASKING and seat.answer in ASKING:
                assert was[1] == seat.turn, "who wants to come keeps their turn"
            assert seat.answer == Answer.GOING or not seat.guests

    def check_messages(self) -> None:
        """Everybody who was offered a seat hears of it, and nobody hears the same twice."""
        keys = list(self.session.scalars(select(Owed.key).where(Owed.key.like(f"{self.lunch.key}:%"))))
        assert len(keys) == len(set(keys))
        offered = {seat.offer_key for seat in self.taken.seats if seat.answer == Answer.OFFERED}
        assert offered <= set(keys)


@few(8)
@given(st.lists(STEPS, min_size=15, max_size=40), SEATS, SEATS)
def test_whatever_people_do_seats_stay_fair(
    sessions: Sessions, steps: list[tuple[Any, ...]], room: int | None, remote: int | None
) -> None:
    with sessions.engine.connect() as connection, connection.begin() as transaction:
        session = Session(connection)
        lunch = open_lunch(session, capacity=room, remote_capacity=remote, link="https://meet.example")
        table = Table(session, lunch)
        for step in steps:
            table.play(step)
        session.close()
        transaction.rollback()


def test_every_seat_is_of_its_lunch_alone(sessions: Sessions) -> None:
    first, second = lunch_with(sessions, capacity=1), lunch_with(sessions, capacity=1, submission="S2")
    come(sessions, first, "UA")
    assert come(sessions, second, "UB").seat.answer == Answer.GOING
    with sessions.read() as session:
        assert len(session.scalars(select(Seat)).all()) == 2
