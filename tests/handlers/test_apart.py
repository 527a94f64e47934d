"""Not with this person: heeded wherever people are brought together, and never to be inferred."""

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import apart, lunches_asking, lunches_wishes
from models.apart import MOST
from models.audit import Act
from models.lunches_asking import WishAsking
from tests.conftest import START, Company, Wired, long_on_postgres
from tests.handlers.test_lunches_seats import lunch_in
from tests.handlers.test_lunches_seats import presses as presses_seat
from tests.handlers.test_members import forget, his_data, keeps_apart, knows_nothing_of, rows, settings
from tests.handlers.test_questions import answers, ask, offers, settles
from tests.handlers.test_tips import share
from tests.people import Json, Person, words

BEN, ADA = "U0BEN", "U0ADA"

NUMBERED = {"key", "ref", "value"}
"""What holds the numbers of the database."""

TICKS = re.compile(r"(?<=\d{8})\d\d\.?\d{6}|(?<=date\^\d{8})\d\d(?=\^)|(?<=T\d\d:)\d\d:\d\d\.\d{6}")
"""Where a moment is finer than the minute."""


@pytest.mark.parametrize(("who_wishes", "whom"), [("ben", ADA), ("ada", BEN)])
def test_nobody_is_named_beneath_the_question_of_somebody_whom_either_keeps_apart_from(
    company: Company, ada: Person, ben: Person, who_wishes: str, whom: str
) -> None:
    offers(ben, "git")
    offers(company.person("noor"), "git")
    assert keeps_apart(company.person(who_wishes), whom) == {}
    shown = words(ask(company, ada, "how does git rebase work?")["blocks"])
    assert f"<@{BEN}>" not in shown
    assert "<@U0NOOR>" in shown
    assert f"<@{BEN}>" in words(ask(company, company.person("kenji"), "how does git bisect work?")["blocks"])


@pytest.mark.parametrize("whose", [ADA, BEN])
def test_nobody_is_asked_to_tell_about_what_such_a_person_wishes_for(
    company: Company, ada: Person, ben: Person, whose: str
) -> None:
    offers(ben, "git")
    who, other = (ada, BEN) if whose == ADA else (ben, ADA)
    assert keeps_apart(who, other) == {}
    with company.potluck.sessions.begin() as session:
        for by in (ADA, "U0NOOR"):
            lunches_wishes.wish(
                session, team_id="T0LOCAL", by=by, text="git for beginners", submission=by, now=START
            )
        lunches_asking.meet(session, now=START)
        asked = session.scalars(select(WishAsking)).all()
        wishers = [session.get_one(lunches_wishes.Wish, each.wish_id).wisher_id for each in asked]
    assert wishers == ["U0NOOR"]


def test_home_and_the_command_lead_to_ones_own_list_and_one_tap_takes_a_name_back(
    company: Company, ada: Person, ben: Person
) -> None:
    assert keeps_apart(company.person("noor"), ADA) == {}
    ben.presses_on_home("Not with this person")
    assert "Nobody is told" in words(ben.window)
    assert ben.submits(other=ADA) == {}
    assert "I do not bring you together with <@U0ADA>" in words(ben.window)
    ben.presses("Name another")
    assert ben.submits(other="U0NOOR") == {}
    ben.closes()
    ben.types("/potluck not-with")
    assert {ADA, "U0NOOR"} == {each["value"] for each in taken_back(ben.window)}
    ben.presses("Take back")
    assert len(taken_back(ben.window)) == 1
    ada.types("/potluck not-with")
    assert taken_back(ada.window) == []


def taken_back(view: Json) -> list[Json]:
    return [
        each["accessory"]
        for each in view["blocks"]
        if each.get("accessory", {}).get("action_id") == "apart.take_back"
    ]


def test_taking_it_back_brings_them_together_again(company: Company, ada: Person, ben: Person) -> None:
    offers(ben, "git")
    assert keeps_apart(ben, ADA) == {}
    ben.types("/potluck not-with")
    ben.presses("Take back")
    assert f"<@{BEN}>" in words(ask(company, ada, "how does git rebase work?")["blocks"])


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (BEN, "This is you"),
        ("U0GUS", "guests, apps or people who left"),
        ("U0POTLUCK", "guests, apps or people who left"),
        ("U0NOBODY", "guests, apps or people who left"),
    ],
)
def test_who_is_never_matched_need_not_be_named(ben: Person, other: str, word: str) -> None:
    assert word in keeps_apart(ben, other)["other"]


def test_who_left_need_not_be_named(company: Company, ben: Person) -> None:
    company.workspace.deactivate(ADA)
    assert "people who left" in keeps_apart(ben, ADA)["other"]


def test_a_guest_is_never_matched_and_has_no_list(company: Company) -> None:
    gus = company.person("gus")
    gus.types("/potluck not-with")
    assert "not for guests" in gus.last()["text"]
    assert "Not with this person" not in words(gus.home())


def test_the_same_name_twice_is_one_and_there_is_an_end_to_them(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        for number in range(MOST - 1):
            apart.keep(session, "T0LOCAL", BEN, f"U{number}", now=START)
    for _ in range(2):
        keeps_apart(ben, ADA)
    ben.types("/potluck not-with")
    assert len(taken_back(ben.window)) == MOST
    assert f"{MOST} people already" in ben.submits(other="U0NOOR")["other"]


def a_week(company: Company, *, first: Callable[[Person], None], asks: bool) -> list[Any]:
    """Let Ada and Ben work a week in the same channel after what Ben does `first`; give all that Ada sees."""
    ada, ben, noor = (company.person(name) for name in ("ada", "ben", "noor"))
    offers(ben, "git")
    offers(ada, "Kubernetes")
    first(ben)
    goes_on(ben)
    share(company, ben, "a stash has names")
    ada.presses("This helped", ada.last())
    company.settle()
    if asks:
        ask(company, ada, "how does git rebase work?")
    question = ask(company, ben, "where is the old wiki?")
    answers(company, ada, question, "it moved in May")
    settles(company, ben, question, ADA)
    goes_on(ben)
    seat = lunch_in(company, capacity=1)
    for person in (ben, ada, noor):
        presses_seat(person, "Come", seat)
    company.set_clock(START + timedelta(days=2, minutes=5))
    company.settle()
    ada.types("/lunch-signup")
    seen = [
        ada.window["blocks"],
        ada.home()["blocks"],
        ada.told_by_potluck(),
        *(ada.reads(channel) for channel in ("#learning", "#general", "#engineering")),
        his_data(ada),
    ]
    goes_on(ada)
    return seen


def goes_on(person: Person) -> None:
    """Close what is open."""
    if person.windows:
        person.closes()


def plainly(seen: list[Any]) -> list[str]:
    """Write down what somebody sees, without the database's numbers and what a clock says that runs on."""
    written = json.dumps(_unnumbered(seen), sort_keys=True, ensure_ascii=False, indent=1)
    return TICKS.sub("#", written).splitlines()


def _unnumbered(shown: Any) -> Any:
    if isinstance(shown, list):
        return [_unnumbered(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    return {
        name: re.sub(r"\d+", "#", part) if name in NUMBERED and isinstance(part, str) else _unnumbered(part)
        for name, part in shown.items()
        if name != "block_id"
    }


def changes_nothing(_ben: Person) -> None:
    """Let Ben have no wish."""


def keeps_apart_from_ada(ben: Person) -> None:
    assert keeps_apart(ben, ADA) == {}


def likes_not_to_be_named(ben: Person) -> None:
    offers(ben, "git", named=False)


@long_on_postgres
def test_what_the_other_one_sees_is_the_same_with_and_without_it(company: Company, wired: Wired) -> None:
    without = plainly(a_week(company, first=changes_nothing, asks=False))
    again = Company(wired, company.potluck)
    assert plainly(a_week(again, first=keeps_apart_from_ada, asks=False)) == without


@pytest.mark.long
def test_not_being_named_looks_as_it_does_with_whoever_is_not_named_today(
    company: Company, wired: Wired
) -> None:
    usual = plainly(a_week(company, first=likes_not_to_be_named, asks=True))
    again = Company(wired, company.potluck)
    assert plainly(a_week(again, first=keeps_apart_from_ada, asks=True)) == usual
    once_more = Company(wired, company.potluck)
    assert plainly(a_week(once_more, first=changes_nothing, asks=True)) != usual, "Ben is named"


def test_it_stands_in_ones_own_data_alone_and_goes_with_either_of_the_two(
    company: Company, ada: Person, ben: Person
) -> None:
    assert keeps_apart(ben, ADA) == {}
    assert keeps_apart(company.person("noor"), BEN) == {}
    assert [each["other_id"] for each in his_data(ben)["not_with"]] == [ADA]
    assert knows_nothing_of(ada)
    forget(company, ada)
    assert ADA not in rows(company)
    forget(company, ben)
    assert BEN not in rows(company)


def test_neither_log_nor_list_of_stewards_acts_tells_of_it(
    company: Company, ada: Person, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    offers(ben, "git")
    settings(ada, ADA, BEN)
    with caplog.at_level(logging.INFO, "potluck"):
        assert keeps_apart(ben, ADA) == {}
        ask(company, ada, "how does git rebase work?")
    assert "apart" not in caplog.text
    with company.potluck.sessions.read() as session:
        assert [act.act for act in session.scalars(select(Act)) if act.act.startswith("apart")] == []
