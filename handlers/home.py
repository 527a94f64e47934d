"""The Home tab, published whenever somebody opens it."""

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.forms import Payload
from handlers.views import home as views
from models import tips
from models.base import Sessions
from models.tips import Found


def register(app: App) -> None:
    """Route what concerns the Home tab."""
    app.event("app_home_opened")(opened)


def opened(client: WebClient, event: Payload, team_id: str, user_id: str, sessions: Sessions) -> None:
    """Publish the Home tab afresh; the messages tab needs nothing."""
    if event["tab"] == "home":
        publish(client, sessions, team_id, user_id)


def publish(client: WebClient, sessions: Sessions, team_id: str, user_id: str) -> None:
    """Show somebody their Home tab as it is now."""
    with sessions.read() as session:
        page = views.page(*mine(session, team_id, user_id))
    client.views_publish(user_id=user_id, view=page)


def mine(session: Session, team_id: str, user_id: str) -> tuple[Found, int]:
    """Gather what somebody has: their tips, and how many colleagues those helped."""
    found = tips.by_author(session, team_id, user_id, limit=views.TIPS_SHOWN)
    return found, tips.thanked_by(session, team_id, user_id)
