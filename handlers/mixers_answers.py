"""Did you meet? One tap each, in the reminder or where the group talks, and a window for who met."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.reminders import Reminders
from handlers.views import mixers_answers as views
from handlers.views.blocks import Block, Message, View
from models import mixers_answers
from models import mixers_rounds as rounds
from models.base import Sessions
from models.mixers import Mixer
from models.mixers_answers import Took
from models.mixers_rounds import Answer, Part, Round
from models.outbox import Owed
from models.reminders import Reminder


def register(app: App) -> None:
    """Route what concerns the question whether a group met."""
    for each in Answer:
        app.action(f"mixers_answers.{each}")(answer)
    app.action("mixers_answers.line")(open_line)
    app.view("mixers_answers.take")(take)


def answer(
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
    """Keep what somebody says; who met is asked what they took with them. The message that asked follows."""
    said = Answer(action["action_id"].rpartition(".")[2])
    with sessions.begin() as session:
        round_, part = mixers_answers.answer(
            session, team_id, int(action["value"]), by=user_id, answer=said, now=now
        )
        mixer = session.get_one(Mixer, round_.mixer_id)
        window = _window(session, mixer, round_, part)
    if said == Answer.MET:
        windows.show(client, body, window)
    elif not home.follow(client, body, sessions, team_id, user_id, now) and _is_among_others(body):
        respond(views.answered(mixer, said), response_type="ephemeral", replace_original=False)
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
    """Open the window for what somebody took with them."""
    with sessions.begin() as session:
        round_, part = mixers_answers.answering(session, team_id, int(action["value"]), by=user_id)
        window = _window(session, session.get_one(Mixer, round_.mixer_id), round_, part)
    windows.show(client, body, window)
    ack()


def take(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep what somebody took with them; a tip and thanks of it only where they say so."""
    round_id, also = int(view["private_metadata"]), forms.choices(view).get("also", [])
    took = Took(line=forms.read(view)["line"], shares="share" in also, thanks="thank" in also)
    with sessions.begin() as session:
        round_, part = mixers_answers.answering(session, team_id, round_id, by=user_id)
        mixer, others = session.get_one(Mixer, round_.mixer_id), mixers_answers.others(session, part)
    names = {name for who in others for name in people.called(client, who)} if took.shares else set()
    private = took.shares and channels.is_private(client, mixer.channel_id)
    with sessions.begin() as session:
        mixers_answers.take(
            session, team_id, round_id, took, by=user_id, names=names, private_channel=private, now=now
        )
    ack(
        response_action="update",
        view=views.taken(mixer, line=bool(took.line.strip()), shared=took.shares, thanked=took.thanks),
    )


def _window(session: Session, mixer: Mixer, round_: Round, part: Part) -> View:
    return views.window(
        mixer,
        round_,
        part,
        mixers_answers.others(session, part),
        shared=mixers_answers.tip_of(session, part) is not None,
        thanked=mixers_answers.has_thanked(session, part),
    )


def _is_among_others(body: Payload) -> bool:
    """Tell whether a button was pressed where others talk too: their message does not change by it."""
    return not body.get("channel", {}).get("id", "").startswith("D")


def _asked(session: Session, reminder: Reminder, _now: datetime) -> list[Block] | None:
    round_ = session.get(Round, int(reminder.ref))
    part = session.get(Part, (int(reminder.ref), reminder.user_id))
    if round_ is None or part is None:
        return None
    if part.stand not in rounds.IN_A_GROUP and reminder.told_at is None:
        return None
    fresh = part.answered_at is not None and part.answered_at >= reminder.due_at
    return views.asked(
        session.get_one(Mixer, round_.mixer_id),
        round_,
        part,
        mixers_answers.others(session, part) if part.stand in rounds.IN_A_GROUP else [],
        answered=Answer(part.answer) if part.answer and fresh else None,
    )


def _thanks(session: Session, owed: Owed, _now: datetime) -> Message | None:
    round_id, _, by = owed.ref.partition("/")
    part = session.get(Part, (int(round_id), by))
    round_ = session.get(Round, int(round_id))
    if part is None or round_ is None:
        return None
    return views.thanks(session.get_one(Mixer, round_.mixer_id), by)


KINDS: Kinds = {"mixers.thanks": Kind(_thanks)}

REMINDERS: Reminders = {mixers_answers.KIND: _asked}
