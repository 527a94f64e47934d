"""A wish in the browser: colleagues join in, somebody who can tell is asked, and it becomes a talk."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from models.working_days import WEEKEND
from tests import people
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_sharing import channel, potluck

TOPIC = "Kubernetes for beginners"


def window(page: Page) -> Locator:
    return page.get_by_role("dialog")


def press(page: Page, name: str) -> None:
    window(page).get_by_role("button", name=name, exact=True).first.click()


def opens_board(page: Page) -> None:
    write(page, "/lunch-signup")
    press(page, "Wishes")
    expect(window(page)).to_contain_text("never who")


def offers_kubernetes(running: LocalWorkspace) -> None:
    """Let Kenji offer what is about to be wished for, and be glad to be asked."""
    wire = people.Page(running.url)
    kenji = people.Person(wire, "U0KENJI")
    kenji.types("/potluck skills")
    assert kenji.submits(offered="Kubernetes", named=["yes"]) == {}
    kenji.closes()
    wire.close()


def kenji_begins_to_work(running: LocalWorkspace) -> None:
    """Move the clock to noon in India, on the next day that people work there."""
    noon = running.now().replace(hour=6, minute=30) + timedelta(days=1)
    while noon.weekday() in WEEKEND:
        noon += timedelta(days=1)
    wire = people.Page(running.url)
    wire.ask("POST", "/clock", {"to": noon.timestamp()})
    wire.close()


@pytest.mark.long
def test_a_wish_becomes_a_talk(running: LocalWorkspace, open_page: Open) -> None:
    offers_kubernetes(running)
    page = open_page()
    opens_board(page)
    press(page, "Wish for a topic")
    window(page).get_by_label("Somebody please teach me").fill(TOPIC)
    press(page, "Wish")
    expect(window(page)).to_contain_text("is on the board")
    press(page, "Close window")

    be(page, "U0BEN")
    opens_board(page)
    press(page, "+1")
    expect(window(page)).to_contain_text("2 colleagues wish for it")
    picture(page, "wishes-1-board")
    press(page, "Close window")

    kenji_begins_to_work(running)
    be(page, "U0KENJI")
    potluck(page)
    question = page.get_by_role("article").filter(has_text="2 colleagues wish for")
    picture(page, "wishes-2-asked")
    question.get_by_role("button", name="Yes", exact=True).click()
    expect(window(page).get_by_label("Title")).to_have_value(TOPIC)
    window(page).get_by_label("What will people get?").fill("Your first pod, and what to do when it dies.")
    picture(page, "wishes-3-form")
    press(page, "Offer")
    expect(window(page)).to_contain_text(re.compile(f"“{TOPIC}” is on"))
    press(page, "Close window")

    be(page, "U0ADA")
    potluck(page)
    told = page.get_by_role("article").filter(has_text="You wished for it")
    expect(told).to_contain_text(TOPIC)
    picture(page, "wishes-4-told")

    channel(page, "learning")
    write(page, "/lunch-signup")
    expect(window(page)).to_contain_text("Your first pod, and what to do when it dies.")
    expect(window(page)).to_contain_text("Kenji Mori")
    picture(page, "wishes-5-planned")
