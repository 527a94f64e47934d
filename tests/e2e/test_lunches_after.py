"""The day after a lunch in the browser: who came, what they learned, the recording, thanks, the library."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from tests import people
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_lunches_wishes import press, window
from tests.e2e.test_sharing import channel, potluck

TITLE = "How we halved CI time"
LINE = "git bisect run finds it by itself"
CLIP = "https://clips.example/ci"


def eat(running: LocalWorkspace) -> None:
    """Let Tomas give a talk at the next lunch and Ben have a seat; it is over for more than an hour."""
    wire = people.Page(running.url)
    tomas, ben = people.Person(wire, "U0TOMAS"), people.Person(wire, "U0BEN")
    tomas.types("/lunch-signup")
    tomas.chooses("Offer a talk")
    assert tomas.submits(title=TITLE) == {}
    tomas.closes()
    ben.types("/lunch-signup")
    ben.presses("Come")
    begins = re.search(r"<!date\^(\d+)", people.words(ben.window))
    assert begins
    ben.closes()
    wire.ask("POST", "/clock", {"to": int(begins[1]) + timedelta(hours=2).total_seconds()})
    wire.close()


def a_day_passes(running: LocalWorkspace) -> None:
    wire = people.Page(running.url)
    wire.ask("POST", "/clock", {"to": (running.now() + timedelta(days=1)).timestamp()})
    wire.close()


def told(page: Page, text: str) -> Locator:
    potluck(page)
    return page.get_by_role("article").filter(has_text=text).last


@pytest.mark.long
def test_the_day_after_a_talk_its_takeaways_and_recording_stay(
    running: LocalWorkspace, open_page: Open
) -> None:
    eat(running)
    page = open_page()
    be(page, "U0BEN")
    asked = told(page, "were you there?")
    asked.get_by_role("button", name="I was there").click()
    expect(asked).to_contain_text("You were there.")
    asked.get_by_role("button", name="One thing I learned").click()
    window(page).get_by_label("In one line").fill(LINE)
    window(page).get_by_label("Share it as a tip").check()
    picture(page, "after-1-learned")
    press(page, "Send")
    expect(window(page)).to_contain_text("It is a tip too now")
    press(page, "Close window")

    be(page, "U0TOMAS")
    told(page, f"Thank you for “{TITLE}”").get_by_role("button", name="Add them").click()
    window(page).get_by_label("Recording or slides").fill(CLIP)
    picture(page, "after-2-recording")
    press(page, "Save")
    expect(window(page)).to_contain_text("your talk in the library has it")
    press(page, "Close window")
    a_day_passes(running)
    thanks = told(page, "One colleague says that they were there")
    expect(thanks).to_contain_text(LINE)
    picture(page, "after-3-thanks")

    be(page, "U0ADA")
    channel(page, "learning")
    write(page, "/find-tip halved")
    found = page.get_by_role("article").filter(has_text="Tips with “halved”").last
    expect(found).to_contain_text(TITLE)
    expect(found.get_by_role("link", name=re.compile("clips.example"))).to_be_visible()
    write(page, "/find-tip bisect")
    expect(page.get_by_role("log")).to_contain_text(LINE)
    picture(page, "after-4-found")
