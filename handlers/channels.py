"""What Slack knows of channels: which are private, and which somebody is in."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

PAGE = 200


def is_private(client: WebClient, channel_id: str) -> bool:
    """Tell whether a channel is private; one that Potluck cannot see is."""
    try:
        answer = client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        if error.response["error"] == "channel_not_found":
            return True
        raise
    return bool(answer["channel"]["is_private"])


def of_member(client: WebClient, user_id: str) -> set[str]:
    """Name the channels that somebody is in now, of those that Potluck can see."""
    pages = client.users_conversations(
        user=user_id, types="public_channel,private_channel", exclude_archived=False, limit=PAGE
    )
    return {channel["id"] for page in pages for channel in page["channels"]}
