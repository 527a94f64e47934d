"""A round's draw: who is in it, what is written down and owed, and that it can be drawn once more."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    apart,
    mixers,
    mixers_along,
    mixers_first,
    mixers_introduction,
    mixers_rounds,
    mixers_sheet,
    mixers_unsaid,
    outbox,
    pauses,
    silences,
)
from models.base import Sessions
from models.consents import Programme
from models.mixers import Mixer
from models.mixers import State as MixerState
from models.mixers_meetings import Meeting
from models.mixers_rounds import Answer, Group, Part, Round, Stand, State
from models.outbox import Owed, Step
from models.profiles import Profile
from models.reminders import Reminder
from scheduler import mixers as jobs
from tests.conftest import MONDAY
from tests.mixers import TEAM, coming, groups, introduced, known, looks, mixer
from tests.mixers_groups import stands

PEOPLE = [f"UP{number}" for number in range(7)]
DRAW = datetime(2026, 3, 5, 10, tzinfo=UTC)


def owed(sessions: Sessions, kind: str) -> list[Owed]:
    with sessions.read() as session:
        return list(session.scalars(select(Owed).where(Owed.kind == kind).order_by(Owed.id)))


def stand(sessions: Sessions, round_: Round, who: str, as_: Stand) -> None:
    with sessions.begin() as session:
        session.add(Part(round_id=round_.id, team_id=TEAM, user_id=who, stand=as_))


def keep_apart(sessions: Sessions, pairs: Sequence[tuple[str, str]]) -> None:
    with sessions.begin() as session:
        for one, other in pairs:
            apart.keep(session, TEAM, one, other, now=MONDAY)


def first_in(sessions: Sessions, made: Mixer) -> set[str]:
    with sessions.read() as session:
        return mixers_first.of(session, coming(sessions, made))


def test_everybody_is_in_one_group_and_each_group_is_owed_its_introduction(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, now=MONDAY)
    round_ = looks(sessions, made)
    drawn = groups(sessions, round_)
    assert (round_.state, sorted(map(len, drawn))) == (State.DRAWN, [3, 4])
    assert sorted(who for group in drawn for who in group) == PEOPLE
    introductions = owed(sessions, "mixers.introduction")
    assert [each.people for each in introductions] == drawn
    assert {(each.budget, each.not_after) for each in introductions} == {("person", round_.ends_at)}
    with sessions.read() as session:
        met = session.scalar(select(func.count()).select_from(Meeting))
        ideas = session.scalars(select(Group.idea)).all()
    assert met == 3 + 6
    assert all(ideas)


def test_who_skips_pauses_or_rests_is_not_drawn_and_who_joins_once_is(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, size=2, now=MONDAY)
    round_ = coming(sessions, made)
    stand(sessions, round_, PEOPLE[0], Stand.SKIPS)
    stand(sessions, round_, "UGUEST", Stand.ONCE)
    stand(sessions, round_, "UAWAY", Stand.ONCE)
    with sessions.begin() as session:
        for who, programme in ((PEOPLE[1], pauses.EVERYTHING), (PEOPLE[2], "mixers"), ("UAWAY", "mixers")):
            pauses.begin(session, TEAM, who, last_day=None, zone="UTC", programme=programme, now=MONDAY)
        pauses.begin(session, TEAM, PEOPLE[4], last_day=None, zone="UTC", programme="mentoring", now=MONDAY)
        for _ in range(silences.MOST):
            silences.unheard(session, TEAM, PEOPLE[3], Programme.MIXERS, now=MONDAY)
    round_ = looks(sessions, made)
    assert sorted(who for group in groups(sessions, round_) for who in group) == sorted(
        [*PEOPLE[4:], "UGUEST"]
    )
    assert stands(sessions, round_.id) == {
        **dict.fromkeys(PEOPLE[4:], Stand.IN),
        "UGUEST": Stand.ONCE,
        "UAWAY": Stand.SKIPS,
        PEOPLE[0]: Stand.SKIPS,
    }


def test_who_left_before_the_draw_is_not_drawn_and_who_joins_late_is(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:3], now=MONDAY)
    with sessions.begin() as session:
        mixers.leave(session, made, PEOPLE[0])
        mixers.join(session, made, PEOPLE[3], now=DRAW - timedelta(seconds=1))
    assert groups(sessions, looks(sessions, made)) == [PEOPLE[1:4]]


def test_one_alone_is_left_out_kindly_and_goes_first_the_next_time(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:1], size=2, now=MONDAY)
    round_ = looks(sessions, made)
    assert groups(sessions, round_) == []
    assert [each.people for each in owed(sessions, "mixers.left_out")] == [PEOPLE[:1]]
    assert stands(sessions, round_.id) == {PEOPLE[0]: Stand.LEFT_OUT}
    assert first_in(sessions, made) == {PEOPLE[0]}


@pytest.mark.parametrize("number", [2, 3])
def test_two_or_three_are_one_group_whatever_its_size(sessions: Sessions, number: int) -> None:
    for size in (2, 6):
        made = mixer(sessions, PEOPLE[:number], name=f"Of {size}", size=size, now=MONDAY)
        assert groups(sessions, looks(sessions, made)) == [PEOPLE[:number]]


def test_where_all_are_apart_nobody_is_together_and_everybody_hears(sessions: Sessions) -> None:
    keep_apart(sessions, list(combinations(PEOPLE, 2)))
    made = mixer(sessions, PEOPLE, now=MONDAY)
    round_ = looks(sessions, made)
    assert groups(sessions, round_) == []
    assert sorted(each.recipients for each in owed(sessions, "mixers.left_out")) == PEOPLE


def test_one_team_and_hours_that_never_meet_are_drawn_all_the_same(sessions: Sessions) -> None:
    for who, zone in zip(PEOPLE, ("Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin") * 3, strict=False):
        manager = None if who == PEOPLE[0] else PEOPLE[0]
        known(sessions, who, zone=zone, team="Platform", manager_id=manager, now=MONDAY)
    made = mixer(sessions, PEOPLE, now=MONDAY)
    assert sorted(who for group in groups(sessions, looks(sessions, made)) for who in group) == PEOPLE


def test_people_of_a_team_are_put_into_other_groups(sessions: Sessions) -> None:
    for who, team in zip(PEOPLE, ("Platform", "platform", "PLATFORM", *["People"] * 3), strict=False):
        known(sessions, who, now=MONDAY)
        with sessions.begin() as session:  # a file may spell a team in its own way
            session.get_one(Profile, (TEAM, who)).team = team
    made = mixer(sessions, PEOPLE[:6], size=2, now=MONDAY)
    with sessions.read() as session:
        everybody = dict.fromkeys(PEOPLE[:6], False)
        sheet = mixers_sheet.gather(session, made, coming(sessions, made), everybody)
    assert len({person.kind for person in sheet.people}) == 2
    for one, other in groups(sessions, looks(sessions, made)):
        assert (one in PEOPLE[:3]) != (other in PEOPLE[:3])


def test_nobody_meets_anybody_again_while_there_is_another_way_whichever_mixer_it_is(
    sessions: Sessions,
) -> None:
    every = [mixer(sessions, PEOPLE[:6], name=f"M{each}", size=2, every=1, now=MONDAY) for each in range(5)]
    for made in every:
        looks(sessions, made)
    with sessions.read() as session:
        rows = session.execute(select(Meeting.one_id, Meeting.other_id)).all()
    assert len(set(rows)) == len(rows) == 15, "each of fifteen pairs once, in five mixers of one morning"


def test_whoever_was_left_out_or_whose_group_came_to_nothing_goes_first(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:6], size=2, every=1, now=MONDAY)
    round_ = looks(sessions, made)
    unsaid, broken, met = groups(sessions, round_)
    for each in (broken, met):
        introduced(sessions, each)
    say(sessions, round_, {broken[0]: Answer.COULD_NOT, met[0]: Answer.MET, met[1]: Answer.COULD_NOT})
    assert first_in(sessions, made) == {*unsaid, *broken}
    say(sessions, round_, {broken[1]: Answer.PLANNED})
    assert first_in(sessions, made) == {*unsaid}


def test_going_first_outlasts_a_round_that_one_skips_and_one_that_is_called_off(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:1], size=2, every=1, now=MONDAY)
    looks(sessions, made)
    stand(sessions, coming(sessions, made), PEOPLE[0], Stand.SKIPS)
    looks(sessions, made)
    jobs.look(sessions, coming(sessions, made).draws_at + timedelta(days=5))
    assert first_in(sessions, made) == {PEOPLE[0]}
    with sessions.begin() as session:
        mixers.join(session, made, PEOPLE[1], now=MONDAY)
    round_ = looks(sessions, made)
    with sessions.read() as session:
        parts = session.scalars(select(Part).where(Part.round_id == round_.id))
        went = {part.user_id: part.first for part in parts}
    assert went == {PEOPLE[0]: True, PEOPLE[1]: False}


@pytest.mark.parametrize("first", ["UP3", "UP4"])
def test_those_who_go_first_are_left_out_last(sessions: Sessions, first: str) -> None:
    made = mixer(sessions, [first], size=2, every=1, now=MONDAY)
    looks(sessions, made)
    keep_apart(sessions, [("UP3", "UP4")])
    with sessions.begin() as session:
        for who in {"UP0", "UP3", "UP4"} - {first}:
            mixers.join(session, made, who, now=MONDAY)
    found = stands(sessions, looks(sessions, made).id)
    assert (found[first], list(found.values()).count(Stand.LEFT_OUT)) == (Stand.IN, 1)


def test_however_many_look_at_once_a_round_is_drawn_once(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, now=MONDAY)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: jobs.look(sessions, DRAW), range(8)))
    assert len(owed(sessions, "mixers.introduction")) == 2
    with sessions.read() as session:
        states = session.scalars(select(Round.state).order_by(Round.id)).all()
        parts = session.scalar(select(func.count()).select_from(Part))
    assert (states, parts) == ([State.DRAWN, State.OPEN], len(PEOPLE))
    assert made.id


def test_two_mixers_drawn_at_the_same_moment_by_two_never_repeat_each_other(sessions: Sessions) -> None:
    for each in range(4):
        mixer(sessions, PEOPLE[:6], name=f"M{each}", size=2, every=1, now=MONDAY)
    with sessions.read() as session:
        due = mixers_rounds.due(session, now=DRAW)
        heads_up = {session.get_one(Round, each).heads_up_at for each in due}
    assert len(due) == 4
    assert heads_up != {None}

    def look(round_id: int) -> None:
        with sessions.begin() as session:
            mixers_along.look_at(session, round_id, now=DRAW)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(look, due))
    with sessions.read() as session:
        rows = session.execute(select(Meeting.one_id, Meeting.other_id)).all()
    assert len(set(rows)) == len(rows) == 12


@pytest.mark.parametrize(
    ("every", "nudges", "asks", "ends"),
    [(1, "03-06", "03-10", "03-12"), (2, "03-11", "03-17", "03-19"), (4, "03-12", "03-19", "04-02")],
)
def test_a_drawn_round_is_nudged_asked_and_over_before_the_next(
    sessions: Sessions, every: int, nudges: str, asks: str, ends: str
) -> None:
    round_ = looks(sessions, mixer(sessions, PEOPLE, every=every, now=MONDAY))
    planned = [round_.nudges_at, round_.asks_at, round_.ends_at]
    assert [f"{each:%m-%d}" for each in planned if each] == [nudges, asks, ends]
    assert round_.next_at == round_.nudges_at


def test_an_empty_round_is_drawn_asks_nobody_and_opens_the_next(sessions: Sessions) -> None:
    made = mixer(sessions, [], now=MONDAY)
    round_ = looks(sessions, made)
    assert (round_.state, round_.nudges_at, round_.asks_at) == (State.DRAWN, None, None)
    assert coming(sessions, made).day > round_.day


@pytest.mark.parametrize("state", [MixerState.RESTING, MixerState.STOPPED])
def test_a_mixer_that_rests_or_is_stopped_draws_nobody(sessions: Sessions, state: MixerState) -> None:
    made = mixer(sessions, PEOPLE, now=MONDAY)
    round_ = coming(sessions, made)
    with sessions.begin() as session:
        session.get_one(Mixer, made.id).state = state
    jobs.look(sessions, DRAW)
    with sessions.read() as session:
        after = session.get_one(Round, round_.id)
        assert (after.state, after.next_at) == (State.CALLED_OFF, None)
        assert session.scalars(select(Owed)).all() == []
        assert session.scalar(select(func.count()).select_from(Round)) == 1


@pytest.mark.parametrize(("days", "drawn"), [(3, True), (4, False), (30, False)])
def test_a_draw_that_was_missed_is_caught_up_while_half_of_the_round_is_left(
    sessions: Sessions, days: int, *, drawn: bool
) -> None:
    made = mixer(sessions, PEOPLE[:3], every=1, now=MONDAY)
    round_ = coming(sessions, made)
    now = DRAW + timedelta(days=days)
    jobs.look(sessions, now)
    with sessions.read() as session:
        after = session.get_one(Round, round_.id)
    assert after.state == (State.DRAWN if drawn else State.CALLED_OFF)
    assert len(owed(sessions, "mixers.introduction")) == drawn
    told = [each.recipients for each in owed(sessions, "mixers.called_off")]
    assert told == ([] if drawn else PEOPLE[:3])
    following = coming(sessions, made)
    assert now < following.draws_at <= now + timedelta(days=7)
    if drawn:
        assert now < (after.nudges_at or after.asks_at or now) <= (after.asks_at or now) < following.draws_at


def test_on_a_holiday_the_groups_are_drawn_on_the_next_working_day(sessions: Sessions) -> None:
    good_friday = datetime(2026, 3, 30, 8, tzinfo=UTC)
    made = mixer(sessions, PEOPLE, weekday=4, zone="Europe/Berlin", country="DE", every=1, now=good_friday)
    round_ = looks(sessions, made)
    assert f"{round_.day} {round_.draws_at:%Y-%m-%d}" == "2026-04-03 2026-04-07", "after Easter Monday"
    assert f"{coming(sessions, made).draws_at:%Y-%m-%d}" == "2026-04-10"
    assert round_.state == State.DRAWN


def test_the_next_round_has_a_seed_of_its_own_that_comes_from_the_last(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE, every=1, now=MONDAY)
    seeds = [coming(sessions, made).seed]
    for _ in range(3):
        looks(sessions, made)
        seeds.append(coming(sessions, made).seed)
    assert len(set(seeds)) == 4
    assert all(0 <= each < 2**31 for each in seeds)
    again = mixer(sessions, PEOPLE, name="Again", every=1, now=MONDAY)
    looks(sessions, again)
    assert coming(sessions, again).seed == seeds[1]


def say(sessions: Sessions, round_: Round, answers: dict[str, Answer]) -> None:
    """Let people have answered whether they met."""
    with sessions.begin() as session:
        for who, answer in answers.items():
            session.get_one(Part, (round_.id, who)).answer = answer


def test_starters_take_turns(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:2], size=2, every=1, now=MONDAY)
    began: list[Any] = []
    for _ in range(4):
        looks(sessions, made)
        with sessions.read() as session:
            began = list(session.scalars(select(Group.starter_id).order_by(Group.id)))
    assert sorted(began) == ["UP0", "UP0", "UP1", "UP1"]


def test_a_group_that_begins_after_the_others_were_asked_is_asked_before_the_end(sessions: Sessions) -> None:
    made = mixer(sessions, PEOPLE[:3], every=2, now=MONDAY)
    round_ = looks(sessions, made)
    assert round_.asks_at
    assert round_.ends_at
    jobs.look(sessions, round_.asks_at)
    with sessions.begin() as session:
        said = session.scalars(select(Owed).where(Owed.kind == "mixers.introduction")).one()
        outbox.said(said, "1.0", now=round_.asks_at + timedelta(days=1))
        mixers_introduction.begun(session, said)
        asked = session.scalars(select(Reminder).where(Reminder.kind == "mixers.did_you_meet")).all()
    assert {each.user_id for each in asked} == set(PEOPLE[:3])
    assert all(round_.asks_at + timedelta(days=1) < each.due_at < round_.ends_at for each in asked)


def test_whoever_was_never_introduced_counts_as_never_brought_together_and_hears_so(
    sessions: Sessions,
) -> None:
    made = mixer(sessions, PEOPLE[:2], size=2, every=1, now=MONDAY)
    unsaid = looks(sessions, made)
    introduced(sessions, groups(sessions, looks(sessions, made))[0])
    with sessions.read() as session:
        rows = session.scalars(select(Meeting.round_id)).all()
        told = session.scalars(select(Reminder.user_id).where(Reminder.kind == "mixers.not_introduced")).all()
    assert len(rows) == 1
    assert unsaid.id not in rows
    assert sorted(told) == PEOPLE[:2]
    assert stands(sessions, unsaid.id) == dict.fromkeys(PEOPLE[:2], Stand.LEFT_OUT)


@pytest.mark.parametrize("first", ["draw", "wish"])
def test_a_draw_and_a_wish_of_one_moment_bring_no_two_together_who_are_apart(
    sessions: Sessions, first: str
) -> None:
    made = mixer(sessions, PEOPLE[:2], size=2, now=MONDAY)
    round_ = coming(sessions, made)

    def draws(session: Session) -> None:
        mixers_along.look_at(session, round_.id, now=DRAW)

    def wishes(session: Session) -> None:
        apart.keep(session, TEAM, *PEOPLE[:2], now=DRAW)
        mixers_unsaid.parted(session, TEAM, *PEOPLE[:2], now=DRAW)

    def at_once(act: Callable[[Session], None]) -> None:
        with sessions.begin() as session:
            act(session)

    one, other = (draws, wishes) if first == "draw" else (wishes, draws)
    with ThreadPoolExecutor(1) as threads:
        with sessions.begin() as session:
            one(session)
            comes_between = threads.submit(at_once, other)
            wait([comes_between], timeout=0.3)
        comes_between.result()
    assert groups(sessions, round_) in ([], [[]])
    assert all(each.step == Step.DROPPED for each in owed(sessions, "mixers.introduction"))
    assert set(stands(sessions, round_.id).values()) == {Stand.LEFT_OUT}
