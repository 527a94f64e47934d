"""What Slack knows of people: who is a member, who a guest, a bot, somebody who left or another company's."""

from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from models.errors import RuleError


class Person(NamedTuple):
    """Somebody as Slack describes them."""

    id: str
    name: str
    zone: str
    member: bool
    guest: bool


def look_up(client: WebClient, user_id: str) -> Person | None:
    """Ask Slack for a person; None: there is nobody of that id."""
    try:
        found = client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        if error.response["error"] in {"user_not_found", "user_not_visible"}:
            return None
        raise
    guest = bool(found.get("is_restricted") or found.get("is_ultra_restricted"))
    outside = any(found.get(name) for name in ("deleted", "is_bot", "is_stranger"))
    profile = found.get("profile", {})
    return Person(
        id=found["id"],
        name=profile.get("display_name") or found.get("real_name") or found.get("name", ""),
        zone=found.get("tz") or "UTC",
        member=not outside and not guest and found["id"] != "USLACKBOT",
        guest=guest,
    )


def check_member(client: WebClient, user_id: str, *, field: str | None = None) -> Person:
    """Let only a full member of this workspace pass."""
    person = look_up(client, user_id)
    if person is None or not person.member:
        raise RuleError("This is for colleagues: not for guests, bots or people who left.", field=field)
    return person
