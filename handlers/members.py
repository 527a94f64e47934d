"""What members do with their own data: see it, and be forgotten."""

from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import home, windows
from handlers.forms import Payload
from handlers.views import members as views
from models import members
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns members' own data."""
    app.action("members.my_data")(open_data)
    app.action("members.next")(turn)
    app.action("members.back")(turn)
    app.action("members.forget_me")(open_forgetting)
    app.action("members.forget")(forget)


def open_data(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show somebody everything that is held about them, from its first page on."""
    windows.show(client, body, views.data(_held(sessions, team_id, user_id), 0))
    ack()


def turn(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Turn to another page, as the data are now."""
    page = views.data(_held(sessions, team_id, user_id), int(action["value"]))
    client.views_update(view_id=body["view"]["id"], view=page)
    ack()


def open_forgetting(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Say what would disappear and what would stay, and ask."""
    with sessions.read() as session:
        members.check_may_be_forgotten(session, team_id, user_id)
    windows.show(client, body, views.ask())
    ack()


def forget(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Forget who pressed; their Home tab is as on the first day."""
    with sessions.begin() as session:
        members.forget(session, team_id, user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.forgotten())
    home.publish(client, sessions, team_id, user_id, now)
    ack()


def _held(sessions: Sessions, team_id: str, user_id: str) -> dict[str, Any]:
    with sessions.read() as session:
        return members.about(session, team_id, user_id)
