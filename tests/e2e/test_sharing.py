"""Sharing in the channel, in the browser: a colleague's words kept with their yes."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, be, picture, write


def potluck(page: Page) -> None:
    """Read what Potluck wrote to oneself."""
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Potluck").click()
    page.get_by_role("link", name="Messages", exact=True).click()


def channel(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=name).click()


def test_a_colleagues_words_become_a_tip_by_their_yes(open_page: Open) -> None:
    page = open_page()
    write(page, "You can bisect with a script: git bisect run")
    said = page.get_by_role("article").filter(has_text="git bisect run").first

    be(page, "U0BEN")
    said.hover()
    said.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=re.compile("Save as tip")).click()
    expect(page.get_by_role("log")).to_contain_text("I have asked")
    picture(page, "9-asked")

    be(page, "U0ADA")
    potluck(page)
    question = page.get_by_role("article").filter(has_text="would like to keep your message")
    expect(question).to_contain_text("git bisect run")
    picture(page, "10-question")
    question.get_by_role("button", name="Keep as is").click()
    expect(page.get_by_role("log")).to_contain_text("is kept as a tip")

    channel(page, "learning")
    said.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Ada Brandt shared a tip")
    picture(page, "11-kept")

    be(page, "U0BEN")
    write(page, "/find-tip bisect")
    expect(page.get_by_role("log")).to_contain_text("Tips with “bisect”")
