"""What the host of a lunch hears the day before, and decides where too few come."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from sqlalchemy.orm import Session

from handlers.forms import Payload
from handlers.lunches_waitlist import free_if_gone
from handlers.outgoing import Kind, Kinds
from handlers.people import GONE
from handlers.views import lunches_headcount as views
from handlers.views.blocks import Message
from models import lunches_headcount, lunches_seats
from models.base import Sessions
from models.lunches import Lunch, State
from models.outbox import Owed

DECISIONS = {
    "lunches_headcount.open_table": lunches_headcount.hold_open_table,
    "lunches_headcount.go_ahead": lunches_headcount.go_ahead,
    "lunches_headcount.call_off": lunches_headcount.call_off,
}


def register(app: App) -> None:
    """Route what a host decides."""
    for action_id in DECISIONS:
        app.action(action_id)(decide)


def decide(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Do what the host decided, and show it in place of the question."""
    with sessions.begin() as session:
        decided = DECISIONS[action["action_id"]]
        lunch = decided(session, team_id, int(action["value"]), by=user_id, now=now)
        message = _as_it_is(session, lunch)
    respond(message.text, message.blocks, replace_original=True)
    ack()


def _as_it_is(session: Session, lunch: Lunch) -> Message:
    taken = lunches_seats.taken(session, lunch.id)
    return views.to_host(lunch, taken, speakers=lunches_headcount.speakers_apart(session, lunch, taken))


def _to_host(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch = session.get(Lunch, int(owed.ref))
    if lunch is None or (owed.ts is None and (lunch.state != State.OPEN or lunch.at <= now)):
        return None
    return _as_it_is(session, lunch)


def _turn_to_others(session: Session, owed: Owed, now: datetime) -> None:
    lunch = session.get(Lunch, int(owed.ref))
    if lunch is not None and owed.reason in GONE:
        lunches_headcount.host_is_gone(session, lunch, owed.recipients, now=now)


def _open_table(session: Session, owed: Owed, now: datetime) -> Message | None:
    lunch = session.get(Lunch, int(owed.ref))
    if lunch is None or lunch.state != State.OPEN or lunch.at <= now:
        return None
    return views.open_table(lunch)


KINDS: Kinds = {
    "lunches_headcount.open_table": Kind(_open_table, undeliverable=free_if_gone),
    "lunches_headcount.to_host": Kind(_to_host, undeliverable=_turn_to_others),
}
