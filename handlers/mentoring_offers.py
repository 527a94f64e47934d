"""Offering to mentor: the form, by oneself or for a colleague's wish in a channel, and one tap to stop."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, mentoring_requests, people, windows
from handlers.forms import Payload
from handlers.views import mentoring_offers as views
from models import mentoring, mentoring_offers, mentors, skills, skills_meant
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import OPEN, Mentorship


def register(app: App) -> None:
    """Route what concerns mentors' offers."""
    app.action("mentoring_offers.open")(open_form)
    app.action("mentoring_offers.help")(help_somebody)
    app.view("mentoring_offers.save")(save)
    app.action("mentoring_offers.stop")(stop)


def open_form(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Open the form with what somebody offers."""
    _show(client, body, sessions, team_id, user_id)
    ack()


def help_somebody(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form for who can help with what a colleague would like to learn."""
    with sessions.read() as session:
        request = session.get(Mentorship, int(action["value"]))
        if request is None or request.team_id != team_id or request.state not in OPEN:
            raise RuleError("Nobody looks for this any more. Thank you all the same.")
        if request.seeker_id == user_id:
            raise RuleError("This is your own wish. I tell you when a colleague can help.")
    people.check_member(client, team_id, user_id)
    _show(client, body, sessions, team_id, user_id, also=request.skill)
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
    """Keep somebody's yes and what they offer."""
    person = people.check_member(client, team_id, user_id, field="offered")
    form = forms.read(view)
    with sessions.begin() as session:
        mentor = mentoring_offers.offer(
            session,
            team_id,
            user_id,
            capacity=form["capacity"],
            hours_a_month=form["hours_a_month"],
            formats=forms.choices(view)["formats"],
            offered=form["offered"],
            zone=person.zone,
            now=now,
        )
        offered = skills.offered_by(session, team_id, user_id)
        taken = mentoring.booked(session, team_id).get(user_id, 0)
        meant = skills_meant.meant(session, team_id, user_id, since=now)
    mentoring_requests.pass_on_from(sessions, user_id, now)
    ack(response_action="update", view=views.saved(mentor, offered, taken, meant, since=now))


def stop(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take the yes back; what waits for this mentor goes on."""
    with sessions.begin() as session:
        was_one = mentoring_offers.stop(session, team_id, user_id)
    mentoring_requests.pass_on_from(sessions, user_id, now)
    client.views_update(view_id=body["view"]["id"], view=views.stopped(was_one=was_one))
    ack()


def _show(
    client: WebClient, body: Payload, sessions: Sessions, team_id: str, user_id: str, *, also: str = ""
) -> None:
    with sessions.read() as session:
        mentor = mentors.of(session, team_id, user_id)
        offered = skills.offered_by(session, team_id, user_id)
    windows.show(client, body, views.form(mentor, offered, also=also))
