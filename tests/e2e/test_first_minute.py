"""A newcomer's first minutes in the browser, as the README promises them; pictures go to .artifacts/."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import long
from tests.e2e.conftest import Open, be, picture, write


def test_a_tip_is_shared_helps_a_colleague_and_is_found(open_page: Open) -> None:
    page = open_page()
    write(page, "/share-tip git worktree saves a stash #git")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Your tip")).to_have_value("git worktree saves a stash")
    expect(form.get_by_label("Tags")).to_have_value("#git")
    picture(page, "1-form")
    form.get_by_role("button", name="Share", exact=True).click()
    expect(form).to_contain_text("Thank you")
    form.get_by_role("button", name="Close", exact=True).click()
    post = page.get_by_role("article").filter(has_text="git worktree saves a stash")
    expect(post).to_contain_text("Ada Brandt shared a tip")
    expect(post).to_contain_text("#git")
    picture(page, "2-tip")

    be(page, "U0BEN")
    post.get_by_role("button", name="This helped").click()
    expect(post).to_contain_text("helped 1 person")
    write(page, "/find-tip worktree")
    answer = page.get_by_role("article").filter(has_text="Tips with “worktree”")
    expect(answer).to_contain_text("git worktree saves a stash")
    expect(answer).to_contain_text("Only visible to you")
    picture(page, "3-found")

    be(page, "U0ADA")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Potluck").click()
    expect(page.get_by_role("main")).to_contain_text("one colleague said that a tip of yours helped")
    picture(page, "4-home")


@pytest.mark.parametrize("person", ["U0BEN", long("U0ADA"), long("U0MEERA")])
def test_on_next_monday_the_prompt_is_there_and_gets_answers(open_page: Open, person: str) -> None:
    page = open_page()
    be(page, person)
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="next Monday 09:00").click()
    prompt = page.get_by_role("article").filter(has_text="This week's prompt").first
    expect(prompt).to_contain_text("Answer in the thread, with the button, or with a reaction.")
    picture(page, f"5-prompt-{person}")

    prompt.get_by_role("button", name="Answer").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Your answer").fill("ctrl-r in the shell")
    form.get_by_role("button", name="Answer", exact=True).click()
    expect(form).to_contain_text("Thank you")
    form.get_by_role("button", name="Close", exact=True).click()
    expect(prompt).to_contain_text("1 person has answered")
    prompt.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("ctrl-r in the shell")

    be(page, "U0GRETA")
    prompt.get_by_role("button", name="1 reply").click()
    box = thread.get_by_role("combobox")
    box.fill("jumping between windows by number")
    box.press("Enter")
    expect(thread).to_contain_text("jumping between windows")
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="+1 hour").click()
    expect(prompt).to_contain_text("2 people have answered")
    picture(page, f"6-thread-{person}")


def test_it_works_on_a_phone_in_the_dark_and_by_keyboard(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    box = page.get_by_role("combobox", name="Message #learning")
    box.focus()
    page.keyboard.type("/sh")
    expect(page.get_by_role("option", name="/share-tip")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("one thing at a time #focus")
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog")
    expect(form.get_by_label("Your tip")).to_be_focused()
    picture(page, "7-phone")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="+1 hour").click()
    expect(page.get_by_role("button", name="Move the clock")).to_have_accessible_name(re.compile("moved"))
    reset = page.get_by_role("button", name="Reset").bounding_box()
    assert reset is not None
    assert reset["x"] + reset["width"] <= 390, "the last button of the banner is on the screen"
    assert page.get_by_text("Local workspace: not Slack").evaluate("e => e.scrollWidth <= e.clientWidth + 1")


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(open_page: Open) -> None:
    page = open_page()
    write(page, "/share-tip")
    form = page.get_by_role("dialog")
    form.get_by_label("Your tip").fill("   ")
    form.get_by_label("Tags").fill("kept")
    form.get_by_role("button", name="Share", exact=True).click()
    expect(form).to_contain_text("Write the tip itself")
    expect(form.get_by_label("Tags")).to_have_value("kept")
    picture(page, "8-error")
