"""Teams, sites and managers that a steward pastes: looked at first, done at the second press."""

import hashlib
from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.views import profiles_import as views
from models import profiles_import, stewards
from models.base import Sessions

PAGES = 3
"""Pages of a thousand people that can be read while somebody waits."""


def register(app: App) -> None:
    """Route what concerns the import."""
    app.action("profiles.compose_import")(open_form)
    app.view("profiles.import")(submit)


def open_form(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Open the form for a steward."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
    windows.show(client, body, views.form())
    ack()


def submit(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show what the lines would change; where exactly that was shown already, do it."""
    lines = forms.read(view)["lines"]
    found = profiles_import.read(lines)
    colleagues = people.by_address(client, team_id, pages=PAGES)
    with sessions.begin() as session:
        stewards.check(session, team_id, user_id)
        made = profiles_import.plan(session, team_id, found, colleagues)
        shown = _digest(f"{lines}\n{made.lines()}")
        if shown == view["private_metadata"]:
            profiles_import.carry_out(session, team_id, made, by=user_id, now=now)
    page = views.done(made) if shown == view["private_metadata"] else views.preview(made, lines, shown)
    ack(response_action="update", view=page)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
