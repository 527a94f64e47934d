"""Along the way: whether it fits, how it goes, and help when it is quiet, each asked privately."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models import silences
from models.consents import Programme
from models.mentoring import Ending, Format, State
from models.mentoring_meeting import Fit
from models.outbox import Owed
from models.silences import Silence
from tests.conftest import START, Company
from tests.handlers.test_mentoring_sessions import opens
from tests.mentoring_pairs import ADA, BEN, TEAM, direct, heard, kept, later, paired, together
from tests.people import Json, Person, buttons, words

FIRST = 1.2
DECIDED = 4.2


def meets(person: Person) -> None:
    opens(person)
    person.presses("We met today")
    person.closes()


def asked(person: Person, label: str) -> Json:
    """Give the last message of Potluck to somebody that has such a button."""
    return next(
        each
        for each in reversed(person.told_by_potluck())
        if label in [button["text"]["text"] for _, button in buttons(each.get("blocks", []))]
    )


def presses(company: Company, person: Person, label: str) -> None:
    person.presses(label, asked(person, label), direct(person))
    company.settle()


def ends_of(person: Person) -> list[tuple[str, str]]:
    """Give the end that somebody heard of: its words without the names, and when it was said."""
    return [
        (words(each["blocks"]).replace(ADA, "U").replace(BEN, "U"), each["ts"])
        for each in person.told_by_potluck()
        if "has ended" in words(each.get("blocks", []))
    ]


def test_each_is_asked_the_day_after_the_first_session_and_two_yeses_are_all(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    meets(ben)
    for person in (ada, ben):
        assert not heard(person, "Does it fit")
    later(company, days=FIRST)
    for person in (ada, ben):
        assert len(heard(person, "Does it fit, for you? Only you see your answer.")) == 1
        presses(company, person, "It fits")
        assert heard(person, "You hear nothing more of this")
    later(company, days=DECIDED)
    assert kept(company, made).state == State.RUNNING
    assert answers(company) == []
    assert not heard(ada, "has ended")


def answers(company: Company) -> list[Fit]:
    with company.potluck.sessions.read() as session:
        return list(session.scalars(select(Fit)))


def test_only_the_first_session_is_asked_about(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    meets(ben)
    later(company, days=6)
    meets(ada)
    later(company, days=9)
    assert len(heard(ben, "first session")) <= 1


@pytest.mark.parametrize(
    ("says_no", "hours", "partner"),
    [(BEN, 0, None), (BEN, 0, "It fits"), (ADA, 40, None), (ADA, 40, "It fits"), (BEN, 60, "Not quite")],
)
def test_a_no_ends_it_for_both_at_the_same_moment_in_the_same_words_whoever_said_so_and_when(
    company: Company, says_no: str, hours: float, partner: str | None
) -> None:
    made = paired(company)
    one = company.person(says_no.removeprefix("U0").lower())
    other = company.person("ada" if says_no == BEN else "ben")
    meets(one)
    later(company, days=FIRST)
    if partner:
        presses(company, other, partner)
    before = [words(each.get("blocks", [])) for each in other.told_by_potluck()]
    later(company, days=FIRST, hours=hours)
    presses(company, one, "Not quite")
    assert [words(each.get("blocks", [])) for each in other.told_by_potluck()] == before
    assert kept(company, made).state == State.RUNNING
    window = opens(other)
    assert "has ended" not in window
    other.closes()
    for before_it in (3.9, DECIDED):
        later(company, days=before_it)
    (mine,), (theirs,) = ends_of(one), ends_of(other)
    place = {BEN: "If you would like to go on", ADA: "Your place is free again"}
    assert place[one.id] in mine[0]
    assert place[other.id] in theirs[0]
    assert mine[0].partition(". ")[0] == theirs[0].partition(". ")[0]
    assert abs(float(mine[1]) - float(theirs[1])) < 5
    assert decided_at(mine[1]) == decided_at(theirs[1]) == 4
    assert answers(company) == [], "no trace is left of who said what"
    assert not [*heard(one, "Does it fit"), *heard(other, "Does it fit")]
    assert kept(company, made).ending == Ending.NO_FIT


def decided_at(ts: str) -> int:
    return (datetime.fromtimestamp(float(ts), tz=START.tzinfo) - START) // timedelta(days=1)


def test_a_no_reads_like_any_other_end(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    meets(ben)
    later(company, days=FIRST)
    presses(company, ben, "Not quite")
    later(company, days=DECIDED)
    fit = ends_of(ada)[-1][0]
    later(company, days=14)
    paired(company)
    opens(ben)
    ben.presses("End")
    assert ben.submits(thanks="") == {}
    company.settle()
    later(company, days=28)
    paired(company)
    company.workspace.deactivate(BEN)
    company.settle()
    assert [said for said, _ in ends_of(ada)] == [fit] * 3


def test_one_may_see_it_otherwise_until_it_is_decided_and_not_after(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    meets(ben)
    later(company, days=FIRST)
    presses(company, ben, "Not quite")
    presses(company, ben, "I see it otherwise")
    assert heard(ben, "You hear nothing more of this")
    question = asked(ada, "Not quite")
    company.workspace.trouble("chat.update", "message_not_found", times=9)
    later(company, days=DECIDED)
    assert kept(company, made).state == State.RUNNING
    ada.presses("Not quite", question, direct(ada))
    assert "This question is over" in ada.last(direct(ada))["text"]
    later(company, days=9)
    assert kept(company, made).state == State.RUNNING


def test_the_window_asks_too_and_takes_the_answer(company: Company, ben: Person) -> None:
    paired(company)
    meets(ben)
    later(company, days=FIRST)
    assert "Does it fit, for you?" in opens(ben)
    ben.presses("It fits")
    assert "Does it fit" not in words(ben.window)
    company.settle()
    assert "It fits" not in str([each.get("blocks") for each in ben.told_by_potluck()])


def test_every_rhythm_each_is_asked_how_it_goes_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    later(company, days=20)
    assert not heard(ben, "did you meet lately")
    later(company, days=21, minutes=2)
    assert len(heard(ben, "<@U0ADA> and you, about *Kubernetes*: did you meet lately?")) == 1
    presses(company, ben, "It is planned")
    assert heard(ben, "A date is planned.")
    assert heard(ada, "did you meet lately?")
    later(company, days=28)
    later(company, days=42, minutes=10)
    assert heard(ben, "did you meet lately?"), "and in the next rhythm again"


def test_who_met_is_offered_to_note_it(company: Company, ben: Person) -> None:
    paired(company)
    later(company, days=21, minutes=2)
    presses(company, ben, "We met")
    presses(company, ben, "Note the session")
    ben.presses("We met yesterday")
    assert "Session 1 is noted" in words(ben.window)


def test_two_times_not_yet_brings_both_the_rescue_card_without_blame(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    for number, label in enumerate(("Not yet", "I could not"), 1):
        later(company, days=21 * number, minutes=5 * number)
        presses(company, ben, label)
        assert not heard(ada, "It has been quiet")
        later(company, days=21 * number + 6)
    for person in (ada, ben):
        assert len(heard(person, "It has been quiet between")) == 1
    presses(company, ben, "Propose 15 minutes")
    where = together(ada)
    assert where
    assert "<@U0BEN> would like to meet for fifteen minutes" in ada.last(where)["text"]
    presses(company, ada, "Propose 15 minutes")
    assert "Your partner was faster" in ada.last(direct(ada))["text"]
    assert len([each for each in ada.reads(where) if "fifteen" in each["text"]]) == 1


def test_a_meeting_in_between_is_no_quiet_time(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    later(company, days=21, minutes=2)
    presses(company, ben, "Not yet")
    later(company, days=30)
    meets(ada)
    later(company, days=42, minutes=12)
    presses(company, ben, "Not yet")
    later(company, days=48)
    assert not heard(ben, "It has been quiet")


def test_the_rescue_card_leads_to_another_rhythm_and_to_an_end_with_thanks(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    for number in (1, 2):
        later(company, days=21 * number, minutes=5 * number)
        presses(company, ben, "Not yet")
        later(company, days=21 * number + 6)
    presses(company, ben, "Another rhythm")
    assert ben.submits(every_weeks="6", minutes="15") == {}
    ben.closes()
    presses(company, ada, "Close with thanks")
    assert ada.submits(thanks="You ask the best questions") == {}
    company.settle()
    assert "Thanks: You ask the best questions" in heard(ben, "has ended")[-1]
    assert kept(company, made).ending == Ending.CLOSED
    assert not heard(ada, "It has been quiet"), "what waited for an answer follows"


def test_a_flash_is_asked_once_whether_it_took_place(company: Company, ben: Person) -> None:
    paired(company, format=Format.FLASH)
    later(company, days=7, minutes=2)
    assert heard(ben, "did you have your half hour?")


def test_who_pauses_mentoring_hears_nothing_until_they_are_back(company: Company, ben: Person) -> None:
    paired(company)
    ben.types("/potluck pause until 2027-03-30")
    later(company, days=21, minutes=2)
    later(company, days=22)
    assert not heard(ben, "did you meet lately")
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Owed).where(Owed.kind == "reminders.told")).first() is not None


def test_who_leaves_three_of_them_without_a_word_is_kindly_rested_and_their_partner_is_not(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    for number in (1, 2, 3):
        later(company, days=21 * number, minutes=5 * number)
        if number < 3:
            presses(company, ada, "It is planned")
        later(company, days=21 * number + 6)
    with company.potluck.sessions.read() as session:
        assert silences.of(session, TEAM, BEN) == [Programme.MENTORING]
        assert silences.of(session, TEAM, ADA) == []
    presses(company, ben, "We met")
    with company.potluck.sessions.read() as session:
        assert silences.of(session, TEAM, BEN) == []


def test_who_was_not_reached_or_has_met_was_not_silent(company: Company, ada: Person, ben: Person) -> None:
    paired(company)
    ben.types("/potluck pause until 2027-03-30")
    later(company, days=20)
    meets(ada)
    for days in (21.1, 27):
        later(company, days=days)
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Silence)).all() == []


def test_whatever_happens_meanwhile_a_no_is_looked_at_at_its_moment_only(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company)
    meets(ben)
    later(company, days=FIRST)
    presses(company, ben, "Not quite")
    later(company, days=2)
    meets(ada)
    for days in (2.1, 3.9):
        later(company, days=days)
        assert kept(company, made).state == State.RUNNING
    later(company, days=DECIDED)
    assert kept(company, made).state == State.ENDED
