"""A reaction is heard once, and may be an answer to a prompt or a wish to keep a message."""

from datetime import datetime

from slack_bolt import App
from slack_sdk import WebClient

from handlers import prompts, tips_captures
from handlers.forms import Payload
from models.base import Sessions


def register(app: App) -> None:
    """Route added reactions: Bolt lets only one listener hear an event."""
    app.event("reaction_added")(added)


def added(
    client: WebClient,
    event: Payload,
    bot_user_id: str | None,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Count it, and look whether it marks a tip."""
    prompts.hear_reaction(event, team_id, user_id, sessions, now)
    tips_captures.hear_reaction(client, event, bot_user_id, team_id, user_id, sessions, now)
