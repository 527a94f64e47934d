"""The digest: what channels and members hear of, and when they hear nothing."""

from datetime import timedelta

import pytest

from models.digests import Rhythm, subscribe
from tests.conftest import START, Company, long_on_postgres
from tests.handlers.test_tips import TIP, share
from tests.people import Json, Person, words

FRIDAY = timedelta(days=4, hours=6, minutes=6)
"""From the tests' start to a Friday, 15:01 in Berlin."""
WEEK = timedelta(weeks=1)


def at(company: Company, after: timedelta) -> None:
    company.set_clock(START + after)
    company.settle()


def to_learning(ada: Person) -> None:
    ada.types("/potluck settings")
    assert ada.submits(digest_channels=["C0LEARNING"]) == {}
    ada.closes()


def wants(person: Person, rhythm: str) -> None:
    person.home()
    person.ask(
        "POST",
        "/actions",
        {
            "container": {"type": "home"},
            "block_id": "digest",
            "action_id": "digests.choose",
            "value": rhythm,
        },
    )


def digests(messages: list[Json]) -> list[str]:
    title = "What colleagues have shared lately"
    return [said for each in messages if title in (said := words(each.get("blocks", [])))]


def test_a_chosen_channel_gets_the_weeks_tips_on_friday(company: Company, ada: Person) -> None:
    to_learning(ada)
    share(company, ada, where="#general")
    at(company, FRIDAY - timedelta(minutes=5))
    assert digests(ada.reads()) == []
    at(company, FRIDAY)
    (said,) = digests(ada.reads())
    assert TIP in said
    assert digests(ada.reads("#general")) == []


def test_a_channel_that_does_not_take_its_digest_rests_and_the_steward_is_told_once(
    company: Company, ada: Person
) -> None:
    to_learning(ada)
    share(company, ada)
    company.workspace.archive("C0LEARNING")
    for week in range(3):
        at(company, FRIDAY + week * WEEK)
        share(company, ada, f"another one of many{week}", where="#general", channel="C0GENERAL")
    told = words([each.get("blocks", []) for each in ada.told_by_potluck()])
    assert told.count("I could not post the digest in <#C0LEARNING>") == 1


def test_a_digest_waits_while_nobody_can_tell_whose_its_tips_are(company: Company, ada: Person) -> None:
    to_learning(ada)
    share(company, ada, where="#general", channel="C0GENERAL")
    company.workspace.trouble("conversations.info", "internal_error")
    at(company, FRIDAY)
    assert digests(ada.reads()) == []
    at(company, FRIDAY + timedelta(seconds=10))
    (said,) = digests(ada.reads())
    assert TIP in said


def test_a_week_with_nothing_new_is_skipped(company: Company, ada: Person) -> None:
    to_learning(ada)
    share(company, ada)
    for weeks in range(4):
        at(company, FRIDAY + weeks * WEEK)
    assert len(digests(ada.reads())) == 1


def test_a_digest_whose_evening_went_by_is_left_out_and_its_news_comes_with_the_next(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/potluck settings")
    evening = {"digest_channels": ["C0LEARNING"], "digest_time": "21:00", "zone": "Europe/Berlin"}
    assert ada.submits(**evening) == {}
    ada.closes()
    wants(ben, "weekly")
    share(company, ada)
    company.workspace.on_clock_moved = lambda: None
    at(company, FRIDAY + timedelta(hours=10))
    for _ in range(2):
        company.potluck.look()
    assert digests(ada.reads()) == []
    missed = [said["text"] for said in ada.told_by_potluck() if "were not sent" in said["text"]]
    (told,) = missed
    assert told == (
        "The digests of Friday 5 March, 21:00 were not sent: Potluck was not running then. What would have "
        "stood in them comes with the next, on Friday 12 March, 21:00."
    )
    at(company, FRIDAY + WEEK + timedelta(hours=7))
    company.potluck.look()
    assert len(digests(ada.reads())) == len(digests(ben.told_by_potluck())) == 1


def test_what_was_told_is_not_told_again_unless_it_helped(company: Company, ada: Person, ben: Person) -> None:
    to_learning(ada)
    share(company, ada)
    post = ada.last()
    at(company, FRIDAY)
    ben.presses("This helped", post)
    share(company, ben, "bisect finds the commit")
    at(company, FRIDAY + WEEK)
    said = digests(ada.reads())[-1]
    assert said.index("bisect finds the commit") < said.index("Helped most") < said.index(TIP)


def test_nobody_gets_a_digest_who_did_not_ask(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    at(company, FRIDAY)
    assert digests(ben.told_by_potluck()) == []


@long_on_postgres
def test_a_member_hears_in_the_rhythm_they_chose_and_stops_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    noor = company.person("noor")
    to_learning(ada)
    wants(ben, "weekly")
    wants(noor, "monthly")
    for week in range(5):
        share(company, ada, f"tip of week {week}")
        at(company, FRIDAY + week * WEEK)
    assert len(digests(ben.told_by_potluck())) == 5
    (monthly,) = digests(noor.told_by_potluck())
    assert "tip of week 0" in monthly
    wants(ben, "off")
    share(company, ada, "one more")
    at(company, FRIDAY + 5 * WEEK)
    assert len(digests(ben.told_by_potluck())) == 5


def test_a_deleted_tip_is_in_no_digest_to_come(company: Company, ada: Person) -> None:
    to_learning(ada)
    share(company, ada)
    share(company, ada, "bisect finds the commit")
    ada.presses("Edit", ada.last())
    ada.presses("Delete this tip")
    company.settle()
    at(company, FRIDAY)
    (said,) = digests(ada.reads())
    assert "bisect" not in said


def test_a_private_channels_tip_is_in_no_other_channels_digest(company: Company, ada: Person) -> None:
    ada.ask("POST", "/conversations/C0LEADS/invite", {"user": "U0POTLUCK"})
    to_learning(ada)
    wants(ada, "weekly")
    share(company, ada, "the plan before it is a plan", where="#leads", channel="C0LEADS")
    share(
        company,
        company.person("noor"),
        "meant for all",
        where="#leads",
        channel="C0LEADS",
        audience="workspace",
    )
    at(company, FRIDAY)
    assert digests(ada.reads()) == []
    (mine,) = digests(ada.told_by_potluck())
    assert "the plan before it is a plan" in mine
    assert "meant for all" not in mine


@pytest.mark.long
def test_a_digest_of_five_hundred_long_tips_is_one_message_that_slack_takes(
    company: Company, ada: Person
) -> None:
    to_learning(ada)
    for number in range(30):
        link = f"https://example.org/{number}/" + "l" * 1900
        share(company, ada, f"{number} " + "long words & <signs> " * 140, link=link)
    at(company, FRIDAY)
    (said,) = digests(ada.reads())
    assert "25 more new tips: `/find-tip`" in said


def test_a_guest_gets_no_digest_and_who_becomes_one_gets_no_more(company: Company, ada: Person) -> None:
    gus = company.person("gus")
    assert "digest" not in words(gus.home())
    assert "skills" not in words(gus.home())
    with company.potluck.sessions.begin() as session:
        subscribe(session, "T0LOCAL", gus.id, Rhythm.WEEKLY, now=START)
    share(company, ada)
    at(company, FRIDAY)
    assert digests(gus.told_by_potluck()) == []
