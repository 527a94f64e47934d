"""What becomes of a series: a pause, an end, another host, and what is mended."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.lunches_series import host_gone, page
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_series_changes as views
from handlers.views.blocks import Message, View
from models import lunches_series, lunches_series_changes
from models.base import Sessions
from models.lunches_series import Series
from models.outbox import Owed

USUAL_PAUSE = timedelta(weeks=4)


def register(app: App) -> None:
    """Route what becomes of a series."""
    app.action("lunches_series.open_pause")(open_pause)
    app.view("lunches_series.pause")(pause)
    app.action("lunches_series.go_on")(go_on)
    app.action("lunches_series.end")(end)
    app.action("lunches_series.open_hand_over")(open_hand_over)
    app.view("lunches_series.hand_over")(hand_over)
    app.action("lunches_series.take_over")(take_over)


def open_pause(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Ask until when a series rests."""
    with sessions.read() as session:
        series = lunches_series.get(session, team_id, int(action["value"]))
    until = (now + USUAL_PAUSE).astimezone(ZoneInfo(series.zone)).date()
    windows.show(client, body, views.pause(series, until))
    ack()


def pause(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Let a series rest until a day."""
    series_id, until = int(view["private_metadata"]), date.fromisoformat(forms.read(view)["until"])
    with sessions.begin() as session:
        series = lunches_series_changes.pause(session, team_id, series_id, until, by=user_id, now=now)
        shown = page(session, series, user_id, now)
    ack(response_action="update", view=shown)


def go_on(
    ack: Ack,
    client: WebClient,
    respond: Respond,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let a series go on that rests."""
    with sessions.begin() as session:
        series = lunches_series_changes.go_on(session, team_id, int(action["value"]), by=user_id, now=now)
        shown = page(session, series, user_id, now)
    _answer(client, respond, body, views.going_on(series), shown)
    ack()


def end(
    ack: Ack,
    client: WebClient,
    respond: Respond,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let a series meet no more."""
    with sessions.begin() as session:
        series = lunches_series_changes.end(session, team_id, int(action["value"]), by=user_id, now=now)
        shown = page(session, series, user_id, now, note=views.ended(series))
    _answer(client, respond, body, views.ended(series), shown)
    ack()


def open_hand_over(
    ack: Ack, client: WebClient, body: Payload, action: Payload, team_id: str, sessions: Sessions
) -> None:
    """Ask who is the host from now on."""
    with sessions.read() as session:
        series = lunches_series.get(session, team_id, int(action["value"]))
    windows.show(client, body, views.hand_over(series))
    ack()


def hand_over(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Make a colleague the host."""
    series_id, to = int(view["private_metadata"]), forms.read(view)["to"]
    people.check_member(client, team_id, to, field="to")
    with sessions.begin() as session:
        series = lunches_series_changes.hand_over(session, team_id, series_id, to, by=user_id, now=now)
        shown = page(session, series, user_id, now)
    ack(response_action="update", view=shown)


def take_over(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Become the host where the last one is gone."""
    series_id, gone = action["value"].split("/")
    with sessions.begin() as session:
        series = lunches_series_changes.take_over(
            session, team_id, int(series_id), gone=gone, by=user_id, now=now
        )
    respond(views.taken_over(series), replace_original=True)
    ack()


def _answer(client: WebClient, respond: Respond, body: Payload, said: str, shown: View) -> None:
    """Answer where somebody pressed: show the window anew, or put words in the message's place."""
    if body.get("view"):
        client.views_update(view_id=body["view"]["id"], view=shown)
    else:
        respond(said, replace_original=True)


def _given(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series_id, by = owed.ref.split("/")
    series = session.get(Series, int(series_id))
    looks_after = series is not None and owed.recipients in {series.host_id, series.co_host_id}
    return views.given(series, owed.recipients, by) if series and looks_after else None


def _left(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series_id, gone = owed.ref.split("/")
    series = session.get(Series, int(series_id))
    return views.left(series, gone) if series else None


def _refused(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series = session.get(Series, int(owed.ref))
    return views.refused(series) if series else None


KINDS: Kinds = {
    "lunches_series.given": Kind(_given, undeliverable=host_gone),
    "lunches_series.left": Kind(_left),
    "lunches_series.refused": Kind(_refused, undeliverable=host_gone),
}
