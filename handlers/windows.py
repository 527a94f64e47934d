"""Opening a window for the person who pressed or typed: on top of the one that is open, if one is."""

from slack_sdk import WebClient

from handlers.forms import Payload
from handlers.views.blocks import View


def show(client: WebClient, body: Payload, view: View) -> None:
    """Open a window, or put it onto the open one; the third takes the place of what it showed."""
    below = body.get("view", {})
    if below.get("type") != "modal":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    elif below.get("previous_view_id") not in {None, below.get("root_view_id")}:
        client.views_update(view_id=below["id"], view=view)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=view)
