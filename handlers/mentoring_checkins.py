"""Fit check, check-ins and the rescue card: each of the two is asked privately, and answers with one tap."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import mentoring_sessions
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.reminders import Reminders
from handlers.views import mentoring_checkins as views
from handlers.views import mentoring_sessions as window_views
from handlers.views.blocks import Block, Message
from models import mentoring_checkins, mentoring_fit, mentoring_reminding
from models.base import Sessions
from models.mentoring import NOBODY, Mentorship, State
from models.mentoring_meeting import CheckIn, Met
from models.outbox import Owed
from models.reminders import Reminder


def register(app: App) -> None:
    """Route what the two are asked along the way."""
    app.action("mentoring_checkins.fits")(say_fit)
    app.action("mentoring_checkins.fits_not")(say_fit)
    for each in Met:
        app.action(f"mentoring_checkins.{each}")(answer)
    app.action("mentoring_checkins.short")(propose_short)


def say_fit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep whether it fits, as one of the two says; the message that asked follows."""
    fits = action["action_id"] == "mentoring_checkins.fits"
    mentorship_id = int(action["value"])
    with sessions.begin() as session:
        mentoring_fit.say(session, team_id, mentorship_id, by=user_id, fits=fits, now=now)
        shown = mentoring_sessions.page(client, session, team_id, user_id, mentorship_id, now)
    if body.get("view"):
        window = window_views.window(shown, note="Thank you for saying so.")
        client.views_update(view_id=body["view"]["id"], view=window)
    ack()


def answer(ack: Ack, action: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep how it goes; the message that asked follows."""
    mentorship_id, number = (int(each) for each in action["value"].split("/"))
    met = Met(action["action_id"].rpartition(".")[2])
    with sessions.begin() as session:
        mentoring_checkins.answer(session, team_id, mentorship_id, number, by=user_id, met=met, now=now)
    ack()


def propose_short(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Propose a short meeting to the partner."""
    mentorship_id, number = (int(each) for each in action["value"].split("/"))
    with sessions.begin() as session:
        fresh = mentoring_checkins.short_meeting(session, team_id, mentorship_id, number, by=user_id, now=now)
    respond(views.proposed(fresh=fresh), response_type="ephemeral", replace_original=False)
    ack()


def two(session: Session, reminder: Reminder) -> tuple[Mentorship, str] | None:
    """Give the mentorship that a reminder is about, and the reader's partner: nobody, once forgotten."""
    mentorship = session.get(Mentorship, mentoring_reminding.mentorship_id(reminder.ref))
    if mentorship is None or reminder.user_id not in mentorship.two:
        return None
    return mentorship, mentorship.partner_of(reminder.user_id) or NOBODY


def _fit(session: Session, reminder: Reminder, now: datetime) -> list[Block] | None:
    found = two(session, reminder)
    decided = mentoring_fit.decided_at(session, found[0]) if found else None
    if found is None or decided is None:
        return None
    if not mentoring_fit.is_open(found[0], decided, now=now):
        return views.over(*found)
    return views.fit(*found, decided, fits=mentoring_fit.answer_of(session, found[0].id, reminder.user_id))


def _checkin(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    found = two(session, reminder)
    number = int(reminder.ref.partition("/")[2])
    asked = session.get(CheckIn, (found[0].id, number, reminder.user_id)) if found else None
    if found is None or asked is None:
        return None
    return views.checkin(*found, number, met=Met(asked.answer) if asked.answer else None)


def _rescue(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    found = two(session, reminder)
    return views.rescue(*found, int(reminder.ref.partition("/")[2])) if found else None


def _short(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mentorship_id, by = owed.ref.split("/")
    mentorship = session.get(Mentorship, int(mentorship_id))
    return views.short(mentorship, by) if mentorship and mentorship.state == State.RUNNING else None


KINDS: Kinds = {"mentoring.short": Kind(_short)}

REMINDERS: Reminders = {
    mentoring_reminding.CHECKIN: _checkin,
    mentoring_reminding.FIT: _fit,
    mentoring_reminding.RESCUE: _rescue,
}
