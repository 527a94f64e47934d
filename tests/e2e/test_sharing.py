"""Sharing in the channel, in the browser: words kept with a yes, pages, prompts, a question's answer kept."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.workspace import LocalWorkspace
from tests import people
from tests.e2e.conftest import Open, be, picture, write

TIPS = (
    "git worktree keeps two branches open at once #git",
    "git commit --fixup marks which commit a correction belongs to #git",
    "git log -S finds the commit that brought a line in #git",
    "git rerere remembers how you resolved a conflict #git #rebase",
    "git stash push -m gives a stash its own name #git",
    "git range-diff compares two versions of one branch #git #review",
    "git maintenance start fetches in the background #git",
)
PROMPT = "Which alert woke you for nothing, and what did you do about it?"
QUESTION = "How do I rebase a stack of branches?"


def potluck(page: Page) -> None:
    """Read what Potluck wrote to oneself."""
    app = re.compile("^Potluck")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=app).click()
    page.get_by_role("link", name="Messages", exact=True).click()


def channel(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=name).click()


def form(page: Page) -> Locator:
    """Give the window that is open."""
    return page.get_by_role("dialog")


def close(page: Page) -> None:
    """Close every window."""
    form(page).get_by_role("button", name="Close window").click()


@pytest.mark.long
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


@pytest.mark.long
def test_a_search_turns_its_pages_in_place(open_page: Open, running: LocalWorkspace) -> None:
    company = people.Page(running.url)
    for number, text in enumerate(TIPS):
        author = people.Person(company, ("U0BEN", "U0GRETA")[number % 2])
        author.types(f"/share-tip {text}")
        assert author.submits() == {}
        author.closes()
    company.close()

    page = open_page()
    write(page, "/find-tip git")
    found = page.get_by_role("article").filter(has_text="Tips with “git”")
    expect(found.get_by_role("button", name="Open")).to_have_count(5)
    expect(found.get_by_role("button", name="Back")).to_be_hidden()
    picture(page, "12-first-page")
    found.get_by_role("button", name="Next").click()
    expect(found.get_by_role("button", name="Open")).to_have_count(len(TIPS) - 5)
    picture(page, "13-second-page")
    found.get_by_role("button", name="Back").click()
    expect(found.get_by_role("button", name="Open")).to_have_count(5)
    found.get_by_role("button", name="Open").first.click()
    expect(form(page)).to_contain_text("git")
    picture(page, "14-whole-tip")


def propose(page: Page) -> None:
    """Propose a prompt for #learning that may be answered without a name."""
    write(page, "/potluck prompts")
    form(page).get_by_role("button", name="Propose a prompt").click()
    form(page).get_by_label("The question").fill(PROMPT)
    form(page).get_by_label("Only for one channel").fill("learning")
    page.get_by_role("option", name="learning").click()
    form(page).get_by_text("People may answer without their name").click()
    picture(page, "15-proposing")
    form(page).get_by_role("button", name="Propose", exact=True).click()
    expect(form(page)).to_contain_text("is with the stewards")
    close(page)


def accept(page: Page) -> None:
    """Say yes to what was proposed, as a steward."""
    potluck(page)
    proposed = page.get_by_role("article").filter(has_text="propose")
    expect(proposed).to_contain_text(PROMPT)
    picture(page, "16-proposed")
    proposed.get_by_role("button", name="Accept").click()
    form(page).get_by_label("A word for who proposed it").fill("Lovely, and short.")
    form(page).get_by_role("button", name="Accept", exact=True).click()
    expect(form(page)).to_contain_text("its proposer is told")
    close(page)


def ask_from_own_bank(page: Page) -> None:
    """Let #learning be asked what was accepted for it alone."""
    channel(page, "learning")
    write(page, "/potluck prompts")
    form(page).get_by_role("button", name="Change").click()
    form(page).get_by_text("Only prompts accepted for this channel").click()
    picture(page, "17-own-bank")
    form(page).get_by_role("button", name="Save", exact=True).click()
    expect(form(page)).to_contain_text("These come next")
    picture(page, "18-coming")
    close(page)


@pytest.mark.long
def test_a_members_prompt_goes_live_with_their_name_and_is_answered_without_one(open_page: Open) -> None:
    page = open_page()
    be(page, "U0BEN")
    propose(page)
    be(page, "U0ADA")
    accept(page)
    ask_from_own_bank(page)
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="next Monday 09:00").click()
    prompt = page.get_by_role("article").filter(has_text="This week's prompt").first
    expect(prompt).to_contain_text(PROMPT)
    expect(prompt).to_contain_text("from @Ben Okafor")

    be(page, "U0NOOR")
    prompt.get_by_role("button", name="Answer").click()
    form(page).get_by_label("Your answer").fill("The disk alert: it counted the backups.")
    form(page).get_by_text("Post it without my name").click()
    picture(page, "19-without-a-name")
    form(page).get_by_role("button", name="Answer", exact=True).click()
    expect(form(page)).to_contain_text("Thank you")
    close(page)
    prompt.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text("Somebody answered, without their name")
    expect(thread).to_contain_text("The disk alert: it counted the backups.")
    for person in ("U0NOOR", "U0BEN", "U0ADA"):
        be(page, person)
        prompt.get_by_role("button", name="1 reply").click()
        expect(thread).to_contain_text("The disk alert")
        assert "Noor" not in thread.inner_html()
        assert "U0NOOR" not in thread.inner_html()
    picture(page, "20-answered")


@pytest.mark.long
def test_a_question_is_answered_and_its_answer_kept_as_a_tip(open_page: Open) -> None:
    page = open_page()
    write(page, f"/ask-peers {QUESTION}")
    expect(form(page).get_by_label("Your question")).to_have_value(QUESTION)
    picture(page, "21-asking")
    form(page).get_by_role("button", name="Ask", exact=True).click()
    expect(form(page)).to_contain_text("on its way")
    picture(page, "22-asked")
    close(page)
    question = page.get_by_role("log", name="Messages").get_by_role("article").filter(has_text=QUESTION)

    be(page, "U0BEN")
    question.get_by_role("button", name="I can answer").click()
    form(page).get_by_label("Your answer").fill("git rebase --update-refs moves every branch of the stack.")
    form(page).get_by_role("button", name="Answer", exact=True).click()
    expect(form(page)).to_contain_text("Thank you")
    close(page)

    be(page, "U0ADA")
    potluck(page)
    told = page.get_by_role("article").filter(has_text="has answered your question")
    expect(told).to_contain_text("--update-refs")
    picture(page, "23-told")
    told.get_by_role("button", name="It is answered").click()
    form(page).get_by_role("button", name="It is answered").click()
    expect(form(page)).to_contain_text("hears that it helped")
    close(page)

    be(page, "U0BEN")
    potluck(page)
    thanks = page.get_by_role("article").filter(has_text="says that your answer")
    expect(thanks).to_contain_text("Ada Brandt")
    picture(page, "24-thanked")
    thanks.get_by_role("button", name="Keep it as a tip").click()
    expect(thanks).to_contain_text("Your answer is kept as a tip")
    channel(page, "learning")
    question.get_by_role("button", name="2 replies").click()
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Ben Okafor shared a tip")
    expect(question).to_contain_text("Answered, by @Ben Okafor")
    picture(page, "25-kept")
    write(page, f"/ask-peers {QUESTION}")
    expect(form(page)).to_contain_text("Is it among these?")
    picture(page, "26-known")
