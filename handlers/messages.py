"""Messages of people: where one stands, what it says in plain words, and a whisper beside it."""

import logging
import re
from collections.abc import Collection

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import people
from handlers.forms import Payload
from handlers.views.blocks import Block
from models.tips_captures import Place

logger = logging.getLogger("potluck.messages")

CANNOT_READ = {"missing_scope", "no_permission", "channel_not_found", "not_in_channel", "thread_not_found"}

WRITTEN = {None, "file_share", "me_message", "thread_broadcast"}
"""The kinds of message that somebody writes; Slack tells of joins and names as messages too."""

_REFERENCE = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def plain(client: WebClient, team_id: str, text: str) -> str:
    """Give a message's words as they look: links, people and channels by name, nothing that rings."""

    def shown(reference: re.Match[str]) -> str:
        sign, target, label = reference["sign"], reference["target"], reference["label"]
        if sign == "@":
            person = None if label else people.look_up(client, team_id, target)
            return f"@{label or (person.name if person else 'somebody')}"
        if sign:
            return f"{'#' if sign == '#' else '@'}{label or target.partition('^')[0]}"
        return f"{label} ({target})" if label and label not in target else target

    words = _REFERENCE.sub(shown, text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def is_private_talk(channel_id: str, name: str = "") -> bool:
    """Tell whether a conversation is a direct message, or a group's, as far as Slack says so here."""
    return channel_id.startswith("D") or name.startswith("mpdm-")


def place(client: WebClient, channel_id: str, message: Payload) -> Place:
    """Note where a message stands."""
    ts = message["ts"]
    return Place(channel_id, ts, message.get("thread_ts") or ts, link(client, channel_id, ts))


def link(client: WebClient, channel_id: str, ts: str | None) -> str:
    """Give a message's address; empty where there is none."""
    if ts is None:
        return ""
    try:
        return str(client.chat_getPermalink(channel=channel_id, message_ts=ts)["permalink"])
    except SlackApiError:
        return ""


def read(client: WebClient, channel_id: str, ts: str) -> Payload | None:
    """Read the one message that somebody points at; None where Potluck may not, or it is gone."""
    try:
        found = client.conversations_replies(channel=channel_id, ts=ts, latest=ts, inclusive=True, limit=1)
    except SlackApiError as error:
        if error.response["error"] in CANNOT_READ:
            return None
        raise
    return next((each for each in found["messages"] if each["ts"] == ts), None)


def wrote_below(client: WebClient, channel_id: str, ts: str, people: Collection[str]) -> bool | None:
    """Tell whether one of some people wrote after a message, not what; None: Potluck may not look."""
    try:
        found = client.conversations_history(channel=channel_id, oldest=ts, inclusive=True)
    except SlackApiError as error:
        if error.response["error"] in CANNOT_READ:
            return None
        raise
    return any(_is_by(each, people) for each in found["messages"])


def _is_by(message: Payload, people: Collection[str]) -> bool:
    """Tell whether one of some people wrote a message, or an answer in its thread."""
    wrote = message.get("user") in people and message.get("subtype") in WRITTEN
    return wrote or any(each in people for each in message.get("reply_users", ()))


def whisper(
    client: WebClient, place: Place, user_id: str, text: str, *, blocks: list[Block] | None = None
) -> None:
    """Tell somebody a word beside a message; it is a courtesy, and its failing loses nothing."""
    thread = place.thread_ts if place.thread_ts != place.ts else None
    try:
        client.chat_postEphemeral(
            channel=place.channel_id, user=user_id, text=text, blocks=blocks, thread_ts=thread
        )
    except SlackApiError as error:
        logger.info("a word in %s was not said (%s)", place.channel_id, error.response["error"])
