"""When a group meets: suggested as it is introduced, chosen with one tap, and moved."""

from datetime import UTC, datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_times as views
from handlers.views.blocks import Message
from models import mixers_choosing, mixers_page, mixers_times
from models.base import Sessions
from models.errors import RuleError
from models.mixers_page import Page
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns when a group meets."""
    app.action("mixers_times.choose")(choose)
    app.action("mixers_times.another")(open_form)
    app.view("mixers_times.move")(move)


def prepare(_client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """Suggest moments to a group just before it is introduced: the introduction's `look`."""
    with sessions.begin() as session:
        mixers_times.prepare(session, int(owed.ref), now=now)


def choose(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Choose one of the moments, in the group's message or in the window for another time."""
    group_id, seconds = (int(each) for each in action["value"].split("/"))
    page = _chosen(sessions, team_id, group_id, user_id, seconds, now)
    if body.get("view", {}).get("type") == "modal":
        client.views_update(view_id=body["view"]["id"], view=views.moved(page))
    ack()


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the window for another time."""
    with sessions.begin() as session:
        _, group = mixers_choosing.choosing(session, team_id, int(action["value"]), by=user_id)
        page = mixers_page.of(session, group)
    windows.show(client, body, views.form(page, now))
    ack()


def move(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Choose the moment that the form says."""
    form = forms.read(view)
    if not form["at"]:
        raise RuleError("Choose a day and a time.", field="at")
    page = _chosen(sessions, team_id, int(view["private_metadata"]), user_id, int(form["at"]), now)
    ack(response_action="update", view=views.moved(page))


def _chosen(
    sessions: Sessions, team_id: str, group_id: int, user_id: str, seconds: int, now: datetime
) -> Page:
    at = datetime.fromtimestamp(seconds, UTC)
    with sessions.begin() as session:
        group = mixers_choosing.choose(session, team_id, group_id, at, by=user_id, now=now)
        return mixers_page.of(session, group)


def _time(session: Session, owed: Owed, now: datetime) -> Message | None:
    found = mixers_choosing.chosen(session, owed.ref)
    if found is None or found[2] <= now:
        return None
    return views.chosen(*found)


def _undeliverable(session: Session, owed: Owed, now: datetime) -> None:
    """Tell each by themselves, where there is no conversation for all."""
    if len(owed.people) > 1:
        mixers_choosing.apart(session, owed.team_id, owed.ref, now=now)


KINDS: Kinds = {"mixers.time": Kind(_time, undeliverable=_undeliverable)}
