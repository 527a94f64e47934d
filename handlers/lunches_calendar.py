"""Calendars: a lunch as a file, and the feed of one's own lunches."""

import secrets
from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import calendars, channels, windows
from handlers.forms import Payload
from handlers.views import lunches_calendar as views
from handlers.views.blocks import View
from models import lunches, lunches_calendar, lunches_seats, lunches_talks
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch


def register(app: App) -> None:
    """Route what concerns calendars."""
    app.action("lunches_calendar.open")(open_ways)
    app.action("lunches_calendar.send")(send)
    app.action("lunches_calendar.renew")(renew)
    app.action("lunches_calendar.google")(follow)
    app.action("lunches_calendar.outlook")(follow)


def open_ways(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    calendar_root: str,
) -> None:
    """Show the ways to put a lunch into one's calendar."""
    lunch = _lunch(client, sessions, team_id, user_id, int(action["value"]))
    windows.show(client, body, _ways(sessions, lunch, user_id, calendar_root))
    ack()


def send(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Give the file in the conversation with who pressed."""
    lunch = _lunch(client, sessions, team_id, user_id, int(action["value"]))
    with sessions.read() as session:
        content = lunches_calendar.file_of(session, lunch, now=now)
    given = calendars.give(client, user_id, content, file_name=views.file_name(lunch), title=lunch.title)
    windows.show(client, body, views.sent() if given else views.no_files())
    ack()


def renew(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    calendar_root: str,
) -> None:
    """Give one's feed another address."""
    with sessions.begin() as session:
        lunches_calendar.renew(session, team_id, user_id, fresh=secrets.token_urlsafe(32))
    lunch = _lunch(client, sessions, team_id, user_id, int(body["view"]["private_metadata"]))
    client.views_update(view_id=body["view"]["id"], view=_ways(sessions, lunch, user_id, calendar_root))
    ack()


def follow(ack: Ack) -> None:
    """Let a link lead where it leads."""
    ack()


def _lunch(client: WebClient, sessions: Sessions, team_id: str, user_id: str, lunch_id: int) -> Lunch:
    """Fetch a lunch for somebody who is in its channel now, or has a seat at it all the same."""
    with sessions.read() as session:
        lunch = lunches.get(session, team_id, lunch_id)
        seated = user_id in lunches_seats.with_a_seat(session, lunch_id)
    if not seated and lunch.channel_id not in channels.of_member(client, user_id):
        raise RuleError("This lunch is for the people in its channel. Join the channel, then try again.")
    return lunch


def _ways(sessions: Sessions, lunch: Lunch, user_id: str, calendar_root: str) -> View:
    feed = ""
    with sessions.begin() as session:
        if calendar_root:
            token = lunches_calendar.token_of(
                session, lunch.team_id, user_id, fresh=secrets.token_urlsafe(32)
            )
            feed = f"{calendar_root}{token}.ics"
        summary = lunches_calendar.summary(lunch, lunches_talks.of_lunch(session, lunch.id))
    return views.ways(lunch, summary, feed=feed)
