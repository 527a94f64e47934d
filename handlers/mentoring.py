"""Mentoring: `/mentor`, and the window behind it."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, home, mentoring_asking, people, windows
from handlers.forms import Payload
from handlers.views import mentoring as views
from models import mentoring_home
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns mentoring as a whole."""
    app.command("/mentor")(start)
    app.action("mentoring.open")(open_window)
    app.action("mentoring.again")(ask_again)


def start(
    ack: Ack,
    client: WebClient,
    body: Payload,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show one's mentoring; with a skill, whom one may ask for it."""
    typed = forms.typed(command)
    if forms.asks_for_help(typed):
        ack(views.HELP)
        return
    people.check_member(client, team_id, user_id)
    if not typed:
        open_window(ack, client, body, team_id, user_id, sessions, now)
        return
    view = mentoring_asking.suggested(client, sessions, team_id, user_id, typed, None, now)
    if view is None:
        ack(views.unknown(typed))
        return
    windows.show(client, body, view)
    ack()


def ask_again(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show whom one may ask for a skill, once a mentorship about it has ended."""
    view = mentoring_asking.suggested(client, sessions, team_id, user_id, action["value"], None, now)
    if view is None:
        open_window(ack, client, body, team_id, user_id, sessions, now)
        return
    windows.show(client, body, view)
    ack()


def open_window(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show one's requests, one's offer and one's mentorships."""
    with sessions.read() as session:
        mine = mentoring_home.of(session, team_id, user_id, now=now)
    windows.show(client, body, views.window(mine))
    ack()


def show_again(
    client: WebClient, body: Payload, sessions: Sessions, team_id: str, user_id: str, now: datetime
) -> None:
    """Let the window or Home page follow in which something was pressed; a message follows by itself."""
    below = body.get("view", {})
    if below.get("type") == "home":
        home.publish(client, sessions, team_id, user_id, now)
    elif below.get("type") == "modal":
        with sessions.read() as session:
            mine = mentoring_home.of(session, team_id, user_id, now=now)
        client.views_update(view_id=below["id"], view=views.window(mine))
