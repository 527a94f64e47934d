"""A mixer's group in the browser: introduced, a time chosen, put into a calendar, and moved on a phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from models import mixers_rounds
from models.base import Sessions, connect
from tests import people
from tests.e2e.conftest import Open, be, picture
from tests.mixers import known, mixer

PHONE = {"width": 390, "height": 844}
TEAMS = {"U0ADA": "Platform", "U0BEN": "Design", "U0NOOR": "Support"}


def go_to_the_draw(running: LocalWorkspace, database: Path) -> None:
    """Let three who work in Berlin join a mixer, and move the clock to its draw."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    for who, team in TEAMS.items():
        known(sessions, who, now=now, zone="Europe/Berlin", team=team, about=f"Ask me anything about {team}.")
    made = mixer(sessions, TEAMS, now=now)
    with sessions.read() as session:
        round_ = mixers_rounds.coming(session, made)
    assert round_ is not None
    sessions.engine.dispose()
    page = people.Page(running.url)
    page.ask("POST", "/clock", {"to": round_.draws_at.timestamp()})
    page.close()


def introduction(page: Page) -> Locator:
    return page.get_by_role("article").filter(has_text="brings you together this time").first


def talk(page: Page, name: str) -> None:
    """Open the conversation of the group."""
    page.get_by_role("navigation").get_by_text(name).first.click()
    expect(introduction(page)).to_contain_text("Why you You work in three different teams")


@pytest.mark.long
def test_a_group_chooses_when_it_meets_and_moves_it(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    page = open_page()
    go_to_the_draw(running, tmp_path / "potluck.db")
    be(page, "U0BEN")
    talk(page, "Ada Brandt, Noor")
    expect(introduction(page).get_by_role("button", name="This one")).to_have_count(3)
    picture(page, "mixers-group-1-introduction")
    introduction(page).get_by_role("button", name="This one").nth(1).click()
    expect(introduction(page)).to_contain_text("You meet")
    line = page.get_by_role("article").filter(has_text="chose when you meet").first
    line.get_by_role("button", name="Calendar file").click()
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("The file is in our conversation")
    dialog.get_by_role("button", name="Close", exact=True).click()
    picture(page, "mixers-group-2-chosen")

    be(page, "U0ADA")
    talk(page, "Ben Okafor, Noor")
    introduction(page).get_by_role("button", name="Another time").click()
    dialog = page.get_by_role("dialog").last
    expect(dialog.get_by_role("button", name="This one")).to_have_count(2)
    picture(page, "mixers-group-3-another")
    dialog.get_by_role("button", name="This one").first.click()
    expect(dialog).to_contain_text("The others hear of it now.")


@pytest.mark.long
def test_a_group_is_read_on_a_phone_in_the_dark(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    go_to_the_draw(running, tmp_path / "potluck.db")
    page = open_page(viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    page.get_by_role("button", name=re.compile("menu|conversations", re.IGNORECASE)).first.click()
    talk(page, "Ben Okafor, Noor")
    picture(page, "mixers-group-4-phone")
    shown = introduction(page)
    assert shown.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
