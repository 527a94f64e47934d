"""Saving a message as a tip: by its menu or with a reaction; its author answers first."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import channels, forms, home, messages, people, windows
from handlers.forms import Payload
from handlers.outgoing import Kind, Kinds
from handlers.views import tips as tips_views
from handlers.views import tips_captures as views
from handlers.views.blocks import Message
from models import settings, tips, tips_captures
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed
from models.tips_captures import Capture, Place


def register(app: App) -> None:
    """Route what concerns saving messages."""
    app.shortcut("tips.save_message")(save_message)
    app.action("tips.capture_keep")(keep)
    app.action("tips.capture_edit")(open_edit)
    app.view("tips.capture_edit")(edit)
    app.action("tips.capture_no")(decline)


def save_message(
    ack: Ack,
    client: WebClient,
    respond: Respond,
    body: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open the form for one's own message; ask the author of anybody else's."""
    message, channel_id = body["message"], body["channel"]["id"]
    author_id = message.get("user")
    text = messages.plain(client, team_id, message.get("text") or "")
    private = messages.is_private_talk(channel_id, body["channel"].get("name", ""))
    if author_id == user_id:
        draft = tips.draft(text)._replace(channel_id=None if private else channel_id)
        windows.show(client, body, tips_views.compose(draft))
        ack()
        return
    if private:
        raise RuleError("What is said in private is not saved. Ask its author to share it: /share-tip")
    if author_id is None or message.get("bot_id"):
        raise RuleError("An app wrote this message. Share the tip in your own words: /share-tip")
    place = messages.place(client, channel_id, message)
    told = _ask(client, sessions, place, author_id, saver_id=user_id, text=text, team_id=team_id, now=now)
    respond(told, response_type="ephemeral", replace_original=False)
    ack()


def hear_reaction(
    client: WebClient,
    event: Payload,
    bot_user_id: str | None,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Take the workspace's emoji on somebody's message for a wish to keep it."""
    item, author_id = event["item"], event.get("item_user")
    with sessions.read() as session:
        emoji = settings.of(session, team_id).capture_emoji
    marked = event["reaction"] == emoji and item.get("type") == "message"
    marked = marked and not messages.is_private_talk(item["channel"])
    if not marked or author_id is None or author_id == bot_user_id:
        return
    message = messages.read(client, item["channel"], item["ts"]) or {"ts": item["ts"]}
    place = messages.place(client, item["channel"], message)
    text = messages.plain(client, team_id, message["text"]) if message.get("text") else None
    try:
        told = _ask(client, sessions, place, author_id, saver_id=user_id, text=text, team_id=team_id, now=now)
    except RuleError as error:
        told = error.message
    messages.whisper(client, place, user_id, told)


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
    """Publish the message as it is; where its words are not known, let the author write them."""
    with sessions.read() as session:
        capture = tips_captures.mine(session, team_id, int(action["value"]), by=user_id)
    if not capture.text or len(capture.text) > tips.LONGEST:
        windows.show(client, body, views.edit(capture))
        ack()
        return
    private = channels.is_private(client, capture.channel_id)
    with sessions.begin() as session:
        held = tips_captures.mine(session, team_id, capture.id, by=user_id)
        draft = tips.draft(capture.text)
        text, tags = draft.text or capture.text, draft.tags[: tips.MOST_TAGS]
        tips_captures.keep(session, held, text=text, tags=tags, private_channel=private, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.kept(), response_type="ephemeral", replace_original=False)
    ack()


def open_edit(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
) -> None:
    """Let the author change their words first."""
    with sessions.read() as session:
        capture = tips_captures.mine(session, team_id, int(action["value"]), by=user_id)
    windows.show(client, body, views.edit(capture))
    ack()


def edit(
    ack: Ack,
    client: WebClient,
    view: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Publish the message as its author changed it."""
    form = forms.read(view)
    capture_id = int(view["private_metadata"])
    with sessions.read() as session:
        capture = tips_captures.mine(session, team_id, capture_id, by=user_id)
    private = channels.is_private(client, capture.channel_id)
    with sessions.begin() as session:
        held = tips_captures.mine(session, team_id, capture_id, by=user_id)
        tip = tips_captures.keep(
            session,
            held,
            text=form["text"],
            tags=tips.parse_tags(form["tags"]),
            private_channel=private,
            now=now,
        )
    ack(response_action="update", view=tips_views.kept(tip))


def decline(
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
    """Keep nothing."""
    with sessions.begin() as session:
        capture = tips_captures.mine(session, team_id, int(action["value"]), by=user_id)
        tips_captures.decline(session, capture, now=now)
    if not home.follow(client, body, sessions, team_id, user_id, now):
        respond(views.declined(), response_type="ephemeral", replace_original=False)
    ack()


def _ask(
    client: WebClient,
    sessions: Sessions,
    place: Place,
    author_id: str,
    *,
    saver_id: str,
    text: str | None,
    team_id: str,
    now: datetime,
) -> str:
    """Owe the author the question; answer what the saver is told."""
    author = people.look_up(client, team_id, author_id)
    if author is None or not (author.member or author.guest):
        raise RuleError("Its author is not here to be asked. Share the tip in your own words: /share-tip")
    with sessions.begin() as session:
        fresh = tips_captures.ask(
            session,
            team_id=team_id,
            place=place,
            author_id=author_id,
            saver_id=saver_id,
            text=text,
            now=now,
        )
    return views.asking(author_id, saver_id) if fresh else views.asked_before(author_id)


def _question(session: Session, owed: Owed, _now: datetime) -> Message | None:
    capture = session.get(Capture, int(owed.ref))
    return views.question(capture) if capture else None


def _told(session: Session, owed: Owed) -> None:
    if owed.said_at is not None:
        tips_captures.told(session, int(owed.ref), now=owed.said_at)


def _unreachable(session: Session, owed: Owed, now: datetime) -> None:
    tips_captures.unreachable(session, int(owed.ref), now=now)


def _answer(session: Session, owed: Owed, _now: datetime) -> Message | None:
    capture = session.get(Capture, int(owed.ref))
    return views.answer(capture) if capture else None


KINDS: Kinds = {
    "tips.capture": Kind(_question, posted=_told, undeliverable=_unreachable),
    "tips.capture_answer": Kind(_answer),
}
