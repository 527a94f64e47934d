"""Not with this person: whom somebody keeps apart from, seen and changed by nobody but them."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.views import apart as views
from handlers.views.blocks import View
from models import apart, mentoring_requests, mixers_unsaid
from models.base import Sessions
from models.errors import RuleError


def register(app: App) -> None:
    """Route what concerns keeping people apart."""
    app.action("apart.open")(open_form)
    app.view("apart.keep")(keep)
    app.action("apart.take_back")(take_back)


def open_form(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show somebody whom they keep apart from, and let them name another."""
    people.check_member(client, team_id, user_id)
    windows.show(client, body, _form(sessions, team_id, user_id))
    ack()


def keep(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep somebody apart from a colleague; nobody hears of it."""
    other_id = forms.read(view)["other"]
    people.check_member(client, team_id, user_id, field="other")
    if other_id != user_id and not people.is_member(client, team_id, other_id):
        raise RuleError(
            "I never bring you together with guests, apps or people who left. Name a colleague.",
            field="other",
        )
    with sessions.begin() as session:
        apart.keep(session, team_id, user_id, other_id, now=now)
        mentoring_requests.parted(session, team_id, user_id, other_id, now=now)
        mixers_unsaid.parted(session, team_id, user_id, other_id, now=now)
        kept = apart.kept_by(session, team_id, user_id)
    ack(response_action="update", view=views.kept(kept, other_id))


def take_back(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Take it back, and show who is left."""
    with sessions.begin() as session:
        apart.take_back(session, team_id, user_id, action["value"])
    client.views_update(view_id=body["view"]["id"], view=_form(sessions, team_id, user_id))
    ack()


def _form(sessions: Sessions, team_id: str, user_id: str) -> View:
    with sessions.read() as session:
        return views.form(apart.kept_by(session, team_id, user_id))
