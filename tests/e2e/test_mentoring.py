"""Mentoring in the browser: asked by one, passed on by another, accepted by a third, and brought together."""

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

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


def offer(running: LocalWorkspace, database: Path) -> None:
    """Let Ben and Noor offer Kubernetes, on a Wednesday at noon; all of them work around the clock."""
    sessions, now = Sessions(connect(f"sqlite:///{database}")), running.now()
    noon = now.replace(hour=12, minute=0) + timedelta(days=7 + (WEDNESDAY - now.weekday()) % 7)
    clock = people.Page(running.url)
    clock.ask("POST", "/clock", {"to": noon.timestamp()})
    clock.close()
    hours = {"zone": "UTC", "begins": "00:00", "ends": "23:59", "country": "", "languages": "English"}
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


def test_a_wish_is_passed_on_and_accepted_and_the_two_are_brought_together(
    running: LocalWorkspace, tmp_path: Path, open_page: Open
) -> None:
    offer(running, tmp_path / "potluck.db")
    page = open_page()
    write(page, "/mentor k8s")
    asking = form(page)
    expect(asking).to_contain_text("2 colleagues offer it, best match first.")
    expect(asking).to_contain_text("offers Kubernetes, can start you")
    for field, name in (("First choice", "ben"), ("Second choice", "noor")):
        asking.get_by_label(field).click()
        page.get_by_role("option", name=name, exact=True).click()
    asking.get_by_label("A line to your mentor").fill(LINE)
    picture(page, "mentoring-1-ask")
    asking.get_by_role("button", name="Ask", exact=True).click()
    expect(form(page)).to_contain_text("with @Ben Okafor since today")
    picture(page, "mentoring-2-asked")
    form(page).get_by_role("button", name="Close", exact=True).click()

    be(page, "U0BEN")
    potluck(page)
    request = page.get_by_role("article").filter(has_text="would like to learn Kubernetes")
    expect(request).to_contain_text(LINE)
    picture(page, "mentoring-3-request")
    request.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("log")).to_contain_text("This request has gone on to another colleague.")

    be(page, "U0NOOR")
    potluck(page)
    request = page.get_by_role("article").filter(has_text="would like to learn Kubernetes")
    request.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("log")).to_contain_text("You said yes to @Ada Brandt")
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Ada").click()
    expect(page.get_by_role("log")).to_contain_text("Kubernetes")
    expect(page.get_by_role("log")).to_contain_text(LINE)
    picture(page, "mentoring-4-introduced")
