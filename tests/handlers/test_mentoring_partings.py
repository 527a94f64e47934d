"""Who is forgotten leaves nothing in a mentorship; the partner hears that it ended, and keeps their own."""

from sqlalchemy import select

from models import mentoring, mentoring_fit
from models.mentoring import NOBODY, Ending, Mentorship, State
from tests.conftest import Company
from tests.handlers.test_members import (
    HIS,
    SHOWN_IN,
    forget,
    goes_along,
    his_data,
    holding,
    rows,
    standing,
)
from tests.handlers.test_mentoring_checkins import meets, presses
from tests.handlers.test_mentoring_endings import LAST_WEEK, says
from tests.handlers.test_mentoring_sessions import opens
from tests.mentoring_pairs import BEN, TEAM, heard, introductions, kept, later, paired
from tests.people import Person, words


def test_the_partner_hears_only_that_it_ended_and_is_first_next_time(
    company: Company, ada: Person, ben: Person
) -> None:
    made = paired(company, line="my plums wait")
    meets(ben)
    opens(ben)
    ben.presses("Write two lines")
    ben.submits(stuck="my plums", suggested="")
    ben.closes()
    opens(ada)
    ada.presses("Write two lines")
    ada.submits(stuck="", suggested="hers to keep")
    ada.closes()
    later(company, days=1.2)
    presses(company, ben, "It fits")
    forget(company, ben)
    assert BEN not in rows(company)
    assert not [each for each in standing(company) if BEN in each or "my plums" in each]
    assert introductions(ada) == []
    assert heard(ada, "has ended")[-1].startswith(
        "Your mentorship about *Kubernetes* has ended. Thank you for the time you gave it."
    )
    assert (kept(company, made).ending, kept(company, made).seeker_id) == (Ending.GONE, NOBODY)
    with company.potluck.sessions.read() as session:
        assert mentoring.first_next(session, TEAM) == {"U0ADA"}
    assert his_data(ada)["lines_i_wrote"][0]["suggested"] == "hers to keep"


def test_of_two_who_are_both_forgotten_nothing_stays(company: Company, ada: Person, ben: Person) -> None:
    company.person("noor").types("/potluck settings")
    paired(company)
    for person in (ada, ben):
        forget(company, person)
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Mentorship)).all() == []


def test_questions_and_ends_that_named_them_name_nobody_any_more(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    later(company, days=LAST_WEEK)
    says(company, ben, changed="I read plums", thanks="for the plums", next="on")
    later(company, days=94)
    assert "for the plums" in str(standing(company))
    forget(company, ben)
    assert not [each for each in standing(company) if BEN in each or "plums" in each]
    assert heard(ada, "has come to its agreed end")


def test_a_tip_that_named_the_partner_stays_without_their_name(
    company: Company, ada: Person, ben: Person
) -> None:
    paired(company)
    later(company, days=LAST_WEEK)
    says(company, ben, insight="Events before logs", channel="C0LEARNING")
    presses(company, ada, "Yes, with my name")
    assert "Found together with ada." in words(ben.last()["blocks"])
    forget(company, ada)
    shown = words(ben.last()["blocks"])
    assert "Events before logs" in shown
    assert "Found together" not in shown


def test_in_my_data_are_only_my_own_words_and_answers(company: Company, ada: Person, ben: Person) -> None:
    made = paired(company, line="to you alone")
    meets(ben)
    opens(ben)
    ben.presses("Write two lines")
    ben.submits(stuck="his line", suggested="")
    ben.closes()
    later(company, days=1.2)
    with company.potluck.sessions.begin() as session:
        mentoring_fit.say(session, TEAM, made, by=BEN, fits=False, now=company.workspace.now())
    hers, his = str(his_data(ada)), str(his_data(ben))
    for own in ("to you alone", "his line", "'fits': False"):
        assert own in his
        assert own not in hers
    assert "'with': 'U0BEN'" in hers
    later(company, days=5)
    assert kept(company, made).state == State.ENDED
    assert "no_fit" not in str(his_data(ada))
    assert "fits" not in str(his_data(ben)), "how it ended is nobody's to read"


def test_all_that_is_held_of_a_mentorship_is_shown_and_erased(company: Company, ben: Person) -> None:
    with company.potluck.sessions.begin() as session:
        goes_along(session, company.workspace.now())
    company.settle()
    held = {column for column in holding(company, ben) if column.startswith("mentor")}
    asked = {"mentors.user_id", "mentoring_wishes.mentor_id"}
    assert held == {column for column in SHOWN_IN if column.startswith("mentor")} - asked
    shown = his_data(ben)
    assert {SHOWN_IN[column] for column in held} <= shown.keys()
    for own in ("of BEN", "stones", "s grow", "s wait"):
        assert f"{HIS} {own}" in str(shown) or f"{HIS}{own}" in str(shown)
    assert "figs" not in str(shown)
    forget(company, ben)
    assert BEN not in rows(company)
    assert HIS not in rows(company)
    assert not [each for each in standing(company) if BEN in each]
