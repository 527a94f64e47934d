"""Web API: conversations and people."""

import base64
import math
from collections.abc import Sequence
from typing import Any

from bot.workspace import payloads
from bot.workspace.api import Entry, flag, need, required
from bot.workspace.company import APP, BOT, BOT_USER, TEAM
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.state import Conversation

Json = dict[str, Any]

FAMILIES = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
TYPES = {"channel": "public_channel", "private": "private_channel", "im": "im", "mpim": "mpim"}
MOST_IN_GROUP = 8
PAGE = 100
MOST_IN_PAGE = 1000


def seen_by_bot(hub: Hub, channel_id: str) -> Conversation:
    """Find a conversation that the bot can see: public, or one it is in."""
    conversation = hub.state.conversations.get(channel_id)
    if conversation is None or (conversation.kind != "channel" and BOT_USER not in conversation.members):
        raise ApiError("channel_not_found")
    return conversation


async def listed(hub: Hub, arguments: Json) -> Json:
    """conversations.list."""
    return _channels(
        hub, arguments, BOT_USER, lambda each: each.kind == "channel" or BOT_USER in each.members
    )


async def of_user(hub: Hub, arguments: Json) -> Json:
    """users.conversations: for another person, only what the bot shares with them or anybody may join."""
    user = arguments.get("user") or BOT_USER
    if user not in hub.state.people:
        raise ApiError("user_not_found")
    found = _channels(
        hub,
        arguments,
        user,
        lambda each: user in each.members and (each.kind == "channel" or BOT_USER in each.members),
    )
    for channel in found["channels"]:
        for told_elsewhere in ("is_member", "num_members"):
            channel.pop(told_elsewhere, None)
    return found


async def info(hub: Hub, arguments: Json) -> Json:
    """conversations.info."""
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    _need(hub, conversation, "read")
    return {"channel": _described(hub, conversation, counted=flag(arguments, "include_num_members"))}


async def members(hub: Hub, arguments: Json) -> Json:
    """conversations.members."""
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    _need(hub, conversation, "read")
    page, following = paged(conversation.members, arguments)
    return {"members": page, **_next(following)}


async def history(hub: Hub, arguments: Json) -> Json:
    """conversations.history: the newest first."""
    conversation = _readable(hub, arguments)
    found = [each for each in reversed(hub.state.top_level(conversation)) if _within(each, arguments)]
    return _messages(found, arguments)


async def replies(hub: Hub, arguments: Json) -> Json:
    """conversations.replies: the thread's first message, then its answers, the oldest first."""
    conversation = _readable(hub, arguments)
    ts = required(arguments, "ts", error="thread_not_found")
    thread = hub.state.thread(conversation, ts)
    if not thread:
        raise ApiError("thread_not_found")
    found = [each for each in thread if each["ts"] == ts or _within(each, arguments)]
    return _messages(found, arguments)


async def opened(hub: Hub, arguments: Json) -> Json:
    """conversations.open."""
    if arguments.get("channel"):
        conversation = seen_by_bot(hub, arguments["channel"])
    else:
        users = arguments.get("users") or ""
        people = [each for each in (users.split(",") if isinstance(users, str) else users) if each]
        conversation = _open(hub, people)
    whole = flag(arguments, "return_im")
    return {"channel": _described(hub, conversation) if whole else {"id": conversation.id}}


async def join(hub: Hub, arguments: Json) -> Json:
    """conversations.join."""
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    if conversation.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if BOT_USER in conversation.members:
        warning = "already_in_channel"
        more: Json = {"warning": warning, "response_metadata": {"warnings": [warning]}}
        return {"channel": _described(hub, conversation), **more}
    conversation.members.append(BOT_USER)
    hub.state.keep(conversation)
    return {"channel": _described(hub, conversation)}


async def user(hub: Hub, arguments: Json) -> Json:
    """users.info."""
    person = hub.state.people.get(required(arguments, "user", error="user_not_found"))
    if person is None:
        raise ApiError("user_not_found")
    return {"user": payloads.user(person, hub.clock.now(), address=hub.manifest.knows_addresses)}


async def users(hub: Hub, arguments: Json) -> Json:
    """users.list."""
    page, following = paged(list(hub.state.people.values()), arguments)
    now = hub.clock.now()
    return {
        "members": [payloads.user(each, now, address=hub.manifest.knows_addresses) for each in page],
        "cache_ts": int(hub.clock.time()),
        **_next(following),
    }


async def bot(_hub: Hub, arguments: Json) -> Json:
    """bots.info."""
    if arguments.get("bot", BOT) != BOT:
        raise ApiError("bot_not_found")
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "Potluck", "deleted": False}}


async def me(hub: Hub, _arguments: Json) -> Json:
    """auth.test."""
    return {
        "url": f"{hub.url}/",
        "team": hub.state.company.name,
        "user": "potluck",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


async def team(hub: Hub, _arguments: Json) -> Json:
    """team.info."""
    company = hub.state.company
    return {"team": {"id": TEAM, "name": company.name, "domain": company.domain, "email_domain": ""}}


async def echo(_hub: Hub, arguments: Json) -> Json:
    """api.test."""
    if "error" in arguments:
        raise ApiError(str(arguments["error"]))
    return {"args": arguments}


def paged(found: Sequence[Any], arguments: Json) -> tuple[Sequence[Any], str]:
    """Cut out one page: its entries, and the cursor to the next, empty where there is none."""
    limit, start = _limit(arguments.get("limit") or str(PAGE)), _start(arguments.get("cursor"))
    if start > len(found):
        raise ApiError("invalid_cursor")
    after = start + limit
    following = base64.b64encode(f"next:{after}".encode()).decode() if after < len(found) else ""
    return found[start:after], following


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST_IN_PAGE:
        raise ApiError("invalid_limit")
    return int(text)


def _start(cursor: str | None) -> int:
    try:
        start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:")) if cursor else 0
    except ValueError as error:
        raise ApiError("invalid_cursor") from error
    if start < 0:
        raise ApiError("invalid_cursor")
    return start


def _next(following: str) -> Json:
    return {"response_metadata": {"next_cursor": following}}


def _messages(found: Sequence[Json], arguments: Json) -> Json:
    """Answer with a page of messages; the last page names no next one at all."""
    page, following = paged(found, arguments)
    shown = [_shown(each, arguments) for each in page]
    return {"messages": shown, "has_more": bool(following), **(_next(following) if following else {})}


def _channels(hub: Hub, arguments: Json, asker: str, seen: Any) -> Json:
    types = str(arguments.get("types") or "public_channel").replace(" ", "").split(",")
    kinds = [kind for kind, name in TYPES.items() if name in types]
    if len(kinds) < len(types):
        raise ApiError("invalid_types")
    for kind in kinds:
        need(hub, f"{FAMILIES[kind]}:read")
    skip_archived = flag(arguments, "exclude_archived")
    found = [each for each in hub.state.conversations.values() if each.kind in kinds and seen(each)]
    page, following = paged([each for each in found if not (skip_archived and each.archived)], arguments)
    return {"channels": [_described(hub, each, asker=asker) for each in page], **_next(following)}


def _open(hub: Hub, people: Sequence[str]) -> Conversation:
    if not people:
        raise ApiError("users_list_not_supplied")
    if len(people) > MOST_IN_GROUP:
        raise ApiError("too_many_users")
    need(hub, "im:write" if len(people) == 1 else "mpim:write")
    for each in people:
        person = hub.state.people.get(each)
        if person is None:
            raise ApiError("user_not_found")
        if person.is_bot:
            raise ApiError("cannot_dm_bot")
        if person.deleted:
            raise ApiError("user_disabled")
    conversation = hub.state.direct([*people, BOT_USER])
    hub.changes.tell("conversations")
    return conversation


def _readable(hub: Hub, arguments: Json) -> Conversation:
    conversation = seen_by_bot(hub, required(arguments, "channel", error="channel_not_found"))
    _need(hub, conversation, "history")
    if BOT_USER not in conversation.members:
        raise ApiError("not_in_channel")
    return conversation


def _need(hub: Hub, conversation: Conversation, verb: str) -> None:
    need(hub, f"{FAMILIES[conversation.kind]}:{verb}")


def _described(hub: Hub, conversation: Conversation, *, asker: str = BOT_USER, counted: bool = True) -> Json:
    shared = hub.state.shared(conversation)
    return payloads.channel(conversation, asker=asker, shared=shared, counted=counted)


def _within(message: Json, arguments: Json) -> bool:
    ts, inclusive = float(message["ts"]), flag(arguments, "inclusive")
    oldest, latest = _moment(arguments, "oldest", 0), _moment(arguments, "latest", math.inf)
    return oldest <= ts <= latest if inclusive else oldest < ts < latest


def _moment(arguments: Json, name: str, default: float) -> float:
    try:
        return float(arguments.get(name) or default)
    except ValueError as error:
        raise ApiError(f"invalid_ts_{name}") from error


def _shown(message: Json, arguments: Json) -> Json:
    shown = payloads.message_event(message)
    whole = flag(arguments, "include_all_metadata") and "metadata" in message
    return {**shown, "metadata": message["metadata"]} if whole else shown


METHODS = {
    "api.test": Entry(echo),
    "auth.test": Entry(me),
    "team.info": Entry(team, "team:read"),
    "bots.info": Entry(bot, "users:read"),
    "users.info": Entry(user, "users:read"),
    "users.list": Entry(users, "users:read"),
    "users.conversations": Entry(of_user),
    "conversations.list": Entry(listed),
    "conversations.info": Entry(info),
    "conversations.members": Entry(members),
    "conversations.history": Entry(history),
    "conversations.replies": Entry(replies),
    "conversations.open": Entry(opened),
    "conversations.join": Entry(join, "channels:join"),
}
