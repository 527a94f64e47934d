"""News of people: who leaves the company or a channel, and whose clock is another now."""

from datetime import datetime

from slack_bolt import App

from handlers.forms import Payload
from handlers.mentoring_requests import pass_on_from
from models import (
    cohorts_joining,
    lunches_series_changes,
    lunches_speakers,
    lunches_waitlist,
    mentoring_endings,
    mentoring_offers,
    mentoring_requests,
    mixers_departures,
    profiles,
)
from models.base import Sessions

LEAVE = (
    cohorts_joining.left,
    lunches_series_changes.left,
    lunches_speakers.speaker_left,
    lunches_waitlist.left,
    mentoring_endings.left,
    mentoring_offers.left,
    mentoring_requests.left,
    mixers_departures.left,
)
"""What each feature does when somebody is gone from the company."""


def register(app: App) -> None:
    """Route what is told of people: Bolt lets only one listener hear an event."""
    app.event("user_change")(changed)
    app.event("member_left_channel")(left_channel)


def changed(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Look whether they were deactivated or live by another clock; all other news of people passes."""
    who = event["user"]["id"]
    if event["user"].get("deleted"):
        for leave in LEAVE:
            with sessions.begin() as session:
                leave(session, team_id, who, now=now)
        pass_on_from(sessions, who, now)
    else:
        _keep_time(sessions, team_id, who, event["user"].get("tz") or "", now)


def _keep_time(sessions: Sessions, team_id: str, who: str, zone: str, now: datetime) -> None:
    """Note a new time zone; most news is of a status, and writes nothing."""
    with sessions.read() as session:
        profile = profiles.of(session, team_id, who)
    if profile is not None and profile.zone != zone:
        with sessions.begin() as session:
            profiles.move(session, team_id, who, zone, now=now)


def left_channel(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Let somebody speak no more at the lunches of a channel that they have left."""
    with sessions.begin() as session:
        lunches_speakers.speaker_left(session, team_id, event["user"], channel_id=event["channel"], now=now)
