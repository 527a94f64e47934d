"""Swaps: with whom a speaker would change dates, and what the other one says."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_swaps as views
from handlers.views.blocks import Message
from models import lunches_swaps, lunches_talks
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_swaps import Swap, SwapState
from models.lunches_talks import Talk
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns swaps."""
    app.action("lunches_swaps.open")(open_form)
    app.view("lunches_swaps.ask")(ask)
    app.action("lunches_swaps.yes")(answer)
    app.action("lunches_swaps.no")(answer)


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
    """Ask a speaker with which talk to swap."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        talk = lunches_talks.own(session, team_id, int(action["value"]), user_id)
        partners = lunches_swaps.partners(session, talk, present, now=now, limit=views.PARTNERS_SHOWN)
    windows.show(client, body, views.form(talk, partners))
    ack()


def ask(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Ask the other speaker, if they are in the channel they would speak in."""
    talk_id, with_id = int(view["private_metadata"]), int(forms.read(view)["with"])
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        talk = lunches_talks.own(session, team_id, talk_id, user_id)
        here = session.get(Lunch, talk.lunch_id or 0)
        other = lunches_talks.get(session, team_id, with_id)
    people.check_member(client, team_id, other.speaker_id, field="with")
    if here is None or other.speaker_id not in channels.members(client, here.channel_id):
        raise RuleError("They are not in your lunch's channel. Choose another talk.", field="with")
    with sessions.begin() as session:
        lunches_swaps.ask(session, team_id, talk_id, with_id, by=user_id, channels=present, now=now)
    ack(response_action="update", view=views.sent(other))


def answer(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Swap, or do not; the question's own message follows."""
    yes = action["action_id"] == "lunches_swaps.yes"
    with sessions.begin() as session:
        lunches_swaps.answer(session, team_id, int(action["value"]), by=user_id, yes=yes, now=now)
    home.follow(client, body, sessions, team_id, user_id, now)
    ack()


def _parts(session: Session, owed: Owed) -> tuple[Swap, Talk, Talk, Lunch, Lunch]:
    swap = session.get_one(Swap, int(owed.ref))
    return (
        swap,
        session.get_one(Talk, swap.talk_id),
        session.get_one(Talk, swap.with_id),
        session.get_one(Lunch, swap.lunch_id),
        session.get_one(Lunch, swap.with_lunch_id),
    )


def _asked(session: Session, owed: Owed, _now: datetime) -> Message | None:
    swap, ours, theirs, here, there = _parts(session, owed)
    stands = (ours.lunch_id, theirs.lunch_id) == (here.id, there.id)
    if owed.said_at is None and not (stands and swap.state == SwapState.ASKED):
        return None
    return views.question(swap, ours, theirs, here, there)


def _answered(session: Session, owed: Owed, _now: datetime) -> Message | None:
    swap, _ours, theirs, here, there = _parts(session, owed)
    return views.answered(swap, theirs, here, there)


def _no_more(session: Session, owed: Owed, _now: datetime) -> Message | None:
    _swap, ours, _theirs, here, _there = _parts(session, owed)
    return views.no_more(here) if ours.lunch_id == here.id else None


def _told_host(session: Session, owed: Owed, _now: datetime) -> Message | None:
    _swap, ours, theirs, here, there = _parts(session, owed)
    return views.told_host(ours, theirs, here, there)


KINDS: Kinds = {
    "lunches_swaps.asked": Kind(_asked),
    "lunches_swaps.answered": Kind(_answered),
    "lunches_swaps.no_more": Kind(_no_more),
    "lunches_swaps.told_host": Kind(_told_host),
}
