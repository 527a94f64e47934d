"""Opening a window for the person who pressed or typed: on top of the one that is open, if one is."""

from slack_sdk import WebClient

from handlers.forms import Payload
from handlers.views.blocks import View


def show(client: WebClient, body: Payload, view: View) -> None:
    """Open a window, or push it onto the open one; a third one is replaced, since Slack takes no fourth."""
    top = body.get("view", {})
    if top.get("type") != "modal":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    elif top.get("previous_view_id") in {None, top["root_view_id"]}:
        client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_update(view_id=top["id"], view=view)
