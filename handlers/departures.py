"""Somebody who leaves the company or a channel is heard of once, and what they did finds other hands."""

from datetime import datetime

from slack_bolt import App

from handlers.forms import Payload
from models import lunches_series_changes, lunches_speakers, lunches_waitlist, mentoring_endings
from models.base import Sessions

LEAVING = (
    lunches_series_changes.left,
    lunches_speakers.speaker_left,
    lunches_waitlist.left,
    mentoring_endings.left,
)
"""What each feature does about somebody who leaves the company."""


def register(app: App) -> None:
    """Route what is told of people: Bolt lets only one listener hear an event."""
    app.event("user_change")(changed)
    app.event("member_left_channel")(left_channel)


def changed(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Look whether they were deactivated; all other news of people passes."""
    gone = event["user"]["id"]
    if event["user"].get("deleted"):
        for leave in LEAVING:
            with sessions.begin() as session:
                leave(session, team_id, gone, now=now)


def left_channel(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Let somebody speak no more at the lunches of a channel that they have left."""
    with sessions.begin() as session:
        lunches_speakers.speaker_left(session, team_id, event["user"], channel_id=event["channel"], now=now)
