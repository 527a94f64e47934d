"""Prompts: the Answer button and its form, replies in the thread, reactions."""

from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import forms, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import prompts as views
from handlers.views.blocks import Message
from models import prompts
from models.base import Sessions
from models.outbox import Owed
from models.prompts import By, Missed, Post, Prompting, PromptSchedule, Reply

WRITTEN = {None, "thread_broadcast", "file_share"}
"""The subtypes of a message that somebody wrote."""


def register(app: App) -> None:
    """Route what concerns prompts."""
    app.action("prompts.answer")(open_answer)
    app.view("prompts.answer")(answer)
    app.event("message")(hear_message)
    app.event("reaction_removed")(forget_reaction)


def open_answer(
    ack: Ack, client: WebClient, body: Payload, action: Payload, team_id: str, sessions: Sessions
) -> None:
    """Open the form to answer."""
    with sessions.read() as session:
        prompting = prompts.get(session, team_id, int(action["value"]))
    windows.show(client, body, views.answer(prompting))
    ack()


def answer(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep an answer, then thank."""
    with sessions.begin() as session:
        prompting = prompts.answer(
            session,
            team_id,
            int(view["private_metadata"]),
            user_id=user_id,
            text=forms.read(view)["text"],
            submission=view["id"],
            now=now,
        )
    ack(response_action="update", view=views.answered(prompting))


def hear_message(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Count a reply in a prompt's thread; every other message is let pass unread."""
    subtype, thread = event.get("subtype"), event.get("thread_ts")
    if subtype == "message_deleted":
        _forget_deleted(event, team_id, sessions, now)
    elif subtype in WRITTEN and thread is not None and "bot_id" not in event:
        with sessions.begin() as session:
            prompts.heard(
                session,
                team_id,
                Post(event["channel"], thread),
                user_id=event["user"],
                mark=event["ts"],
                by=By.THREAD,
                now=now,
            )


def hear_reaction(event: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Count a reaction on a prompt as an answer."""
    with sessions.begin() as session:
        prompts.heard(
            session,
            team_id,
            _post_of(event),
            user_id=user_id,
            mark=f"{user_id}:{event['reaction']}",
            by=By.REACTION,
            now=now,
        )


def forget_reaction(event: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Take a reaction back."""
    with sessions.begin() as session:
        mark = f"{user_id}:{event['reaction']}"
        prompts.unheard(session, team_id, _post_of(event), mark=mark, by=By.REACTION, now=now)


def _forget_deleted(event: Payload, team_id: str, sessions: Sessions, now: datetime) -> None:
    thread = event.get("previous_message", {}).get("thread_ts")
    if thread is not None:
        post = Post(event["channel"], thread)
        with sessions.begin() as session:
            prompts.unheard(session, team_id, post, mark=event["deleted_ts"], by=By.THREAD, now=now)


def _post_of(event: Payload) -> Post:
    item = event["item"]
    return Post(item.get("channel", ""), item.get("ts", ""))


def _prompt(session: Session, owed: Owed, _now: datetime) -> Message | None:
    prompting = session.get(Prompting, int(owed.ref))
    return views.post(prompting) if prompting else None


def _remember_place(session: Session, owed: Owed) -> None:
    prompting = session.get(Prompting, int(owed.ref))
    if prompting is not None:
        prompting.ts = owed.ts


def _reply(session: Session, owed: Owed, _now: datetime) -> Message | None:
    reply = session.get(Reply, int(owed.ref))
    return views.reply(reply) if reply else None


def _missed(session: Session, owed: Owed, now: datetime) -> Message | None:
    missed = Missed.read(owed.ref)
    schedule = session.get(PromptSchedule, missed.schedule_id)
    if schedule is None:
        return None
    return views.missed(schedule, missed, coming=next(schedule.rhythm.coming(now)).local)


KINDS: Kinds = {
    "prompts.missed": Kind(_missed),
    "prompts.post": Kind(_prompt, posted=_remember_place),
    "prompts.reply": Kind(_reply),
}
