"""One nudge in the middle of a round, only where it may help, and never a second one."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from models import mixers_nudges, settings
from models.budgets import Unasked
from models.mixers_rounds import Group, Round
from models.outbox import UNSAID, Owed
from tests.conftest import Company
from tests.mentoring_pairs import heard
from tests.mixers import TEAM
from tests.mixers_groups import NUDGES, company_round, goes_on, where
from tests.people import Json, Person, words

ADA, BEN, NOOR = "U0ADA", "U0BEN", "U0NOOR"
PLAIN, BREAKS_ICE = "choose a time for all of you", "something to begin with in"


def nudges(person: Person, *others: str) -> list[Json]:
    return [
        each
        for each in person.reads(where(person, *others))
        if PLAIN in each["text"] or BREAKS_ICE in each["text"]
    ]


def halfway(company: Company) -> None:
    goes_on(company, days=2 * NUDGES.days, minutes=1)


def test_a_group_that_nobody_wrote_in_gets_a_question_that_breaks_the_ice(
    company: Company, ada: Person
) -> None:
    company_round(company, [ADA, BEN], every=2)
    halfway(company)
    (said,) = nudges(ada, BEN)
    assert BREAKS_ICE in said["text"]
    assert words(said["blocks"][1]), "the question itself"


def test_a_group_that_talks_gets_the_plain_nudge_and_nothing_that_was_written_is_kept(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN], every=2)
    goes_on(company, hours=1)
    ben.types("Shall we say kumquat o'clock?", where(ben, ADA))
    halfway(company)
    (said,) = nudges(ada, BEN)
    assert PLAIN in said["text"]
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Group.quiet)).all() == [False]


def test_the_nudge_leads_to_a_time_though_those_suggested_at_first_are_past(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN], every=2)
    goes_on(company, hours=1)
    ben.types("Hello", where(ben, ADA))
    halfway(company)
    (said,) = nudges(ada, BEN)
    ada.presses("Choose a time", said, where(ada, BEN))
    at = company.workspace.now() + timedelta(days=1)
    assert ada.submits(at=int(at.timestamp())) == {}
    ada.closes()
    company.settle()
    assert any("chose when you meet" in each["text"] for each in ben.reads(where(ben, ADA)))
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Group.meets_at)).one() == at.replace(second=0, microsecond=0)


def test_an_answer_in_the_introductions_thread_is_talk_too(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN], every=2)
    goes_on(company, hours=1)
    place = where(ben, ADA)
    ben.types("Tuesday?", place, thread=ben.reads(place)[-1]["ts"])
    halfway(company)
    assert PLAIN in nudges(ada, BEN)[0]["text"]


def test_what_was_written_before_they_were_introduced_is_no_talk_of_this_group(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN], every=2, name="Earlier")
    ben.types("Hello", where(ben, ADA))
    halfway(company)
    goes_on(company, days=4)
    company_round(company, [ADA, BEN], every=2, name="Later")
    halfway(company)
    goes_on(company, days=3)
    assert [BREAKS_ICE in each["text"] for each in nudges(ada, BEN)] == [False, True]


def test_where_potluck_may_not_look_everybody_gets_the_plain_nudge(poor_company: Company) -> None:
    ada = poor_company.person("ada")
    company_round(poor_company, [ADA, BEN], every=2)
    halfway(poor_company)
    (said,) = nudges(ada, BEN)
    assert PLAIN in said["text"]
    with poor_company.potluck.sessions.read() as session:
        assert session.scalars(select(Group.quiet)).all() == [None]


@pytest.mark.parametrize("label", ["We met", "It is planned"])
def test_a_group_of_which_somebody_met_or_plans_to_is_not_nudged(
    company: Company, ada: Person, ben: Person, label: str
) -> None:
    company_round(company, [ADA, BEN, NOOR], every=2)
    place = where(ben, ADA, NOOR)
    ben.presses(label, ben.reads(place)[-1], place)
    halfway(company)
    assert nudges(ada, BEN, NOOR) == []


def test_a_group_whose_time_is_to_come_is_not_nudged(company: Company, ada: Person) -> None:
    round_ = company_round(company, [ADA, BEN], every=2)
    with company.potluck.sessions.begin() as session:
        group = session.scalars(select(Group).where(Group.round_id == round_.id)).one()
        group.meets_at = company.workspace.now() + timedelta(days=6)
    halfway(company)
    assert nudges(ada, BEN) == []


def test_nobody_is_nudged_who_all_could_not(company: Company, ada: Person, ben: Person) -> None:
    company_round(company, [ADA, BEN], every=2)
    place = where(ben, ADA)
    for person in (ada, ben):
        person.presses("I could not", person.reads(place)[0], place)
    halfway(company)
    assert nudges(ada, BEN) == []


def test_there_is_one_nudge_however_often_it_is_looked(company: Company, ada: Person) -> None:
    round_ = company_round(company, [ADA, BEN], every=2)
    halfway(company)
    for _ in range(2):
        goes_on(company, minutes=1)
        with company.potluck.sessions.begin() as session:
            session.execute(delete(Unasked))
            mixers_nudges.nudge(session, session.get_one(Round, round_.id), now=company.workspace.now())
    goes_on(company, hours=30)
    assert len(nudges(ada, BEN)) == 1


def test_a_crash_between_the_look_and_the_post_nudges_once(company: Company, ada: Person) -> None:
    company_round(company, [ADA, BEN], every=2)
    company.workspace.trouble("chat.postMessage", "timeout", times=1)
    halfway(company)
    goes_on(company, minutes=5)
    goes_on(company, minutes=5)
    assert len(nudges(ada, BEN)) == 1


def test_a_nudge_that_would_take_the_place_of_the_question_is_let_go(company: Company, ada: Person) -> None:
    company_round(company, [ADA, BEN])
    for _ in range(12):
        goes_on(company, hours=12)
    assert nudges(ada, BEN) == []
    assert heard(ada, "did you meet?"), "a week has room for two messages: the introduction and the question"
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Owed).where(Owed.kind == "mixers.nudge")).all() == []


def test_where_more_may_be_said_a_week_a_weekly_round_has_its_nudge_too(
    company: Company, ada: Person
) -> None:
    with company.potluck.sessions.begin() as session:
        settings.choose(
            session,
            TEAM,
            capture_emoji="bulb",
            zone="UTC",
            digest_weekday=4,
            digest_time="15:00",
            person_budget=3,
        )
    company_round(company, [ADA, BEN])
    for _ in range(24):
        goes_on(company, hours=6)
    assert len(nudges(ada, BEN)) == 1
    assert heard(ada, "did you meet?")


def test_without_room_before_the_question_the_nudge_is_let_go(company: Company, ada: Person) -> None:
    company_round(company, [ADA, BEN], every=2)
    goes_on(company, days=3)
    for name in ("One", "Two"):
        company_round(company, [ADA, NOOR], name=name)
    for _ in range(20):
        goes_on(company, hours=12)
    assert nudges(ada, BEN) == []
    with company.potluck.sessions.read() as session:
        waiting = select(Owed).where(Owed.kind == "mixers.nudge", Owed.step.in_(UNSAID))
        assert session.scalars(waiting).all() == []
