"""Requests when much happens at once, and over whole lives: one mentor each, and never more than has room."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    apart,
    mentoring_asking,
    mentoring_offers,
    mentoring_requests,
    mentoring_wishes_forgetting,
    pauses,
    skills,
    tables,
)
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import BOOKED, OPEN, Format, Mentorship, State, Turn, Wished
from models.mentoring_asking import Wish
from models.mentoring_suggestions import Asked
from models.outbox import Owed, Step
from scheduler import mentoring
from tests.conftest import MONDAY, few

TEAM = "T1"
GIT = Asked(skills.key("git"), "Git")
PEOPLE = [f"U{number}" for number in range(6)]


def offer(sessions: Sessions, who: str, capacity: int = 2) -> None:
    with sessions.begin() as session:
        mentoring_offers.offer(
            session,
            TEAM,
            who,
            capacity=str(capacity),
            hours_a_month="2",
            formats=["running"],
            offered="Git",
            now=MONDAY,
        )


def ask(sessions: Sessions, seeker: str, *mentors: str, now: datetime = MONDAY) -> int:
    chosen = dict(zip(mentoring_asking.CHOICES, mentors, strict=False))
    wish = Wish(GIT, Format.RUNNING, "please", chosen)
    with sessions.begin() as session:
        submission = f"{seeker} {now.isoformat()} {len(mentors)}"
        return mentoring_asking.ask(session, TEAM, seeker, wish, submission=submission, now=now).id


def tries(sessions: Sessions, act: Callable[[Session], object]) -> str:
    """Do something in a transaction of its own; tell the word that came back, empty if it was done."""
    try:
        with sessions.begin() as session:
            act(session)
    except RuleError as error:
        return error.message
    return ""


def test_of_many_yeses_at_once_as_many_count_as_there_are_places(sessions: Sessions) -> None:
    offer(sessions, "UMENTOR", capacity=9)
    requests = [ask(sessions, f"U{number}", "UMENTOR") for number in range(9)]
    offer(sessions, "UMENTOR", capacity=3)

    def accept(request: int) -> str:
        return tries(
            sessions,
            lambda session: mentoring_requests.accept(session, TEAM, request, 1, by="UMENTOR", now=MONDAY),
        )

    with ThreadPoolExecutor(8) as threads:
        words = list(threads.map(accept, requests))
    assert words.count("") == 3
    assert all("places are all taken" in word for word in words if word)
    with sessions.read() as session:
        assert session.scalar(select(func.count()).where(Mentorship.state.in_(BOOKED))) == 3
        assert session.scalar(select(func.count()).where(Owed.kind == "mentoring.introduction")) == 3
    mentoring.look(sessions, MONDAY)
    with sessions.read() as session:
        assert session.scalar(select(func.count()).where(Wished.turn == Turn.PROPOSED)) == 0


def test_one_request_answered_at_once_in_every_way_has_one_answer(sessions: Sessions) -> None:
    for name in ("UA", "UB"):
        offer(sessions, name, capacity=9)
    late = MONDAY + timedelta(days=3)
    for number in range(6):
        request = ask(sessions, f"U{number}", "UA", "UB")
        ways: list[Callable[[Session], object]] = [
            lambda session: mentoring_requests.accept(session, TEAM, request, 1, by="UA", now=late),  # noqa: B023
            lambda session: mentoring_requests.accept(session, TEAM, request, 1, by="UA", now=late),  # noqa: B023
            lambda session: mentoring_requests.not_now(session, TEAM, request, 1, by="UA", now=late),  # noqa: B023
            lambda session: mentoring_requests.withdraw(session, TEAM, request, by=f"U{number}", now=late),  # noqa: B023
            lambda session: mentoring_requests.accept(session, TEAM, request, 2, by="UB", now=late),  # noqa: B023
        ]
        Random(number).shuffle(ways)
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(lambda way: tries(sessions, way), ways))
        check(sessions)
        with sessions.begin() as session:
            for each in session.scalars(select(Mentorship).where(Mentorship.state.in_(OPEN))).all():
                mentoring_requests.withdraw(session, TEAM, each.id, by=each.seeker_id, now=late)


def test_the_same_wish_sent_at_once_by_two_windows_is_one_request(sessions: Sessions) -> None:
    offer(sessions, "UA")

    def send(number: int) -> str:
        wish = Wish(GIT, Format.RUNNING, "please", {"first": "UA"})
        return tries(
            sessions,
            lambda session: mentoring_asking.ask(
                session, TEAM, "U1", wish, submission=f"V{number % 2}", now=MONDAY
            ),
        )

    with ThreadPoolExecutor(4) as threads:
        words = list(threads.map(send, range(4)))
    assert words.count("") == 2
    assert sum("asked for this already" in word for word in words) == 2
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Mentorship)) == 1
        assert session.scalar(select(func.count()).where(Owed.kind == "mentoring_requests.asked")) == 1


def check(sessions: Sessions) -> None:
    """Look whether every request is in one state only, and no mentor has more than they had room for."""
    with sessions.read() as session:
        for request in session.scalars(select(Mentorship)).all():
            turns = list(session.scalars(select(Wished.turn).where(Wished.mentorship_id == request.id)).all())
            assert turns.count(Turn.PROPOSED) == (request.state == State.PROPOSED)
            assert turns.count(Turn.ACCEPTED) <= (request.state in BOOKED)
            assert (request.mentor_id is not None) == (request.state in BOOKED)
            assert (request.ended_at is not None) == (request.state == State.ENDED)
            assert request.mentor_id != request.seeker_id
            if request.state == State.ENDED:
                assert not {Turn.WAITING, Turn.PROPOSED, Turn.OFFERED} & set(turns)
        with_until = select(func.count()).where(Wished.until.is_not(None))
        proposed = select(func.count()).where(Wished.turn == Turn.PROPOSED)
        assert session.scalar(with_until) == session.scalar(proposed)


@few(3)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_whatever_happens_a_request_has_one_state_and_an_end(sessions: Sessions, seed: int) -> None:
    tables.empty(sessions.engine)
    chance, now, most = Random(seed), MONDAY, dict.fromkeys(PEOPLE, 0)
    for _turn in range(60):
        now += timedelta(hours=chance.randrange(18))
        with suppress(RuleError):
            live(sessions, chance, most, now)
        check(sessions)
        with sessions.read() as session:
            taken = select(Mentorship.mentor_id, func.count()).where(Mentorship.state.in_(BOOKED))
            for who, number in session.execute(taken.group_by(Mentorship.mentor_id)):
                assert number <= most[str(who)]
    for days in range(130):
        mentoring.look(sessions, now + timedelta(days=days))
        say_all(sessions, now + timedelta(days=days))
    check(sessions)
    with sessions.read() as session:
        assert session.scalars(select(Mentorship.id).where(Mentorship.state.in_(OPEN))).all() == []
        asked = select(Owed.ref).where(Owed.kind == "mentoring_requests.asked")
        silent = session.scalars(select(Wished).where(Wished.silent)).all()
        assert not {each.ref for each in silent} & set(session.scalars(asked).all())


def say_all(sessions: Sessions, now: datetime) -> None:
    """Let everything owed be said."""
    with sessions.begin() as session:
        for owed in session.scalars(select(Owed).where(Owed.due_at <= now)).all():
            owed.step, owed.due_at, owed.said_at = Step.SAID, None, now


def live(sessions: Sessions, chance: Random, most: dict[str, int], now: datetime) -> None:
    """Let one of the things happen that happen in a company."""
    who, other = chance.sample(PEOPLE, 2)
    act = chance.randrange(12)
    if act == 0:
        places = chance.randrange(1, 4)
        most[who] = max(most[who], places)
        offer(sessions, who, places)
    elif act <= 3:
        ask(sessions, who, *chance.sample(PEOPLE, chance.randrange(4)), now=now)
    elif act == 4:
        mentoring.look(sessions, now)
    elif act == 5:
        say_all(sessions, now)
    else:
        with sessions.begin() as session:
            answer(session, chance, act, who, other, now)


def answer(session: Session, chance: Random, act: int, who: str, other: str, now: datetime) -> None:
    wishes = session.scalars(select(Wished).order_by(Wished.mentorship_id, Wished.rank)).all()
    wish = chance.choice(wishes) if wishes else None
    match act:
        case 6 if wish:
            mentoring_requests.accept(
                session, TEAM, wish.mentorship_id, wish.rank, by=wish.mentor_id, now=now
            )
        case 7 if wish:
            mentoring_requests.not_now(
                session, TEAM, wish.mentorship_id, wish.rank, by=wish.mentor_id, now=now
            )
        case 8 if wish:
            seeker = session.get_one(Mentorship, wish.mentorship_id).seeker_id
            mentoring_requests.withdraw(session, TEAM, wish.mentorship_id, by=seeker, now=now)
        case 9 if wish:
            seeker = session.get_one(Mentorship, wish.mentorship_id).seeker_id
            mentoring_asking.wish_for(session, TEAM, wish.mentorship_id, wish.rank, by=seeker, now=now)
        case 10:
            if chance.random() < 0.5:
                pauses.begin(session, TEAM, who, last_day=None, zone="UTC", now=now)
            else:
                pauses.end(session, TEAM, who, now=now)
        case _:
            if chance.random() < 0.3:
                apart.keep(session, TEAM, who, other, now=now)
                mentoring_requests.parted(session, TEAM, who, other, now=now)
            elif chance.random() < 0.3:
                mentoring_wishes_forgetting.forget(session, TEAM, who, now=now)
            else:
                mentoring_offers.stop(session, TEAM, who)
