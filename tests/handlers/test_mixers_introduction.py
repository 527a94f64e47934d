"""The people of a group are introduced once, or hear kindly that there is no group for them."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from models import apart, dispatch, pauses
from models.lanes import UNHURRIED
from models.mixers import Mixer
from models.mixers_meetings import Meeting
from models.mixers_rounds import Group, Part, Stand
from models.outbox import Owed, Step
from scheduler import mixers as jobs
from tests.conftest import START, Company
from tests.handlers.test_pauses import owe_unasked
from tests.mentoring_pairs import heard
from tests.mixers import TEAM, coming, drawn, groups, known, mixer
from tests.mixers_groups import stands
from tests.people import Json, Person, words

ADA, BEN, NOOR, TOMAS, LEI = "U0ADA", "U0BEN", "U0NOOR", "U0TOMAS", "U0LEI"


def waits_for(company: Company, who: str) -> None:
    """Let somebody begin to work four hours after the draw, so that an introduction waits."""
    known(company.potluck.sessions, who, zone="UTC", begins="14:00", ends="22:00", now=START)


def later(company: Company, **by: float) -> datetime:
    """Let time pass, and let be said what is due."""
    company.set_clock(company.workspace.now() + timedelta(**by))
    company.settle()
    return company.workspace.now()


def introductions(person: Person) -> list[Json]:
    """Give every introduction that somebody sees in a conversation of several."""
    here = (each for each in person.ask("GET", "/conversations") if each["kind"] == "mpim")
    said = (message for each in here for message in person.reads(each["id"]))
    return [each for each in said if "you are a group of" in each["text"]]


def trio(company: Company, **chosen: object) -> Mixer:
    return mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START, **chosen)


def begun(company: Company) -> list[Group]:
    with company.potluck.sessions.read() as session:
        return list(session.scalars(select(Group).where(Group.begun_at.is_not(None))))


def test_a_group_meets_in_one_conversation(company: Company, ada: Person, ben: Person) -> None:
    drawn(company, trio(company))
    (said,) = introductions(ben)
    assert introductions(ada) == [said]
    assert said["text"] == "<@U0ADA>, <@U0BEN> and <@U0NOOR>: you are a group of Coffee this time."
    (group,) = begun(company)
    assert group.channel_id


def test_whoever_is_alone_hears_it_kindly_with_the_date_of_the_next_draw(
    company: Company, ben: Person
) -> None:
    drawn(company, mixer(company.potluck.sessions, [BEN], size=2, now=START))
    (said,) = heard(ben, "no group for you")
    assert said.startswith("This time there was no group for you in *Coffee*. I am sorry.")
    assert "The next groups are drawn on <!date^1805364000^" in said
    assert said.endswith("You go first then.")


def test_who_is_apart_from_everybody_hears_the_same_words_as_who_is_alone(
    company: Company, ada: Person, ben: Person
) -> None:
    with company.potluck.sessions.begin() as session:
        apart.keep(session, TEAM, ADA, BEN, now=START)
    drawn(company, mixer(company.potluck.sessions, [ADA, BEN], size=2, now=START))
    drawn(company, mixer(company.potluck.sessions, [LEI], size=2, now=company.workspace.now(), name="Tea"))
    alone = heard(company.person("lei"), "no group for you")
    for person in (ada, ben):
        assert [each.split("The next")[0] for each in heard(person, "no group for you")] == [
            each.replace("Tea", "Coffee").split("The next")[0] for each in alone
        ]


def test_who_goes_on_without_a_draw_hears_when_the_next_one_is(company: Company, ben: Person) -> None:
    made = mixer(company.potluck.sessions, [BEN], every=1, now=START)
    company.set_clock(coming(company.potluck.sessions, made).draws_at + timedelta(days=5))
    company.settle()
    (said,) = heard(ben, "too late for this round")
    assert "The next groups are drawn on" in said


def test_an_introduction_waits_for_hours_that_all_share_and_people_who_share_none_are_told(
    company: Company, ada: Person, ben: Person
) -> None:
    known(company.potluck.sessions, ADA, zone="Asia/Kolkata", now=START)
    known(company.potluck.sessions, BEN, zone="America/Los_Angeles", now=START)
    drawn(company, mixer(company.potluck.sessions, [ADA, BEN], size=2, at=time(12), now=START))
    assert introductions(ada) == []
    later(company, hours=5)
    assert len(introductions(ada)) == len(introductions(ben)) == 1


def test_a_pause_after_the_draw_keeps_the_introduction_waiting(company: Company, ada: Person) -> None:
    waits_for(company, ADA)
    round_ = drawn(company, trio(company))
    ada.types("/potluck pause until 2027-03-07")
    later(company, hours=5)
    assert introductions(ada) == []
    later(company, days=4)
    assert len(introductions(ada)) == 1
    assert groups(company.potluck.sessions, round_) == [[ADA, BEN, NOOR]]


@pytest.mark.parametrize("last_day", [None, date(2027, 4, 7)])
def test_the_others_are_not_kept_waiting_for_who_stays_away(
    company: Company, ada: Person, ben: Person, last_day: date | None
) -> None:
    waits_for(company, ADA)
    round_ = drawn(company, trio(company))
    with company.potluck.sessions.begin() as session:
        pauses.begin(session, TEAM, ADA, last_day=last_day, zone="UTC", now=company.workspace.now())
    company.set_clock(round_.nudges_at or START)
    company.settle()
    company.settle()
    (said,) = introductions(ben)
    assert said["text"] == "<@U0BEN> and <@U0NOOR>: you are a group of Coffee this time."
    assert introductions(ada) == []
    assert stands(company.potluck.sessions, round_.id)[ADA] == Stand.WITHDREW


@pytest.mark.parametrize("by_form", [True, False])
def test_two_who_part_between_draw_and_introduction_are_never_brought_together(
    company: Company, ada: Person, ben: Person, *, by_form: bool
) -> None:
    waits_for(company, NOOR)
    round_ = drawn(company, trio(company))
    if by_form:
        ada.types("/potluck not-with")
        assert ada.submits(other=BEN) == {}
        ada.closes()
    else:
        with company.potluck.sessions.begin() as session:
            apart.keep(session, TEAM, ADA, BEN, now=START)
    later(company, hours=5)
    later(company, hours=1)
    assert introductions(ada) == []
    (said,) = introductions(ben)
    assert said["text"] == "<@U0BEN> and <@U0NOOR>: you are a group of Coffee this time."
    assert len(heard(ada, "no group for you")) == 1
    assert heard(ben) == []
    assert stands(company.potluck.sessions, round_.id) == {
        ADA: Stand.LEFT_OUT,
        BEN: Stand.IN,
        NOOR: Stand.IN,
    }
    with company.potluck.sessions.read() as session:
        assert [(each.one_id, each.other_id) for each in session.scalars(select(Meeting))] == [(BEN, NOOR)]


def test_of_two_who_part_neither_is_left_without_a_word(company: Company, ada: Person, ben: Person) -> None:
    waits_for(company, BEN)
    drawn(company, mixer(company.potluck.sessions, [ADA, BEN], size=2, now=START))
    with company.potluck.sessions.begin() as session:
        apart.keep(session, TEAM, BEN, ADA, now=START)
    later(company, hours=5)
    later(company, hours=1)
    assert introductions(ada) == introductions(ben) == []
    assert len(heard(ada)) == len(heard(ben, "no group for you")) == 1


@pytest.mark.parametrize("noticed", [True, False])
def test_who_leaves_the_company_between_draw_and_introduction_keeps_nobody_waiting(
    company: Company, ben: Person, *, noticed: bool
) -> None:
    waits_for(company, NOOR)
    round_ = drawn(company, trio(company))
    if noticed:
        company.workspace.deactivate(ADA)
    else:
        company.workspace.trouble("conversations.open", "user_disabled", times=2)
    later(company, hours=5)
    later(company, hours=1)
    assert groups(company.potluck.sessions, round_) == [[BEN, NOOR]]
    shown = [words(each["blocks"]) for each in [*introductions(ben), *ben.told_by_potluck()]]
    assert any(NOOR in each and ADA not in each for each in shown)


def test_where_no_conversation_may_be_opened_for_all_each_is_introduced_alone(
    company: Company, ada: Person, ben: Person
) -> None:
    company.workspace.trouble("conversations.open", "missing_scope")
    drawn(company, trio(company))
    for person in (ada, ben, company.person("noor")):
        assert len(heard(person, "brings you together this time")) == 1
        assert "write to each other in one of your own" in words(person.told_by_potluck()[-1]["blocks"])
    (group,) = begun(company)
    assert group.channel_id is None


def test_who_is_introduced_alone_and_shares_no_hours_is_asked_to_write_where_they_can(
    company: Company, ada: Person, ben: Person
) -> None:
    sessions = company.potluck.sessions
    known(sessions, ADA, now=START, zone="America/Los_Angeles", begins="06:00", ends="10:00")
    known(sessions, BEN, now=START, zone="Europe/Berlin", begins="06:00", ends="08:00")
    company.workspace.trouble("conversations.open", "missing_scope")
    drawn(company, mixer(sessions, [ADA, BEN], now=START, size=2))
    later(company, hours=4.5)
    later(company, hours=15)
    later(company, hours=9)
    for person in (ada, ben):
        said = words(person.told_by_potluck()[-1]["blocks"])
        assert "write to each other in one of your own" in said
        assert "write the first lines here" not in said


def test_who_is_in_five_mixers_hears_of_two_groups_a_week_and_of_the_others_later(
    company: Company, ada: Person
) -> None:
    made = [trio(company, name=f"M{number}", every=4) for number in range(5)]
    drawn(company, made[0])
    counts = [len(introductions(ada))]
    for _ in range(2):
        later(company, days=7)
        counts.append(len(introductions(ada)))
    assert counts == [2, 4, 5]


def test_a_group_that_could_not_be_introduced_in_time_hears_so_and_goes_first(
    company: Company, ben: Person
) -> None:
    made = trio(company, every=1)
    company.set_clock(coming(company.potluck.sessions, made).draws_at - timedelta(minutes=1))
    for key in ("one", "two"):
        owe_unasked(company, ben, key)
    round_ = drawn(company, made)
    ends_at = round_.ends_at or START
    with company.potluck.sessions.begin() as session:
        for owed in session.scalars(select(Owed).where(Owed.kind == "mixers.introduction")):
            owed.due_at = ends_at + timedelta(hours=1)
    company.set_clock(ends_at)
    company.settle()
    later(company, days=1)
    later(company, days=6)
    for name in ("ada", "ben", "noor"):
        assert len(heard(company.person(name), "I found no moment to bring your group together")) == 1
        assert heard(company.person(name), f"You go first in the draw of <!date^{int(ends_at.timestamp())}^")
    assert stands(company.potluck.sessions, round_.id) == dict.fromkeys([ADA, BEN, NOOR], Stand.LEFT_OUT)
    with company.potluck.sessions.read() as session:
        after = select(Part.first).where(Part.round_id > round_.id).order_by(Part.round_id)
        went = session.scalars(after).all()
    assert went[:3] == [True] * 3


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize("dies_at", [Step.OPEN, Step.POST])
def test_a_process_that_dies_at_any_point_has_introduced_the_group_once(
    company: Company, ben: Person, dies_at: Step, *, called: bool
) -> None:
    round_ = coming(company.potluck.sessions, trio(company))
    company.workspace.on_clock_moved = lambda: None
    company.set_clock(round_.draws_at)
    jobs.look(company.potluck.sessions, company.workspace.now())
    delivery = company.potluck.delivery
    for step in (Step.OPEN, Step.POST):
        with company.potluck.sessions.begin() as session:
            claimed = dispatch.claim(session, teams=[TEAM], pace=UNHURRIED, now=company.workspace.now())
        assert claimed is not None
        assert claimed[1] == step
        if step == dies_at:
            if called:
                delivery._attempt(*claimed)  # noqa: SLF001 - it dies before it notes what came of it
            break
        delivery._say(*claimed)  # noqa: SLF001 - one step at a time
    assert begun(company) == []
    later(company, minutes=2)
    later(company, minutes=2)
    assert len(introductions(ben)) == 1
    assert len(begun(company)) == 1


def test_an_introduction_in_doubt_is_looked_for(company: Company, ben: Person) -> None:
    company.workspace.trouble("chat.postMessage", "timeout")
    drawn(company, trio(company))
    assert begun(company) == []
    later(company, minutes=2)
    assert len(introductions(ben)) == 1
    assert len(begun(company)) == 1
