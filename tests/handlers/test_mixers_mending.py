"""Not now: one private tap, and the group goes on; nobody is left alone who may join another."""

import pytest
from sqlalchemy import select

from models import apart, mixers_mending, mixers_times
from models.mixers_meetings import Meeting
from models.mixers_mending import Why
from models.mixers_rounds import Answer, Group, Part, Round, Stand
from models.outbox import Owed
from tests.conftest import Company
from tests.mentoring_pairs import heard
from tests.mixers import TEAM
from tests.mixers_groups import company_round, goes_on, seated, stands, where
from tests.people import Person, words

ADA, BEN, NOOR, GRETA, MEERA = "U0ADA", "U0BEN", "U0NOOR", "U0GRETA", "U0MEERA"


def says_not_now(company: Company, person: Person, *others: str) -> None:
    place = where(person, *others)
    person.presses("Not now", person.reads(place)[0], place)
    assert "You leave this round's group" in words(person.window)
    assert person.submits() == {}
    assert "Nobody is told that it was you" in words(person.window)
    company.settle()


def test_not_now_asks_once_and_the_others_hear_with_whom_they_go_on(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR])
    says_not_now(company, ben, ADA, NOOR)
    assert stands(company.potluck.sessions, round_.id)[BEN] == Stand.WITHDREW
    said = ada.reads(where(ada, NOOR))[-1]
    assert "you go on as two" in said["text"]
    assert BEN not in str(said), "nobody is named who left"
    trio = [each["text"] for each in ben.reads(where(ben, ADA, NOOR))]
    assert len(trio) == 1, "nothing is said where who left still reads"


def test_who_changes_their_mind_in_the_window_stays(company: Company, ben: Person) -> None:
    round_ = company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    ben.presses("Not now", ben.reads(place)[-1], place)
    ben.closes()
    assert stands(company.potluck.sessions, round_.id)[BEN] == Stand.IN


def test_who_is_left_alone_is_introduced_to_another_group_at_once(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN], [NOOR, GRETA])
    says_not_now(company, ben, ADA)
    said = ada.reads(where(ada, NOOR, GRETA))
    assert len(said) == 1
    assert "<@U0ADA> joins you" in said[0]["text"]
    assert "We met" in words(said[0]["blocks"])
    assert "Ada" not in str(heard(ben, "joins"))


def test_answers_and_the_nudge_go_to_the_group_as_it_is_now(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN], [NOOR, GRETA], every=2)
    says_not_now(company, ben, ADA)
    place = where(ada, NOOR, GRETA)
    ada.presses("I could not", ada.reads(place)[0], place)
    goes_on(company, days=4, minutes=1)
    assert "to begin with" in ada.reads(place)[-1]["text"]
    with company.potluck.sessions.read() as session:
        assert session.get_one(Part, (round_.id, ADA)).answer == Answer.COULD_NOT


def leaves(company: Company, round_: Round, who: str) -> None:
    """Let somebody leave their group, and nothing be said of it yet."""
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        mixers_mending.take_out(session, session.get_one(Round, round_.id), who, why=Why.NOT_NOW, now=now)


def wishes(company: Company, who: str, other: str, *, by_form: bool) -> None:
    """Let somebody wish not to be brought together with another; not by form, it is found when it is said."""
    if by_form:
        person = company.person(who.removeprefix("U0").lower())
        person.types("/potluck not-with")
        assert person.submits(other=other) == {}
        person.closes()
    else:
        with company.potluck.sessions.begin() as session:
            apart.keep(session, TEAM, who, other, now=company.workspace.now())
    goes_on(company, minutes=1)
    goes_on(company, minutes=1)


def talks(person: Person) -> int:
    """Count the conversations of several in which somebody was told anything."""
    return sum(bool(person.reads(each)) for each in groups_of(person))


@pytest.mark.parametrize("by_form", [True, False])
@pytest.mark.parametrize("wish", [(ADA, NOOR), (NOOR, ADA)])
def test_who_is_to_join_somebody_they_are_apart_from_by_now_does_not_and_nobody_hears_of_it(
    company: Company, ada: Person, wish: tuple[str, str], *, by_form: bool
) -> None:
    round_ = company_round(company, [ADA, BEN], [NOOR, GRETA])
    noor = company.person("noor")
    leaves(company, round_, BEN)
    wishes(company, *wish, by_form=by_form)
    assert talks(noor) == 1
    assert len(noor.reads(where(noor, GRETA))) == 1, "the introduction alone"
    assert heard(noor) == []
    assert len(heard(ada, "no group for you")) == 1
    assert seated(company.potluck.sessions, round_.id) == [[GRETA, NOOR]]
    with company.potluck.sessions.read() as session:
        met = {(each.one_id, each.other_id) for each in session.scalars(select(Meeting))}
    assert met == {(ADA, BEN), (GRETA, NOOR)}


@pytest.mark.parametrize("by_form", [True, False])
def test_two_of_a_trio_who_part_get_no_conversation_of_their_own(
    company: Company, ada: Person, *, by_form: bool
) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR])
    leaves(company, round_, BEN)
    wishes(company, ADA, NOOR, by_form=by_form)
    assert talks(ada) == 1
    assert len(heard(ada, "no group for you")) == 1
    assert len(heard(company.person("noor"), "no other group for you")) == 1


def test_where_no_group_is_left_it_is_said_kindly_with_the_date_of_the_next_draw(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN])
    says_not_now(company, ben, ADA)
    (said,) = heard(ada, "no other group for you this time")
    assert "You go first in the next draw, on" in said


def test_a_trio_of_whom_two_leave_one_after_the_other_hears_what_is_true(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR], [GRETA, MEERA])
    says_not_now(company, ben, ADA, NOOR)
    says_not_now(company, ada, BEN, NOOR)
    assert seated(company.potluck.sessions, round_.id) == [[GRETA, MEERA, NOOR]]
    noor = company.person("noor")
    assert "joins you" in noor.reads(where(noor, GRETA, MEERA))[-1]["text"]


def test_two_who_leave_before_anything_is_said_make_one_message_and_neither_reads_it(
    company: Company, ada: Person
) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR, GRETA])
    for who in (BEN, GRETA):
        with company.potluck.sessions.begin() as session:
            mixers_mending.take_out(
                session, session.get_one(Round, round_.id), who, why=Why.GONE, now=company.workspace.now()
            )
    company.settle()
    assert len(ada.reads(where(ada, NOOR))) == 1
    for person in (company.person("ben"), company.person("greta")):
        assert "you go on as" not in str([person.reads(each) for each in groups_of(person)])


def groups_of(person: Person) -> list[str]:
    found = person.ask("GET", "/conversations")
    return [str(each["id"]) for each in found if each["kind"] == "mpim"]


def test_an_old_button_of_who_left_answers_kindly(company: Company, ben: Person) -> None:
    company_round(company, [ADA, BEN, NOOR])
    place = where(ben, ADA, NOOR)
    says_not_now(company, ben, ADA, NOOR)
    ben.closes()
    ben.presses("Not yet", ben.reads(place)[0], place)
    assert "You are in no group of this round any more" in ben.reads(place)[-1]["text"]


def test_somebody_deactivated_is_taken_out_and_the_rest_go_on(company: Company, ada: Person) -> None:
    company_round(company, [ADA, BEN, NOOR])
    company.workspace.deactivate(BEN)
    company.settle()
    assert "you go on as two" in ada.reads(where(ada, NOOR))[-1]["text"]


def test_the_times_suggested_are_those_of_the_people_who_are_there_now(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR], every=2)
    goes_on(company, days=7)
    says_not_now(company, ben, ADA, NOOR)
    with company.potluck.sessions.read() as session:
        group = session.scalars(select(Group).where(Group.round_id == round_.id)).one()
    assert min(mixers_times.of(group)) > company.workspace.now(), "none that is past"
    place = where(ada, NOOR)
    ada.presses("This one", ada.reads(place)[-1], place)
    company.settle()
    assert "chose when you meet" in ada.reads(place)[-1]["text"]


def test_before_the_introduction_nobody_hears_of_who_left(company: Company, ada: Person) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR], introduce=False)
    with company.potluck.sessions.begin() as session:
        mixers_mending.take_out(
            session, session.get_one(Round, round_.id), BEN, why=Why.NOT_NOW, now=company.workspace.now()
        )
    company.settle()
    (said,) = ada.reads(where(ada, NOOR))
    assert "brings you together" in words(said["blocks"])
    assert BEN not in str(said)


@pytest.mark.parametrize("moment", ["now", "later"])
def test_the_group_is_mended_once_whatever_slack_does(company: Company, ada: Person, moment: str) -> None:
    round_ = company_round(company, [ADA, BEN], [NOOR, GRETA])
    company.workspace.trouble("chat.postMessage", "timeout", times=1)
    with company.potluck.sessions.begin() as session:
        mixers_mending.take_out(
            session, session.get_one(Round, round_.id), BEN, why=Why.GONE, now=company.workspace.now()
        )
    if moment == "now":
        company.settle()
    for _ in range(2):
        goes_on(company, minutes=5)
    assert len(ada.reads(where(ada, NOOR, GRETA))) == 1
    with company.potluck.sessions.read() as session:
        assert len(session.scalars(select(Owed).where(Owed.kind == "mixers.joined")).all()) == 1
        assert session.scalars(select(Group.joins_id)).all().count(None) == 1
