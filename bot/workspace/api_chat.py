"""Web API: messages and reactions."""

from collections.abc import Sequence
from typing import Any

from bot.workspace import payloads
from bot.workspace.api import Entry, flag, required
from bot.workspace.api_conversations import seen_by_bot
from bot.workspace.company import BOT, BOT_USER
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.state import Conversation
from handlers.views import limits

Json = dict[str, Any]

LONGEST_TEXT = 40_000
LONGEST_UPDATE = 4_000
NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_+-'")


async def post_message(hub: Hub, arguments: Json) -> Json:
    """chat.postMessage."""
    conversation = target(hub, required(arguments, "channel", error="channel_not_found"))
    message = _content(arguments, LONGEST_TEXT)
    message |= _thread(hub, conversation, arguments)
    if "thread_ts" in message and flag(arguments, "reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    if isinstance(arguments.get("metadata"), dict):
        message["metadata"] = _metadata(arguments["metadata"])
    posted = await hub.post(conversation, message)
    return {"channel": conversation.id, "ts": posted["ts"], "message": posted, **_warning(arguments)}


async def update(hub: Hub, arguments: Json) -> Json:
    """chat.update."""
    conversation, message = _own(hub, arguments, "cant_update_message")
    content = _content(arguments, LONGEST_UPDATE)
    parts: Json = {"text": content["text"], "edited": {"user": BOT, "ts": hub.state.new_ts()}}
    if "blocks" in arguments or arguments.get("text"):
        parts["blocks"] = content.get("blocks", [])
    await hub.change(conversation, message, **parts)
    return {"channel": conversation.id, "ts": message["ts"], "text": message["text"], "message": message}


async def delete(hub: Hub, arguments: Json) -> Json:
    """chat.delete."""
    conversation, message = _own(hub, arguments, "cant_delete_message")
    await hub.remove(conversation, message)
    return {"channel": conversation.id, "ts": message["ts"]}


async def post_ephemeral(hub: Hub, arguments: Json) -> Json:
    """chat.postEphemeral."""
    conversation = target(hub, required(arguments, "channel", error="channel_not_found"))
    user = required(arguments, "user", error="user_not_in_channel")
    if user not in conversation.members:
        raise ApiError("user_not_in_channel")
    message = _content(arguments, LONGEST_TEXT)
    message |= _thread(hub, conversation, arguments)
    return {"message_ts": hub.whisper(conversation, user, message)["ts"]}


async def permalink(hub: Hub, arguments: Json) -> Json:
    """chat.getPermalink."""
    conversation = seen_by_bot(hub, required(arguments, "channel"))
    ts = required(arguments, "message_ts")
    if ts not in hub.state.messages[conversation.id]:
        raise ApiError("message_not_found")
    return {
        "channel": conversation.id,
        "permalink": f"{hub.url}/archives/{conversation.id}/p{ts.replace('.', '')}",
    }


async def react(hub: Hub, arguments: Json) -> Json:
    """reactions.add."""
    conversation, message, name = _reaction(hub, arguments)
    if not await hub.react(conversation, message, name, BOT_USER, on=True):
        raise ApiError("already_reacted")
    return {}


async def unreact(hub: Hub, arguments: Json) -> Json:
    """reactions.remove."""
    conversation, message, name = _reaction(hub, arguments)
    if not await hub.react(conversation, message, name, BOT_USER, on=False):
        raise ApiError("no_reaction")
    return {}


async def reactions(hub: Hub, arguments: Json) -> Json:
    """reactions.get."""
    conversation = seen_by_bot(hub, required(arguments, "channel", error="no_item_specified"))
    message = hub.state.messages[conversation.id].get(arguments.get("timestamp", ""))
    if message is None:
        raise ApiError("message_not_found")
    return {"type": "message", "channel": conversation.id, "message": payloads.message_event(message)}


def check_blocks(blocks: Any) -> None:
    """Refuse blocks that Slack would not show."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        raise ApiError("invalid_blocks_format")
    problems = limits.message_problems(blocks)
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise ApiError("invalid_blocks", errors=problems, response_metadata={"messages": messages})


def _thread(hub: Hub, conversation: Conversation, arguments: Json) -> Json:
    thread = arguments.get("thread_ts")
    if not thread:
        return {}
    if thread not in hub.state.messages[conversation.id]:
        raise ApiError("thread_not_found")
    return {"thread_ts": thread}


def _content(arguments: Json, longest: int) -> Json:
    text = arguments.get("text") or ""
    blocks = arguments.get("blocks")
    if "blocks" in arguments and blocks is None:
        raise ApiError("invalid_blocks_format")
    if not text and not blocks and not arguments.get("attachments"):
        raise ApiError("no_text")
    if len(text) > longest:
        raise ApiError("msg_too_long")
    if blocks:
        check_blocks(blocks)
    return payloads.bot_message(text, blocks or None)


def target(hub: Hub, channel: str) -> Conversation:
    """Find where the bot may post: a channel it is in, or the conversation with a person."""
    if channel.startswith(("U", "W")):
        person = hub.state.people.get(channel)
        if person is None:
            raise ApiError("channel_not_found")
        if person.deleted:
            raise ApiError("user_disabled")
        if person.is_bot:
            raise ApiError("cannot_dm_bot")
        return hub.state.direct([channel, BOT_USER])
    conversation = seen_by_bot(hub, channel)
    if BOT_USER not in conversation.members:
        raise ApiError("not_in_channel")
    if conversation.archived:
        raise ApiError("is_archived")
    return conversation


def _own(hub: Hub, arguments: Json, refusal: str) -> tuple[Conversation, Json]:
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    message = hub.state.messages[conversation.id].get(arguments.get("ts", ""))
    if message is None:
        raise ApiError("message_not_found")
    if message.get("bot_id") != BOT:
        raise ApiError(refusal)
    return conversation, message


def _reaction(hub: Hub, arguments: Json) -> tuple[Conversation, Json, str]:
    name = required(arguments, "name", error="invalid_name")
    if not set(name) <= NAMES:
        raise ApiError("invalid_name")
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    message = hub.state.messages[conversation.id].get(arguments.get("timestamp", ""))
    if message is None:
        raise ApiError("message_not_found")
    return conversation, message, name


def _metadata(metadata: Json) -> Json:
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_format")
    return metadata


def _warning(arguments: Json) -> Json:
    if arguments.get("text"):
        return {}
    return {
        "warning": "missing_text_in_message",
        "response_metadata": {"warnings": ["missing_text_in_message"]},
    }


METHODS = {
    "chat.postMessage": Entry(post_message, "chat:write"),
    "chat.update": Entry(update, "chat:write"),
    "chat.delete": Entry(delete, "chat:write"),
    "chat.postEphemeral": Entry(post_ephemeral, "chat:write"),
    "chat.getPermalink": Entry(permalink),
    "reactions.add": Entry(react, "reactions:write"),
    "reactions.remove": Entry(unreact, "reactions:write"),
    "reactions.get": Entry(reactions, "reactions:read"),
}
