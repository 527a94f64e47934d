"""Mentoring in the browser, as three people: asked, passed on, accepted, met, looked back upon, ended."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from bot.workspace import LocalWorkspace
from models import mentoring_offers
from models.base import Sessions, connect, upsert
from models.profiles import Profile
from tests import people
from tests.e2e.conftest import Open, be, picture, write
from tests.e2e.test_sharing import form, potluck
from tests.mentoring import LINE, TEAM

WEDNESDAY = 2
MENTORS = ("U0BEN", "U0NOOR")
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
CHANGED = "I read our charts before I ask."
THANKS = "You let me try first, every time."


def offer(running: LocalWorkspace, database: Path) -> datetime:
    """Let Ben and Noor offer Kubernetes on a Wednesday at noon, which is given; all work until six."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    days = 7 + (WEDNESDAY - now.weekday()) % 7
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)
    move(running, noon)
    hours = {"zone": "UTC", "begins": "08:00", "ends": "18:00", "country": "", "languages": "English"}
    with sessions.begin() as session:
        for who, team in (("U0ADA", "Platform"), ("U0BEN", "Platform"), ("U0NOOR", "People")):
            key = {"team_id": TEAM, "user_id": who}
            upsert(session, Profile, key, {**hours, "about": "", "team": team, "changed_at": now})
        for who in MENTORS:
            mentoring_offers.offer(
                session,
                TEAM,
                who,
                capacity="2",
                hours_a_month="2",
                formats=["running"],
                offered="Kubernetes",
                now=now,
            )
    sessions.engine.dispose()
    return noon


def move(running: LocalWorkspace, to: datetime) -> None:
    """Move the workspace's clock."""
    page = people.Page(running.url)
    page.ask("POST", "/clock", {"to": to.timestamp()})
    page.close()


def said(page: Page, text: str) -> Locator:
    """Give the last message with these words, once it is there."""
    message = page.get_by_role("article").filter(has_text=text).last
    expect(message).to_be_visible()
    return message


def press(inside: Page | Locator, label: str) -> None:
    inside.get_by_role("button", name=label, exact=True).click()


def ask(page: Page) -> None:
    """Ask Ben first, then Noor."""
    write(page, "/mentor k8s")
    asking = form(page)
    expect(asking).to_contain_text("2 colleagues offer it, best match first.")
    expect(asking).to_contain_text("offers Kubernetes, can start you")
    for field, name in (("First choice", "ben"), ("Second choice", "noor")):
        asking.get_by_label(field).click()
        page.get_by_role("option", name=name, exact=True).click()
    asking.get_by_label("A line to your mentor").fill(LINE)
    picture(page, "mentoring-1-ask")
    press(asking, "Ask")
    expect(form(page)).to_contain_text("with @Ben Okafor since today")
    picture(page, "mentoring-2-asked")
    press(form(page), "Close")


def let_it_pass(running: LocalWorkspace, page: Page, noon: datetime) -> None:
    """Let Ben be asked and reminded, and say nothing for three working days."""
    be(page, "U0BEN")
    potluck(page)
    expect(said(page, "would like to learn Kubernetes")).to_contain_text(LINE)
    picture(page, "mentoring-3-request")
    move(running, noon + timedelta(days=6))
    expect(page.get_by_role("log")).to_contain_text("This request has gone on to another colleague.")
    picture(page, "mentoring-4-passed-on")


def accept(page: Page) -> None:
    """Let Noor accept, on a phone; the two are introduced."""
    be(page, "U0NOOR")
    potluck(page)
    press(said(page, "would like to learn Kubernetes"), "Accept")
    expect(page.get_by_role("log")).to_contain_text("You said yes to @Ada Brandt")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Ada").click()
    expect(said(page, "your mentorship begins")).to_contain_text(LINE)
    picture(page, "mentoring-5-introduced")


def meet(page: Page) -> None:
    """Let Noor note that the two met."""
    press(said(page, "your mentorship begins"), "Our mentorship")
    press(form(page), "We met today")
    expect(form(page)).to_contain_text("Session 1 is noted")
    picture(page, "mentoring-6-met")
    press(form(page), "Close")


def answer(page: Page, asked: str, label: str, thanks: str, *, at: str) -> None:
    """Let Noor and Ada each say the same to what they are asked alone."""
    for who in ("U0NOOR", "U0ADA"):
        be(page, who)
        potluck(page)
        question = said(page, asked)
        if who == "U0NOOR":
            on_a_phone(page, f"mentoring-{at}")
        press(question, label)
        expect(page.get_by_role("log")).to_contain_text(thanks)


def on_a_phone(page: Page, name: str) -> None:
    """Take a picture as on a phone in the dark."""
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    picture(page, name)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)


def look_back(page: Page) -> None:
    """Let Ada say what changed, and thank."""
    press(said(page, "What has changed?"), "Look back")
    form(page).get_by_label("What changed?").fill(CHANGED)
    form(page).get_by_label("A word of thanks").fill(THANKS)
    picture(page, "mentoring-9-look-back")
    press(form(page), "Save")
    expect(form(page)).to_contain_text("Your partner reads it on Monday 8 March")
    press(form(page), "Close")


@pytest.mark.long
def test_a_wish_is_passed_on_and_accepted_and_the_two_meet_until_the_end(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    noon = offer(running, tmp_path / "potluck.db")
    page = open_page(reduced_motion="reduce")
    ask(page)
    let_it_pass(running, page, noon)
    accept(page)
    meet(page)
    move(running, noon + timedelta(days=7))
    answer(page, "Does it fit, for you?", "It fits", "you said that it fits", at="7-fit")
    move(running, noon + timedelta(weeks=4))
    answer(page, "did you meet lately?", "It is planned", "A date is planned", at="8-check-in")
    move(running, noon + timedelta(weeks=13))
    look_back(page)
    move(running, noon + timedelta(weeks=14))
    be(page, "U0NOOR")
    potluck(page)
    ended = said(page, "has come to its agreed end")
    expect(ended).to_contain_text(CHANGED)
    expect(ended).to_contain_text(THANKS)
    picture(page, "mentoring-10-ended")
