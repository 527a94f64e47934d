"""What the app's manifest lets it be: its commands, shortcuts, scopes and events."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "manifest.json"

EVENT_SCOPES = {
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    **dict.fromkeys(
        ["channel_archive", "channel_deleted", "channel_left", "channel_unarchive"], "channels:read"
    ),
    **dict.fromkeys(["group_archive", "group_deleted", "group_left", "group_unarchive"], "groups:read"),
}
"""The scope without which Slack does not send an event; the others need none."""


class Manifest:
    """The manifest, and the scopes granted of those it asks for."""

    def __init__(self, scopes: frozenset[str] | None = None) -> None:
        data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
        asked = data["oauth_config"]["scopes"]
        every = frozenset(asked["bot"])
        self.required = every - frozenset(asked.get("bot_optional", []))
        self.scopes = every if scopes is None else scopes
        self.commands: list[dict[str, Any]] = data["features"].get("slash_commands", [])
        self.shortcuts: list[dict[str, Any]] = data["features"].get("shortcuts", [])
        self._events = set(data["settings"]["event_subscriptions"]["bot_events"])

    @property
    def knows_addresses(self) -> bool:
        """Tell whether the app may know people's e-mail addresses."""
        return "users:read.email" in self.scopes

    def hears(self, event: str) -> bool:
        """Tell whether the app subscribed to an event and may have it."""
        scope = EVENT_SCOPES.get(event)
        return event in self._events and (scope is None or scope in self.scopes)

    def command(self, name: str) -> dict[str, Any] | None:
        """Find a slash command."""
        return next((each for each in self.commands if each["command"] == name), None)

    def shortcut(self, callback_id: str) -> dict[str, Any] | None:
        """Find a shortcut."""
        return next((each for each in self.shortcuts if each["callback_id"] == callback_id), None)
