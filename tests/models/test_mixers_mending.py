"""Mending: who cannot make it leaves quietly, and nobody is left alone where another group may take them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from models import apart, mixers_answers, mixers_meetings, mixers_mending, outbox, silences
from models.base import Sessions
from models.consents import Programme
from models.mixers_meetings import Meeting
from models.mixers_mending import Why
from models.mixers_rounds import Answer, Group, Part, Round, Stand
from models.outbox import Owed, Step
from tests.conftest import MONDAY
from tests.mixers import TEAM, mixer
from tests.mixers_groups import begun, drawn, seated, stands

THURSDAY = MONDAY + timedelta(days=10, hours=2)
SOON = THURSDAY + timedelta(hours=1)


def made(
    sessions: Sessions,
    *groups: Sequence[str],
    said: bool = True,
    left_out: Sequence[str] = (),
    size: int = 3,
    name: str = "Coffee",
) -> Round:
    """Let a round be drawn into groups; `said` tells whether they were introduced to each other."""
    people = [who for group in groups for who in group]
    chosen = mixer(sessions, [*people, *left_out], now=MONDAY, size=size, name=name, every=1)
    with sessions.begin() as session:
        round_ = drawn(session, chosen, groups, left_out=left_out, now=THURSDAY)
        if said:
            begun(session, round_, now=THURSDAY)
        else:
            for group, their in zip(session.scalars(select(Group)).all(), groups, strict=True):
                outbox.owe(
                    session,
                    team_id=TEAM,
                    key=group.key,
                    kind="mixers.introduction",
                    ref=group.id,
                    to=list(their),
                    due=THURSDAY,
                    budget="person",
                )
    return round_


def goes(
    sessions: Sessions, round_: Round, who: str, *, why: Why = Why.NOT_NOW, now: datetime = SOON
) -> bool:
    with sessions.begin() as session:
        return mixers_mending.take_out(session, session.get_one(Round, round_.id), who, why=why, now=now)


def owed(sessions: Sessions) -> dict[str, list[str]]:
    """Give what is still to be said to whom: a list of recipients for each kind."""
    said: dict[str, list[str]] = {}
    with sessions.read() as session:
        unsaid = select(Owed).where(Owed.step.in_(outbox.UNSAID)).order_by(Owed.id)
        for each in session.scalars(unsaid):
            said.setdefault(each.kind, []).append(each.recipients)
    return said


def group_of(sessions: Sessions, round_: Round, who: str) -> Group:
    with sessions.read() as session:
        part = session.get_one(Part, (round_.id, who))
        return session.get_one(Group, part.group_id)


def pairs(sessions: Sessions) -> set[str]:
    with sessions.read() as session:
        return {each.one_id + each.other_id for each in session.scalars(select(Meeting))}


def test_those_who_stay_hear_in_their_own_conversation_with_whom_they_go_on(sessions: Sessions) -> None:
    round_ = made(sessions, "abc", "def")
    assert goes(sessions, round_, "a")
    assert seated(sessions, round_.id) == [["b", "c"], ["d", "e", "f"]]
    assert owed(sessions) == {"mixers.fewer": ["b,c"]}
    assert stands(sessions, round_.id)["a"] == Stand.WITHDREW


def test_another_begins_where_the_starter_cannot(sessions: Sessions) -> None:
    round_ = made(sessions, "abc")
    with sessions.begin() as session:
        session.add(Group(team_id=TEAM, round_id=round_.id, starter_id="b"))
    goes(sessions, round_, "a")
    assert group_of(sessions, round_, "c").starter_id == "c", "who was the starter less often"


def test_leaving_twice_is_leaving_once(sessions: Sessions) -> None:
    round_ = made(sessions, "abc")
    assert goes(sessions, round_, "a")
    assert not goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.fewer": ["b,c"]}


def test_a_group_that_was_not_introduced_yet_is_simply_drawn_smaller(sessions: Sessions) -> None:
    round_ = made(sessions, "abc", said=False)
    goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.introduction": ["b,c"]}
    assert pairs(sessions) == {"bc"}, "who was never introduced has not met"


def test_who_was_introduced_counts_as_met(sessions: Sessions) -> None:
    round_ = made(sessions, "abc")
    goes(sessions, round_, "a")
    assert pairs(sessions) == {"ab", "ac", "bc"}


def test_who_is_left_alone_joins_the_smallest_group_and_all_of_it_hear_once(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cde", "fg")
    goes(sessions, round_, "a")
    assert seated(sessions, round_.id) == [["c", "d", "e"], ["b", "f", "g"]]
    assert owed(sessions) == {"mixers.joined": ["b,f,g"]}
    assert {"bf", "bg"} <= pairs(sessions)


def test_who_is_left_alone_before_anybody_heard_is_just_introduced_to_others(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd", said=False)
    goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.introduction": ["b,c,d"]}
    assert pairs(sessions) == {"bc", "bd", "cd"}


def test_people_who_are_new_to_each_other_go_before_a_smaller_group(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd", "efg")
    with sessions.begin() as session:
        mixers_meetings.note(session, TEAM, round_.id, ["bc"], at=MONDAY)
    goes(sessions, round_, "a")
    assert seated(sessions, round_.id) == [["c", "d"], ["b", "e", "f", "g"]]


def test_nobody_joins_whom_they_are_kept_apart_from_whoever_wished_it(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd", "ef")
    with sessions.begin() as session:
        apart.keep(session, TEAM, "c", "b", now=MONDAY)
        apart.keep(session, TEAM, "b", "f", now=MONDAY)
    goes(sessions, round_, "a")
    assert seated(sessions, round_.id) == [["c", "d"], ["e", "f"]]
    assert owed(sessions) == {"mixers.alone": ["b"]}
    assert stands(sessions, round_.id)["b"] == Stand.LEFT_OUT


def test_nobody_joins_a_group_that_has_met_already(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd", "efg")
    with sessions.begin() as session:
        mixers_answers.answer(session, TEAM, round_.id, by="c", answer=Answer.MET, now=SOON)
    goes(sessions, round_, "a")
    assert seated(sessions, round_.id) == [["c", "d"], ["b", "e", "f", "g"]]


def test_no_group_outgrows_its_size_by_more_than_two(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cdef", size=2)
    goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.alone": ["b"]}


def test_two_who_leave_a_trio_at_the_same_moment_leave_it_once_each(sessions: Sessions) -> None:
    round_ = made(sessions, "abc", "def")
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(lambda who: goes(sessions, round_, who), "ab")) == [True, True]
    assert seated(sessions, round_.id) == [["c", "d", "e", "f"]]
    assert owed(sessions)["mixers.joined"] == ["c,d,e,f"]


def test_two_pairs_that_break_at_the_same_moment_become_one(sessions: Sessions) -> None:
    for number in range(4):
        round_ = made(sessions, "ab", "cd", name=f"Coffee {number}")
        begun_both = Barrier(2)

        def leaves(who: str, round_: Round = round_, begun_both: Barrier = begun_both) -> bool:
            begun_both.wait(20)
            return goes(sessions, round_, who)

        with ThreadPoolExecutor(2) as both:
            assert list(both.map(leaves, "ac")) == [True, True]
        assert seated(sessions, round_.id) == [["b", "d"]]


@pytest.mark.parametrize("said", [True, False])
def test_who_leaves_a_group_that_is_to_be_joined_is_not_named_in_what_it_hears(
    sessions: Sessions, *, said: bool
) -> None:
    round_ = made(sessions, "ab", "cd", said=said)
    goes(sessions, round_, "a")
    goes(sessions, round_, "c")
    kind = "mixers.joined" if said else "mixers.introduction"
    assert owed(sessions) == {kind: ["b,d"]}


def test_while_a_message_may_be_under_way_it_counts_as_said(sessions: Sessions) -> None:
    round_ = made(sessions, "abc", said=False)
    with sessions.begin() as session:
        under_way = session.scalars(select(Owed)).one()
        under_way.step, under_way.tried_at = Step.CHECK, THURSDAY
    goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.introduction": ["a,b,c"], "mixers.fewer": ["b,c"]}


def test_an_introduction_that_slack_refused_since_somebody_is_gone_is_owed_to_the_others(
    sessions: Sessions,
) -> None:
    round_ = made(sessions, "abc", said=False)
    with sessions.begin() as session:
        outbox.refuse(session.scalars(select(Owed)).one(), "user_disabled", certain=True, now=THURSDAY)
    goes(sessions, round_, "a", why=Why.GONE)
    assert owed(sessions) == {"mixers.introduction": ["b,c"]}


def test_a_group_that_has_met_is_left_as_it_is(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd")
    with sessions.begin() as session:
        session.get_one(Part, (round_.id, "a")).answer = Answer.MET
    goes(sessions, round_, "a", why=Why.GONE)
    assert owed(sessions) == {}
    assert group_of(sessions, round_, "b").joins_id is None


def test_once_all_are_asked_whether_they_met_nobody_begins_anew_with_others(sessions: Sessions) -> None:
    round_ = made(sessions, "ab", "cd")
    with sessions.begin() as session:
        session.get_one(Round, round_.id).asks_at = None
    goes(sessions, round_, "a")
    assert owed(sessions) == {"mixers.alone": ["b"]}


def test_saying_not_now_is_a_word_and_being_gone_is_none(sessions: Sessions) -> None:
    round_ = made(sessions, "abc")
    with sessions.begin() as session:
        for who in "ab":
            silences.unheard(session, TEAM, who, Programme.MIXERS, now=MONDAY)
    goes(sessions, round_, "a", why=Why.NOT_NOW)
    goes(sessions, round_, "b", why=Why.GONE)
    with sessions.read() as session:
        found = session.scalars(select(silences.Silence.user_id)).all()
    assert found == ["b"]


def test_whoever_is_gone_leaves_all_their_groups(sessions: Sessions) -> None:
    rounds = [made(sessions, "abc", name="One"), made(sessions, "ade", name="Two")]
    with sessions.begin() as session:
        mixers_mending.left(session, TEAM, "a", now=SOON)
    assert [seated(sessions, each.id) for each in rounds] == [[["b", "c"]], [["d", "e"]]]
