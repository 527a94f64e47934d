"""What is written in threads is heard once, and may answer a prompt or a question; all else passes unread."""

from datetime import datetime

from slack_bolt import App
from slack_sdk import WebClient

from handlers import prompts, questions_answers
from handlers.forms import Payload
from models.base import Sessions

WRITTEN = {None, "thread_broadcast", "file_share"}
"""The subtypes of a message that somebody wrote."""


def register(app: App) -> None:
    """Route messages: Bolt lets only one listener hear an event."""
    app.event("message")(hear)


def hear(client: WebClient, event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Hear a reply, or forget one that was deleted."""
    if event.get("subtype") == "message_deleted":
        thread_ts = (event.get("previous_message") or {}).get("thread_ts")
        if thread_ts is not None:
            prompts.forget_reply(event, thread_ts, team_id, sessions, now)
            questions_answers.forget_reply(event, thread_ts, team_id, sessions, now)
        return
    by_a_person = event.get("user") and not event.get("bot_id")
    written = by_a_person and event.get("subtype") in WRITTEN and event.get("thread_ts")
    if written and not prompts.hear_reply(client, event, team_id, sessions, now):
        questions_answers.hear_reply(client, event, team_id, sessions, now)
