"""A mentorship's own window: note a session, read a guide, choose another rhythm."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mentoring_guides
from handlers.views import mentoring_sessions as views
from handlers.views.blocks import Message, View
from models import mentoring_along, mentoring_page, mentoring_sessions
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import Format, Mentorship, State
from models.mentoring_page import Page
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns a mentorship's own window."""
    app.action("mentoring_sessions.open")(open_window)
    app.action("mentoring_sessions.today")(log)
    app.action("mentoring_sessions.yesterday")(log)
    app.action("mentoring_sessions.other")(open_form)
    app.view("mentoring_sessions.save")(save)
    app.action("mentoring_sessions.undo")(undo)
    app.action("mentoring_sessions.guide")(open_guide)
    app.action("mentoring_sessions.back")(turn_to)
    app.action("mentoring_sessions.next")(turn_to)
    app.action("mentoring_sessions.rhythm")(open_rhythm)
    app.view("mentoring_sessions.set_rhythm")(set_rhythm)


def page(
    client: WebClient, session: Session, team_id: str, user_id: str, mentorship_id: int, now: datetime
) -> Page:
    """Gather a mentorship for one of its two, on the day that it is where they are."""
    today = local_day(client, team_id, user_id, now)
    return mentoring_page.of(session, team_id, mentorship_id, by=user_id, today=today, now=now)


def local_day(client: WebClient, team_id: str, user_id: str, now: datetime) -> date:
    """Tell which day it is where somebody is."""
    return now.astimezone(ZoneInfo(people.zone_of(client, team_id, user_id))).date()


def back(ack: Ack, client: WebClient, view: Payload, shown: View) -> None:
    """Answer a form with the window below it, made anew; with it in the form's place where there is none."""
    below = view.get("previous_view_id")
    if below:
        client.views_update(view_id=below, view=shown)
        ack()
    else:
        ack(response_action="update", view=shown)


def open_window(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show a mentorship to one of its two."""
    with sessions.read() as session:
        shown = page(client, session, team_id, user_id, int(action["value"]), now)
    windows.show(client, body, views.window(shown))
    ack()


def log(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Note a session of today or yesterday, with one tap."""
    today = local_day(client, team_id, user_id, now)
    days = 1 if action["action_id"] == "mentoring_sessions.yesterday" else 0
    shown = _log(
        sessions, team_id, int(action["value"]), user_id, today - timedelta(days=days), today, None, now
    )
    client.views_update(view_id=body["view"]["id"], view=shown)
    ack()


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for a session of another day or length."""
    mentorship, today = _running(client, sessions, team_id, user_id, action["value"], now)
    windows.show(client, body, views.log_form(mentorship, today))
    ack()


def save(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Note a session as the form says."""
    form = forms.read(view)
    today = local_day(client, team_id, user_id, now)
    met_on = date.fromisoformat(form["met_on"]) if form["met_on"] else today
    minutes = _minutes(form["minutes"])
    shown = _log(sessions, team_id, int(view["private_metadata"]), user_id, met_on, today, minutes, now)
    back(ack, client, view, shown)


def undo(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take the last session back."""
    with sessions.begin() as session:
        mentorship = mentoring_sessions.take_back(session, team_id, int(action["value"]), by=user_id, now=now)
        shown = page(client, session, team_id, user_id, mentorship.id, now)
    client.views_update(view_id=body["view"]["id"], view=views.window(shown))
    ack()


def open_guide(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
) -> None:
    """Open a guide."""
    windows.show(client, body, _guide(action))
    ack()


def turn_to(ack: Ack, client: WebClient, body: Payload, action: Payload) -> None:
    """Turn to another guide."""
    client.views_update(view_id=body["view"]["id"], view=_guide(action))
    ack()


def open_rhythm(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for another rhythm."""
    mentorship, _today = _running(client, sessions, team_id, user_id, action["value"], now)
    windows.show(client, body, views.rhythm_form(mentorship))
    ack()


def set_rhythm(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let the two meet in another rhythm."""
    form = forms.read(view)
    with sessions.begin() as session:
        mentorship = mentoring_sessions.choose_rhythm(
            session,
            team_id,
            int(view["private_metadata"]),
            by=user_id,
            every_weeks=int(form["every_weeks"]),
            minutes=int(form["minutes"]),
            submission=view["id"],
            now=now,
        )
        shown = page(client, session, team_id, user_id, mentorship.id, now)
    back(ack, client, view, views.window(shown))


def _log(
    sessions: Sessions,
    team_id: str,
    mentorship_id: int,
    user_id: str,
    met_on: date,
    today: date,
    minutes: int | None,
    now: datetime,
) -> View:
    """Note a session, and give the window with the guide for the next one."""
    with sessions.begin() as session:
        mentorship, noted = mentoring_along.log(
            session, team_id, mentorship_id, by=user_id, met_on=met_on, today=today, minutes=minutes, now=now
        )
        shown = mentoring_page.of(session, team_id, mentorship_id, by=user_id, today=today, now=now)
    flash = mentorship.format == Format.FLASH
    return views.window(shown, note=views.noted(noted), guide=None if flash else views.next_guide(shown))


def _running(
    client: WebClient, sessions: Sessions, team_id: str, user_id: str, value: str, now: datetime
) -> tuple[Mentorship, date]:
    """Find a mentorship that runs, for one of its two, and the day that it is where they are."""
    with sessions.read() as session:
        shown = page(client, session, team_id, user_id, int(value), now)
    if shown.mentorship.state != State.RUNNING:
        raise RuleError("This mentorship has ended.")
    return shown.mentorship, shown.today


def _guide(action: Payload) -> View:
    mentorship_id, name = action["value"].split("/")
    return views.guide_page(int(mentorship_id), mentoring_guides.named(name))


def _minutes(typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise RuleError("Write the minutes as a number, such as 30.", field="minutes") from None


def _rhythm(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mentorship_id, weeks, minutes = (int(each) for each in owed.ref.split("/"))
    mentorship = session.get(Mentorship, mentorship_id)
    return views.new_rhythm(weeks, minutes) if mentorship and mentorship.state == State.RUNNING else None


KINDS: Kinds = {"mentoring.rhythm": Kind(_rhythm)}
