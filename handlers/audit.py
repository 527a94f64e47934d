"""What stewards did: the window in which members see what of it concerns them."""

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import channels, windows
from handlers.forms import Payload
from handlers.views import audit as views
from models import audit
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns the list of stewards' acts."""
    app.action("audit.open")(open_list)


def open_list(
    ack: Ack, client: WebClient, body: Payload, team_id: str, user_id: str, sessions: Sessions
) -> None:
    """Show somebody what stewards did that concerns them."""
    with sessions.read() as session:
        acts = audit.concerning(session, team_id, user_id)
        number = audit.number_concerning(session, team_id, user_id)
    windows.show(client, body, views.window(acts, number, channels.of_member(client, user_id)))
    ack()
