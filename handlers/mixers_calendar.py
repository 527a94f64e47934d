"""When a group meets, as a file for one's calendar."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import calendars, windows
from handlers.forms import Payload
from handlers.views import mixers_calendar as views
from models import mixers_calendar
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns calendars."""
    app.action("mixers_calendar.send")(send)
    app.action("mixers_calendar.google")(follow)
    app.action("mixers_calendar.outlook")(follow)


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
    with sessions.read() as session:
        dated = mixers_calendar.dated(session, team_id, int(action["value"]), by=user_id)
    content = mixers_calendar.file_of(dated, now=now)
    given = calendars.give(client, user_id, content, file_name=views.file_name(dated), title=dated.summary)
    windows.show(client, body, views.sent(dated) if given else views.no_files(dated))
    ack()


def follow(ack: Ack) -> None:
    """Let a link lead where it leads."""
    ack()
