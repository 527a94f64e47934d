"""Two people are introduced to each other, once, with everything that they need to begin."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.views import mentoring_guides
from models import dispatch, mentoring, mentoring_endings, mentoring_introduction
from models.lanes import UNHURRIED
from models.mentoring import Ending, Format, State
from models.mentoring_introduction import months_after
from models.outbox import Owed, Step
from models.skills import Level
from tests.conftest import START, Company
from tests.handlers.test_pauses import owe_unasked
from tests.mentoring_pairs import (
    ADA,
    BEN,
    TEAM,
    heard,
    introductions,
    kept,
    later,
    pair,
    paired,
    profile,
    together,
    told_of,
)
from tests.people import Person, words


def test_the_two_meet_in_one_conversation_with_all_they_need(
    company: Company, ada: Person, ben: Person
) -> None:
    with company.potluck.sessions.begin() as session:
        told_of(session, ADA, "Kubernetes", offers=True)
        told_of(session, BEN, "Kubernetes", offers=False, level=Level.START)
        profile(session, ADA, zone="Europe/Berlin", team="Platform", languages="english,german")
        profile(
            session, BEN, zone="America/New_York", team="People", languages="english", about="I ask <!here>."
        )
    made = paired(company)
    later(company, hours=7)
    (said,) = introductions(ben)
    assert introductions(ada) == [said]
    shown = words(said["blocks"])
    for part in (
        "<@U0BEN> and <@U0ADA>, your mentorship begins. <@U0ADA> helps <@U0BEN> with *Kubernetes*.",
        "<@U0ADA> offers Kubernetes and can take it deep, you share 2 working hours a day",
        "you work in different teams, you both speak English.",
        "<@U0BEN> says of themselves:\nI ask <!here>.",
        "<@U0BEN> proposes two times here, by Thursday 4 March",
        "Stewards see that you meet, no more",
        "30 minutes every 3 weeks",
        "Tuesday 1 June",
        "without a reason",
        "Getting to know each other, and one goal",
    ):
        assert part in shown
    now = kept(company, made)
    assert (now.state, str(now.ends_on)) == (State.RUNNING, "2027-06-01")
    assert now.begun_at


def test_what_the_seeker_wrote_to_the_mentor_is_there_and_rings_nobody(company: Company, ben: Person) -> None:
    paired(company, line="I read your talk, @here and <!channel>")
    shown = introductions(ben)[0]
    assert "<@U0BEN> wrote:\nI read your talk, @here and <!channel>" in words(shown["blocks"])
    assert "@here" not in shown["text"]


@pytest.mark.parametrize(
    ("form", "said", "guide", "last"),
    [
        (Format.FLASH, "gives <@U0BEN> one half hour", "One half hour, one question", "2027-03-15"),
        (Format.REVERSE, "the other way round here", "The other way round", "2027-06-01"),
        (Format.PEER, "<@U0BEN> shows <@U0ADA> *Figma*", "Half for you, half for me", "2027-06-01"),
    ],
)
def test_each_format_has_its_own_words_guide_and_length(
    company: Company, ben: Person, form: Format, said: str, guide: str, last: str
) -> None:
    made = paired(company, format=form, skill_back="Figma" if form == Format.PEER else "")
    shown = words(introductions(ben)[0]["blocks"])
    assert said in shown
    assert guide in shown
    assert str(kept(company, made).ends_on) == last


def test_an_introduction_waits_for_who_is_away_and_is_not_lost(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/potluck pause until 2027-03-10")
    paired(company)
    later(company, days=8)
    assert introductions(ben) == []
    later(company, days=11)
    assert len(introductions(ben)) == 1


def test_it_counts_as_unasked_and_is_moved_never_dropped(company: Company, ben: Person) -> None:
    for key in ("one", "two"):
        owe_unasked(company, ben, key)
    paired(company)
    assert introductions(ben) == []
    later(company, days=7)
    assert len(introductions(ben)) == 1


@pytest.mark.parametrize("called", [False, True])
@pytest.mark.parametrize("dies_at", [Step.OPEN, Step.POST])
def test_a_process_that_dies_at_any_point_has_introduced_them_once(
    company: Company, ben: Person, dies_at: Step, *, called: bool
) -> None:
    with company.potluck.sessions.begin() as session:
        made = pair(session).id
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
    assert kept(company, made).state == State.ACCEPTED
    later(company, minutes=2)
    later(company, minutes=4)
    assert len(introductions(ben)) == 1
    assert kept(company, made).state == State.RUNNING


def test_an_introduction_in_doubt_is_looked_for(company: Company, ben: Person) -> None:
    company.workspace.trouble("chat.postMessage", "timeout")
    made = paired(company)
    assert kept(company, made).state == State.ACCEPTED
    later(company, minutes=2)
    assert len(introductions(ben)) == 1
    assert kept(company, made).state == State.RUNNING


def test_owing_it_again_introduces_nobody_twice(company: Company, ben: Person) -> None:
    made = paired(company)
    with company.potluck.sessions.begin() as session:
        mentoring_introduction.introduce(session, mentoring.held(session, TEAM, made), now=START)
    company.settle()
    assert len(introductions(ben)) == 1


def test_who_waits_for_somebody_that_left_hears_it_kindly_and_is_first_next_time(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/potluck pause until 2027-03-10")
    made = paired(company)
    company.workspace.deactivate(ADA)
    company.settle()
    assert heard(ben, "has ended. Thank you for the time you gave it.")
    assert introductions(ben) == []
    with company.potluck.sessions.read() as session:
        assert BEN in mentoring.first_next(session, TEAM)
    paired(company, mentor="U0NOOR")
    with company.potluck.sessions.read() as session:
        assert BEN not in mentoring.first_next(session, TEAM)
    assert kept(company, made).ending == Ending.GONE


def test_somebody_whom_slack_knows_no_more_is_not_waited_for(company: Company, ben: Person) -> None:
    company.workspace.trouble("conversations.open", "user_disabled")
    made = paired(company)
    assert kept(company, made).ending == Ending.GONE
    assert heard(ben, "has ended")


def test_where_no_conversation_may_be_opened_for_two_each_is_introduced_alone(
    company: Company, ada: Person, ben: Person
) -> None:
    company.workspace.trouble("conversations.open", "missing_scope")
    made = paired(company)
    assert len(heard(ada, "your mentorship begins")) == len(heard(ben, "your mentorship begins")) == 1
    assert kept(company, made).state == State.RUNNING


def test_what_ended_before_it_was_said_is_not_said(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        made = pair(session)
        made.state = State.ENDED
    company.settle()
    assert together(ben) is None or introductions(ben) == []
    with company.potluck.sessions.read() as session:
        owed = session.scalars(select(Owed).where(Owed.kind == "mentoring.introduction")).one()
        assert owed.step == Step.DROPPED


def test_three_months_end_on_a_day_that_there_is() -> None:
    assert str(months_after(START.date() - timedelta(days=1), 3)) == "2027-05-28"
    assert str(months_after(months_after(START.date(), 10).replace(day=31), 1)) == "2028-02-29"


def test_guides_are_short_complete_and_take_no_longer_than_they_say() -> None:
    for name, guide in mentoring_guides.shelf().items():
        assert guide.title, name
        assert guide.aim, name
        assert guide.questions, name
        assert guide.before, name
        assert guide.note, name
        assert len(words(mentoring_guides.rows(guide)).split()) < 350, "five minutes to read"
        assert guide.minutes == (5 if name == "rescue" else 30), name


def test_the_first_session_of_a_format_and_the_last_have_their_own_guide() -> None:
    guide = mentoring_guides.for_session
    assert guide(Format.RUNNING, 1, last=True).name == "session_1"
    assert guide(Format.RUNNING, 5, last=True).name == "session_8"
    assert guide(Format.RUNNING, 30, last=False).name == "session_7"
    assert guide(Format.PEER, 1, last=False).name == "peer"
    assert guide(Format.PEER, 2, last=False).name == "session_2"
    assert guide(Format.REVERSE, 1, last=False).name == "reverse"
    assert guide(Format.FLASH, 1, last=False).name == "flash"


def test_a_guide_that_somebody_broke_leaves_out_what_is_broken() -> None:
    guide = mentoring_guides.parse(
        "x", ["title: Meet", "five minutes: talk", "5 min: talk", "ask: Why?", "# no"]
    )
    assert (guide.title, guide.steps, guide.questions) == ("Meet", ((5, "talk"),), ("Why?",))


def test_what_ended_while_it_was_in_doubt_does_not_begin_anew(company: Company) -> None:
    company.workspace.trouble("chat.postMessage", "timeout")
    made = paired(company)
    with company.potluck.sessions.begin() as session:
        mentoring_endings.close(session, TEAM, made, by=BEN, now=company.workspace.now())
    later(company, minutes=2)
    assert kept(company, made).state == State.ENDED
