"""Prompt schedules: `/potluck prompts`, the form, the question to who may say yes, and what goes wrong."""

from collections.abc import Callable
from datetime import date, datetime, time

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import prompt_schedules as views
from handlers.views.blocks import Message, View
from models import bank, prompt_proposals, prompt_schedules, prompt_upkeep, prompts, stewards
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed
from models.prompt_schedules import Plan, PromptSchedule, Source

COMING = 4
"""How many dates a preview shows."""


def register(app: App) -> None:
    """Route what concerns prompt schedules."""
    app.action("prompt_schedules.list")(open_list)
    app.action("prompt_schedules.new")(open_new)
    app.action("prompt_schedules.edit")(open_edit)
    app.view("prompt_schedules.save")(save)
    app.action("prompt_schedules.preview")(preview)
    app.action("prompt_schedules.records")(records)
    app.action("prompt_schedules.stop")(stop)
    app.action("prompt_schedules.resume")(resume)
    app.action("prompt_schedules.rest_a_month")(rest_a_month)
    app.action("prompt_schedules.change_bank")(change_bank)
    app.action("prompt_schedules.confirm")(confirm)
    app.action("prompt_schedules.decline")(decline)


def open_list(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the prompts of one's channels."""
    windows.show(client, body, _overview(client, sessions, team_id, user_id, now))
    ack()


def open_new(ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str) -> None:
    """Open the empty form; its zone is that of who opens it."""
    zone = people.colleague(client, team_id, user_id).zone
    windows.show(client, body, views.form(Plan(0, time(9), zone), None))
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
        schedule = prompt_schedules.get(session, team_id, int(action["value"]))
        if not prompt_schedules.may_decide(session, schedule, user_id):
            raise RuleError("A steward or the channel's creator can change this.")
    windows.show(client, body, views.form(schedule.plan, schedule))
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
    """Set prompts up, propose them, or change them; answer with the next dates."""
    form = forms.read(view)
    plan = _plan(form)
    channel = (
        None if view["private_metadata"] else people.channel_of(client, team_id, user_id, form["channel"])
    )
    with sessions.begin() as session:
        if channel is None:
            schedule_id = int(view["private_metadata"])
            schedule = prompt_schedules.change(session, team_id, schedule_id, plan, by=user_id, now=now)
        else:
            schedule = prompt_schedules.propose(
                session,
                team_id=team_id,
                channel_id=channel.id,
                plan=plan,
                by=user_id,
                creator_id=channel.creator_id,
                now=now,
            )
        saved = views.saved(schedule, _coming(session, schedule, now))
    ack(response_action="update", view=saved)


def preview(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the next dates and formats."""
    with sessions.read() as session:
        schedule = prompt_schedules.get(session, team_id, int(action["value"]))
        page = views.preview(schedule, _coming(session, schedule, now))
    windows.show(client, body, page)
    ack()


def records(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show a steward how each prompt did."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        found = prompt_upkeep.records(session, team_id, limit=views.RECORDS_SHOWN)
    windows.show(client, body, views.records(found))
    ack()


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
    """Ask no more in a channel."""
    with sessions.begin() as session:
        schedule = prompt_schedules.stop(session, team_id, int(action["value"]), by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        page = _overview(client, sessions, team_id, user_id, now)
        _answer(client, respond, body, views.stopped(schedule), page)
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
    """Let prompts go on that rested."""
    said = _decided(sessions, team_id, user_id, int(action["value"]), now, prompts.resume)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        _answer(client, respond, body, said, _overview(client, sessions, team_id, user_id, now))
    ack()


def rest_a_month(
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
    """Let a silent channel rest for four weeks."""
    schedule_id = int(action["value"])
    said = _decided(sessions, team_id, user_id, schedule_id, now, prompt_schedules.pause_a_month)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(said, replace_original=True)
    ack()


def change_bank(
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
    """Ask a silent channel from the other bank."""
    schedule_id = int(action["value"])
    said = _decided(sessions, team_id, user_id, schedule_id, now, prompt_schedules.change_source)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(said, replace_original=True)
    ack()


def confirm(
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
    """Say yes to a colleague's proposal."""
    schedule_id, version = map(int, action["value"].split("/"))
    with sessions.begin() as session:
        schedule = prompt_schedules.confirm(session, team_id, schedule_id, version, by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.outcome(schedule), replace_original=True)
    ack()


def decline(
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
    """Say no to a colleague's proposal."""
    schedule_id, version = map(int, action["value"].split("/"))
    with sessions.begin() as session:
        schedule = prompt_schedules.decline(session, team_id, schedule_id, version, by=user_id, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.outcome(schedule), replace_original=True)
    ack()


def _overview(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> View:
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        listed = prompt_schedules.listed(session, team_id, user_id, present)
        steward = stewards.is_one(session, team_id, user_id)
        rows = [
            views.Row(
                each, next(each.rhythm.coming(now)), prompt_schedules.may_decide(session, each, user_id)
            )
            for each in listed[: views.SCHEDULES_SHOWN]
        ]
        waiting = prompt_proposals.open_ones(session, team_id, limit=1) if steward else []
    return views.overview(rows, more=len(listed) - len(rows), steward=steward, proposals=bool(waiting))


def _answer(client: WebClient, respond: Respond, body: Payload, said: str, page: View) -> None:
    """Answer where somebody pressed: show the window anew, or put words in the message's place."""
    if body.get("view"):
        client.views_update(view_id=body["view"]["id"], view=page)
    else:
        respond(said, replace_original=True)


def _decided(
    sessions: Sessions,
    team_id: str,
    user_id: str,
    schedule_id: int,
    now: datetime,
    decide: Callable[..., PromptSchedule],
) -> str:
    with sessions.begin() as session:
        schedule = decide(session, team_id, schedule_id, by=user_id, now=now)
        return views.going_on(schedule, next(schedule.rhythm.coming(now)))


def _coming(session: Session, schedule: PromptSchedule, now: datetime) -> list[views.Coming]:
    found = prompts.coming(session, schedule, bank.shared().prompts, now=now, number=COMING)
    return [views.Coming(slot, prompt.format if prompt else "") for slot, prompt in found]


def _plan(form: dict[str, str]) -> Plan:
    paused = form.get("paused_until")
    return Plan(
        weekday=int(form["weekday"]),
        at=time.fromisoformat(form["at"]),
        zone=form["zone"].strip(),
        every=int(form["every"]),
        country=form["country"],
        source=Source(form["source"]),
        paused_until=date.fromisoformat(paused) if paused else None,
    )


def _schedule(session: Session, owed: Owed) -> PromptSchedule | None:
    return session.get(PromptSchedule, int(owed.ref.partition("/")[0]))


def _proposed(session: Session, owed: Owed, now: datetime) -> Message | None:
    schedule = _schedule(session, owed)
    if schedule is None or owed.ref != f"{schedule.id}/{schedule.version}":
        return None
    return views.proposed(schedule, _coming(session, schedule, now))


def _answered(session: Session, owed: Owed, now: datetime) -> Message | None:
    schedule = _schedule(session, owed)
    if schedule is None or owed.ref != f"{schedule.id}/{schedule.version}":
        return None
    return views.answered(schedule, next(schedule.rhythm.coming(now)))


def _silent(session: Session, owed: Owed, _now: datetime) -> Message | None:
    schedule = _schedule(session, owed)
    return views.silent(schedule) if schedule else None


def _refused(session: Session, owed: Owed, _now: datetime) -> Message | None:
    schedule = _schedule(session, owed)
    return views.refused(schedule) if schedule else None


KINDS: Kinds = {
    "prompt_schedules.answered": Kind(_answered),
    "prompt_schedules.proposed": Kind(_proposed),
    "prompt_schedules.refused": Kind(_refused),
    "prompt_schedules.silent": Kind(_silent),
}
