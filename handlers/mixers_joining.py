"""Joining a mixer: the buttons of its invitation and of `/mixer`, the yes, skipping a round, and leaving."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import channels, mixers, people, windows
from handlers.forms import Payload
from handlers.views import mixers_joining as views
from models import mixers as rules
from models import mixers_joining, mixers_rounds, pauses
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.mixers import Mixer


def register(app: App) -> None:
    """Route what concerns joining."""
    app.action("mixers_joining.join")(open_form)
    app.action("mixers_joining.once")(open_form)
    app.view("mixers_joining.save")(save)
    app.action("mixers_joining.skip")(skip)
    app.action("mixers_joining.come")(come)
    app.action("mixers_joining.leave")(leave)


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask for a yes, with what it means."""
    people.check_member(client, team_id, user_id)
    with sessions.read() as session:
        mixer = rules.get(session, team_id, int(action["value"]))
        mixers_joining.check_no_member(session, mixer, user_id)
        mixers_joining.check_running(mixer)
        round_ = mixers_rounds.coming(session, mixer)
    if round_ is None:
        raise RuleError("Groups are being drawn this very moment. Press again in a minute.")
    _check_in_channel(client, mixer, user_id)
    once = action["action_id"] == "mixers_joining.once"
    windows.show(client, body, views.form(mixer, round_, once=once))
    ack()


def save(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let somebody in who still is in the channel, for good or this once."""
    mixer_id, _, how = view["private_metadata"].partition("/")
    once = how == views.ONCE
    with sessions.read() as session:
        mixer = rules.get(session, team_id, int(mixer_id))
    people.check_member(client, team_id, user_id)
    _check_in_channel(client, mixer, user_id)
    with sessions.begin() as session:
        enter = mixers_joining.once if once else mixers_joining.join
        found = enter(session, team_id, mixer.id, user_id, now=now)
        pause = pauses.of(session, team_id, user_id, programme=Programme.MIXERS, now=now)
    ack(response_action="update", view=views.joined(found, once=once, pause=pause))


def skip(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let somebody skip a round; the message that told of it follows by itself."""
    with sessions.begin() as session:
        mixers_joining.skip(session, team_id, int(action["value"]), user_id, now=now)
    mixers.follow(client, body, sessions, team_id, user_id, now)
    ack()


def come(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let somebody come who skipped; the message that told of it follows by itself."""
    with sessions.begin() as session:
        mixers_joining.come_after_all(session, team_id, int(action["value"]), user_id, now=now)
    mixers.follow(client, body, sessions, team_id, user_id, now)
    ack()


def leave(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let somebody leave; nobody is told."""
    with sessions.begin() as session:
        mixer = mixers_joining.leave(session, team_id, int(action["value"]), user_id, now=now)
    if not mixers.follow(client, body, sessions, team_id, user_id, now, note=views.left(mixer)):
        windows.show(client, body, views.out(mixer))
    ack()


def _check_in_channel(client: WebClient, mixer: Mixer, user_id: str) -> None:
    if mixer.channel_id not in channels.of_member(client, user_id):
        raise RuleError("This mixer is for the members of its channel.")
