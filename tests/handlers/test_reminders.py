"""Reminders: whatever somebody has due comes in one message, and is true when it is read."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

import handlers
from handlers.views import blocks
from handlers.views.blocks import Block
from models import reminders
from models.consents import Programme
from models.outbox import Owed, Step
from models.reminders import MOST, Reminder
from tests.conftest import START, Company
from tests.handlers.test_pauses import owe_unasked, pauses, takes_part
from tests.lunches import TEAM
from tests.people import Json, Person, words

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WATER, POST, LATE = "Water the plum tree.", "Post the letter.", "Close the window."


@pytest.fixture(autouse=True)
def chores(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """A programme that reminds of chores; those in the set are done, and `hidden` ones say nothing."""
    done: set[str] = set()

    def rows(_session: object, reminder: Reminder, _now: datetime) -> list[Block] | None:
        if f"hidden {reminder.ref}" in done:
            return None
        if reminder.ref in done:
            return [blocks.section(f"Done: {reminder.ref}")]
        return [blocks.section(reminder.ref)]

    monkeypatch.setitem(handlers.REMINDERS, "chores", rows)
    return done


def remind(
    company: Company,
    person: Person,
    ref: str,
    *,
    after: timedelta = timedelta(0),
    until: timedelta = timedelta(days=10),
    kind: str = "chores",
) -> bool:
    now = company.workspace.now()
    with company.potluck.sessions.begin() as session:
        return reminders.remind(
            session, TEAM, person.id, kind=kind, ref=ref, due=now + after, until=now + until
        )


def settle(company: Company, ref: str, person: Person | None = None) -> None:
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        who = person.id if person else None
        reminders.settle(session, TEAM, "chores", ref, user_id=who, now=now)
    company.settle()


def looks(company: Company, after: timedelta = timedelta(0)) -> None:
    company.set_clock(company.workspace.now() + after)
    company.settle()


def hears(person: Person) -> list[Json]:
    return [each for each in person.told_by_potluck() if "Welcome back" not in str(each)]


def spends_the_week(company: Company, person: Person) -> None:
    """Let somebody hear as much as one may in a week."""
    for number in range(2):
        owe_unasked(company, person, f"enough:{number}")


def test_what_is_due_and_what_is_soon_comes_in_one_message(company: Company, ben: Person) -> None:
    remind(company, ben, WATER)
    remind(company, ben, POST, after=20 * HOUR)
    remind(company, ben, LATE, after=30 * HOUR)
    looks(company)
    (message,) = hears(ben)
    shown = words(message["blocks"])
    assert shown.splitlines() == ["A few things may wait for you:", WATER, POST]
    assert message["text"] == f"{WATER}  ·  {POST}"
    looks(company, 31 * HOUR)
    assert [words(each["blocks"]) for each in hears(ben)[1:]] == [LATE]


def test_nobody_is_reminded_before_the_time_or_of_the_same_twice(company: Company, ben: Person) -> None:
    assert remind(company, ben, WATER, after=2 * HOUR)
    looks(company, HOUR)
    assert hears(ben) == []
    assert not remind(company, ben, WATER)
    looks(company, 2 * HOUR)
    looks(company, DAY)
    assert not remind(company, ben, WATER)
    looks(company, DAY)
    assert len(hears(ben)) == 1


def test_each_hears_of_their_own_things_only(company: Company, ada: Person, ben: Person) -> None:
    remind(company, ben, WATER)
    remind(company, ada, POST)
    looks(company)
    assert [words(each["blocks"]) for each in hears(ben)] == [WATER]
    assert [words(each["blocks"]) for each in hears(ada)] == [POST]


def test_what_comes_up_while_a_message_waits_joins_it(company: Company, ben: Person) -> None:
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, WATER)
    looks(company)
    remind(company, ben, POST)
    looks(company, DAY)
    assert len(ben.told_by_potluck()) == before
    looks(company, 7 * DAY)
    (message,) = ben.told_by_potluck()[before:]
    assert words(message["blocks"]).splitlines()[1:] == [WATER, POST]


def test_what_is_done_before_the_message_is_said_is_not_in_it(
    company: Company, ben: Person, chores: set[str]
) -> None:
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    for ref in (WATER, POST, LATE):
        remind(company, ben, ref)
    looks(company)
    settle(company, WATER)
    chores.add(f"hidden {POST}")
    looks(company, 7 * DAY)
    assert [words(each["blocks"]) for each in ben.told_by_potluck()[before:]] == [LATE]


def test_if_everything_is_done_nothing_is_said(company: Company, ben: Person) -> None:
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, WATER)
    looks(company)
    settle(company, WATER)
    looks(company, 7 * DAY)
    assert len(ben.told_by_potluck()) == before


def test_what_came_too_late_is_not_said(company: Company, ben: Person) -> None:
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, WATER, until=DAY)
    looks(company)
    remind(company, ben, POST)
    looks(company, 7 * DAY)
    assert [words(each["blocks"]) for each in ben.told_by_potluck()[before:]] == [POST]


def test_what_was_too_late_when_the_rest_was_said_does_not_appear_later(
    company: Company, ben: Person, chores: set[str]
) -> None:
    spends_the_week(company, ben)
    for ref, until in ((WATER, DAY), (POST, 9 * DAY), (LATE, 9 * DAY)):
        remind(company, ben, ref, until=until)
    looks(company)
    looks(company, 7 * DAY)
    chores.add(POST)
    settle(company, POST)
    assert words(hears(ben)[-1]["blocks"]).splitlines()[1:] == [f"Done: {POST}", LATE]


def test_a_message_that_nothing_in_time_is_left_of_is_dropped_and_the_next_reminder_comes(
    company: Company, ben: Person
) -> None:
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, WATER, until=DAY)
    looks(company)
    with company.potluck.sessions.read() as session:
        owed = session.scalars(select(Owed).where(Owed.kind == "reminders.told")).one()
        assert owed.step == Step.DROPPED
    remind(company, ben, POST)
    looks(company, 7 * DAY)
    assert [words(each["blocks"]) for each in ben.told_by_potluck()[before:]] == [POST]


def test_when_one_thing_is_done_the_message_says_so_and_the_others_stay(
    company: Company, ben: Person, chores: set[str]
) -> None:
    remind(company, ben, WATER)
    remind(company, ben, POST)
    looks(company)
    chores.add(WATER)
    settle(company, WATER)
    assert words(hears(ben)[0]["blocks"]).splitlines()[1:] == [f"Done: {WATER}", POST]
    chores.update({f"hidden {WATER}", f"hidden {POST}"})
    settle(company, POST)
    assert words(hears(ben)[0]["blocks"]) == "Thank you: nothing is left to do here."


def test_what_one_has_done_the_other_is_still_reminded_of(company: Company, ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        remind(company, person, WATER, after=HOUR)
    settle(company, WATER, ada)
    looks(company, 2 * HOUR)
    assert (len(hears(ada)), len(hears(ben))) == (0, 1)
    settle(company, WATER)


def test_many_things_come_a_few_at_a_time(company: Company, ben: Person) -> None:
    for number in range(MOST + 2):
        remind(company, ben, f"Chore {number}.")
    looks(company)
    looks(company, HOUR)
    counted = [words(each["blocks"]).count("Chore") for each in hears(ben)]
    assert counted == [MOST, 2]


def test_who_is_away_is_reminded_of_everything_at_once_when_back(company: Company, ben: Person) -> None:
    ben.types("/potluck pause")
    assert ben.submits() == {}
    ben.closes()
    remind(company, ben, WATER)
    looks(company)
    remind(company, ben, POST)
    looks(company, 2 * DAY)
    assert hears(ben) == []
    remind(company, ben, LATE)
    ben.types("/potluck resume")
    looks(company)
    (message,) = hears(ben)
    assert words(message["blocks"]).splitlines()[1:] == [WATER, POST, LATE]


def test_what_a_paused_programme_reminds_of_waits_alone(
    company: Company, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(handlers.REMINDERS, "mentoring.chores", handlers.REMINDERS["chores"])
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, WATER)
    remind(company, ben, LATE, kind="mentoring.chores")
    looks(company)
    takes_part(company, ben, Programme.MENTORING)
    pauses(ben, of="mentoring")
    remind(company, ben, POST, kind="mentoring.chores")
    looks(company, 7 * DAY)
    assert [words(each["blocks"]) for each in ben.told_by_potluck()[before:]] == [WATER]
    ben.types("/potluck resume")
    looks(company)
    shown = words(ben.told_by_potluck()[-1]["blocks"])
    assert shown.splitlines()[1:] == [LATE, POST]


def test_a_message_of_a_paused_programme_alone_keeps_no_other_waiting(
    company: Company, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(handlers.REMINDERS, "mentoring.chores", handlers.REMINDERS["chores"])
    spends_the_week(company, ben)
    before = len(ben.told_by_potluck())
    remind(company, ben, LATE, until=30 * DAY, kind="mentoring.chores")
    looks(company)
    takes_part(company, ben, Programme.MENTORING)
    pauses(ben, of="mentoring")
    looks(company, 7 * DAY)
    remind(company, ben, WATER)
    looks(company)
    assert [words(each["blocks"]) for each in ben.told_by_potluck()[before:]] == [WATER]
    ben.types("/potluck resume")
    looks(company)
    assert words(ben.told_by_potluck()[-1]["blocks"]) == LATE


def test_who_is_forgotten_is_reminded_of_nothing(company: Company, ben: Person) -> None:
    remind(company, ben, WATER)
    looks(company)
    remind(company, ben, POST, after=2 * DAY)
    ben.presses_on_home("Forget me")
    ben.presses("Forget me")
    ben.closes()
    looks(company, 3 * DAY)
    assert hears(ben) == []


def test_what_was_of_use_long_ago_is_forgotten(company: Company, ben: Person) -> None:
    remind(company, ben, WATER)
    looks(company)
    company.set_clock(START + timedelta(days=99))
    looks(company, 2 * DAY)
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Reminder.ref)).all() == []
