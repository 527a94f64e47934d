"""What the bot is sent, in the shapes of Slack's reference of interaction and event payloads."""

import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.workspace.company import APP, BOT, BOT_USER, TEAM, Company, Person
from bot.workspace.state import Conversation

Json = dict[str, Any]

TOKEN = "local-verification-token"  # noqa: S105 - the deprecated field that Slack still sends
HIDDEN = {"ephemeral"}
HOME_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}
"""What Slack gives as the title of a Home tab, which has none."""


def user(person: Person, now: datetime, *, address: bool) -> Json:
    """Describe somebody as `users.info` does; `address`: the app may know e-mail addresses."""
    return {
        "id": person.id,
        "team_id": person.home,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": now.astimezone(ZoneInfo(person.tz)).tzname(),
        "tz_offset": person.tz_offset(now),
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "real_name_normalized": person.real_name,
            "display_name": person.name,
            "display_name_normalized": person.name,
            "status_text": "",
            "status_emoji": "",
            "team": person.home,
            **({"email": person.email} if address and person.email else {}),
            **({"bot_id": BOT, "api_app_id": APP} if person.id == BOT_USER else {}),
        },
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }


def channel(
    conversation: Conversation, *, asker: str = BOT_USER, shared: bool = False, counted: bool = True
) -> Json:
    """Describe a conversation as `conversations.info` does."""
    kind = conversation.kind
    common = {
        "id": conversation.id,
        "created": conversation.created,
        "is_archived": conversation.archived,
        "is_im": kind == "im",
        "is_mpim": kind == "mpim",
        "is_org_shared": False,
        "context_team_id": TEAM,
    }
    if kind == "im":
        other = next((each for each in conversation.members if each != asker), asker)
        return {**common, "user": other, "is_user_deleted": False, "is_open": True}
    return {
        **common,
        "name": conversation.name,
        "name_normalized": conversation.name,
        "is_channel": kind != "mpim",
        "is_group": False,
        "is_private": kind != "channel",
        "is_general": conversation.name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_pending_ext_shared": False,
        "is_member": asker in conversation.members,
        "creator": conversation.creator,
        "topic": {
            "value": conversation.topic,
            "creator": conversation.creator,
            "last_set": conversation.created,
        },
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "previous_names": [],
        "shared_team_ids": [TEAM],
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "unlinked": 0,
        **({"num_members": len(conversation.members)} if counted else {}),
    }


def command(person: Person, company: Company, conversation: Conversation, name: str, text: str) -> Json:
    """Describe a slash command; the trigger and the response_url come with the sending."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": company.domain,
        "channel_id": conversation.id,
        "channel_name": _command_channel(conversation),
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
    }


def interaction(kind: str, person: Person, company: Company) -> Json:
    """Give what every interaction payload has; a form's team is its sender's, a button's the app's.

    Only a global shortcut does not repeat the name that its sender has.
    """
    team = person.home if kind in {"view_submission", "view_closed"} else TEAM
    named = {} if kind == "shortcut" else {"name": person.name}
    return {
        "type": kind,
        "team": {"id": team, "domain": company.domain if team == TEAM else team.lower()},
        "user": {"id": person.id, "username": person.name, **named, "team_id": person.home},
        "api_app_id": APP,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def place(conversation: Conversation) -> Json:
    """Name a conversation in an interaction payload."""
    return {"id": conversation.id, "name": _command_channel(conversation)}


def message_event(message: Json) -> Json:
    """Give a message as events and history carry it."""
    return {name: part for name, part in message.items() if name not in {*HIDDEN, "metadata"}}


def reaction_event(channel_id: str, message: Json, name: str, user_id: str, ts: str, *, on: bool) -> Json:
    """Describe a reaction added or taken back."""
    event = {
        "type": "reaction_added" if on else "reaction_removed",
        "user": user_id,
        "reaction": name,
        "item": {"type": "message", "channel": channel_id, "ts": message["ts"]},
        "event_ts": ts,
    }
    return event | ({"item_user": message["user"]} if "user" in message else {})


def membership_event(conversation: Conversation, person: Person, ts: str, *, present: bool) -> Json:
    """Describe that somebody joined a channel, or left it."""
    return {
        "type": "member_joined_channel" if present else "member_left_channel",
        "user": person.id,
        "channel": conversation.id,
        "channel_type": "G" if conversation.kind == "private" else "C",
        "team": person.home,
        "event_ts": ts,
    }


def channel_event(conversation: Conversation, what: str, ts: str) -> Json:
    """Describe what happened to a channel: that it was archived, say, or that the app has left it."""
    family = "group" if conversation.kind == "private" else "channel"
    return {"type": f"{family}_{what}", "channel": conversation.id, "event_ts": ts}


def home_opened(person: Person, conversation: Conversation, tab: str, ts: str, view: Json | None) -> Json:
    """Describe that somebody opened the app's Home."""
    event = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": conversation.id,
        "tab": tab,
        "event_ts": ts,
    }
    return event | ({"view": view} if view is not None and tab == "home" else {})


def event_callback(event: Json, now: float, *, shared: bool = False) -> Json:
    """Wrap an event as the Events API does."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": secrets.token_urlsafe(24),
    }


def bot_message(text: str, blocks: list[Json] | None = None) -> Json:
    """Give what every message of the bot has."""
    message: Json = {
        "user": BOT_USER,
        "bot_id": BOT,
        "app_id": APP,
        "team": TEAM,
        "text": text,
        "bot_profile": {
            "id": BOT,
            "app_id": APP,
            "name": "Potluck",
            "icons": {},
            "team_id": TEAM,
            "deleted": False,
            "updated": 1_700_000_000,
        },
    }
    return message if not blocks else {**message, "blocks": named(blocks)}


def named(blocks: list[Json]) -> list[Json]:
    """Give each block the id that Slack gives where none is given."""
    return [{"block_id": secrets.token_hex(3), **block} for block in blocks]


def _command_channel(conversation: Conversation) -> str:
    named = {"im": "directmessage", "private": "privategroup"}
    return named.get(conversation.kind, conversation.name)
