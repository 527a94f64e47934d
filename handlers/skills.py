"""Skills: the form in which a member says what they are glad to be asked about."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, people, windows
from handlers.forms import Payload
from handlers.views import skills as views
from models import consents, questions, skills
from models.base import Sessions
from models.consents import Programme


def register(app: App) -> None:
    """Route what concerns skills."""
    app.action("skills.open")(open_form)
    app.view("skills.save")(save)


def open_form(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Open the form with what is kept."""
    with sessions.read() as session:
        offered = skills.offered_by(session, team_id, user_id)
        named = consents.given(session, team_id, user_id, Programme.NAMING)
    windows.show(client, body, views.form(offered, named=named))
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
    """Keep what somebody offers, and whether they may be named."""
    people.check_member(client, team_id, user_id, field="offered")
    named = bool(forms.choices(view).get("named"))
    with sessions.begin() as session:
        skills.offer(session, team_id, user_id, forms.read(view)["offered"], now=now)
        if named:
            consents.give(session, team_id, user_id, Programme.NAMING, now=now)
        else:
            questions.name_no_more(session, team_id, user_id, now=now)
        offered = skills.offered_by(session, team_id, user_id)
    ack(response_action="update", view=views.saved(offered, named=named))
