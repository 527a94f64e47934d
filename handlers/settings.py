"""The stewards' settings of a workspace, and everybody's own choice of the digest."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, home, people, windows
from handlers.forms import Payload
from handlers.views import settings as views
from models import budgets, digests, settings, stewards
from models.base import Sessions
from models.digests import Rhythm


def register(app: App) -> None:
    """Route what concerns settings."""
    app.action("settings.open")(open_settings)
    app.view("settings.save")(save)
    app.action("digests.choose")(choose_digest)


def open_settings(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the settings for a steward; where nobody is one yet, whoever opens them first becomes one."""
    with sessions.read() as session:
        named = stewards.all_of(session, team_id)
    if not named:
        people.check_member(client, team_id, user_id)
        with sessions.begin() as session:
            stewards.appoint(session, team_id, user_id, now=now)
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        chosen = settings.of(session, team_id)
        channels = digests.channels(session, team_id)
        fresh = not settings.chosen(session, team_id)
    if fresh:
        person = people.look_up(client, team_id, user_id)
        chosen.zone = person.zone if person else chosen.zone
    windows.show(client, body, views.form(chosen, named or [user_id], channels))
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
    """Keep what a steward chose."""
    form, several = forms.read(view), forms.choices(view)
    for named in several["stewards"]:
        people.check_member(client, team_id, named, field="stewards")
    with sessions.begin() as session:
        stewards.check(session, team_id, user_id)
        before = settings.as_chosen(session, team_id)
        settings.choose(
            session,
            team_id,
            capture_emoji=form["capture_emoji"],
            zone=form["zone"].strip(),
            digest_weekday=int(form["digest_weekday"]),
            digest_time=form["digest_time"],
            person_budget=int(form["person_budget"]),
        )
        budgets.look_again(session, team_id, now=now)
        settings.note_changes(session, team_id, before, by=user_id, now=now)
        stewards.choose(session, team_id, several["stewards"], by=user_id, now=now)
        digests.choose_channels(session, team_id, several["digest_channels"], by=user_id, now=now)
    ack(response_action="update", view=views.saved())


def choose_digest(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take somebody's own rhythm for the digest."""
    rhythm = Rhythm(action["selected_option"]["value"])
    people.check_member(client, team_id, user_id)
    with sessions.begin() as session:
        digests.subscribe(session, team_id, user_id, rhythm, now=now)
    if body.get("view", {}).get("type") == "home":
        home.publish(client, sessions, team_id, user_id, now)
    ack()
