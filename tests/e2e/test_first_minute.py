"""A newcomer's first minutes in the browser, as the README promises them; pictures go to .artifacts/."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot import local
from bot.socket_mode import SocketMode
from bot.workspace import LocalWorkspace
from tests.conftest import skip

PICTURES = Path(__file__).parents[2] / ".artifacts"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
QUIET = (
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), str(MAC) if MAC.exists() else None)
    if found is None:
        skip("no Chromium")
    arguments = [*QUIET, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[LocalWorkspace]:
    """The local workspace with Potluck in it, as `make run` starts it."""
    workspace = LocalWorkspace(port=0)
    workspace.start()
    potluck = local.assemble(workspace, f"sqlite:///{tmp_path / 'potluck.db'}", reset=False)
    link = SocketMode(potluck.app, local.APP_TOKEN, f"{workspace.url}/api/", after=potluck.delivery.wake)
    link.connect()
    potluck.start()
    yield workspace
    link.close()
    potluck.stop()
    workspace.stop()


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, running: LocalWorkspace) -> Iterator[Open]:
    """Open the page; whatever it complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(running.url)
        expect(page.get_by_role("log")).to_contain_text("The talk on battery drain")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def write(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Message #learning")
    box.fill(text)
    box.press("Enter")


def be(page: Page, person: str) -> None:
    face = page.locator(f"[data-person={person}]").first
    face.click()
    expect(face).to_have_attribute("aria-pressed", "true")


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


@pytest.mark.parametrize("person", ["U0ADA", "U0BEN", "U0MEERA"])
def test_on_next_monday_the_prompt_is_there_and_gets_answers(open_page: Open, person: str) -> None:
    page = open_page()
    be(page, person)
    page.get_by_role("button", name="Move the clock").click()
    page.get_by_role("button", name="next Monday 09:00").click()
    prompt = page.get_by_role("article").filter(has_text="This week's prompt").first
    expect(prompt).to_contain_text("Which keyboard shortcut")
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
