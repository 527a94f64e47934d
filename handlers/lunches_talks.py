"""Talks: the form that offers one."""

from datetime import datetime

from slack_bolt import Ack
from slack_sdk import WebClient

from handlers import windows
from handlers.forms import Payload
from handlers.views import blocks
from models.base import Sessions


def open_offer(
    ack: Ack,
    client: WebClient,
    body: Payload,
    team_id: str,  # noqa: ARG001
    user_id: str,  # noqa: ARG001
    sessions: Sessions,  # noqa: ARG001
    now: datetime,  # noqa: ARG001
    *,
    title: str,
) -> None:
    """Open the form with a title."""
    page = [{"type": "section", "text": blocks.plain(title[:150] or "A talk")}]
    windows.show(client, body, blocks.modal("lunches_talks.offer", "Offer a talk", page))
    ack()
