"""What becomes of a request: a yes, a not now, a question first, no word at all, or it is taken back."""

import json
import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models import mentoring_requests, skills
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import BOOKED, Ending, Mentorship, State
from models.reminders import Reminder
from models.silences import Silence
from tests.conftest import START, Company
from tests.mentoring import (
    LINE,
    TEAM,
    asks,
    direct,
    everybody_works,
    keeps_apart,
    later,
    mine,
    offers,
    presses,
    profile,
    request,
    request_to,
    stop,
    told,
    wishes,
)
from tests.people import Person, words

A_MOMENT = timedelta(minutes=5)
"""How long a test may take on a busy machine, whose clock goes on."""

UNMET = "Nobody you wished for has room for *Kubernetes* just now."


@pytest.fixture
def noor(company: Company) -> Person:
    return company.person("noor")


@pytest.fixture
def both(company: Company, ada: Person, ben: Person, noor: Person) -> None:
    """Ben and Noor offer Kubernetes, and Ada asks Ben first; everybody works around the clock."""
    everybody_works(company)
    for mentor in (ben, noor):
        offers(mentor)
    assert asks(ada, first="U0BEN", second="U0NOOR") == {}
    ada.closes()
    company.settle()


pytestmark = pytest.mark.usefixtures("both")


def test_a_yes_makes_a_mentorship_and_asks_nobody_else(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    presses(company, ben, "Accept")
    found = request(company, ada)
    assert (found.state in BOOKED, found.mentor_id) == (True, "U0BEN")
    assert wishes(company, ada) == [("U0BEN", "accepted"), ("U0NOOR", "withdrawn")]
    assert "You said yes to <@U0ADA>: *Kubernetes*." in told(company, ben)[-1]
    assert "Accept" not in told(company, ben)[-1]
    assert told(company, noor) == []
    assert "*Kubernetes* with <@U0BEN>" in mine(ada)


def test_not_now_goes_on_at_once_and_says_nothing_to_who_asks(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    before = told(company, ada)
    presses(company, ben, "Not now")
    assert told(company, ada) == before
    assert told(company, ben) == ["This request has gone on to another colleague. Nothing is left to do."]
    assert "<@U0ADA> would like to learn *Kubernetes* with you." in told(company, noor)[-1]
    assert "with <@U0NOOR> since" in mine(ada)
    assert "it goes on, and you hear what comes next" in mine(ada)


def test_without_a_word_it_goes_on_after_three_working_days(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    later(company, days=3, minutes=-1)
    assert told(company, noor) == []
    later(company, days=3, minutes=1)
    assert "gone on" in told(company, ben)[0]
    assert "<@U0ADA> would like" in told(company, noor)[-1]
    assert told(company, ada) == []


def test_the_mentors_weekend_and_holidays_do_not_count(company: Company, ada: Person, ben: Person) -> None:
    presses(company, ben, "Accept")
    kenji = company.person("kenji")
    offers(kenji, "git")
    # Friday, 21 May 2027 in New York; Monday the 24th to Wednesday the 26th are three working days there,
    # and Monday the 31st is a holiday.
    for day, until in ((21, 26), (28, 34)):
        company.set_clock(START.replace(month=5, day=day, hour=15))
        profile(company, kenji, zone="America/New_York", country="US")
        assert asks(ada, "git") == {}
        company.settle()
        moment = START.replace(month=5, day=1, hour=15) + timedelta(days=until - 1)
        assert f"{moment:%d %B}, 15:55 UTC" in words(request_to(company, kenji)["blocks"])
        ada.presses("Withdraw")
        ada.closes()


def test_who_sleeps_is_told_when_they_work_and_their_days_count_from_then(
    company: Company, ada: Person
) -> None:
    meera = company.person("meera")
    offers(meera, "git")
    profile(company, meera, zone="Asia/Kolkata")
    company.set_clock(START + timedelta(hours=6))
    assert asks(ada, "git") == {}
    assert told(company, meera) == []
    later(company, hours=19, minutes=35)  # Tuesday, 09:00 in Kolkata
    assert "<@U0ADA> would like to learn *Git*" in told(company, meera)[-1]
    friday = START + timedelta(days=3, hours=19, minutes=35)
    assert f"<!date^{int(friday.timestamp())}^" in told(company, meera)[-1]


def test_a_mentor_is_reminded_once_on_the_last_day(company: Company, ben: Person) -> None:
    with company.potluck.sessions.read() as session:
        reminder = session.scalars(select(Reminder).where(Reminder.kind == "mentoring.request")).one()
    assert (reminder.user_id, reminder.told_at) == (ben.id, None)
    for moment, days in ((reminder.due_at, 2), (reminder.until, 3)):
        assert timedelta(days=days) <= moment - START < timedelta(days=days) + A_MOMENT
    presses(company, ben, "Not now")
    with company.potluck.sessions.read() as session:
        theirs = select(Reminder).where(Reminder.user_id == ben.id)
        assert session.scalars(theirs).all() == []


def test_the_reminder_is_answered_like_the_request_itself(company: Company, ada: Person, ben: Person) -> None:
    for minutes in (1, 2):
        later(company, days=2, minutes=minutes)
    reminders = [said for said in told(company, ben) if "Accept" in said]
    assert len(reminders) == 2
    assert "<@U0ADA> would like to learn *Kubernetes* with you. Until <!date^" in reminders[-1]
    presses(company, ben, "Accept", request_to(company, ben))
    assert request(company, ada).mentor_id == "U0BEN"
    assert "Accept" not in "".join(told(company, ben))


def test_three_requests_without_a_word_let_a_mentor_rest_and_a_word_counts_anew(
    company: Company, ada: Person, ben: Person
) -> None:
    def rounds() -> int:
        with company.potluck.sessions.read() as session:
            found = session.get(Silence, (TEAM, ben.id, Programme.MENTORING))
            return found.rounds if found else 0

    later(company, days=3, minutes=1)
    assert rounds() == 1
    kenji = company.person("kenji")
    assert asks(kenji, first="U0BEN") == {}
    kenji.closes()
    presses(company, ben, "Not now")
    assert rounds() == 0
    for number in range(3):
        later(company, weeks=1 + number)
        assert asks(company.person(("lei", "sofia", "arjun")[number]), first="U0BEN") == {}
        company.settle()
        later(company, weeks=1 + number, days=3, minutes=1)
    ada.types("/mentor")
    ada.presses("Withdraw")
    ada.closes()
    ada.types("/mentor kubernetes")
    assert "U0BEN" not in words(ada.window)


def test_nobody_left_is_said_kindly_with_what_comes_next(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    kenji = company.person("kenji")
    offers(kenji)
    presses(company, ben, "Not now")
    presses(company, noor, "Not now")
    said = told(company, ada)[-1]
    assert said.startswith(f"{UNMET} That says nothing about you")
    assert "<@U0KENJI> offers it.\nAsk them" in said
    assert "Your request stays until <!date^" in said
    presses(company, ada, "Ask them", ada.told_by_potluck()[-1])
    assert "<@U0KENJI> offers it, and is asked." in told(company, ada)[-2]
    assert "with <@U0KENJI> since" in mine(ada)
    presses(company, kenji, "Accept")
    assert "has found its mentor." in words(
        next(each for each in ada.told_by_potluck() if "found its mentor" in words(each))["blocks"]
    )


def test_who_waits_may_withdraw_from_the_message(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    for mentor in (ben, noor):
        presses(company, mentor, "Not now")
    presses(company, ada, "Withdraw it", ada.told_by_potluck()[-1])
    assert told(company, ada)[-1] == "Your request, *Kubernetes*, is over."
    assert request(company, ada).ending == Ending.WITHDRAWN


def test_after_twelve_weeks_a_request_is_let_go_with_a_word(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    for mentor in (ben, noor):
        presses(company, mentor, "Not now")
    later(company, weeks=12, minutes=1)
    assert "In twelve weeks nobody could offer *Kubernetes*" in told(company, ada)[-1]
    assert (request(company, ada).state, request(company, ada).ending) == (State.ENDED, Ending.UNMET)


@pytest.mark.parametrize("why", ["pauses", "fills up", "stops", "leaves", "is forgotten", "is rested"])
def test_who_cannot_answer_any_more_lets_it_go_on_at_once(
    company: Company, ada: Person, ben: Person, noor: Person, why: str
) -> None:
    match why:
        case "pauses":
            ben.types("/potluck pause")
            assert ben.submits() == {}
        case "fills up":
            kenji = company.person("kenji")
            assert asks(kenji, first="U0BEN") == {}
            assert offers(ben, capacity="1") == {}
            presses(company, ben, "Accept")
        case "stops":
            stop(ben)
        case "leaves":
            company.workspace.deactivate("U0BEN")
            later(company, minutes=1)
        case "is forgotten":
            ben.presses_on_home("Forget me")
            ben.presses("Forget me")
        case "is rested":
            with company.potluck.sessions.begin() as session:
                session.add(
                    Silence(
                        team_id=TEAM,
                        user_id="U0BEN",
                        programme=Programme.MENTORING,
                        rounds=3,
                        rested_at=START,
                    )
                )
    later(company, minutes=2)
    assert wishes(company, ada)[-1] == ("U0NOOR", "proposed")
    assert "<@U0ADA> would like to learn *Kubernetes*" in told(company, noor)[-1]


def test_a_seeker_takes_it_back_and_the_mentors_message_says_so_kindly(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    ada.types("/mentor")
    ada.presses("Withdraw")
    assert "*You ask*" not in words(ada.window)
    assert told(company, ben) == [
        "A request that you had here is not needed any more. Nothing is left to do."
    ]
    assert told(company, noor) == []
    assert LINE not in json.dumps(ben.told_by_potluck())


@pytest.mark.parametrize(
    ("then", "word"),
    [
        ("accepts", ""),
        ("withdrawn", "This is not needed any more."),
        ("passed on", "This has gone on to another colleague meanwhile."),
        ("forgotten", "This request is gone."),
    ],
)
def test_an_old_accept_does_nothing_and_has_a_word(
    company: Company, ada: Person, ben: Person, then: str, word: str
) -> None:
    found = request(company, ada)
    match then:
        case "accepts":
            presses(company, ben, "Accept")
        case "withdrawn":
            ada.types("/mentor")
            ada.presses("Withdraw")
        case "passed on":
            presses(company, ben, "Not now")
        case "forgotten":
            ada.presses_on_home("Forget me")
            ada.presses("Forget me")
    before = [] if then == "forgotten" else wishes(company, ada)
    with company.potluck.sessions.begin() as session:
        if word:
            with pytest.raises(RuleError, match=word):
                mentoring_requests.accept(session, TEAM, found.id, 1, by="U0BEN", now=START)
        else:
            again = mentoring_requests.accept(session, TEAM, found.id, 1, by="U0BEN", now=START)
            assert again.mentor_id == "U0BEN"
    if then != "forgotten":
        assert wishes(company, ada) == before


@pytest.mark.parametrize("who", ["U0NOOR", "U0ADA", "U0KENJI"])
def test_somebody_elses_button_does_nothing(company: Company, ada: Person, who: str) -> None:
    found = request(company, ada)
    for act in (mentoring_requests.accept, mentoring_requests.not_now):
        with (
            company.potluck.sessions.begin() as session,
            pytest.raises(RuleError, match="somebody else"),
        ):
            act(session, TEAM, found.id, 1, by=who, now=START)
    with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="request is gone"):
        mentoring_requests.accept(session, TEAM, found.id, 2, by="U0NOOR", now=START)
    if who != "U0ADA":
        with company.potluck.sessions.begin() as session, pytest.raises(RuleError, match="somebody else"):
            mentoring_requests.withdraw(session, TEAM, found.id, by=who, now=START)
    assert wishes(company, ada) == [("U0BEN", "proposed"), ("U0NOOR", "waiting")]


def test_a_mentor_may_ask_something_first_and_has_a_day_more(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    ben.presses("Ask something first", request_to(company, ben), direct(ben))
    assert LINE in words(ben.window)
    assert ben.submits(text="Which charts do you mean?") == {}
    ben.closes()
    assert "no answer yet" in told(company, ben)[-1]
    assert "Ask something first" not in told(company, ben)[-1]
    assert "Which charts do you mean?" in told(company, ada)[-1]
    presses(company, ada, "Answer", ada.told_by_potluck()[-1])
    assert ada.submits(text="Those of the shop.") == {}
    ada.closes()
    company.settle()
    assert "<@U0ADA> answers what you asked about *Kubernetes*:\nThose of the shop." in told(company, ben)[-1]
    assert "You have answered." in told(company, ada)[-1]
    later(company, days=3, minutes=1)
    assert told(company, noor) == []
    later(company, days=4, minutes=1)
    assert "<@U0ADA> would like" in told(company, noor)[-1]


def test_an_answer_to_what_has_gone_on_has_a_word(company: Company, ada: Person, ben: Person) -> None:
    ben.presses("Ask something first", request_to(company, ben), direct(ben))
    assert ben.submits(text="Which charts?") == {}
    ben.closes()
    company.settle()
    ada.presses("Answer", ada.told_by_potluck()[-1], direct(ada))
    presses(company, ben, "Not now")
    assert "This question is over" in ada.submits(text="Those of the shop.")["text"]


def test_requests_are_answered_on_ones_own_window_too(company: Company, ada: Person, ben: Person) -> None:
    ben.types("/mentor")
    assert "*They ask you*" in words(ben.window)
    ben.presses("Accept")
    assert "*They ask you*" not in words(ben.window)
    assert "*Kubernetes* with <@U0ADA>" in words(ben.window)
    assert request(company, ada).mentor_id == "U0BEN"


def test_home_shows_what_waits_and_where_it_stands_and_both_can_be_done_there(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    assert "*Kubernetes*: with <@U0BEN> since" in words(ada.home())
    ben.presses_on_home("Not now")
    assert "would like to learn *Kubernetes*" not in words(ben.ask("GET", "/home")["view"])
    assert "*Kubernetes*: with <@U0NOOR> since" in words(ada.home())
    company.settle()
    ada.presses_on_home("Withdraw")
    assert "*Kubernetes*" not in words(ada.ask("GET", "/home")["view"])
    company.settle()
    assert "not needed any more" in told(company, noor)[-1]


def test_who_may_be_asked_next_stands_on_ones_own_page_too(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    offers(company.person("kenji"))
    for mentor in (ben, noor):
        presses(company, mentor, "Not now")
    ada.types("/mentor")
    assert "*Kubernetes*: waits for you to choose whom to ask.\nWithdraw\n<@U0KENJI> offers it." in words(
        ada.window
    )
    ada.presses("Ask them")
    assert "*Kubernetes*: with <@U0KENJI> since" in words(ada.window)


def test_who_leaves_the_company_asks_nobody_any_more(company: Company, ada: Person, ben: Person) -> None:
    company.workspace.deactivate("U0ADA")
    later(company, minutes=1)
    assert request(company, ada).ending == Ending.WITHDRAWN
    assert "not needed any more" in told(company, ben)[-1]


def test_the_usual_wait_is_told_from_five_answered_requests_on(company: Company, ada: Person) -> None:
    for number in range(5):
        assert "Usually" not in mine(ada)
        with company.potluck.sessions.begin() as session:
            asked = {"team_id": TEAM, "seeker_id": f"U{number}", "mentor_id": "UM", "format": "running"}
            about = {"skill": "Git", "skill_key": "git", "state": State.ENDED, "asked_at": START}
            yes = START + timedelta(days=(9, 2, 1, 8, 2)[number])
            session.add(Mentorship(**asked, **about, accepted_at=yes))
    assert "Usually it takes 2 days until somebody says yes." in mine(ada)


def since(begun: datetime, shown: str) -> str:
    """Write moments as seconds from a beginning."""
    return re.sub(
        r"<!date\^(\d+)\^([^|]*)\|[^>]*>",
        lambda found: f"{int(found[1]) - int(begun.timestamp())} {found[2]}",
        shown,
    )


def test_who_is_kept_apart_notices_nothing(company: Company, noor: Person) -> None:
    """Play the same with and without Noor's wish not to meet Kenji, and compare all that Kenji sees."""
    kenji = company.person("kenji")
    seen = []
    for what, apart in (("terraform", False), ("ansible", True)):
        offers(noor, f"{what}, kubernetes")
        if apart:
            keeps_apart(company, noor, kenji)
        begun = company.workspace.now()
        shown = []
        kenji.types(f"/mentor {what}")
        shown.append(words(kenji.window))
        assert kenji.submits(line=LINE) == {}
        shown.append(words(kenji.window))
        kenji.closes()
        assert apart != any(f"*{what}*" in said.casefold() for said in told(company, noor))
        number = len(told(company, kenji))
        for days in (1, 3, 3.01):
            company.set_clock(begun + timedelta(days=days))
            company.settle()
            shown += [mine(kenji), *told(company, kenji)[number:]]
        kenji.types("/mentor")
        kenji.presses("Withdraw")
        kenji.closes()
        company.settle()
        seen.append(since(begun, "\n".join(shown)).casefold().replace(what, "it"))
        company.set_clock(begun + timedelta(weeks=1))
    without, with_it = seen
    assert without == with_it
    assert "with <@u0noor> since" in without
    assert "nobody you wished for has room" in without


def test_who_is_kept_apart_cannot_tell_it_from_a_second_request_either(
    company: Company, noor: Person
) -> None:
    kenji = company.person("kenji")
    seen = []
    for what, also, apart in (("terraform", "ansible", False), ("docker", "postgresql", True)):
        offers(noor, f"{what}, {also}", capacity="1")
        if apart:
            keeps_apart(company, noor, kenji)
        assert asks(kenji, what) == {}
        kenji.closes()
        kenji.types(f"/mentor {also}")
        seen.append(words(kenji.window).replace(skills.name(also), "it"))
        kenji.closes()
        kenji.types("/mentor")
        kenji.presses("Withdraw")
        kenji.closes()
    assert seen[0] == seen[1]
    assert "Nobody who offers it has room just now" in seen[0]


def does_not_want(company: Company, person: Person, other: Person) -> None:
    person.presses_on_home("Not with this person")
    assert person.submits(other=other.id) == {}
    person.closes()
    company.settle()


def test_whom_one_keeps_away_while_they_are_asked_hears_no_more_of_it(
    company: Company, ada: Person, ben: Person, noor: Person
) -> None:
    does_not_want(company, ben, ada)
    assert told(company, ben) == []
    assert "with <@U0BEN> since" in mine(ada)
    later(company, days=3, minutes=1)
    assert "<@U0ADA> would like" in told(company, noor)[-1]
    does_not_want(company, ada, noor)
    assert wishes(company, ada) == [("U0BEN", "passed"), ("U0NOOR", "withdrawn")]
    assert "not needed any more" in told(company, noor)[-1]
