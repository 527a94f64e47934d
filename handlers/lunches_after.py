"""After a lunch: attendance in one tap, what each learned, the recording, and thanks to who spoke."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import lunches_after as views
from handlers.views.blocks import Message
from models import lunches, lunches_after
from models.base import Sessions
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_seats import Answer, Seat
from models.lunches_talks import Talk
from models.outbox import Owed


def register(app: App) -> None:
    """Route what concerns the time after a lunch."""
    app.action("lunches_after.came")(say)
    app.action("lunches_after.missed")(say)
    app.action("lunches_after.line")(open_line)
    app.view("lunches_after.learn")(learn)
    app.action("lunches_after.add")(open_add)
    app.view("lunches_after.save")(save)


def say(ack: Ack, respond: Respond, action: Payload, team_id: str, user_id: str, sessions: Sessions) -> None:
    """Note whether somebody came."""
    yes = action["action_id"] == "lunches_after.came"
    with sessions.begin() as session:
        lunch = lunches.get(session, team_id, int(action["value"]))
        seat = lunches_after.came(session, lunch, user_id, yes=yes)
    asked = views.ask(lunch, seat)
    respond(asked.text, blocks=asked.blocks, replace_original=True)
    ack()


def open_line(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form for one thing learned."""
    with sessions.read() as session:
        lunch = lunches.get(session, team_id, int(action["value"]))
        seat = session.get(Seat, (lunch.id, user_id))
    if seat is None or seat.answer != Answer.GOING:
        raise RuleError("This is for those who had a seat at this lunch.")
    windows.show(client, body, views.line(lunch, seat))
    ack()


def learn(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep one thing learned, as a tip too where its author says so."""
    form = forms.read(view)
    keep = bool(form.get("keep"))
    with sessions.begin() as session:
        lunch = lunches.get(session, team_id, int(view["private_metadata"]))
        lunches_after.learn(session, lunch, user_id, line=form["line"], keep=keep, now=now)
    ack(response_action="update", view=views.thanked(kept=keep))


def open_add(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form for a recording and takeaways."""
    with sessions.read() as session:
        talk = lunches_after.talk_of(session, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.add(talk))
    ack()


def save(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep a recording and takeaways."""
    form = forms.read(view)
    with sessions.begin() as session:
        talk = lunches_after.talk_of(session, team_id, int(view["private_metadata"]), user_id)
        lunches_after.add_recording(
            session,
            talk,
            by=user_id,
            link=form["link"],
            takeaways=form["takeaways"].splitlines(),
            now=now,
        )
    ack(response_action="update", view=views.saved())


def _came(session: Session, owed: Owed, _now: datetime) -> Message | None:
    lunch = session.get(Lunch, int(owed.ref))
    seat = session.get(Seat, (int(owed.ref), owed.recipients))
    return views.ask(lunch, seat) if lunch and seat and seat.answer == Answer.GOING else None


def _given(session: Session, owed: Owed, _now: datetime) -> Message | None:
    talk = session.get(Talk, int(owed.ref))
    lunch = session.get(Lunch, talk.lunch_id) if talk and talk.lunch_id else None
    return views.given(talk, lunch) if talk and lunch else None


def _thanks(session: Session, owed: Owed, _now: datetime) -> Message | None:
    talk = session.get(Talk, int(owed.ref))
    if talk is None or talk.lunch_id is None:
        return None
    came = lunches_after.how_many_came(session, talk.lunch_id)
    said = lunches_after.lines(session, talk.lunch_id)
    return views.thanks(talk, came=came, said=said) if came or said else None


KINDS: Kinds = {
    "lunches_after.came": Kind(_came),
    "lunches_after.given": Kind(_given),
    "lunches_after.thanks": Kind(_thanks),
}
