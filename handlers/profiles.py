"""Profiles: the form in which a member says what they can, want to learn, and how they work."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.views import profiles as views
from handlers.views.profiles import Mine
from models import consents, profiles, questions, skills, skills_meant
from models.base import Sessions
from models.consents import Programme
from models.errors import RuleError
from models.profiles import Told


def register(app: App) -> None:
    """Route what concerns profiles."""
    app.action("profiles.open")(open_form)
    app.action("skills.open")(open_form)  # on Home tabs that nobody has opened since
    app.view("profiles.save")(save)


def open_form(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Open the form with what is kept, and with what Slack knows."""
    person = people.check_member(client, team_id, user_id)
    with sessions.read() as session:
        mine = gather(session, team_id, user_id)
    windows.show(client, body, views.form(mine, person.name, person.zone))
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
    """Keep what somebody tells of themselves, and whether they may be named."""
    person = people.check_member(client, team_id, user_id, field="offered_deeply")
    form, chosen = forms.read(view), forms.choices(view)
    told = _told(client, team_id, form)
    named = bool(chosen["named"])
    with sessions.begin() as session:
        skills.offer(session, team_id, user_id, form["offered"], deepen=form["offered_deeply"], now=now)
        skills.want(session, team_id, user_id, form["wanted"], deepen=form["wanted_deeply"], now=now)
        profiles.save(session, team_id, user_id, told, zone=person.zone, now=now)
        if named:
            consents.give(session, team_id, user_id, Programme.NAMING, now=now)
        else:
            questions.name_no_more(session, team_id, user_id, now=now)
        mine = gather(session, team_id, user_id, since=now)
    ack(response_action="update", view=views.saved(mine))


def gather(session: Session, team_id: str, user_id: str, *, since: datetime | None = None) -> Mine:
    """Gather what somebody told of themselves; with `since` also what may be a slip of what is new."""
    return Mine(
        profile=profiles.of(session, team_id, user_id),
        offered=skills.offered_by(session, team_id, user_id),
        wanted=skills.wanted_by(session, team_id, user_id),
        named=consents.given(session, team_id, user_id, Programme.NAMING),
        meant=skills_meant.meant(session, team_id, user_id, since=since) if since else (),
        since=since,
    )


def _told(client: WebClient, team_id: str, form: dict[str, str]) -> Told:
    if form["manager"] and not people.is_member(client, team_id, form["manager"]):
        raise RuleError("Pick a colleague: not a guest, not an app, and nobody who left.", field="manager")
    return Told(
        team=form["team"],
        site=form["site"],
        seniority=form["seniority"],
        manager_id=form["manager"] or None,
        languages=form["languages"],
        begins=form["begins"],
        ends=form["ends"],
        country=form["country"],
        about=form["about"],
    )
