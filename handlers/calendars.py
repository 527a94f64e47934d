"""Calendar files: given to whoever asked for one, in their conversation with Potluck."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


def give(client: WebClient, user_id: str, content: bytes, *, file_name: str, title: str) -> bool:
    """Put a file into somebody's conversation with Potluck; False: Potluck may give no files."""
    try:
        conversation = client.conversations_open(users=user_id)["channel"]["id"]
        client.files_upload_v2(channel=conversation, filename=file_name, title=title, content=content)
    except SlackApiError as error:
        if error.response["error"] != "missing_scope":
            raise
        return False
    return True
