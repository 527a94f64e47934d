"""People of another company in a shared channel, and guests: what they may, and what they are told."""

from datetime import timedelta

from tests.conftest import START, Company
from tests.handlers.test_tips import TIP, share
from tests.people import Person, words

SHARED = "C0ORCHARD"


def test_a_visitor_who_presses_gets_a_word_and_changes_nothing(company: Company, ada: Person) -> None:
    share(company, ada, channel=SHARED)
    vera = company.person("vera")
    for label in ("This helped", "Save", "Report"):
        vera.presses(label, next(each for each in vera.reads(SHARED) if "blocks" in each), SHARED)
        assert "for its members" in vera.last(SHARED)["text"]
    company.settle()
    assert "no thanks yet" in words(ada.home())


def test_a_visitors_form_is_not_taken(company: Company, ada: Person) -> None:
    share(company, ada, channel=SHARED)
    vera = company.person("vera")
    vera.presses("Report", vera.last(SHARED), SHARED)
    assert vera.windows == []


def test_a_visitors_reaction_keeps_nobodys_words(company: Company, ada: Person) -> None:
    ada.types("bisect with a script", SHARED)
    before = ada.told_by_potluck()
    company.person("vera").reacts("bulb", ada.last(SHARED), SHARED)
    company.settle()
    assert ada.told_by_potluck() == before


def test_a_visitors_words_are_not_kept_either(company: Company, ada: Person) -> None:
    vera = company.person("vera")
    vera.types("we draw before we build", SHARED)
    ada.reacts("bulb", vera.last(SHARED), SHARED)
    company.settle()
    assert "Its author is not here to be asked" in ada.last(SHARED)["text"]


def test_a_visitor_looks_after_no_tip(company: Company, ada: Person) -> None:
    share(company, ada)
    ada.presses("Edit", ada.last())
    ada.presses("Give to somebody")
    assert "visitors" in ada.submits(to="U0VERA")["to"]


def test_a_guest_shares_thanks_and_is_asked_like_anybody(company: Company, ada: Person) -> None:
    gus = company.person("gus")
    share(company, gus)
    ada.presses("This helped", ada.last())
    company.settle()
    assert "one colleague said" in words(gus.home())
    gus.types("a guest's own words")
    ada.reacts("bulb", ada.last())
    company.set_clock(START + timedelta(minutes=1))
    company.settle()
    assert "a guest's own words" in words(gus.told_by_potluck())
    assert TIP in words(gus.home())
