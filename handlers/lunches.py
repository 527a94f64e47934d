"""Lunches: the list behind `/lunch-signup`, the announcement in the channel, and words about changes."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, lunches_calendar, lunches_changes, lunches_talks, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches as views
from handlers.views.blocks import Message, View
from models import lunches_announcement, lunches_series_changes
from models.base import Sessions
from models.lunches import Lunch
from models.lunches_changes import Told
from models.lunches_seats import Seat
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns lunches."""
    app.command("/lunch-signup")(signup)
    app.action("lunches.list")(open_list)
    app.action("lunches.more")(more)


def signup(
    ack: Ack,
    client: WebClient,
    body: Payload,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the lunches to come; with a title, offer that talk."""
    title = forms.typed(command)
    if forms.asks_for_help(title):
        ack(views.HELP)
    elif title:
        lunches_talks.open_offer(ack, client, body, team_id, user_id, sessions, now, title=title)
    else:
        open_list(ack, client, body, team_id, user_id, sessions, now)


def open_list(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the lunches to come in one's channels."""
    windows.show(client, body, overview(client, sessions, team_id, user_id, now))
    ack()


def more(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
    calendar_root: str,
) -> None:
    """Open what somebody chose from the menu beside a lunch."""
    way, _, lunch_id = action["selected_option"]["value"].partition("/")
    chosen = {"value": lunch_id}
    match way:
        case "calendar":
            lunches_calendar.open_ways(ack, client, body, chosen, team_id, user_id, sessions, calendar_root)
        case "change":
            lunches_changes.open_form(ack, client, body, chosen, team_id, user_id, sessions, now)
        case _:
            lunches_talks.new_at(ack, client, body, chosen, team_id, user_id, sessions, now)


def overview(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> View:
    """Build somebody's list as it is now."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        rows = lunches_announcement.seen_by(
            session, team_id, user_id, present, now=now, limit=views.LUNCHES_SHOWN
        )
    return views.overview(rows)


def _post(session: Session, owed: Owed, _now: datetime) -> Message | None:
    lunch = session.get(Lunch, int(owed.ref))
    return views.announcement(lunches_announcement.of(session, lunch)) if lunch else None


def _remember_place(session: Session, owed: Owed) -> None:
    lunch = session.get(Lunch, int(owed.ref))
    if lunch is not None:
        lunch.ts = owed.ts


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    lunches_series_changes.refused(session, int(owed.ref), reason=owed.reason or "", now=now)


def _changed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    told = Told.read(owed.ref)
    found = [(session.get(Lunch, lunch_id), number) for lunch_id, number in told.changes]
    current = [lunch for lunch, number in found if lunch and lunch.told == number]
    held = {lunch.id: session.get(Seat, (lunch.id, owed.recipients)) for lunch in current}
    seats = {lunch_id: seat for lunch_id, seat in held.items() if seat}
    return views.changed(current, seats) if current else None


KINDS: Kinds = {
    "lunches.post": Kind(_post, posted=_remember_place, undeliverable=_refused),
    "lunches.changed": Kind(_changed),
}
