"""Pauses: `/potluck pause`, `/potluck resume`, the form, and the buttons on Home."""

from collections.abc import Sequence
from datetime import date, datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, home, mentoring_requests, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import pauses as views
from handlers.views.blocks import Message
from models import pauses, programmes
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.outbox import Owed
from models.pauses import EVERYTHING


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
    """Pause until the day that was typed, or ask for one; of everything, or of a programme that was named."""
    with sessions.read() as session:
        takes_part = programmes.of(session, team_id, user_id)
    programme, day = _parted(words, takes_part)
    if not day:
        windows.show(client, body, views.form(takes_part, programme))
        ack()
        return
    zone = people.zone_of(client, team_id, user_id)
    with sessions.begin() as session:
        pause = pauses.begin(
            session, team_id, user_id, last_day=_day(day), zone=zone, programme=programme, now=now
        )
    mentoring_requests.pass_on_from(sessions, user_id, now)
    ack(views.told(pause, zone))


def resume(ack: Ack, words: str, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Be back, by the command: everywhere, or in the programme that was named."""
    with sessions.begin() as session:
        over = pauses.end(session, team_id, user_id, programme=_named(words), now=now)
        still = pauses.all_of(session, team_id, user_id, now=now)
    ack(views.ended(over, still))


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form; a button may say which pause it means."""
    with sessions.read() as session:
        takes_part = programmes.of(session, team_id, user_id)
    windows.show(client, body, views.form(takes_part, action.get("value", views.ALL)))
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
    """Pause what was chosen; Home says so too."""
    form = forms.read(view)
    zone = people.zone_of(client, team_id, user_id)
    with sessions.begin() as session:
        pause = pauses.begin(
            session,
            team_id,
            user_id,
            last_day=date.fromisoformat(form["until"]) if form["until"] else None,
            zone=zone,
            programme=_chosen(form.get("programme", views.ALL)),
            now=now,
        )
    mentoring_requests.pass_on_from(sessions, user_id, now)
    home.publish(client, sessions, team_id, user_id, now)
    ack(response_action="update", view=views.begun(pause, zone))


def end(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Be back, by a button; Home says so too."""
    programme = _chosen(action.get("value", views.ALL))
    with sessions.begin() as session:
        over = pauses.end(session, team_id, user_id, programme=programme, now=now)
        still = pauses.all_of(session, team_id, user_id, now=now)
    if body["view"]["type"] == "modal":
        client.views_update(view_id=body["view"]["id"], view=views.over(over, still))
    home.publish(client, sessions, team_id, user_id, now)
    ack()


def _parted(words: str, takes_part: Sequence[Programme]) -> tuple[str, str]:
    """Part what was typed into a programme and a day; without its name everything is meant."""
    named, _, rest = words.partition(" ")
    programme = _named(named)
    if programme is None:
        return EVERYTHING, words.removeprefix("until").strip()
    if programme != EVERYTHING and programme not in takes_part:
        raise RuleError(
            f"You take no part in {programme}, so nothing of it comes to you. "
            "`/potluck pause` pauses everything."
        )
    return programme, rest.strip().removeprefix("until").strip()


def _named(word: str) -> str | None:
    """Give the programme that a word names; None: it names none."""
    if word == views.ALL:
        return EVERYTHING
    return next((each for each in Programme if each == word), None)


def _chosen(value: str) -> str:
    return EVERYTHING if value == views.ALL else Programme(value)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise RuleError(
            "Write the last day you are away as year-month-day: `/potluck pause until 2027-04-30`"
        ) from None


def _back(session: Session, owed: Owed, now: datetime) -> Message:
    user_id, _, programme = owed.ref.partition("/")
    return views.back(programme, pauses.all_of(session, owed.team_id, user_id, now=now))


KINDS: Kinds = {"pauses.back": Kind(_back)}
