"""Keeping tips true: the owner's answers to "Still true?", handing over, restoring."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.tips import kept_by
from handlers.views import tips_upkeep as views
from handlers.views.blocks import Message
from models import tips_upkeep
from models.audiences import Asker
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns a tip's upkeep."""
    app.action("tips.still_true")(still_true)
    app.action("tips.retire")(retire)
    app.action("tips.restore")(restore)
    app.action("tips.give")(open_give)
    app.view("tips.give")(give)


def still_true(
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
    """Note that a tip holds."""
    with sessions.begin() as session:
        tips_upkeep.still_true(session, team_id, int(action["value"]), by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.settled(), response_type="ephemeral", replace_original=False)
    ack()


def retire(
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
    """Archive a tip for its keeper."""
    with sessions.begin() as session:
        tips_upkeep.retire(session, team_id, int(action["value"]), by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        _answer_retired(client, respond, body)
    ack()


def _answer_retired(client: WebClient, respond: Respond, body: Payload) -> None:
    if "view" in body:
        client.views_update(view_id=body["view"]["id"], view=views.retired())
    else:
        respond(views.settled(), response_type="ephemeral", replace_original=False)


def restore(
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
    """Bring an archived tip back."""
    with sessions.begin() as session:
        tips_upkeep.restore(session, team_id, int(action["value"]), by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.restored(), response_type="ephemeral", replace_original=False)
    ack()


def open_give(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form that hands a tip over."""
    tip = kept_by(client, sessions, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.give(tip))
    ack()


def give(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Hand a tip over to a colleague."""
    to, tip_id = forms.read(view)["to"], int(view["private_metadata"])
    people.check_member(client, team_id, to, field="to")
    if not channels.may_read(client, kept_by(client, sessions, team_id, tip_id, user_id), to):
        raise RuleError("This tip is for the members of its channel. Pick one of them.", field="to")
    with sessions.begin() as session:
        tip = tips_upkeep.give(session, team_id, tip_id, by=user_id, to=to, now=now)
    ack(response_action="update", view=views.given(tip))


def _look(client: WebClient, sessions: Sessions, owed: Owed, _now: datetime) -> None:
    """Note which of the tips' channels have become private: an owner need not be in them."""
    with sessions.read() as session:
        found = tips_upkeep.told_of_in(session, owed.team_id, owed.key)
    channels.close_private(client, sessions, owed.team_id, Asker(owed.recipients, ()), found)


def _review(session: Session, owed: Owed, _now: datetime) -> Message | None:
    asked = tips_upkeep.told_of_in(session, owed.team_id, owed.key)
    if owed.ts is None and not any(tip.review_asked_at for tip in asked):
        return None
    return views.review(asked, owed.ref)


def _owner_gone(session: Session, owed: Owed, now: datetime) -> None:
    if owed.reason in people.GONE:
        tips_upkeep.owner_left(session, owed.team_id, owed.recipients, now=now)


def _archived(session: Session, owed: Owed, _now: datetime) -> Message | None:
    told = tips_upkeep.told_of_in(session, owed.team_id, owed.key)
    if owed.ts is None and not any(tip.archived_at for tip in told):
        return None
    return views.archived(told, owed.ref)


KINDS: Kinds = {
    "tips.review": Kind(_review, look=_look, undeliverable=_owner_gone),
    "tips.archived": Kind(_archived, look=_look, undeliverable=_owner_gone),
}
