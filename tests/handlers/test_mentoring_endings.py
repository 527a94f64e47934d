"""How it ends: any time and kindly, on the agreed day with a look back, renewed if both say so, passed on."""

from datetime import datetime
from typing import Any

import pytest

from models import mentoring, mentoring_endings, mentoring_waits, skills
from models.mentoring import Ending, Format, Mentorship, State
from models.tips import Tip
from tests.conftest import Company
from tests.handlers.test_mentoring_checkins import asked, presses
from tests.handlers.test_mentoring_sessions import opens
from tests.handlers.test_search import looks
from tests.mentoring import offers, told
from tests.mentoring_pairs import ADA, BEN, TEAM, direct, heard, kept, later, paired
from tests.people import Person, buttons, words

LAST_WEEK, OVER = 86.3, 93.3


def ends(company: Company, person: Person, thanks: str = "") -> None:
    opens(person)
    person.presses("End")
    assert person.submits(thanks=thanks) == {}
    company.settle()


def says(company: Company, person: Person, **words_: Any) -> dict[str, str]:
    """Press the question before the end, and fill in the form."""
    presses(company, person, "Look back")
    fields = {"changed": "", "thanks": "", "insight": "", **words_}
    asks_on = any(block["block_id"] == "next" for block in person.window["blocks"])
    errors = person.submits(**({"next": "end"} if asks_on and "next" not in words_ else {}), **fields)
    company.settle()
    return errors


def test_either_ends_it_any_time_and_the_partner_hears_one_kind_sentence(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    ends(company, ada)
    assert "Thank you for the time you gave it. Your place is free again" in words(ada.window)
    assert len(heard(ben, "Your mentorship with <@U0ADA> about *Kubernetes* has ended.")) == 1
    assert kept(company, made).state == State.ENDED
    with company.potluck.sessions.read() as session:
        assert mentoring.booked(session, TEAM) == {}
    labels = [button["text"]["text"] for _, button in buttons(asked(ben, "Find somebody else")["blocks"])]
    assert labels == ["Find somebody else"]
    again = next(button for _, button in buttons(asked(ben, "Find somebody else")["blocks"]))
    assert (again["action_id"], again["value"]) == ("mentoring.again", "Kubernetes")


def test_who_came_to_learn_finds_somebody_else_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    noor = company.person("noor")
    assert offers(noor) == {}
    paired(company)
    ends(company, ada)
    presses(company, ben, "Find somebody else")
    assert "<@U0NOOR>" in words(ben.window)
    assert ben.submits(line="Once more, please") == {}
    later(company, hours=2)
    assert "would like to learn *Kubernetes*" in told(company, noor)[-1]


def test_before_the_introduction_too(company: Company, ben: Person) -> None:
    ben.types("/potluck pause until 2027-03-10")
    made = paired(company)
    with company.potluck.sessions.begin() as session:
        mentoring_endings.close(session, TEAM, made, by=ADA, now=company.workspace.now())
    company.settle()
    assert heard(ben, "has ended")
    later(company, days=12)
    assert not heard(ben, "begins")


def test_ending_it_twice_is_harmless(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    opens(ben)
    ben.presses("End")
    ends(company, ada)
    assert "ended already" in ben.submits(thanks="")["thanks"]
    assert len(heard(ben, "has ended")) == 1


def test_a_word_of_thanks_may_come_with_it(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    ends(company, ada, "You made me explain it <!here>")
    assert "Thanks: You made me explain it <!here>" in heard(ben, "has ended")[0]


def test_before_the_last_day_each_looks_back_and_reads_the_other_when_it_ends(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    later(company, days=LAST_WEEK)
    for person in (ada, ben):
        assert len(heard(person, "ends on Tuesday 1 June")) == 1
    assert says(company, ben, changed="I read traces", thanks="for your patience", next="on") == {}
    assert "Your partner reads it on Tuesday 1 June" in words(ben.window)
    assert "traces" not in str(ada.told_by_potluck())
    later(company, days=OVER)
    (end,) = heard(ada, "has come to its agreed end")
    assert "What changed: I read traces" in end
    assert "Thanks: for your patience" in end
    assert kept(company, made).ending == Ending.OVER
    assert says(company, ada, changed="I ask shorter questions") == {}
    assert "What changed: I ask shorter questions" in heard(ben, "has looked back")[0]


@pytest.mark.parametrize("other", [None, "end"])
def test_a_no_to_going_on_and_silence_look_the_same(
    company: Company, ada: Person, ben: Person, other: str | None
) -> None:
    made = paired(company)
    later(company, days=LAST_WEEK)
    says(company, ben, next="on")
    if other:
        says(company, ada, next=other)
    later(company, days=OVER)
    (end,) = heard(ben, "has come to its agreed end")
    assert end == (
        "Your mentorship with <@U0ADA> about *Kubernetes* has come to its agreed end. Thank you for the time "
        "you gave it. If you would like to go on with somebody else, you can ask at once.\nLook back\n"
        "Find somebody else"
    )
    assert kept(company, made).state == State.ENDED


def test_it_goes_on_if_both_say_so_and_asks_anew_at_its_next_end(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    later(company, days=LAST_WEEK)
    for person in (ada, ben):
        says(company, person, next="on", thanks=f"from {person.id}")
    later(company, days=OVER)
    assert "goes on, until Wednesday 1 September" in heard(ada, "You both said so")[0]
    assert "Thanks: from U0BEN" in heard(ada, "You both said so")[0]
    assert (kept(company, made).state, kept(company, made).renewals) == (State.RUNNING, 1)
    later(company, days=LAST_WEEK + 92)
    assert heard(ben, "ends on Wednesday 1 September")
    later(company, days=OVER + 93)
    assert kept(company, made).ending == Ending.OVER


def test_a_flash_that_both_liked_becomes_a_running_mentorship(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company, format=Format.FLASH)
    later(company, days=13.3)
    for person in (ada, ben):
        says(company, person, next="on")
    later(company, days=16)
    assert (kept(company, made).format, kept(company, made).state) == (Format.RUNNING, State.RUNNING)


def passes_on(company: Company, person: Person, insight: str = "Read the events before the logs") -> None:
    later(company, days=LAST_WEEK)
    assert says(company, person, insight=insight, channel="C0LEARNING") == {}


@pytest.mark.parametrize(
    ("label", "shown", "hidden"),
    [
        ("Yes, with my name", "Found together with ada.", "nobody"),
        ("Yes, without my name", "Read the events", "together"),
    ],
)
def test_an_insight_becomes_a_tip_with_both_yeses_under_the_names_they_agree_to(
    company: Company, ada: Person, ben: Person, label: str, shown: str, hidden: str
) -> None:
    paired(company)
    passes_on(company, ben)
    assert "Read the events" not in looks(ada, "events")
    assert "It happens only with your yes." in heard(ada, "pass on")[0]
    presses(company, ada, label)
    post = words(ada.last()["blocks"])
    assert "<@U0BEN> shared a tip" in post
    assert shown in post
    assert hidden not in post
    assert heard(ben, "Your partner agrees")
    assert heard(ada, "You said yes")


def test_a_no_keeps_it_between_the_two_and_is_asked_once(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    passes_on(company, ben)
    question = asked(ada, "Rather not")
    for label in ("Rather not", "Yes, with my name"):
        ada.presses(label, question, direct(ada))
    assert "You have answered already." in ada.last(direct(ada))["text"]
    company.settle()
    assert heard(ben, "stays between you two")
    with company.potluck.sessions.read() as session:
        assert session.query(Tip).count() == 0
    presses(company, ben, "Change it")
    assert "One thing others could use" not in words(ben.window)


def test_what_is_passed_on_needs_a_channel_that_one_is_in(company: Company, ben: Person) -> None:
    paired(company)
    later(company, days=LAST_WEEK)
    assert "Choose a channel" in says(company, ben, insight="x")["channel"]
    assert (
        "that you are in"
        in ben.submits(changed="", thanks="", next="end", insight="x", channel="C0LEADS")["channel"]
    )


def test_who_left_the_company_ends_it_the_same_day_and_the_partner_is_first_next_time(
    company: Company, ben: Person
) -> None:
    made = paired(company)
    company.workspace.deactivate(ADA)
    company.settle()
    assert kept(company, made).ending == Ending.GONE
    assert heard(ben, "has ended")
    with company.potluck.sessions.read() as session:
        assert BEN in mentoring.first_next(session, TEAM)


def test_what_nobody_could_be_introduced_to_in_three_months_is_let_go_of(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/potluck pause")
    ada.submits()
    made = paired(company)
    later(company, days=91)
    assert kept(company, made).state == State.ENDED
    assert heard(ben, "has ended")


def test_who_was_left_alone_comes_before_others_who_wait(company: Company, ben: Person) -> None:
    made = paired(company)
    company.workspace.deactivate(ADA)
    company.settle()
    noor = company.person("noor")
    for seeker in ("U0SOFIA", BEN):
        with company.potluck.sessions.begin() as session:
            session.add(waiting(seeker, company.workspace.now()))
    assert offers(noor) == {}
    with company.potluck.sessions.read() as session:
        first, second = mentoring_waits.meetable(session, now=company.workspace.now())
    assert (kept(company, first).seeker_id, kept(company, second).seeker_id) == (ben.id, "U0SOFIA")
    assert made < second < first


def waiting(seeker: str, now: datetime) -> Mentorship:
    """Give a request that waits for somebody who offers Kubernetes."""
    return Mentorship(
        team_id=TEAM,
        seeker_id=seeker,
        state=State.ASKED,
        format=Format.RUNNING,
        skill="Kubernetes",
        skill_key=skills.key("Kubernetes"),
        asked_at=now,
    )
