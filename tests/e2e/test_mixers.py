"""Mixers in the browser: set up by a steward, joined from the channel, skipped from the reminder."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot.workspace import LocalWorkspace
from models.base import Sessions, connect
from models.mixers_rounds import Round
from tests import people
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_sharing import close, potluck

PHONE = {"width": 390, "height": 844}


def go_to_the_heads_up(running: LocalWorkspace, database: Path) -> None:
    """Move the clock to the afternoon of the heads-up."""
    sessions = Sessions(connect(f"sqlite:///{database}"))
    with sessions.read() as session:
        heads_up_at = session.scalars(select(Round.heads_up_at)).one()
    sessions.engine.dispose()
    assert heads_up_at is not None
    page = people.Page(running.url)
    page.ask("POST", "/clock", {"to": (heads_up_at + timedelta(hours=6)).timestamp()})
    page.close()


def sets_up(page: Page) -> None:
    be(page, "U0ADA")
    write(page, "/mixer")
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("No channel of yours has one yet")
    dialog.get_by_role("button", name="Set up a mixer").click()
    dialog.get_by_label("Name").fill("Coffee across teams")
    dialog.get_by_label("Mind the public holidays of").fill("ZZ")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("Name a country by its two letters")
    picture(page, "mixers-1-form")
    dialog.get_by_label("Mind the public holidays of").fill("DE")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_contain_text("is set up")
    picture(page, "mixers-2-set-up")
    close(page)


@pytest.mark.long
def test_a_mixer_is_set_up_joined_and_skipped(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    page = open_page()
    sets_up(page)
    be(page, "U0BEN")
    post = page.get_by_role("article").filter(has_text="Meet colleagues you do not usually work with").first
    post.get_by_role("button", name="Join", exact=True).click()
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("Who sees it")
    picture(page, "mixers-3-yes")
    dialog.get_by_role("button", name="Join", exact=True).click()
    expect(dialog).to_contain_text("You are in Coffee across teams")
    close(page)
    write(page, "/mixer")
    expect(page.get_by_role("dialog").last).to_contain_text("You are in.")
    picture(page, "mixers-4-window")
    close(page)

    go_to_the_heads_up(running, tmp_path / "potluck.db")
    potluck(page)
    told = page.get_by_role("article").filter(has_text="the next groups are drawn on").first
    expect(told).to_contain_text("and you are in")
    told.get_by_role("button", name="Skip this one").click()
    expect(page.get_by_role("article").filter(has_text="You skip Coffee across teams")).to_be_visible()
    picture(page, "mixers-5-skipped")


@pytest.mark.long
def test_somebody_comes_just_this_once_on_a_phone_and_takes_it_back(open_page: Open) -> None:
    page = open_page()
    sets_up(page)
    phone = open_page(viewport=PHONE, color_scheme="dark")
    write(phone, "/mixer")
    dialog = phone.get_by_role("dialog").last
    dialog.get_by_role("button", name="Just this once").click()
    dialog.get_by_role("button", name="Yes, this once").click()
    expect(dialog).to_contain_text("this once")
    close(phone)
    write(phone, "/mixer")
    expect(phone.get_by_role("dialog").last).to_contain_text("You are in this once.")
    picture(phone, "mixers-6-phone")
    phone.get_by_role("button", name="Not this time").click()
    expect(phone.get_by_role("dialog").last).not_to_contain_text("You are in this once.")
