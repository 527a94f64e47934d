"""A full lunch in the browser: a seat is let go of, and the next in line confirms it."""

import re
from datetime import time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from models import lunches_series
from models.base import Sessions, connect
from models.lunches_rhythm import Every
from models.lunches_series import Plan, Setting
from tests import people
from tests.e2e.conftest import Open, be, picture
from tests.e2e.test_sharing import channel, potluck


def announce(running: LocalWorkspace, database: Path) -> None:
    """Start a series with one seat in #learning; its next lunch is three days ahead."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    setting = Setting("Table for one", place="Kitchen", capacity=1, minimum=0)
    plan = Plan(setting, (now + timedelta(days=3)).date(), Every.MONTH_DATE, time(12), "Europe/Berlin")
    with sessions.begin() as session:
        lunches_series.propose(
            session,
            team_id="T0LOCAL",
            channel_id="C0LEARNING",
            plan=plan,
            by="U0ADA",
            private_channel=False,
            creator_id="",
            submission="browser",
            now=now,
        )
    sessions.engine.dispose()
    page = people.Page(running.url)
    page.ask("POST", "/clock", {"to": (now + timedelta(minutes=1)).timestamp()})
    page.close()


def lunch(page: Page) -> Locator:
    return page.get_by_role("article").filter(has_text="Table for one").filter(has_text="Maybe later").first


@pytest.mark.long
def test_the_next_in_line_gets_the_seat_that_comes_free(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    announce(running, tmp_path / "potluck.db")
    page = open_page()
    lunch(page).get_by_role("button", name="Come", exact=True).click()
    mine = page.get_by_role("article").filter(has_text="You have a seat")
    expect(mine).to_contain_text("Table for one")

    be(page, "U0BEN")
    lunch(page).get_by_role("button", name="Come", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("All seats are taken. You are first in line")
    picture(page, "seats-1-waiting")

    be(page, "U0ADA")
    lunch(page).get_by_role("button", name="Can't come").click()
    expect(page.get_by_role("log")).to_contain_text("Thank you for saying so")

    be(page, "U0BEN")
    potluck(page)
    offer = page.get_by_role("article").filter(has_text="A seat is free for you")
    expect(offer).to_contain_text(re.compile("kept for you until"))
    picture(page, "seats-2-offered")
    offer.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("log")).to_contain_text("You have a seat: Table for one")
    expect(page.get_by_role("button", name="Confirm")).to_have_count(0)
    channel(page, "learning")
    expect(lunch(page)).to_contain_text("1 of 1 seat taken")
    picture(page, "seats-3-confirmed")
