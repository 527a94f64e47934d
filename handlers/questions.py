"""Questions to peers: what is known, the form, the post, and what its author says and changes."""

import secrets
from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, messages, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import questions as views
from handlers.views.blocks import Message
from models import questions, questions_known, questions_naming, tips_thanks
from models import tips as tip_rules
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed
from models.questions import Question
from models.questions_known import Known

KNOWN_SHOWN = 3

ASKED_ABOUT = 6
"""How many of those who may be named are looked up: whether they are here, and still with the company."""


def register(app: App) -> None:
    """Route what concerns questions."""
    app.command("/ask-peers")(start)
    app.action("questions.compose")(compose)
    app.action("questions.answers_it")(answers_it)
    app.view("questions.known")(ask_anyway)
    app.view("questions.ask")(ask)
    app.action("questions.settle")(open_settle)
    app.view("questions.settle")(settle)
    app.action("questions.edit")(open_edit)
    app.view("questions.edit")(edit)
    app.action("questions.take_back")(take_back)
    app.action("questions.post_again")(post_again)


def start(
    ack: Ack,
    client: WebClient,
    body: Payload,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Show what is known already, or open the form."""
    text = forms.typed(command)
    if forms.asks_for_help(text):
        ack(views.HELP)
        return
    sensible = 0 < len(text) <= questions.LONGEST
    found = _known(client, sessions, team_id, user_id, text) if sensible else Known((), ())
    windows.show(client, body, views.known(text, found) if any(found) else views.form(text))
    ack()


def compose(ack: Ack, client: WebClient, body: Payload) -> None:
    """Open an empty form, from the Home tab."""
    windows.show(client, body, views.form(""))
    ack()


def answers_it(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Ask nobody, since it is known; a tip's author is thanked."""
    kind, number = action["value"].split()
    if kind == "tip":
        asker = people.asker(client, team_id, user_id)
        with sessions.begin() as session:
            tip = tip_rules.seen(session, team_id, int(number), asker)
            if tip.author_id != user_id:
                tips_thanks.thank(session, team_id, tip.id, by=user_id, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.found_before())
    ack()


def ask_anyway(ack: Ack, view: Payload) -> None:
    """Go on to the form, with the question as it was typed."""
    ack(response_action="update", view=views.form(view["private_metadata"]))


def ask(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Keep the question, then say what happens next."""
    form = forms.read(view)
    channel_id = form["channel"]
    private = channels.is_private(client, channel_id)
    present = _present(client, sessions, team_id, user_id, form["text"], channel_id, now)
    with sessions.begin() as session:
        question = questions.ask(
            session,
            team_id=team_id,
            author_id=user_id,
            text=form["text"],
            anonymous=bool(form["anonymous"]),
            channel_id=channel_id,
            private_channel=private,
            present=present,
            submission=view["id"],
            token=secrets.token_hex(8),
            now=now,
        )
        answer = views.asked(question)
    ack(response_action="update", view=answer)


def open_settle(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Ask who asked whose answer helped."""
    with sessions.read() as session:
        question = questions.own(session, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.settle(question))
    ack()


def settle(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Note that a question is answered; who answered is thanked."""
    answered_by = forms.read(view)["answered_by"] or None
    if answered_by is not None and answered_by != user_id:
        people.check_here(client, team_id, answered_by, field="answered_by")
    question_id = int(view["private_metadata"])
    with sessions.read() as session:
        found = questions.own(session, team_id, question_id, user_id)
    if answered_by is not None and not channels.may_read(client, found, answered_by):
        raise RuleError("Pick somebody who is in the question's channel.", field="answered_by")
    link = messages.link(client, found.channel_id, found.ts)
    with sessions.begin() as session:
        question = questions.own(session, team_id, question_id, user_id)
        question.permalink = link
        questions.settle(session, question, answered_by=answered_by, now=now)
    ack(response_action="update", view=views.settled(question))


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Open the form for who asked; anybody else is told that it is theirs."""
    with sessions.read() as session:
        question = questions.own(session, team_id, int(action["value"]), user_id)
    windows.show(client, body, views.edit(question))
    ack()


def edit(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Change a question; its post follows."""
    question_id, version = map(int, view["private_metadata"].split())
    with sessions.begin() as session:
        question = questions.own(session, team_id, question_id, user_id)
        questions.edit(session, question, text=forms.read(view)["text"], version=version, now=now)
    ack(response_action="update", view=views.changed())


def take_back(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Delete a question and its post."""
    with sessions.begin() as session:
        question = questions.own(session, team_id, int(action["value"]), user_id)
        questions.take_back(session, question, now=now)
    client.views_update(view_id=body["view"]["id"], view=views.taken_back())
    ack()


def post_again(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Post a question that its channel refused."""
    with sessions.begin() as session:
        question = questions.own(session, team_id, int(action["value"]), user_id)
        questions.post_again(session, question, now=now)
    respond(views.posting_again(), response_type="ephemeral", replace_original=False)
    ack()


def _known(client: WebClient, sessions: Sessions, team_id: str, user_id: str, text: str) -> Known:
    """Find what is known, with the asker's channels as they are now."""
    asker = people.asker(client, team_id, user_id)
    return channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: questions_known.known(session, team_id, asker, text, limit=KNOWN_SHOWN),
        lambda known: [*known.tips, *known.questions],
    )


def _present(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    user_id: str,
    text: str,
    channel_id: str,
    now: datetime,
) -> list[str]:
    """Name those who may be named, are in the channel and are members now; nobody is rung elsewhere."""
    with sessions.read() as session:
        free = questions_naming.candidates(session, team_id, text, but=user_id, now=now)
    if not free:
        return []
    there = channels.members(client, channel_id)
    here = [each.user_id for each in free if each.user_id in there][:ASKED_ABOUT]
    return [each for each in here if people.is_member(client, team_id, each)]


def _post(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = session.get(Question, int(owed.ref))
    if question is None or not question.text:
        return None
    return views.post(question, questions_naming.willing(session, question.id))


def _remember_place(session: Session, owed: Owed) -> None:
    question = session.get(Question, int(owed.ref))
    if question is not None:
        question.ts = owed.ts


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    questions.refused(session, int(owed.ref), now=now)


def _bump(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = session.get(Question, int(owed.ref))
    if question is None or not question.text:
        return None
    if owed.said_at is None and not questions.is_waiting(question):
        return None
    return views.bump(question)


def _remember_bump(session: Session, owed: Owed) -> None:
    question = session.get(Question, int(owed.ref))
    if question is not None:
        question.bump_ts = owed.ts


def _told(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = questions.by_token(session, owed.ref)
    return views.told(question) if question else None


def _closed(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = questions.by_token(session, owed.ref)
    return views.closed(question) if question else None


def _not_posted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    question = questions.by_token(session, owed.ref)
    return views.not_posted(question) if question else None


KINDS: Kinds = {
    "questions.post": Kind(_post, posted=_remember_place, undeliverable=_refused),
    "questions.bump": Kind(_bump, posted=_remember_bump),
    "questions.told": Kind(_told),
    "questions.closed": Kind(_closed),
    "questions.not_posted": Kind(_not_posted),
}
