"""A mentorship in the browser: two meet in one conversation, note it, say whether it fits, and end it."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from models.base import Sessions, connect, upsert
from models.profiles import Profile
from tests import people
from tests.e2e.conftest import Open, be, picture
from tests.e2e.test_sharing import form
from tests.mentoring_pairs import TEAM, pair, told_of

WEDNESDAY = 2
ALWAYS = {"zone": "UTC", "begins": "00:00", "ends": "23:59", "country": "", "about": ""}


def met(running: LocalWorkspace, database: Path) -> None:
    """Let Ada and Ben have said yes, on a Wednesday at noon; both work around the clock."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    noon = now.replace(hour=12, minute=0) + timedelta(days=7 + (WEDNESDAY - now.weekday()) % 7)
    move(running, noon - now)
    with sessions.begin() as session:
        for who, team in (("U0ADA", "Platform"), ("U0BEN", "People")):
            key = {"team_id": TEAM, "user_id": who}
            upsert(session, Profile, key, {**ALWAYS, "team": team, "languages": "english", "changed_at": now})
            told_of(session, who, "Kubernetes", offers=who == "U0ADA")
        line = "Your talk on probes made me want to understand why ours lie."
        pair(session, now=running.now(), line=line)
    sessions.engine.dispose()
    move(running, timedelta(minutes=1))


def move(running: LocalWorkspace, by: timedelta) -> None:
    """Move the clock on, and let what is due happen."""
    clock = people.Page(running.url)
    clock.ask("POST", "/clock", {"to": (running.now() + by).timestamp()})
    clock.close()


def talk(page: Page, with_: str) -> Locator:
    """Open the conversation of the two."""
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=with_).click()
    return page.get_by_role("log")


def question(page: Page, text: str) -> Locator:
    """Find what Potluck asked."""
    page.locator("[data-conversation=home]").click()
    page.get_by_role("link", name="Messages", exact=True).click()
    return page.get_by_role("article").filter(has_text=text).last


@pytest.mark.long
def test_the_two_meet_note_it_say_that_it_fits_and_part_kindly(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    met(running, tmp_path / "potluck.db")
    page = open_page(viewport={"width": 1280, "height": 1400})
    be(page, "U0BEN")
    said = talk(page, "Ada Brandt")
    expect(said).to_contain_text("offers Kubernetes and can take it deep")
    expect(said).to_contain_text("why ours lie")
    picture(page, "mentorship-1-introduced")
    said.get_by_role("button", name="Our mentorship").click()
    form(page).get_by_role("button", name="We met today").click()
    expect(form(page)).to_contain_text("Session 1 is noted")
    expect(form(page)).to_contain_text("Where you stand")
    picture(page, "mentorship-2-noted")
    form(page).get_by_role("button", name="Write two lines").click()
    form(page).get_by_label("Stuck on").fill("The probe says ready, the pod is not")
    form(page).get_by_role("button", name="Save").click()
    expect(form(page)).to_contain_text("Stuck on: The probe says ready, the pod is not")
    form(page).get_by_role("button", name="Close", exact=True).click()

    move(running, timedelta(days=1))
    for who in ("U0ADA", "U0BEN"):
        be(page, who)
        asked = question(page, "Does it fit, for you?")
        asked.get_by_role("button", name="It fits").click()
        expect(page.get_by_role("log")).to_contain_text("you said that it fits")
    picture(page, "mentorship-3-fits")

    be(page, "U0ADA")
    talk(page, "Ben Okafor").get_by_role("button", name="Our mentorship").click()
    expect(form(page)).to_contain_text("The probe says ready")
    form(page).get_by_role("button", name="End", exact=True).click()
    form(page).get_by_label("A word of thanks").fill("You made me explain it")
    form(page).get_by_role("button", name="End it").click()
    expect(form(page)).to_contain_text("It has ended")
    form(page).get_by_role("button", name="Close", exact=True).click()

    be(page, "U0BEN")
    end = question(page, "has ended")
    expect(end).to_contain_text("Thanks: You made me explain it")
    expect(end.get_by_role("button", name="Find somebody else")).to_be_visible()
    picture(page, "mentorship-4-ended")
