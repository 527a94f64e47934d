"""One date: moved, given another place or number of seats, called off, or let take place after all."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, lunches_series, windows
from handlers.forms import Payload
from handlers.views import lunches_changes as views
from handlers.views.blocks import View
from models import lunches_changes, lunches_seats
from models import lunches_series as series_rules
from models.base import Sessions
from models.lunches import Lunch
from models.lunches_changes import Wanted


def register(app: App) -> None:
    """Route what concerns one date."""
    app.action("lunches_changes.open")(open_form)
    app.view("lunches_changes.save")(save)
    app.action("lunches_changes.call_off")(call_off)
    app.action("lunches_changes.restore")(restore)


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
    """Open the form of one date."""
    with sessions.begin() as session:
        lunch = lunches_changes.own(session, team_id, int(action["value"]), user_id, now=now)
    windows.show(client, body, views.form(lunch))
    ack()


def save(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep what the host chose for one date."""
    lunch_id, sequence = map(int, view["private_metadata"].split("/"))
    form = forms.read(view)
    wanted = Wanted(
        datetime.fromisoformat(f"{form['day']}T{form['at']}"),
        form["place"],
        form["link"],
        lunches_series.number(form, "capacity", None),
        lunches_series.number(form, "remote_capacity", None),
    )
    with sessions.begin() as session:
        lunch = lunches_changes.change(
            session, team_id, lunch_id, wanted, sequence=sequence, by=user_id, now=now
        )
        told = _told(session, lunch) if sequence < lunch.told else 0
        shown = _page(session, lunch, user_id, now, views.saved(lunch, told))
    ack(response_action="update", view=shown)


def call_off(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Call one date off."""
    with sessions.begin() as session:
        lunch = lunches_changes.own(session, team_id, int(action["value"]), user_id, now=now)
        lunches_changes.note(session, lunch, "lunches.call_off", by=user_id, now=now)
        lunches_changes.call_off(session, lunch, now=now)
        shown = _page(session, lunch, user_id, now, views.called_off(_told(session, lunch)))
    client.views_update(view_id=body["view"]["id"], view=shown)
    ack()


def restore(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let a date take place after all."""
    with sessions.begin() as session:
        lunch = lunches_changes.restore(session, team_id, int(action["value"]), by=user_id, now=now)
        shown = _page(session, lunch, user_id, now, views.restored(lunch, _told(session, lunch)))
    client.views_update(view_id=body["view"]["id"], view=shown)
    ack()


def _told(session: Session, lunch: Lunch) -> int:
    return len(lunches_seats.with_a_seat(session, lunch.id))


def _page(session: Session, lunch: Lunch, user_id: str, now: datetime, note: str) -> View:
    series = series_rules.get(session, lunch.team_id, lunch.series_id)
    return lunches_series.page(session, series, user_id, now, note=note)
