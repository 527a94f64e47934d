"""Joining a cohort: the buttons of its announcement, the form, and leaving with one tap."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.views import cohorts_joining as views
from models import cohorts, cohorts_joining, pauses, skills, skills_meant
from models.base import Sessions
from models.cohorts import Role
from models.cohorts_joining import Yes
from models.consents import Programme

ROLES = {
    "cohorts_joining.learn": Role.SEEKER,
    "cohorts_joining.mentor": Role.MENTOR,
    "cohorts_joining.both": Role.BOTH,
}


def register(app: App) -> None:
    """Route what concerns joining."""
    for action in ROLES:
        app.action(action)(open_form)
    app.action("cohorts_joining.leave")(leave)
    app.view("cohorts_joining.save")(save)


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
    """Open the form, with what is known of somebody; where no role was pressed, theirs, or ask for one."""
    people.check_member(client, team_id, user_id)
    with sessions.read() as session:
        cohort = cohorts.get(session, team_id, int(action["value"]))
        cohorts_joining.check_open(cohort, now=now)
        joined = cohorts_joining.of(session, cohort, user_id)
        role = ROLES.get(action["action_id"], Role(joined.role) if joined else None)
        wanted = skills.wanted_by(session, team_id, user_id)
        offered = skills.offered_by(session, team_id, user_id)
    shown = views.form(cohort, role, wanted, offered, joined) if role else views.ask_role(cohort)
    windows.show(client, body, shown)
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
    """Let somebody join, or change what they joined with."""
    people.check_member(client, team_id, user_id)
    cohort_id, role = view["private_metadata"].split("/")
    form = forms.read(view)
    yes = Yes(
        Role(role),
        wanted=form.get("wanted", ""),
        offered=form.get("offered", ""),
        places=int(form.get("places") or 1),
        line=form.get("line", ""),
    )
    with sessions.begin() as session:
        cohort = cohorts_joining.join(session, team_id, int(cohort_id), user_id, yes, now=now)
        away = pauses.of(session, team_id, user_id, programme=Programme.MENTORING, now=now)
        meant = skills_meant.meant(session, team_id, user_id, since=now)
    ack(response_action="update", view=views.joined(cohort, meant, away=away is not None, since=now))


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
        cohort = cohorts_joining.leave(session, team_id, int(action["value"]), user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.left(cohort))
    ack()
