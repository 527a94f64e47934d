"""Ties between teams, for members from their page and for stewards with `/potluck report`."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import people, windows
from handlers.forms import Payload
from handlers.views import mixers_ties as views
from models import mixers_ties, stewards
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns the ties between teams."""
    app.action("mixers_ties.open")(open_ties)


def open_ties(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show a member which teams have met."""
    people.check_member(client, team_id, user_id)
    with sessions.read() as session:
        ties = mixers_ties.between(session, team_id)
    windows.show(client, body, views.window(ties))
    ack()


def open_report(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show a steward the report."""
    with sessions.read() as session:
        stewards.check(session, team_id, user_id)
        ties = mixers_ties.between(session, team_id)
    windows.show(client, body, views.report(ties))
    ack()
