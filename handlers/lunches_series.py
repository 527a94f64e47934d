"""Series: the list, one with its dates, the form, and the question to who may say yes."""

from datetime import date, datetime, time
from itertools import islice
from zoneinfo import available_timezones

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_series as views
from handlers.views import lunches_series_form as form_views
from handlers.views.blocks import Message, View
from models import lunches, lunches_seats, lunches_series, lunches_series_changes
from models.base import Sessions
from models.errors import RuleError
from models.lunches_rhythm import Every
from models.lunches_series import Food, Plan, Series, TalkFormat
from models.outbox import Owed

COMING = 4
"""How many dates a preview shows."""


def register(app: App) -> None:
    """Route what concerns series."""
    app.action("lunches_series.list")(open_list)
    app.action("lunches_series.show")(open_page)
    app.action("lunches_series.new")(open_new)
    app.action("lunches_series.edit")(open_edit)
    app.action("lunches_series.more")(open_more)
    app.view("lunches_series.save")(save)
    app.action("lunches_series.confirm")(decide)
    app.action("lunches_series.decline")(decide)


def open_list(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show the series of one's channels."""
    windows.show(client, body, _overview(client, sessions, team_id, user_id, now))
    ack()


def open_page(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show one series with its coming dates."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        series = lunches_series.get(session, team_id, int(action["value"]))
        if series.channel_id not in present and not lunches_series.may_change(session, series, user_id):
            raise RuleError("This series is for the members of its channel.")
        shown = page(session, series, user_id, now)
    windows.show(client, body, shown)
    ack()


def open_new(ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, now: datetime) -> None:
    """Open the form with what suits most; its zone is that of who opens it."""
    windows.show(client, body, form_views.new(_suggested(client, team_id, user_id, now)))
    ack()


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form with what was chosen."""
    form = _edit(sessions, team_id, int(action["value"]), user_id, now, more=False)
    windows.show(client, body, form)
    ack()


def open_more(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show every choice; what is filled in stays."""
    series_id = body["view"]["private_metadata"].partition("/")[0]
    form = (
        _edit(sessions, team_id, int(series_id), user_id, now, more=True)
        if series_id
        else form_views.new(_suggested(client, team_id, user_id, now), more=True)
    )
    client.views_update(view_id=body["view"]["id"], view=form)
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
    """Start a series, propose it, or change it; answer with the next dates."""
    chosen = forms.choices(view)
    co_host = "".join(chosen.get("co_host", []))
    if co_host:
        people.check_member(client, team_id, co_host, field="co_host")
    if view["private_metadata"]:
        shown = _change(sessions, view, team_id, user_id, now)
    else:
        shown = _propose(client, sessions, view, team_id, user_id, now)
    ack(response_action="update", view=shown)


def decide(
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
    """Say yes or no to a colleague's proposal."""
    series_id, version = map(int, action["value"].split("/"))
    yes = action["action_id"] == "lunches_series.confirm"
    with sessions.begin() as session:
        series = lunches_series.decide(session, team_id, series_id, version, by=user_id, yes=yes, now=now)
        lunches.open_next(session, series, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        _answer(client, respond, body, sessions, series, user_id, now)
    ack()


def _answer(
    client: WebClient,
    respond: Respond,
    body: Payload,
    sessions: Sessions,
    series: Series,
    user_id: str,
    now: datetime,
) -> None:
    """Answer where somebody pressed: show the list anew, or put words in the message's place."""
    if body.get("view"):
        page = _overview(client, sessions, series.team_id, user_id, now)
        client.views_update(view_id=body["view"]["id"], view=page)
    else:
        respond(views.outcome(series), replace_original=True)


def page(session: Session, series: Series, user_id: str, now: datetime, *, note: str = "") -> View:
    """Build the page of a series as somebody may see it."""
    coming = lunches.of_series(session, series.id, now=now, limit=views.DATES_SHOWN)
    dates = [views.Date(each, lunches_seats.taken(session, each.id).going()) for each in coming]
    mine = lunches_series.may_change(session, series, user_id)
    return views.page(series, dates, mine=mine, note=note)


def number(form: dict[str, str], field: str, least: int | None) -> int | None:
    """Read a number; one left empty is `least`."""
    typed = form[field].strip()
    if not typed:
        return least
    if not typed.isdecimal():
        raise RuleError("A whole number, such as 8, or nothing for as many as come.", field=field)
    return int(typed)


def _overview(client: WebClient, sessions: Sessions, team_id: str, user_id: str, now: datetime) -> View:
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        listed = lunches_series.listed(session, team_id, user_id, present)
        rows = [
            views.Row(
                each,
                next(iter(lunches.of_series(session, each.id, now=now, limit=1)), None),
                lunches_series.may_decide(session, each, user_id),
            )
            for each in listed[: views.SERIES_SHOWN]
        ]
    return views.overview(rows, more=len(listed) - len(rows))


def _suggested(client: WebClient, team_id: str, user_id: str, now: datetime) -> Plan:
    zone = people.colleague(client, team_id, user_id).zone
    return lunches_series.suggested(zone if zone in available_timezones() else "UTC", now=now)


def _edit(
    sessions: Sessions, team_id: str, series_id: int, user_id: str, now: datetime, *, more: bool
) -> View:
    with sessions.read() as session:
        series = lunches_series.get(session, team_id, series_id)
        if not lunches_series.may_change(session, series, user_id):
            raise RuleError("The host, a steward or the channel's creator can change this.")
        coming = lunches.of_series(session, series.id, now=now, limit=views.DATES_SHOWN)
    return form_views.edit(series, [each for each in coming if each.state == lunches.State.OPEN], more=more)


def _propose(
    client: WebClient, sessions: Sessions, view: Payload, team_id: str, user_id: str, now: datetime
) -> View:
    channel = people.channel_of(client, team_id, user_id, forms.read(view)["channel"])
    plan = _plan(view, _suggested(client, team_id, user_id, now))
    with sessions.begin() as session:
        series = lunches_series.propose(
            session,
            team_id=team_id,
            channel_id=channel.id,
            plan=plan,
            by=user_id,
            private_channel=channel.private,
            creator_id=channel.creator_id,
            submission=view["id"],
            now=now,
        )
        lunches.open_next(session, series, now=now)
    return form_views.saved(series, list(islice(series.rhythm.coming(now), COMING)))


def _change(sessions: Sessions, view: Payload, team_id: str, user_id: str, now: datetime) -> View:
    series_id, version = map(int, view["private_metadata"].split("/"))
    first = forms.read(view).get("first")
    with sessions.begin() as session:
        series = lunches_series.get(session, team_id, series_id)
        series = lunches_series_changes.change(
            session,
            team_id,
            series_id,
            _plan(view, series.plan),
            first=int(first) if first else None,
            version=version,
            by=user_id,
            now=now,
        )
        return page(session, series, user_id, now)


def _plan(view: Payload, before: Plan) -> Plan:
    """Read a plan; what the form did not show stays as it was."""
    form, chosen = forms.read(view), forms.choices(view)
    setting = before.setting._replace(
        title=form["title"],
        place=form["place"],
        link=form["link"],
        capacity=number(form, "capacity", None),
        remote_capacity=before.setting.remote_capacity if form["link"].strip() else None,
    )
    plan = before._replace(
        setting=setting,
        start=date.fromisoformat(form["start"]) if form["start"] else before.start,
        every=Every(form["every"]),
        at=time.fromisoformat(form["at"]),
    )
    if "minutes" not in chosen:
        return plan
    setting = setting._replace(
        minutes=int(form["minutes"]),
        remote_capacity=number(form, "remote_capacity", None),
        food=Food(form["food"]),
        work_time="work_time" in chosen["traits"],
        guests="guests" in chosen["traits"],
        minimum=number(form, "minimum", None) or 0,
        slots=int(form["slots"]),
    )
    return plan._replace(
        setting=setting,
        zone=form["zone"].strip(),
        other_time=time.fromisoformat(form["other_time"]) if form["other_time"] else None,
        country=form["country"],
        formats=tuple(map(TalkFormat, chosen["formats"])) or tuple(TalkFormat),
        co_host_id=form["co_host"] or None,
    )


def _proposed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series = session.get(Series, int(owed.ref))
    return views.proposed(series) if series else None


def _answered(session: Session, owed: Owed, _now: datetime) -> Message | None:
    series = session.get(Series, int(owed.ref))
    return views.answered(series) if series else None


def host_gone(session: Session, owed: Owed, now: datetime) -> None:
    """Find another host where one is there no more."""
    if owed.reason in people.GONE:
        lunches_series_changes.left(session, owed.team_id, owed.recipients, now=now)


KINDS: Kinds = {
    "lunches_series.answered": Kind(_answered, undeliverable=host_gone),
    "lunches_series.proposed": Kind(_proposed),
}
