"""Cohorts: the list behind `/potluck cohorts`, a steward's sign-up, its announcement, and words about it."""

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, cohorts_joining, cohorts_review, forms, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import cohorts as views
from handlers.views.blocks import Message, View
from models import cohorts, skills, stewards
from models import cohorts_joining as joining
from models.base import Sessions
from models.cohorts import UNPUBLISHED, Cohort, Plan, State
from models.cohorts_draft import Why
from models.errors import RuleError
from models.mentoring import Format
from models.mentoring_score import Rules
from models.outbox import Owed

CLOSES_IN, STARTS_IN = timedelta(weeks=2), timedelta(weeks=3)
"""What the form suggests."""


def register(app: App) -> None:
    """Route what concerns cohorts as a whole."""
    app.action("cohorts.list")(open_list)
    app.action("cohorts.more")(more)
    app.action("cohorts.new")(open_form)
    app.view("cohorts.save")(save)


def open_list(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Show the cohorts that somebody can join or is in; a steward sees all."""
    people.check_member(client, team_id, user_id)
    windows.show(client, body, overview(client, sessions, team_id, user_id))
    ack()


def more(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open what somebody chose from the menu beside a cohort."""
    way, _, cohort_id = action["selected_option"]["value"].partition("/")
    chosen = {"value": cohort_id, "action_id": ""}
    match way:
        case "join":
            cohorts_joining.open_form(ack, client, body, chosen, team_id, user_id, sessions, now)
        case "leave":
            cohorts_joining.leave(ack, client, body, chosen, team_id, user_id, sessions, now)
        case _:
            cohorts_review.show(ack, client, body, chosen, team_id, user_id, sessions, now)


def open_form(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form of a sign-up, with what suits most."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
    zone = _zone(client, team_id, user_id)
    today = now.astimezone(ZoneInfo(zone)).date()
    windows.show(client, body, views.form(today + CLOSES_IN, today + STARTS_IN, zone))
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
    """Open a sign-up, and say what happens next."""
    channel = people.channel_of(client, team_id, user_id, forms.read(view)["channel"])
    plan = _plan(view, channel.id, _zone(client, team_id, user_id))
    with sessions.begin() as session:
        cohort = cohorts.open_signup(
            session,
            team_id,
            plan,
            by=user_id,
            submission=view["id"],
            seed=secrets.randbelow(2**31),
            now=now,
        )
    ack(response_action="update", view=views.opened(cohort))


def overview(client: WebClient, sessions: Sessions, team_id: str, user_id: str) -> View:
    """Build somebody's list as it is now."""
    present = channels.of_member(client, user_id)
    with sessions.read() as session:
        rows = [
            views.Row(
                each,
                sum(joining.counts(session, each).values()),
                cohorts.pairs_in(session, each),
                joining.of(session, each, user_id) is not None and each.state in UNPUBLISHED,
            )
            for each in cohorts.listed(session, team_id, user_id, present, limit=views.SHOWN)
        ]
        return views.overview(rows, steward=stewards.is_one(session, team_id, user_id))


def _zone(client: WebClient, team_id: str, user_id: str) -> str:
    zone = people.colleague(client, team_id, user_id).zone
    return zone if zone in available_timezones() else "UTC"


def _plan(view: Payload, channel_id: str, zone: str) -> Plan:
    form, chosen = forms.read(view), forms.choices(view)
    for field in ("closes", "starts"):
        if not form[field]:
            raise RuleError("Choose a day.", field=field)
    return Plan(
        title=form["title"],
        channel_id=channel_id,
        closes_on=date.fromisoformat(form["closes"]),
        starts_on=date.fromisoformat(form["starts"]),
        zone=zone,
        format=Format(form["format"]),
        size=_size(form["size"].strip()),
        rules=Rules(
            other_team="other_team" in chosen["rules"],
            other_line="other_line" in chosen["rules"],
            same_language="same_language" in chosen["rules"],
            overlap_minutes=int(form["overlap"]),
        ),
    )


def _size(typed: str) -> int | None:
    if typed and not typed.isdecimal():
        raise RuleError("A whole number, such as 20, or nothing for as many as fit.", field="size")
    return int(typed) if typed else None


def _cohort(session: Session, owed: Owed) -> Cohort | None:
    return session.get(Cohort, int(owed.ref.partition("/")[0]))


def _announcement(session: Session, owed: Owed, _now: datetime) -> Message | None:
    cohort = _cohort(session, owed)
    if cohort is None or (owed.ts is None and cohort.state != State.OPEN):
        return None
    return views.announcement(cohort, joining.counts(session, cohort))


def _not_announced(said: Callable[[Cohort], Message]) -> Kind:
    """Make the kind of word to who runs a cohort that is not announced."""

    def render(session: Session, owed: Owed, _now: datetime) -> Message | None:
        cohort = _cohort(session, owed)
        return said(cohort) if cohort and cohort.state in UNPUBLISHED else None

    return Kind(render)


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    cohort = _cohort(session, owed)
    if cohort is not None and cohort.state == State.OPEN:
        cohorts.tell_stewards(session, cohort, "cohorts.refused", now=now, turn=f"{now:%Y-%m-%dT%H:%M}")


def _expired(session: Session, owed: Owed, now: datetime) -> None:
    cohort = _cohort(session, owed)
    if cohort is not None and cohort.state in UNPUBLISHED:
        cohorts.tell_stewards(session, cohort, "cohorts.late", now=now)


def _drafted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    cohort = _cohort(session, owed)
    if cohort is None or cohort.state != State.DRAFTED:
        return None
    pairs = cohorts.pairs_in(session, cohort)
    return views.drafted(cohort, joined=sum(joining.counts(session, cohort).values()), pairs=pairs)


def _waiting(session: Session, owed: Owed, _now: datetime) -> Message | None:
    cohort = _cohort(session, owed)
    if cohort is None or cohort.state != State.DRAFTED:
        return None
    return views.waiting(cohort, joined=sum(joining.counts(session, cohort).values()))


def _cancelled(session: Session, owed: Owed, _now: datetime) -> Message | None:
    cohort = _cohort(session, owed)
    return views.cancelled(cohort) if cohort else None


def _unmatched(session: Session, owed: Owed, _now: datetime) -> Message | None:
    cohort = _cohort(session, owed)
    wanted = skills.wanted_by(session, owed.team_id, owed.recipients)
    why = Why(owed.ref.partition("/")[2])
    return views.unmatched(cohort, why, [each.name for each in wanted]) if cohort else None


KINDS: Kinds = {
    "cohorts.announcement": Kind(_announcement, undeliverable=_refused, expired=_expired),
    "cohorts.cancelled": Kind(_cancelled),
    "cohorts.drafted": Kind(_drafted),
    "cohorts.late": _not_announced(views.late),
    "cohorts.refused": _not_announced(views.refused),
    "cohorts.unmatched": Kind(_unmatched),
    "cohorts.waiting": Kind(_waiting),
}
