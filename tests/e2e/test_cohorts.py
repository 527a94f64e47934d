"""A cohort in the browser: joined by a member, looked at and published by its steward."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.workspace import LocalWorkspace
from models.base import Sessions, connect
from models.cohorts import Role
from models.mentoring_score import Rules
from tests import cohorts, people
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_sharing import close

RULES = Rules(other_team=True, other_line=True, same_language=True, overlap_minutes=120)
WEDNESDAY = 2
JOINED = (
    ("U0NOOR", Role.SEEKER, "People", "Europe/Berlin", ("Data analysis", "SQL"), ()),
    ("U0TOMAS", Role.BOTH, "Product", "Europe/Berlin", ("Kubernetes",), ("Public speaking",)),
    ("U0MEERA", Role.SEEKER, "Product", "Asia/Kolkata", ("Rust",), ()),
    ("U0SOFIA", Role.SEEKER, "Product", "Europe/Madrid", ("Kubernetes", "Git"), ()),
    ("U0GRETA", Role.MENTOR, "Insight", "Europe/Berlin", (), ("SQL", "Data analysis")),
    ("U0ADA", Role.MENTOR, "Platform", "Europe/Berlin", (), ("Kubernetes", "Git")),
)


def open_signup(running: LocalWorkspace, database: Path) -> None:
    """Let Ada open a cohort in #learning, which six have joined."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    closes = (now + timedelta(days=10)).date()
    with sessions.begin() as session:
        cohort = cohorts.open_cohort(
            session, now=now, closes_on=closes, starts_on=closes + timedelta(days=7), rules=RULES
        )
        for who, role, team, zone, wants, offers in JOINED:
            cohorts.is_like(session, who, team=team, zone=zone, languages="english")
            cohorts.joins(session, cohort, who, role, wants=wants, offers=offers)
    sessions.engine.dispose()
    page = people.Page(running.url)
    page.ask("POST", "/clock", {"to": (now + timedelta(minutes=1)).timestamp()})
    page.close()


def window(page: Page) -> None:
    expect(page.get_by_role("dialog").last).to_be_visible()


@pytest.mark.long
def test_a_cohort_is_joined_drafted_looked_at_and_published(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    open_signup(running, tmp_path / "potluck.db")
    page = open_page()
    be(page, "U0BEN")
    post = page.get_by_role("article").filter(has_text="Find a mentor, be one, or both").first
    expect(post).to_contain_text("6 colleagues have joined.")
    picture(page, "cohorts-1-announced")
    post.get_by_role("button", name="Learn", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("I would like to learn").fill("public speaking")
    picture(page, "cohorts-2-join")
    dialog.get_by_role("button", name="Join", exact=True).click()
    expect(dialog).to_contain_text("You are in")
    picture(page, "cohorts-3-in")
    dialog.get_by_role("button", name="Close", exact=True).first.click()

    be(page, "U0ADA")
    write(page, "/potluck cohorts")
    window(page)
    picture(page, "cohorts-4-list")
    dialog.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Look").click()
    expect(page.get_by_role("dialog").last).to_contain_text("5 to learn")
    picture(page, "cohorts-5-open")
    page.get_by_role("button", name="Close and draft now").click()
    page.get_by_role("button", name="Close and draft", exact=True).click()
    review = page.get_by_role("dialog").last
    expect(review).to_contain_text("learns from")
    expect(review).to_contain_text("Nobody who joined offers Rust")
    picture(page, "cohorts-6-draft")
    page.get_by_role("button", name="How this is made").click()
    expect(page.get_by_role("dialog").last).to_contain_text("A pair's score")
    picture(page, "cohorts-7-how")
    page.get_by_role("button", name="Back").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    picture(page, "cohorts-8-sure")
    page.get_by_role("button", name="Publish", exact=True).last.click()
    expect(page.get_by_role("dialog").last).to_contain_text("Published.")
    picture(page, "cohorts-9-published")


def joins(page: people.Page, who: str, label: str, **fields: str) -> None:
    """Let somebody join with one of the announcement's buttons."""
    person = people.Person(page, who)
    post = next(each for each in person.reads() if "Find a mentor" in people.words(each.get("blocks", [])))
    person.presses(label, post)
    assert person.submits(**fields) == {}
    person.closes()


@pytest.mark.long
def test_a_steward_opens_a_cohort_pins_a_pair_and_publishes_and_the_two_are_introduced(
    running: LocalWorkspace, open_page: Open
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    dialog = page.get_by_role("dialog")
    write(page, "/potluck cohorts")
    expect(dialog).to_contain_text("No cohort yet.")
    dialog.get_by_role("button", name="Open a sign-up").click()
    dialog.get_by_label("Name").fill("Spring cohort")
    picture(page, "cohorts-10-new")
    dialog.get_by_role("button", name="Open", exact=True).click()
    expect(dialog).to_contain_text("Nobody hears of a pair before you publish.")
    picture(page, "cohorts-11-opened")
    close(page)

    company = people.Page(running.url)
    company.ask("POST", "/clock", {"to": (running.now() + timedelta(minutes=1)).timestamp()})
    joins(company, "U0LEI", "Learn", wanted="SQL", line="I copy queries and hope.")
    joins(company, "U0GRETA", "Mentor", offered="SQL", places="1")
    joins(company, "U0TOMAS", "Mentor", offered="SQL", places="1")

    write(page, "/potluck cohorts")

    expect(dialog).to_contain_text("3 colleagues joined")
    dialog.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Look").click()
    top = dialog.last
    top.get_by_role("button", name="Close and draft now").click()
    page.get_by_role("button", name="Close and draft", exact=True).click()
    expect(top).to_contain_text("learns from")
    top.get_by_role("button", name="More").first.click()
    page.get_by_role("menuitem", name="Pin").click()
    expect(top).to_contain_text("1 pinned")
    picture(page, "cohorts-12-pinned")
    top.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).last.click()
    expect(top).to_contain_text("1 pair is introduced now")
    close(page)

    page.set_viewport_size({"width": 1280, "height": 800})
    day = running.now() + timedelta(days=1 + (WEDNESDAY - 1 - running.now().weekday()) % 7)
    company.ask("POST", "/clock", {"to": day.replace(hour=14, minute=30).timestamp()})
    company.close()
    be(page, "U0LEI")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name=", ").click()
    expect(page.get_by_role("log")).to_contain_text("your mentorship begins")
    expect(page.get_by_role("log")).to_contain_text("I copy queries and hope.")
