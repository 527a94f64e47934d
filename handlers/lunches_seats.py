"""Seats: the buttons to come, to wait, to let go of a seat, to bring a guest, wherever they stand."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers import channels, home, lunches, people, windows
from handlers.forms import Payload
from handlers.views import blocks
from handlers.views import lunches_answers as views
from handlers.views.blocks import Message
from models import lunches as rules
from models import lunches_answers, lunches_reminders, lunches_seats
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_answers import Outcome
from models.lunches_seats import ASKING, Seat, Where

WHERE = {"lunches_seats.room": Where.ROOM, "lunches_seats.remote": Where.REMOTE}

Change = Callable[..., Outcome]
"""One of the answers in `lunches_answers`."""


def register(app: App) -> None:
    """Route what concerns seats."""
    app.action("lunches_seats.come")(come)
    app.action("lunches_seats.room")(come)
    app.action("lunches_seats.remote")(come)
    app.action("lunches_seats.confirm")(come)
    app.action("lunches_seats.cannot")(cannot)
    app.action("lunches_seats.pass")(cannot)
    app.action("lunches_seats.maybe")(maybe)
    app.action("lunches_seats.guest")(bring)
    app.action("lunches_seats.shown")(show)


def come(
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
    """Take a seat or get in line; where there are two places and none was named, ask which."""
    where = WHERE.get(action["action_id"])
    lunch, seat = _seen(sessions, team_id, int(action["value"]), user_id)
    _check_may_come(client, lunch, user_id)
    if where is None and len(lunches_seats.places(lunch)) > 1 and not (seat and seat.answer in ASKING):
        _show(client, respond, body, views.which(lunch))
    else:
        coming = partial(lunches_answers.come, where=where)
        _press(client, respond, body, sessions, lunch, user_id, now, coming, views.answer)
    ack()


def cannot(
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
    """Note that somebody cannot come; whoever has a seat may always let go of it."""
    lunch, seat = _seen(sessions, team_id, int(action["value"]), user_id)
    if seat is None:
        _check_may_come(client, lunch, user_id)
    _press(client, respond, body, sessions, lunch, user_id, now, lunches_answers.cannot, views.answer)
    ack()


def maybe(
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
    """Note that somebody may come."""
    lunch, _seat = _seen(sessions, team_id, int(action["value"]), user_id)
    _check_may_come(client, lunch, user_id)
    _press(client, respond, body, sessions, lunch, user_id, now, lunches_answers.maybe, views.answer)
    ack()


def bring(
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
    """Take a seat for a guest, or let go of it."""
    lunch_id, guests = map(int, action["value"].split())
    lunch, _seat = _seen(sessions, team_id, lunch_id, user_id)
    bringing = partial(lunches_answers.bring, guests=guests)
    _press(client, respond, body, sessions, lunch, user_id, now, bringing, views.guest)
    ack()


def show(
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
    """Let the announcement name somebody, or no longer."""
    lunch_id, shown = map(int, action["value"].split())
    lunch, _seat = _seen(sessions, team_id, lunch_id, user_id)
    showing = partial(lunches_answers.show, shown=bool(shown))
    _press(client, respond, body, sessions, lunch, user_id, now, showing, views.named)
    ack()


def _seen(sessions: Sessions, team_id: str, lunch_id: int, user_id: str) -> tuple[Lunch, Seat | None]:
    with sessions.read() as session:
        lunch = session.get(Lunch, lunch_id)
        if lunch is None or lunch.team_id != team_id:
            raise RuleError("This lunch is gone. `/lunch-signup` shows those to come.")
        return lunch, session.get(Seat, (lunch_id, user_id))


def _check_may_come(client: WebClient, lunch: Lunch, user_id: str) -> None:
    """Let people of this workspace pass who are in the lunch's channel now, guests included."""
    person = people.look_up(client, lunch.team_id, user_id)
    if person is None or not (person.member or person.guest):
        raise RuleError("The seats at this lunch are for people who work here.")
    if lunch.channel_id not in channels.of_member(client, user_id):
        raise RuleError("This lunch is for the people in its channel. Join the channel, then take a seat.")


def _press(
    client: WebClient,
    respond: Respond,
    body: Payload,
    sessions: Sessions,
    lunch: Lunch,
    user_id: str,
    now: datetime,
    change: Change,
    answer: Callable[[Outcome], Message],
) -> None:
    """Change somebody's seat, and answer where they pressed: their list, their Home tab, or a message."""
    with sessions.begin() as session:
        held = rules.get(session, lunch.team_id, lunch.id)
        outcome = change(session, held, user_id, now=now)
        lunches_reminders.follow(session, held, user_id, now=now)
    view = body.get("view", {})
    if home.follow(client, body, sessions, lunch.team_id, user_id, now):
        return
    if view.get("callback_id") == "lunches.list":
        page = lunches.overview(client, sessions, lunch.team_id, user_id, now)
        client.views_update(view_id=view["id"], view=page)
    else:
        _show(client, respond, body, answer(outcome))


def _show(client: WebClient, respond: Respond, body: Payload, message: Message) -> None:
    if body.get("view"):
        windows.show(client, body, blocks.modal("lunches_seats.answer", "Your seat", message.blocks))
        return
    again = bool(body["container"].get("is_ephemeral"))
    respond(message.text, message.blocks, response_type="ephemeral", replace_original=again)
