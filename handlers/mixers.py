"""Mixers: `/mixer`, and the window behind it."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.views import mixers as views
from models import mixers, mixers_joining, mixers_rounds, pauses, silences, stewards
from models.base import Sessions
from models.consents import Programme
from models.mixers import Mixer


def register(app: App) -> None:
    """Route what concerns mixers as a whole."""
    app.command("/mixer")(start)
    app.action("mixers.open")(open_window)


def start(
    ack: Ack,
    client: WebClient,
    body: Payload,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the mixers there are for somebody, or answer with help."""
    typed = forms.typed(command)
    if typed:
        ack(views.HELP if forms.asks_for_help(typed) else views.unknown(typed))
        return
    open_window(ack, client, body, team_id, user_id, sessions, now)


def open_window(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the mixers somebody is in, and those of their channels."""
    people.check_member(client, team_id, user_id)
    windows.show(client, body, views.window(_mine(client, sessions, team_id, user_id, now)))
    ack()


def follow(
    client: WebClient,
    body: Payload,
    sessions: Sessions,
    team_id: str,
    user_id: str,
    now: datetime,
    *,
    note: str = "",
) -> bool:
    """Show the window or Home anew where somebody pressed in it; tell whether they did."""
    below = body.get("view") or {}
    if below.get("callback_id") == views.WINDOW:
        mine = _mine(client, sessions, team_id, user_id, now)
        client.views_update(view_id=below["id"], view=views.window(mine, note=note))
        return True
    return home.follow(client, body, sessions, team_id, user_id, now)


def _mine(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> views.Mine:
    creators = channels.creators_where(client, user_id)
    with sessions.read() as session:
        listed = mixers.listed(session, team_id, user_id, creators)
        return views.Mine(
            rows=[
                _row(session, each, user_id, here=each.channel_id in creators)
                for each in listed[: views.SHOWN]
            ],
            more=len(listed) - views.SHOWN,
            sets_up=user_id in creators.values() or stewards.is_one(session, team_id, user_id),
            pause=pauses.of(session, team_id, user_id, programme=Programme.MIXERS, now=now),
            rested=Programme.MIXERS in silences.of(session, team_id, user_id),
        )


def _row(session: Session, mixer: Mixer, user_id: str, *, here: bool) -> views.Row:
    round_ = mixers_rounds.coming(session, mixer)
    return views.Row(
        mixer=mixer,
        round_=round_,
        stand=mixers_joining.stand_of(session, round_, user_id),
        member=mixers.is_member(session, mixer, user_id),
        here=here,
        runs=mixers.runs(session, mixer, user_id),
        number=mixers_joining.number(session, mixer),
    )
