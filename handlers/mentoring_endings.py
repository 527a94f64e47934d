"""The end of a mentorship: either of the two, any time, without a reason."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, mentoring_sessions, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import mentoring_endings as views
from handlers.views.blocks import Message
from models import mentoring_endings, mentoring_last_words, mentoring_page
from models.base import Sessions
from models.errors import RuleError
from models.mentoring import BOOKED, Mentorship
from models.mentoring_meeting import LastWord
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns an end."""
    app.action("mentoring_endings.open")(open_form)
    app.view("mentoring_endings.close")(close)


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
    """Ask before the end, without asking why."""
    with sessions.read() as session:
        page = mentoring_sessions.page(client, session, team_id, user_id, int(action["value"]), now)
    if page.mentorship.state not in BOOKED:
        raise RuleError("This mentorship has ended already.")
    windows.show(client, body, views.close_form(page.mentorship, mentoring_page.partner(page)))
    ack()


def close(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """End it."""
    thanks = forms.read(view)["thanks"]
    with sessions.begin() as session:
        mentorship = mentoring_endings.close(
            session, team_id, int(view["private_metadata"]), by=user_id, thanks=thanks, now=now
        )
    mentoring_sessions.back(ack, client, view, views.closed(mentorship, user_id))


def word_for(session: Session, mentorship: Mentorship, reader_id: str) -> LastWord | None:
    """Give what the partner of who reads has said."""
    partner = mentorship.partner_of(reader_id)
    return mentoring_last_words.of(session, mentorship.id, partner) if partner else None


def _ended(session: Session, owed: Owed, now: datetime) -> Message | None:
    mentorship, reader = session.get(Mentorship, int(owed.ref)), owed.recipients
    if mentorship is None:
        return None
    speaks = mentoring_last_words.may_speak(mentorship, now=now)
    return views.ended(mentorship, reader, word_for(session, mentorship, reader), speaks=speaks)


KINDS: Kinds = {"mentoring.ended": Kind(_ended)}
