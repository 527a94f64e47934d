"""News of channels: mixers rest while one is archived, deleted or left by Potluck, and go on after."""

from datetime import datetime

from slack_bolt import App

from handlers.forms import Payload
from models import mixers_channels
from models.base import Sessions

LOST = {
    "channel_archive": mixers_channels.ARCHIVED,
    "group_archive": mixers_channels.ARCHIVED,
    "channel_deleted": "channel_not_found",
    "group_deleted": "channel_not_found",
    "channel_left": "not_in_channel",
    "group_left": "not_in_channel",
}
"""What Slack says of a channel to post in, by what it told of it before."""

BACK = ("channel_unarchive", "group_unarchive")


def register(app: App) -> None:
    """Route what is told of channels."""
    for event in LOST:
        app.event(event)(lost)
    for event in BACK:
        app.event(event)(back)


def lost(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Let the mixers of a channel rest that takes no post any more."""
    with sessions.begin() as session:
        mixers_channels.lost(session, team_id, event["channel"], LOST[event["type"]], now=now)


def back(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Let the mixers go on of a channel that is back."""
    with sessions.begin() as session:
        mixers_channels.back(session, team_id, event["channel"], now=now)
