"""What becomes of a mixer, by who runs it: the form, stopping it, and going on after it rested."""

import secrets
from datetime import datetime, time
from zoneinfo import available_timezones

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, mixers, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_changes as views
from handlers.views.blocks import Message, View
from models import mixers as rules
from models import mixers_changes, mixers_rounds
from models.base import Sessions
from models.errors import RuleError
from models.mixers import Across, Mixer, Plan, Together
from models.outbox import Owed

NOT_HERE = "I am not in this channel yet. Type /invite @Potluck there, then save again."

SEEDS = 2**31


def register(app: App) -> None:
    """Route what those do who run a mixer."""
    app.action("mixers_changes.new")(open_new)
    app.action("mixers_changes.edit")(open_edit)
    app.view("mixers_changes.save")(save)
    app.action("mixers_changes.stop")(stop)
    app.action("mixers_changes.resume")(resume)


def open_new(ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str) -> None:
    """Open the form with what suits most; its zone is that of who opens it."""
    zone = people.colleague(client, team_id, user_id).zone
    plan = views.SUGGESTED._replace(zone=zone if zone in available_timezones() else "UTC")
    windows.show(client, body, views.form(plan, None))
    ack()


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form with what was chosen."""
    with sessions.read() as session:
        mixer = rules.get(session, team_id, int(action["value"]))
        mixers_changes.check_runs(session, mixer, user_id)
    windows.show(client, body, views.form(mixer.plan, mixer))
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
    """Set a mixer up or change it, and say what happens next."""
    plan = _plan(forms.read(view))
    if view["private_metadata"]:
        shown = _change(sessions, team_id, user_id, int(view["private_metadata"]), plan, now)
    else:
        shown = _set_up(client, sessions, team_id, user_id, view["id"], plan, now)
    ack(response_action="update", view=shown)


def stop(
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
    """Draw no more groups of a mixer."""
    with sessions.begin() as session:
        mixer = mixers_changes.stop(session, team_id, int(action["value"]), by=user_id, now=now)
    said = views.stopped(mixer)
    if not mixers.follow(client, body, sessions, team_id, user_id, now, note=said):
        respond(said, replace_original=True)
    ack()


def resume(
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
    """Let a mixer go on that rested."""
    with sessions.begin() as session:
        mixer = mixers_changes.resume(session, team_id, int(action["value"]), by=user_id, now=now)
        said = views.going_on(mixer, mixers_rounds.coming(session, mixer))
    if not mixers.follow(client, body, sessions, team_id, user_id, now, note=said):
        respond(said, replace_original=True)
    ack()


def _set_up(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    user_id: str,
    submission: str,
    plan: Plan,
    now: datetime,
) -> View:
    channel = people.channel_of(client, team_id, user_id, plan.channel_id)
    if not channel.joined:
        raise RuleError(NOT_HERE, field="channel")
    with sessions.begin() as session:
        mixer = mixers_changes.set_up(
            session,
            team_id,
            plan,
            by=user_id,
            creator_id=channel.creator_id or None,
            submission=submission,
            seed=secrets.randbelow(SEEDS),
            now=now,
        )
        return views.saved(mixer, mixers_rounds.coming(session, mixer), fresh=True)


def _change(sessions: Sessions, team_id: str, user_id: str, mixer_id: int, plan: Plan, now: datetime) -> View:
    with sessions.begin() as session:
        mixer = mixers_changes.change(session, team_id, mixer_id, plan, by=user_id, now=now)
        return views.saved(mixer, mixers_rounds.coming(session, mixer), fresh=False)


def _plan(form: dict[str, str]) -> Plan:
    if not form["at"]:
        raise RuleError("Choose a time.", field="at")
    return Plan(
        name=form["name"],
        channel_id=form.get("channel", ""),
        weekday=int(form["weekday"]),
        at=time.fromisoformat(form["at"]),
        zone=form["zone"].strip(),
        size=int(form["size"]),
        every=int(form["every"]),
        country=form["country"],
        across=Across(form["across"]),
        together=Together(form["together"]),
    )


def _rests(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mixer = session.get(Mixer, int(owed.ref))
    return views.rests(mixer, mixers_rounds.coming(session, mixer)) if mixer else None


KINDS: Kinds = {mixers_changes.TOLD_RUNNERS: Kind(_rests)}
