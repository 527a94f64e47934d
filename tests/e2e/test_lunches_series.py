"""Lunches in the browser, on a phone: a series in three taps, a seat, one date moved."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open, be, picture, write

PHONE = {"width": 390, "height": 844}


@pytest.mark.long
def test_a_newcomer_takes_a_seat_and_the_host_moves_the_date(open_page: Open) -> None:
    page = open_page(viewport=PHONE)
    post = page.get_by_role("article").filter(has_text="Kitchen, 2nd floor").first
    expect(post).to_contain_text("of 8 seats taken")
    post.get_by_role("button", name="Come", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("You have a seat")
    picture(page, "lunch-1-seat")

    write(page, "/lunch-signup")
    shown = page.get_by_role("dialog").last
    expect(shown).to_contain_text("You have a seat")
    picture(page, "lunch-2-list")
    shown.get_by_role("button", name="Series", exact=True).click()
    shown.get_by_role("button", name="Open", exact=True).click()
    shown.get_by_role("button", name="Change date").first.click()
    shown.get_by_label("Place").fill("The roof garden")
    shown.get_by_role("button", name="Save").click()
    expect(shown).to_contain_text("The roof garden")
    expect(shown).to_contain_text("1 person with a seat will hear of it.")
    picture(page, "lunch-3-moved")


@pytest.mark.long
def test_a_member_proposes_a_series_in_three_taps_after_the_command(open_page: Open) -> None:
    page = open_page(viewport=PHONE)
    write(page, "/lunch-signup")
    shown = page.get_by_role("dialog").last
    shown.get_by_role("button", name="Series", exact=True).click()
    shown.get_by_role("button", name="Start a series").click()
    expect(shown.get_by_label("Title")).to_have_value("Learning lunch")
    picture(page, "lunch-4-form")
    shown.get_by_role("button", name="More choices").click()
    expect(shown.get_by_label("Length")).to_have_value("30 minutes")
    shown.get_by_role("button", name="Save").click()
    expect(shown).to_contain_text("Each lunch is announced in")
    picture(page, "lunch-5-started")


@pytest.mark.long
def test_home_shows_the_next_lunches(open_page: Open) -> None:
    page = open_page()
    be(page, "U0BEN")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Potluck").click()
    expect(page.get_by_role("main")).to_contain_text("Lunches you can come to")
    page.get_by_role("main").get_by_role("button", name="Come", exact=True).first.click()
    expect(page.get_by_role("main")).to_contain_text("You have a seat")
    picture(page, "lunch-6-home")
