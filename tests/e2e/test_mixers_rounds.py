"""A whole round of a mixer in the browser: set up, joined, skipped, drawn, met, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from bot.workspace import LocalWorkspace
from models.base import Sessions, connect
from models.mixers_rounds import Round
from tests import mixers
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_mixers import sets_up
from tests.e2e.test_mixers_report import reads_the_report
from tests.e2e.test_sharing import close
from tests.people import Page as Company
from tests.people import Person

NAME = "Coffee across teams"
TEAMS = {
    "Platform": ("U0ADA", "U0BEN", "U0KENJI"),
    "Product": ("U0TOMAS", "U0MEERA", "U0SOFIA", "U0GRETA"),
    "Insight": ("U0YAEL", "U0LEI", "U0ARJUN"),
    "People": ("U0NOOR",),
}
EVERYBODY = tuple(who for people in TEAMS.values() for who in people)
IN_THE_BROWSER = "U0NOOR"
SKIPS = "U0TOMAS"


@contextmanager
def memory(database: Path) -> Iterator[Sessions]:
    """Look into what Potluck remembers."""
    sessions = Sessions(connect(f"sqlite:///{database}"))
    yield sessions
    sessions.engine.dispose()


def round_(database: Path) -> Round:
    """Read the first round as it stands."""
    with memory(database) as sessions, sessions.read() as session:
        return session.scalars(select(Round).order_by(Round.id).limit(1)).one()


def go_to(company: Company, moment: datetime | None) -> None:
    """Move the clock to some minutes after a moment of the round."""
    assert moment is not None
    company.ask("POST", "/clock", {"to": (moment + timedelta(minutes=10)).timestamp()})


def everybody_works_in_berlin(running: LocalWorkspace, database: Path) -> None:
    with memory(database) as sessions:
        for team, people in TEAMS.items():
            for who in people:
                told = {"team": team, "about": f"Ask me how things really work in {team}."}
                mixers.known(sessions, who, now=running.now(), zone="Europe/Berlin", **told)


def joins_in_the_browser(page: Page) -> None:
    be(page, IN_THE_BROWSER)
    post = page.get_by_role("article").filter(has_text="Meet colleagues you do not usually work with").first
    post.get_by_role("button", name="Join", exact=True).click()
    dialog = page.get_by_role("dialog").last
    for line in ("What:", "How often:", "Who sees it:", "How to stop:"):
        expect(dialog).to_contain_text(line)
    dialog.get_by_role("button", name="Join", exact=True).click()
    expect(dialog).to_contain_text(f"You are in {NAME}")
    close(page)


def joins(company: Company, who: str) -> None:
    """Let somebody join by the invitation's button, in a window of their own."""
    person = Person(company, who)
    person.presses("Join", mixers.invitation(person, NAME))
    assert person.submits() == {}
    person.closes()


def skips_in_the_browser(page: Page) -> None:
    be(page, SKIPS)
    page.get_by_role("navigation").get_by_text("Potluck").first.click()
    told = page.get_by_role("article").filter(has_text="the next groups are drawn on").first
    told.get_by_role("button", name="Skip this one").click()
    expect(page.get_by_role("article").filter(has_text=f"You skip {NAME}")).to_be_visible()
    picture(page, "mixers-round-1-skipped")


def opens_the_group(page: Page) -> Locator:
    be(page, IN_THE_BROWSER)
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=", ").click()
    return page.get_by_role("article").filter(has_text="brings you together this time").first


def chooses_and_meets(page: Page) -> None:
    introduction = opens_the_group(page)
    expect(introduction).to_contain_text("have not been in a group together before")
    expect(introduction).to_contain_text("you begin: pick one of the times")
    expect(introduction.get_by_role("button", name="This one")).to_have_count(3)
    introduction.scroll_into_view_if_needed()
    picture(page, "mixers-round-2-introduced")
    introduction.get_by_role("button", name="This one").first.click()
    expect(introduction).to_contain_text("You meet")

    introduction.get_by_role("button", name="We met").click()
    dialog = page.get_by_role("dialog").last
    dialog.get_by_label("One thing you took with you").fill("Ask for the number behind the number")
    dialog.get_by_label("Share it as a tip under my name").check()
    dialog.get_by_label("Thank the group").check()
    picture(page, "mixers-round-3-met")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("The group reads your thanks in a moment.")
    close(page)
    thanks = page.get_by_role("article").filter(has_text="it was good to meet")
    expect(thanks).to_contain_text("Noor Haddad thanks you all")


def says_that_they_met(company: Company, who: str) -> None:
    """Let somebody answer where their group talks."""
    person = Person(company, who)
    group = next(each["id"] for each in person.ask("GET", "/conversations") if each["kind"] == "mpim")
    person.presses("We met", person.reads(group)[0], group)
    person.closes()


def reads_what_came_of_it(page: Page) -> None:
    be(page, "U0ADA")
    thread = reads_the_report(page, NAME)
    expect(thread).to_contain_text("3 groups, people from 4 teams.")
    expect(thread).to_contain_text("All of them, or nearly all, said that they met.")
    tip = page.get_by_role("article").filter(has_text="Ask for the number behind the number").first
    expect(tip).to_contain_text("Noor Haddad shared a tip")
    picture(page, "mixers-round-4-report")
    write(page, "/potluck report")
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("Ties between teams")
    expect(dialog).to_contain_text("Platform and Product: 3")
    picture(page, "mixers-round-5-ties")


@pytest.mark.long
def test_a_round_is_joined_skipped_drawn_met_and_told_of(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    database, company = tmp_path / "potluck.db", Company(running.url)
    everybody_works_in_berlin(running, database)
    page = open_page()
    sets_up(page)
    joins_in_the_browser(page)
    for who in EVERYBODY:
        if who != IN_THE_BROWSER:
            joins(company, who)

    go_to(company, round_(database).heads_up_at)
    skips_in_the_browser(page)
    go_to(company, round_(database).draws_at)
    chooses_and_meets(page)
    for who in set(EVERYBODY) - {IN_THE_BROWSER, SKIPS}:
        says_that_they_met(company, who)
    go_to(company, round_(database).ends_at)
    company.close()
    reads_what_came_of_it(page)
