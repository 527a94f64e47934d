"""Who may choose when a group meets, until when, and what becomes of two choices at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from handlers.mixers_times import KINDS
from models import (
    mixers_choosing,
    mixers_mending,
    mixers_rounds,
    mixers_times,
    outbox,
    silences,
)
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.mixers_mending import Why
from models.mixers_rounds import Answer, Group, Part, Round, Stand, State
from models.outbox import Owed
from tests import mixers_groups
from tests.conftest import START, Company
from tests.mixers import TEAM, drawn, mixer
from tests.mixers_meeting import (
    ADA,
    BEN,
    NOOR,
    TOMAS,
    group_of,
    introduction,
    shown,
    suggested,
    talk,
    talk_of,
    taps,
)
from tests.people import Person, words


@pytest.fixture
def round_(company: Company) -> Round:
    """Let Ada, Ben and Noor be a group that was just introduced."""
    return drawn(company, mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START))


@pytest.mark.usefixtures("round_")
def test_the_same_moment_chosen_twice_is_told_once(company: Company, ada: Person, ben: Person) -> None:
    message = introduction(ben)
    taps(ben, 0, message)
    taps(ada, 0, message)
    company.settle()
    assert group_of(company).sequence == 1
    assert sum("chose when you meet" in each["text"] for each in ben.reads(talk(ben))) == 1


@pytest.mark.usefixtures("round_")
def test_of_two_who_choose_at_once_the_last_one_holds(company: Company, ada: Person, ben: Person) -> None:
    moments, message = suggested(company), introduction(ben)
    taps(ben, 0, message)
    taps(ada, 2, message)
    company.settle()
    assert group_of(company).meets_at == moments[2]
    assert f"You meet {shown(moments[2])}" in words(introduction(ben)["blocks"])
    told = [each["text"] for each in ben.reads(talk(ben)) if "chose when you meet" in each["text"]]
    assert len(told) == 1, "what does not hold any more is not said"
    assert "<@U0ADA>" in told[0]


def test_eight_who_choose_at_the_same_moment_each_count_and_one_holds(
    sessions: Sessions,
) -> None:
    people = [f"U{number}" for number in range(8)]
    made = mixer(sessions, people, now=START)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, [people], now=START)
        group = session.query(Group).one()
    moments = [START + timedelta(days=1, hours=number) for number in range(8)]

    def choose(number: int) -> None:
        with sessions.begin() as session:
            mixers_choosing.choose(session, TEAM, group.id, moments[number], by=people[number], now=START)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(choose, range(8)))
    with sessions.read() as session:
        kept = session.get_one(Group, group.id)
        told = session.query(Owed).filter_by(kind="mixers.time").all()
        holds = [each for each in told if mixers_choosing.chosen(session, each.ref)]
        assert kept.sequence == 8
        assert kept.meets_at in moments
        assert len(holds) == 1
        assert mixers_rounds.people_of(session, kept) == people
        assert all(
            each.answer == Answer.PLANNED for each in session.query(Part).filter_by(round_id=round_.id)
        )


@pytest.mark.usefixtures("round_")
def test_somebody_of_another_group_chooses_nothing(company: Company) -> None:
    group, at = group_of(company), suggested(company)[0]
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="in that group now"):
        mixers_choosing.choose(session, TEAM, group.id, at, by=TOMAS, now=START)
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="gone"):
        mixers_choosing.choose(session, "T0OTHER", group.id, at, by=BEN, now=START)
    assert group_of(company).meets_at is None


def test_who_left_the_group_chooses_for_it_no_more(company: Company, round_: Round, ben: Person) -> None:
    message = introduction(ben)
    with company.potluck.sessions.begin() as session:
        held = session.get_one(Round, round_.id)
        mixers_mending.take_out(session, held, BEN, why=Why.NOT_NOW, now=round_.draws_at)
    taps(ben, 0, message)
    assert "in that group now" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None


def test_who_left_does_not_read_who_came_after_them(
    company: Company, round_: Round, ada: Person, ben: Person
) -> None:
    where = talk(ben)
    with company.potluck.sessions.begin() as session:
        session.get_one(Part, (round_.id, BEN)).stand = Stand.WITHDREW
        group = session.query(Group).one()
        came = {"stand": Stand.IN, "group_id": group.id, "first": False, "line": ""}
        session.add(Part(round_id=round_.id, user_id=TOMAS, team_id=TEAM, **came))
        session.flush()
        mixers_choosing.choose(
            session, TEAM, group.id, mixers_times.of(group)[0], by=ADA, now=round_.draws_at
        )
    company.settle()
    assert not any(TOMAS in words(each.get("blocks", [])) for each in ben.reads(where))
    assert "chose when you meet" in ada.last(talk_of(ada, [ADA, NOOR, TOMAS]))["text"]


@pytest.mark.usefixtures("round_")
def test_where_no_talk_of_all_can_be_opened_each_hears_the_time_alone(company: Company, ben: Person) -> None:
    taps(ben, 0)
    with company.potluck.sessions.begin() as session:
        owed = session.query(Owed).filter_by(kind="mixers.time").one()
        outbox.refuse(owed, "not_allowed", certain=True, now=START)
        KINDS["mixers.time"].undeliverable(session, owed, START)
    company.settle()
    assert "chose when you meet" in ben.told_by_potluck()[-1]["text"]
    assert "chose when you meet" not in ben.last(talk(ben))["text"]


def test_after_the_end_a_tap_answers_with_a_word(company: Company, round_: Round, ben: Person) -> None:
    message = introduction(ben)
    with company.potluck.sessions.begin() as session:
        session.get_one(Round, round_.id).state = State.OVER
    taps(ben, 0, message)
    assert "This round is over" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None


def test_a_moment_that_went_by_is_not_chosen(company: Company, round_: Round, ben: Person) -> None:
    message, first = introduction(ben), suggested(company)[0]
    company.set_clock(first + timedelta(minutes=1))
    taps(ben, 0, message)
    assert "This moment is past" in ben.last(talk(ben))["text"]
    assert group_of(company).meets_at is None
    assert round_.ends_at is not None


@pytest.mark.usefixtures("round_")
def test_who_chooses_a_time_is_heard(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        silences.unheard(session, TEAM, BEN, Programme.MIXERS, now=START)
    taps(ben, 0)
    with company.potluck.sessions.read() as session:
        assert session.get(silences.Silence, (TEAM, BEN, Programme.MIXERS)) is None
