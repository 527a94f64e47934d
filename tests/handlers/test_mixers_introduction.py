"""The people of a group are introduced once, or hear kindly that there is no group for them."""

from tests.conftest import START, Company
from tests.mentoring_pairs import heard, together
from tests.mixers import drawn, mixer
from tests.people import Person

ADA, BEN, NOOR = "U0ADA", "U0BEN", "U0NOOR"


def test_a_group_meets_in_one_conversation(company: Company, ada: Person, ben: Person) -> None:
    made = mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=START)
    drawn(company, made)
    where = together(ben)
    assert where == together(ada)
    assert where
    (said,) = ben.reads(where)
    assert "<@U0ADA>, <@U0BEN> and <@U0NOOR>: you are a group of Coffee" in said["text"]


def test_whoever_is_alone_hears_it_kindly_and_when_the_next_groups_are_drawn(
    company: Company, ben: Person
) -> None:
    made = mixer(company.potluck.sessions, [BEN], now=START)
    drawn(company, made)
    (said,) = heard(ben, "no group for you")
    assert "The next groups are drawn on" in said
    assert "You go first then." in said
