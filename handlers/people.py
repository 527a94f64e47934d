"""What Slack knows of people: who is a member, who a guest, a bot, somebody who left or another company's."""

from collections.abc import Collection
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import channels
from models.audiences import Asker
from models.errors import RuleError
from models.profiles_import import Colleague

PAGE = 1000

NO_ADDRESSES = (
    "Slack tells me nobody's e-mail address. Give Potluck the optional scope users:read.email: install the "
    "app again with it, then try once more. Nothing is changed."
)
TOO_MANY = (
    "You are too many for this window. An operator can do it with a file: python -m bot people import FILE. "
    "Nothing is changed."
)

GONE = {"user_disabled", "account_inactive", "user_not_found", "cannot_dm_bot"}
"""Slack's refusals that mean that somebody is here no more."""


class Person(NamedTuple):
    """Somebody as Slack describes them."""

    id: str
    name: str
    zone: str
    member: bool
    guest: bool


def look_up(client: WebClient, team_id: str, user_id: str) -> Person | None:
    """Ask Slack for a person; None: there is nobody of that id. Another company's are no members here."""
    try:
        found = client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        if error.response["error"] in {"user_not_found", "user_not_visible"}:
            return None
        raise
    return _described(found, team_id)


def by_address(client: WebClient, team_id: str, *, pages: int | None = None) -> dict[str, Colleague]:
    """Give everybody by their e-mail address in small letters, members before who cannot have it any more.

    RuleError where Slack tells no addresses, or has more than so many pages of people.
    """
    found: dict[str, Colleague] = {}
    for number, page in enumerate(client.users_list(limit=PAGE, team_id=team_id), 1):
        for each in page["members"]:
            address = (each.get("profile", {}).get("email") or "").casefold()
            colleague = Colleague(each["id"], _kept_out(_described(each, team_id), each))
            if address and not (colleague.kept_out and address in found):
                found[address] = colleague
        if number == pages and (page.get("response_metadata") or {}).get("next_cursor"):
            raise RuleError(TOO_MANY, field="lines")
    if not found:
        raise RuleError(NO_ADDRESSES, field="lines")
    return found


def _kept_out(person: Person, found: dict[str, Any]) -> str:
    """Say why somebody is no member here, as of somebody; empty for members."""
    if person.member:
        return ""
    if found.get("deleted"):
        return "somebody who left"
    return "a guest" if person.guest else "an app" if found.get("is_bot") else "of another company"


def _described(found: dict[str, Any], team_id: str) -> Person:
    guest = bool(found.get("is_restricted") or found.get("is_ultra_restricted"))
    elsewhere = found.get("team_id", team_id) != team_id
    outside = elsewhere or any(found.get(name) for name in ("deleted", "is_bot", "is_stranger"))
    profile = found.get("profile", {})
    return Person(
        id=found["id"],
        name=profile.get("display_name") or found.get("real_name") or found.get("name", ""),
        zone=found.get("tz") or "UTC",
        member=not outside and not guest and found["id"] != "USLACKBOT",
        guest=guest and not outside,
    )


def zone_of(client: WebClient, team_id: str, user_id: str) -> str:
    """Give the time zone that somebody chose in Slack."""
    person = look_up(client, team_id, user_id)
    return person.zone if person else "UTC"


def asker(client: WebClient, team_id: str, user_id: str) -> Asker:
    """Tell what somebody may look for: the channels they are in now, and whether they are a guest."""
    return as_asker(client, user_id, look_up(client, team_id, user_id))


def called(client: WebClient, user_id: str) -> set[str]:
    """Give how somebody is named in writing: by their names, the first word of each, and behind an @."""
    try:
        profile = client.users_info(user=user_id)["user"].get("profile", {})
    except SlackApiError as error:
        if error.response["error"] in {"user_not_found", "user_not_visible"}:
            return set()
        raise
    names = {profile.get(each) or "" for each in ("display_name", "real_name")}
    names |= {name.split()[0] for name in names if name.split()}
    return {name for name in names if name != name.casefold()} | {f"@{name}" for name in names if name}


def as_asker(client: WebClient, user_id: str, person: Person | None) -> Asker:
    """Tell the same of somebody who was looked up before."""
    limited = person is None or not person.member
    return Asker(user_id, channels.of_member(client, user_id), guest=limited)


def named(client: WebClient, team_id: str, name: str) -> str:
    """Find the one person of that name; RuleError where there is none, or more than one."""
    wanted = name.lstrip("@").casefold()
    found: list[str] = [
        each["id"]
        for page in client.users_list(limit=PAGE, team_id=team_id)
        for each in page["members"]
        if wanted in _names(each)
    ]
    if len(found) != 1:
        who = "Several people are" if found else "I know nobody who is"
        raise RuleError(
            f"{who} called “{name[:80]}”. Pick the person from the list that opens as you type @."
        )
    return found[0]


def is_member(client: WebClient, team_id: str, user_id: str) -> bool:
    """Tell whether somebody is a full member of this workspace, and here."""
    person = look_up(client, team_id, user_id)
    return person is not None and person.member


def absent(client: WebClient, team_id: str, asked: Collection[str]) -> set[str]:
    """Name those of some people who are no full members here, or here no more."""
    missing = set(asked)
    for page in client.users_list(limit=PAGE, team_id=team_id) if missing else ():
        missing -= {each["id"] for each in page["members"] if _described(each, team_id).member}
        if not missing:
            break
    return missing


def check_here(client: WebClient, team_id: str, user_id: str, *, field: str) -> None:
    """Let people of this workspace pass who are here, guests included."""
    person = look_up(client, team_id, user_id)
    if person is None or not (person.member or person.guest):
        raise RuleError("Pick a colleague: not an app, and nobody who left.", field=field)


def check_member(client: WebClient, team_id: str, user_id: str, *, field: str | None = None) -> Person:
    """Let only a full member of this workspace pass."""
    person = look_up(client, team_id, user_id)
    if person is None or not person.member:
        raise RuleError(
            "This is for colleagues who work here, not for guests, visitors and apps.", field=field
        )
    return person


def colleague(client: WebClient, team_id: str, user_id: str) -> Person:
    """Give a full member, who may set something up; guests only take part."""
    person = look_up(client, team_id, user_id)
    if person is None or not person.member:
        raise RuleError("Guests take part; a colleague who works here can set this up.")
    return person


def channel_of(client: WebClient, team_id: str, user_id: str, channel_id: str) -> channels.Channel:
    """Give a channel in which this member of it may set something up."""
    colleague(client, team_id, user_id)
    channel = channels.look_up(client, channel_id)
    if channel is None or channel_id not in channels.of_member(client, user_id):
        raise RuleError(
            "Choose a channel that you are in, and where I am too: /invite @Potluck", field="channel"
        )
    if channel.archived:
        raise RuleError("This channel is archived. Choose another.", field="channel")
    return channel


def _names(user: dict[str, Any]) -> set[str]:
    profile = user.get("profile", {})
    names = (user.get("name"), user.get("real_name"), profile.get("display_name"), profile.get("real_name"))
    return {name.casefold() for name in names if name}
