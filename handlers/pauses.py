"""Pauses: `/potluck pause`, `/potluck resume`, the form, and the buttons on Home."""

from datetime import date, datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import pauses as views
from handlers.views.blocks import Message
from models import pauses
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns pauses."""
    app.action("pauses.open")(open_form)
    app.view("pauses.begin")(begin)
    app.action("pauses.end")(end)


def typed(
    ack: Ack,
    client: WebClient,
    body: Payload,
    words: str,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Pause until the day that was typed, or ask for one."""
    day = words.casefold().removeprefix("until").strip()
    if not day:
        open_form(ack, client, body)
        return
    zone = people.zone_of(client, team_id, user_id)
    with sessions.begin() as session:
        pause = pauses.begin(session, team_id, user_id, last_day=_day(day), zone=zone, now=now)
    ack(views.told(pause, zone))


def resume(ack: Ack, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Be back, by the command."""
    with sessions.begin() as session:
        was_away = pauses.end(session, team_id, user_id, now=now)
    ack(views.ended(was_away=was_away))


def open_form(ack: Ack, client: WebClient, body: Payload) -> None:
    """Open the form."""
    windows.show(client, body, views.form())
    ack()


def begin(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Pause everything; Home says so too."""
    until = forms.read(view)["until"]
    zone = people.zone_of(client, team_id, user_id)
    with sessions.begin() as session:
        last_day = date.fromisoformat(until) if until else None
        pause = pauses.begin(session, team_id, user_id, last_day=last_day, zone=zone, now=now)
    home.publish(client, sessions, team_id, user_id, now)
    ack(response_action="update", view=views.begun(pause, zone))


def end(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Be back, by a button; Home says so too."""
    with sessions.begin() as session:
        was_away = pauses.end(session, team_id, user_id, now=now)
    if body["view"]["type"] == "modal":
        client.views_update(view_id=body["view"]["id"], view=views.over(was_away=was_away))
    home.publish(client, sessions, team_id, user_id, now)
    ack()


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise RuleError(
            "Write the last day you are away as year-month-day: `/potluck pause until 2027-04-30`"
        ) from None


def _back(_session: Session, _owed: Owed, _now: datetime) -> Message:
    return views.back()


KINDS: Kinds = {"pauses.back": Kind(_back)}
