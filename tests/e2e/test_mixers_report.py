"""What came of a mixer in the browser: Home, whether one met, the report in a thread, and the ties."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from bot.workspace import LocalWorkspace
from models import mixers_answers, mixers_invitation, mixers_rounds
from models.base import Sessions, connect
from models.mixers_rounds import Answer
from tests import mixers, mixers_groups, people
from tests.e2e.conftest import Open, be, picture, write

PHONE: ViewportSize = {"width": 390, "height": 844}
TEAMS = ("Platform", "Design", "Support", "Sales")
PEOPLE = [f"U0{name}" for name in ("ADA", "BEN", "NOOR", "TOMAS", "MEERA", "LEI")]
PEOPLE += [f"U0{name}" for name in ("SOFIA", "ARJUN", "GRETA", "DANIEL", "YAEL", "KENJI")]


def live(running: LocalWorkspace, database: Path) -> None:
    """Let twelve have met in three groups of four, of whom one of each says so."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    for at, who in enumerate(PEOPLE):
        mixers.known(sessions, who, now=now, zone="Europe/Berlin", team=TEAMS[at % 4])
    made = mixers.mixer(sessions, PEOPLE, now=now, size=4, every=1)
    with sessions.begin() as session:
        mixers_invitation.owe(session, made, now=now)
    stands(running)
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, made, [PEOPLE[at : at + 4] for at in (0, 4, 8)], now=now)
        mixers_groups.begun(session, round_, now=now)
        for group in mixers_rounds.groups_of(session, round_):
            group.meets_at = now + timedelta(hours=30)
        for who in ("U0ADA", "U0LEI", "U0DANIEL"):
            mixers_answers.answer(session, mixers.TEAM, round_.id, by=who, answer=Answer.MET, now=now)
    sessions.engine.dispose()


def stands(running: LocalWorkspace) -> None:
    """Move the clock a little, so that the invitation is said."""
    clock = people.Page(running.url)
    clock.ask("POST", "/clock", {"to": (running.now() + timedelta(minutes=1)).timestamp()})
    clock.close()


def reads_the_report(page: Page, name: str) -> Locator:
    """Open the thread of a mixer's invitation in #learning, where what the last round came to stands."""
    page.get_by_role("navigation").get_by_text("learning").first.click()
    post = page.get_by_role("article").filter(has_text="Meet colleagues you do not usually work with").first
    expect(post).to_contain_text("The last round")
    expect(post).to_contain_text("The report is in the thread.")
    post.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread).to_contain_text(f"What the last round of {name} came to")
    return thread


def go_home(page: Page) -> None:
    page.locator("[data-conversation=home]").click()


@pytest.mark.long
def test_home_the_report_and_the_ties_between_teams(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    page = open_page()
    live(running, tmp_path / "potluck.db")
    be(page, "U0BEN")
    go_home(page)
    expect(page.get_by_role("main")).to_contain_text("Did you meet? Nobody else sees what you say.")
    page.get_by_role("button", name="It is planned").first.scroll_into_view_if_needed()
    picture(page, "mixers-report-1-home")
    page.get_by_role("button", name="It is planned").first.click()
    expect(page.get_by_role("main")).to_contain_text("You said: it is planned.")
    page.get_by_role("button", name="Ties between teams").click()
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("Design and Platform: 3")
    picture(page, "mixers-report-2-ties")
    dialog.get_by_role("button", name="Close", exact=True).click()
    clock = people.Page(running.url)
    clock.ask("POST", "/clock", {"to": (running.now() + timedelta(days=7, hours=1)).timestamp()})
    clock.close()
    thread = reads_the_report(page, "Coffee")
    expect(thread).to_contain_text("3 groups, people from 4 teams. All of them, or nearly all")
    picture(page, "mixers-report-3-thread")


@pytest.mark.long
def test_the_ties_are_read_on_a_phone_at_night(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    page = open_page()
    live(running, tmp_path / "potluck.db")
    be(page, "U0ADA")
    write(page, "/potluck report")
    dialog = page.get_by_role("dialog").last
    expect(dialog).to_contain_text("Design and Platform: 3")
    picture(page, "mixers-report-4-steward")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    expect(dialog).to_contain_text("Design and Platform: 3")
    picture(page, "mixers-report-5-phone")
