"""The worksheet: two lines that the two of a mentorship write for each other."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import forms, mentoring_sessions, windows
from handlers.forms import Payload
from handlers.views import mentoring_sessions as window_views
from handlers.views import mentoring_worksheets as views
from models import mentoring_worksheets
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns the worksheet."""
    app.action("mentoring_worksheets.write")(open_new)
    app.action("mentoring_worksheets.edit")(open_own)
    app.view("mentoring_worksheets.save")(save)
    app.view("mentoring_worksheets.change")(change)


def open_new(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for two lines."""
    with sessions.read() as session:
        shown = mentoring_sessions.page(client, session, team_id, user_id, int(action["value"]), now)
    windows.show(client, body, views.form(shown.mentorship.id, None))
    ack()


def open_own(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form with one's own lines."""
    with sessions.read() as session:
        sheet = mentoring_worksheets.own(session, team_id, int(action["value"]), by=user_id)
    windows.show(client, body, views.form(sheet.mentorship_id, sheet))
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
    """Keep two lines."""
    form, mentorship_id = forms.read(view), int(view["private_metadata"])
    with sessions.begin() as session:
        mentoring_worksheets.write(
            session,
            team_id,
            mentorship_id,
            by=user_id,
            stuck=form["stuck"],
            suggested=form["suggested"],
            now=now,
        )
        shown = mentoring_sessions.page(client, session, team_id, user_id, mentorship_id, now)
    mentoring_sessions.back(ack, client, view, window_views.window(shown))


def change(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Change one's own lines."""
    form, sheet_id = forms.read(view), int(view["private_metadata"])
    with sessions.begin() as session:
        mentorship_id = mentoring_worksheets.change(
            session, team_id, sheet_id, by=user_id, stuck=form["stuck"], suggested=form["suggested"]
        )
        shown = mentoring_sessions.page(client, session, team_id, user_id, mentorship_id, now)
    mentoring_sessions.back(ack, client, view, window_views.window(shown))
