"""Prompts: the Answer button and its form, votes, replies in the thread, reactions, keeping an answer."""

import secrets
from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, messages, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import prompts as views
from handlers.views.blocks import Message
from models import outbox, prompt_answers, prompt_upkeep, prompts
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed
from models.prompt_answers import By, Post, Reply
from models.prompt_schedules import PromptSchedule
from models.prompts import Missed, Prompting
from models.tips_captures import Place


def register(app: App) -> None:
    """Route what concerns prompts and their answers."""
    app.action("prompts.answer")(open_answer)
    app.view("prompts.answer")(answer)
    for number in range(views.MOST_CHOICES):
        app.action(f"prompts.vote_{number}")(vote)
    app.action("prompts.keep")(keep)
    app.event("reaction_removed")(forget_reaction)


def open_answer(
    ack: Ack, client: WebClient, body: Payload, action: Payload, team_id: str, sessions: Sessions
) -> None:
    """Open the form to answer."""
    with sessions.read() as session:
        prompting = prompts.get(session, team_id, int(action["value"]))
    windows.show(client, body, views.answer(prompting, token=secrets.token_hex(8)))
    ack()


def answer(ack: Ack, view: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Keep an answer, then thank; one without a name is never told whose it is."""
    prompting_id, token = view["private_metadata"].split()
    unnamed = bool(forms.choices(view).get("anonymous"))
    with sessions.begin() as session:
        prompting = prompts.get(session, team_id, int(prompting_id))
        reply = prompt_answers.answer(
            session,
            prompting,
            user_id=None if unnamed else user_id,
            text=forms.read(view)["text"],
            submission=token,
            now=now,
        )
    ack(response_action="update", view=views.answered(prompting, reply))


def vote(
    ack: Ack,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take somebody's vote, or change it."""
    choice = int(action["action_id"].rpartition("_")[2])
    with sessions.begin() as session:
        prompting = prompts.get(session, team_id, int(action["value"]))
        chosen = prompt_answers.vote(session, prompting, user_id=user_id, choice=choice, now=now)
    respond(views.voted(chosen), response_type="ephemeral", replace_original=False)
    ack()


def keep(
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
    """Make a tip of one's own answer."""
    with sessions.read() as session:
        reply = prompt_answers.mine(session, team_id, int(action["value"]), by=user_id)
        prompting = prompts.get(session, team_id, reply.prompting_id)
    text = reply.text or _read_again(client, team_id, prompting, reply)
    private = channels.is_private(client, prompting.channel_id)
    with sessions.begin() as session:
        held = prompt_answers.mine(session, team_id, reply.id, by=user_id)
        prompt_answers.keep(session, held, prompting, text=text, private_channel=private, now=now)
    if body.get("view"):
        client.views_update(view_id=body["view"]["id"], view=views.kept_window(prompting))
    else:
        respond(views.kept(), response_type="ephemeral", replace_original=True)
    ack()


def hear_reply(client: WebClient, event: Payload, team_id: str, sessions: Sessions, now: datetime) -> bool:
    """Count a reply in a prompt's thread and tell whether it was one."""
    post = Post(event["channel"], event["thread_ts"])
    with sessions.begin() as session:
        prompting = prompts.at(session, team_id, post)
        if prompting is None:
            return False
        reply = prompt_answers.heard(
            session, prompting, user_id=event["user"], mark=event["ts"], by=By.THREAD, now=now
        )
        first = reply is not None and prompt_answers.is_first_in_thread(session, reply)
    if reply is not None and first and event.get("text"):
        place = Place(post.channel_id, event["ts"], post.ts, "")
        offer = views.offer(reply)
        messages.whisper(client, place, reply.user_id, offer.text, blocks=offer.blocks)
    return True


def forget_reply(event: Payload, thread_ts: str, team_id: str, sessions: Sessions, now: datetime) -> None:
    """Take back a reply that was deleted."""
    with sessions.begin() as session:
        prompting = prompts.at(session, team_id, Post(event["channel"], thread_ts))
        if prompting is not None:
            prompt_answers.unheard(session, prompting, mark=event["deleted_ts"], by=By.THREAD, now=now)


def hear_reaction(event: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Count a reaction on a prompt as an answer."""
    with sessions.begin() as session:
        prompting = prompts.at(session, team_id, _post_of(event))
        if prompting is not None:
            mark = f"{user_id}:{event['reaction']}"
            prompt_answers.heard(session, prompting, user_id=user_id, mark=mark, by=By.REACTION, now=now)


def forget_reaction(event: Payload, team_id: str, user_id: str, sessions: Sessions, now: datetime) -> None:
    """Take a reaction back."""
    with sessions.begin() as session:
        prompting = prompts.at(session, team_id, _post_of(event))
        if prompting is not None:
            mark = f"{user_id}:{event['reaction']}"
            prompt_answers.unheard(session, prompting, mark=mark, by=By.REACTION, now=now)


def _read_again(client: WebClient, team_id: str, prompting: Prompting, reply: Reply) -> str:
    """Read the words of a reply in the thread, which are kept nowhere else."""
    ts = reply.mark.partition(":")[2]
    message = messages.read(client, prompting.channel_id, ts) or {}
    text = (
        messages.plain(client, team_id, message.get("text") or "")
        if message.get("user") == reply.user_id
        else ""
    )
    if not text:
        raise RuleError("I cannot read your answer any more, so nothing is kept. Share it with /share-tip")
    return text


def _post_of(event: Payload) -> Post:
    item = event["item"]
    return Post(item.get("channel", ""), item.get("ts", ""))


def _prompt(session: Session, owed: Owed, _now: datetime) -> Message | None:
    prompting = session.get(Prompting, int(owed.ref))
    return views.post(prompting) if prompting and prompting.text else None


def _remember_place(session: Session, owed: Owed) -> None:
    prompting = session.get(Prompting, int(owed.ref))
    if prompting is not None:
        prompting.ts = owed.ts


def _refused(session: Session, owed: Owed, now: datetime) -> None:
    prompts.refused(session, int(owed.ref), reason=owed.reason or "", now=now)


def _too_late(session: Session, owed: Owed, now: datetime) -> None:
    prompts.expired(session, int(owed.ref), now=now)


def _reply(session: Session, owed: Owed, _now: datetime) -> Message | None:
    reply = session.get(Reply, int(owed.ref))
    return views.reply(reply) if reply else None


def _tell_who_answered(session: Session, owed: Owed, now: datetime) -> None:
    """Tell an answer's author that it could not be posted; of one without a name nobody knows the author."""
    reply = session.get(Reply, int(owed.ref))
    if reply is not None and not reply.anonymous:
        outbox.owe(
            session,
            team_id=reply.team_id,
            key=f"{owed.key}:refused",
            kind="prompts.reply_not_posted",
            ref=reply.id,
            to=reply.user_id,
            due=now,
        )


def _reply_not_posted(session: Session, owed: Owed, _now: datetime) -> Message | None:
    reply = session.get(Reply, int(owed.ref))
    return (
        views.reply_not_posted(reply, prompts.get(session, owed.team_id, reply.prompting_id))
        if reply
        else None
    )


def _summary(session: Session, owed: Owed, _now: datetime) -> Message | None:
    prompting = session.get(Prompting, int(owed.ref))
    if prompting is None or not prompting.text:
        return None
    return views.summary(prompting, kept=prompt_upkeep.kept_as_tips(session, prompting))


def _missed(session: Session, owed: Owed, now: datetime) -> Message | None:
    missed = Missed.read(owed.ref)
    schedule = session.get(PromptSchedule, missed.schedule_id)
    if schedule is None:
        return None
    return views.missed(schedule, missed, coming=next(schedule.rhythm.coming(now)).local)


KINDS: Kinds = {
    "prompts.missed": Kind(_missed),
    "prompts.post": Kind(_prompt, posted=_remember_place, undeliverable=_refused, expired=_too_late),
    "prompts.reply": Kind(_reply, undeliverable=_tell_who_answered),
    "prompts.reply_not_posted": Kind(_reply_not_posted),
    "prompts.summary": Kind(_summary),
}
