"""Skills: the tap with which a member says that a slip was one."""

import json
from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import profiles
from handlers.forms import Payload
from handlers.views import profiles as views
from models import skills_meant
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns skills."""
    app.action("skills.mean")(mean)


def mean(
    ack: Ack,
    client: WebClient,
    body: Payload,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Let a skill have the name that was meant, and show what is kept now."""
    key, name = json.loads(action["value"])
    with sessions.begin() as session:
        skills_meant.take(session, team_id, user_id, key, name, now=now)
        since = datetime.fromisoformat(body["view"]["private_metadata"])
        mine = profiles.gather(session, team_id, user_id, since=since)
    client.views_update(view_id=body["view"]["id"], view=views.saved(mine))
    ack()
