"""Somebody who leaves the company is heard of once, and what they looked after finds other hands."""

from datetime import datetime

from slack_bolt import App

from handlers.forms import Payload
from models import lunches_series_changes
from models.base import Sessions


def register(app: App) -> None:
    """Route what is told of people: Bolt lets only one listener hear an event."""
    app.event("user_change")(changed)


def changed(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Look whether they were deactivated; all other news of people passes."""
    if event["user"].get("deleted"):
        with sessions.begin() as session:
            lunches_series_changes.left(session, team_id, event["user"]["id"], now=now)
