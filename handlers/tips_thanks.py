"""What people say of a tip: that it helped, how much time it saved, that they want to keep it at hand."""

import re
from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.tips import seen_by
from handlers.views import tips as views
from handlers.views import tips_thanks as thanks_views
from handlers.views.blocks import Message
from models import tips_thanks
from models.base import Sessions
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns thanks and saved tips."""
    app.action("tips.helped")(thank)
    app.action(re.compile(r"tips\.minutes\.\d+"))(name_minutes)
    app.action("tips.unthank")(take_back)
    app.action("tips.save")(save)


def thank(
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
    """Note that a tip helped, and say so where the button was pressed."""
    with sessions.begin() as session:
        tip = tips_thanks.thank(session, team_id, int(action["value"]), by=user_id, now=now)
    if "view" in body:
        tip = seen_by(client, sessions, team_id, tip.id, user_id)
        client.views_update(view_id=body["view"]["id"], view=views.whole(tip, reader_id=user_id))
    else:
        message = thanks_views.thanked(tip)
        respond(message.text, message.blocks, response_type="ephemeral", replace_original=False)
    ack()


def name_minutes(
    ack: Ack, respond: Respond, action: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Note what a tip has saved."""
    tip_id, minutes = map(int, action["value"].split())
    with sessions.begin() as session:
        tip = tips_thanks.saved_minutes(session, team_id, tip_id, by=user_id, minutes=minutes)
    message = thanks_views.thanked(tip, minutes=minutes)
    respond(message.text, message.blocks, response_type="ephemeral", replace_original=True)
    ack()


def take_back(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Undo "this helped"."""
    with sessions.begin() as session:
        tips_thanks.take_back(session, team_id, int(action["value"]), by=user_id, now=now)
    respond(thanks_views.taken_back(), response_type="ephemeral", replace_original=True)
    ack()


def save(
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
    """Put a tip on one's list, or take it off."""
    with sessions.begin() as session:
        tip_id = int(action["value"])
        kept = tips_thanks.save(session, team_id, tip_id, by=user_id, now=now)
    if "view" in body:
        client.views_update(view_id=body["view"]["id"], view=thanks_views.saved_window(kept=kept))
    else:
        respond(thanks_views.saved(kept=kept), response_type="ephemeral", replace_original=False)
    ack()


def _news(session: Session, owed: Owed, now: datetime) -> Message | None:
    if owed.ts is not None:
        return None
    helped = tips_thanks.untold(session, owed.team_id, owed.ref, up_to=now)
    return thanks_views.news(helped) if helped.people else None


def _told(session: Session, owed: Owed) -> None:
    if owed.said_at is not None:
        tips_thanks.told(session, owed.team_id, owed.ref, up_to=owed.said_at)


KINDS: Kinds = {"tips.helped": Kind(_news, posted=_told)}
