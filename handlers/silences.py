"""Silences: who is rested hears of it once, and is back with one tap, in the message or on Home."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import home, mixers
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import silences as views
from handlers.views.blocks import Message
from models import silences
from models.base import Sessions
from models.consents import Programme
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns silences."""
    app.action("silences.back")(back)


def back(
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
    """Let somebody be back; the message with the button follows by itself, and Home is shown anew."""
    programme = Programme(action["value"])
    with sessions.begin() as session:
        rested = silences.heard(session, team_id, user_id, programme, now=now)
    if "view" in body:
        if not mixers.follow(client, body, sessions, team_id, user_id, now):
            home.publish(client, sessions, team_id, user_id, now)
    elif not rested:
        respond(views.back_already(programme), response_type="ephemeral", replace_original=False)
    ack()


def _rested(session: Session, owed: Owed, _now: datetime) -> Message | None:
    user_id, _, programme = owed.ref.partition("/")
    if Programme(programme) in silences.of(session, owed.team_id, user_id):
        return views.rested(Programme(programme))
    return views.returned(Programme(programme)) if owed.ts else None


KINDS: Kinds = {"silences.rested": Kind(_rested)}
