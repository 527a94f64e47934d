"""What Slack knows of channels: which are private, and which somebody is in."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from models import audiences
from models.audiences import Asker, Audience, Placed, Shared
from models.base import Sessions

Found = TypeVar("Found")

PAGE = 200
MEMBERS_PAGE = 1000


class LeakError(Exception):
    """A look forgot to ask who may see what it found."""


class Channel(NamedTuple):
    """What Slack says of a channel; `shared` means with another company, `joined` that Potluck is in it."""

    id: str
    name: str
    creator_id: str
    private: bool
    archived: bool
    shared: bool
    joined: bool


def look_up(client: WebClient, channel_id: str) -> Channel | None:
    """Ask Slack for a channel; None: Potluck cannot see it."""
    try:
        found = client.conversations_info(channel=channel_id)["channel"]
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return None
        raise
    return Channel(
        id=found["id"],
        name=found.get("name", ""),
        creator_id=found.get("creator", ""),
        private=bool(found.get("is_private")),
        archived=bool(found.get("is_archived")),
        shared=bool(found.get("is_ext_shared")),
        joined=bool(found.get("is_member")),
    )


def is_private(client: WebClient, channel_id: str) -> bool:
    """Tell whether a channel is private; one that Potluck cannot see is."""
    channel = look_up(client, channel_id)
    return channel is None or channel.private


def found(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    asker: Asker,
    look: Callable[[Session], Found],
    shared: Callable[[Found], Iterable[Placed]],
) -> Found:
    """Give what `look` finds for somebody, with the channels as they are now.

    What was shared in a channel that has become private is its members' then: the channel is closed, and
    looked anew. Slack tells of that only where Potluck may read messages, so it is asked. A look that shows
    what a closed channel keeps is a LeakError.
    """
    closed: set[str] = set()
    while True:
        with sessions.read() as session:
            seen = look(session)
        private = _private(client, asker, shared(seen))
        if not private:
            return seen
        if private & closed:
            raise LeakError(private & closed)
        _close(sessions, team_id, private)
        closed |= private


def close_private(
    client: WebClient, sessions: Sessions, team_id: str, asker: Asker, seen: Iterable[Placed]
) -> None:
    """Leave to its members what was shared in channels that have become private without the asker."""
    _close(sessions, team_id, _private(client, asker, seen))


def _private(client: WebClient, asker: Asker, seen: Iterable[Placed]) -> set[str]:
    """Name the channels of what others shared that are private, and not the asker's."""
    others = (each for each in seen if not (isinstance(each, Shared) and each.author_id == asker.id))
    foreign = {each.channel_id for each in others} - set(asker.channels)
    return {channel_id for channel_id in foreign if is_private(client, channel_id)}


def _close(sessions: Sessions, team_id: str, private: Iterable[str]) -> None:
    with sessions.begin() as session:
        for channel_id in private:
            audiences.close(session, team_id, channel_id)


def members(client: WebClient, channel_id: str) -> set[str]:
    """Name who is in a channel now; nobody, where Potluck cannot see it."""
    try:
        pages = client.conversations_members(channel=channel_id, limit=MEMBERS_PAGE)
        return {user_id for page in pages for user_id in page["members"]}
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return set()
        raise


def may_read(client: WebClient, shared: Shared, user_id: str) -> bool:
    """Tell whether somebody may be shown what was shared: a channel's words only while they are in it."""
    closed = shared.audience == Audience.CHANNEL or is_private(client, shared.channel_id)
    return not closed or user_id in members(client, shared.channel_id)


def of_member(client: WebClient, user_id: str) -> set[str]:
    """Name the channels that somebody is in now, of those that Potluck can see."""
    return set(creators_where(client, user_id))


def creators_where(client: WebClient, user_id: str) -> dict[str, str]:
    """Give who made each of the channels that somebody is in now, of those that Potluck can see."""
    pages = client.users_conversations(
        user=user_id, types="public_channel,private_channel", exclude_archived=False, limit=PAGE
    )
    return {channel["id"]: channel.get("creator", "") for page in pages for channel in page["channels"]}
