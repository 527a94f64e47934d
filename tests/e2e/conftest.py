"""The browser, the local workspace as `make run` starts it, and what everybody does in the page."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, expect, sync_playwright

from bot import local
from bot.socket_mode import SocketMode
from bot.workspace import LocalWorkspace
from tests.conftest import skip

PICTURES = Path(__file__).parents[2] / ".artifacts"
LAST = 12
"""So many lines of a conversation, and so many frames on the wire, tell what went before a failure."""

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


@pytest.fixture(scope="session")
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

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text} {message.location['url']}")

    def open_(**options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(running.url)
        expect(page.get_by_role("log")).to_contain_text("The talk on battery drain")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a failure say what was on the screen: it may have come about on a machine that nobody sees."""
    report = yield
    browser: Browser | None = getattr(item, "funcargs", {}).get("browser")
    if browser is not None and call.when == "call" and report.failed:
        for number, page in enumerate(page for context in browser.contexts for page in context.pages):
            name = f"failed-{item.name}-{number}"
            report.sections.append((f"on the screen: {PICTURES / name}.png", last_seen(page, name)))
    return report


def last_seen(page: Page, name: str) -> str:
    """Keep a picture of a page, and tell in words what was read and written there and went over the wire."""
    try:
        picture(page, name)
        box, window = page.locator("#main textarea").last, page.get_by_role("dialog").locator("visible=true")
        frames = page.request.get(f"{page.url.partition('#')[0]}local/wire").json()["frames"][-LAST:]
        return "\n".join(
            [
                page.url,
                *list(filter(str.strip, page.locator("#main").inner_text().splitlines()))[-LAST:],
                f"being written: {box.input_value()!r}, {'seen' if box.is_visible() else 'not seen'}",
                *(f"open window: {text!r}" for text in window.all_inner_texts()),
                *(
                    "{direction} {kind} {name}: {said} after {ms} ms".format(
                        said="done" if frame["ok"] else "NOT done", **frame
                    )
                    for frame in frames
                ),
            ]
        )
    except Error as error:
        return f"it cannot be told: {error}"


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def write(page: Page, text: str) -> None:
    # While a window closes, what is behind it takes no letters yet: they would go to the window.
    expect(page.get_by_role("dialog")).to_have_count(0)
    box = page.get_by_role("combobox", name="Message #learning")
    box.fill(text)
    box.press("Enter")


def be(page: Page, person: str) -> None:
    face = page.locator(f"[data-person={person}]").first
    face.click()
    expect(face).to_have_attribute("aria-pressed", "true")
