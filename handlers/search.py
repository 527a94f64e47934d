"""Finding tips: the command, and its pages in place."""

from datetime import datetime

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from handlers import channels, forms, people
from handlers.forms import Payload
from handlers.views import search as views
from handlers.views.blocks import Message
from models import search
from models.base import Sessions


def register(app: App) -> None:
    """Route what concerns searching."""
    app.command("/find-tip")(find)
    app.action("search.next")(turn)
    app.action("search.back")(turn)


def find(
    ack: Ack,
    client: WebClient,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Show what matches, to the asker alone."""
    typed = forms.typed(command)
    if forms.asks_for_help(typed):
        ack(views.HELP)
        return
    message = _page(client, sessions, team_id, user_id, typed, 0, now)
    ack(text=message.text, blocks=message.blocks)


def turn(
    ack: Ack,
    client: WebClient,
    respond: Respond,
    action: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Turn to the next page or back, in the place of the one that is shown."""
    page, _, typed = action["value"].partition(" ")
    message = _page(client, sessions, team_id, user_id, typed, int(page), now)
    respond(message.text, message.blocks, response_type="ephemeral", replace_original=True)
    ack()


def _page(
    client: WebClient,
    sessions: Sessions,
    team_id: str,
    user_id: str,
    typed: str,
    page: int,
    now: datetime,
) -> Message:
    """Look with the asker's channels as they are now; a channel that has become private is left out."""
    query = search.parse(typed)
    if query.author_name is not None:
        query = query._replace(author_id=people.named(client, team_id, query.author_name))
    asker = people.asker(client, team_id, user_id)
    results = channels.found(
        client,
        sessions,
        team_id,
        asker,
        lambda session: search.find(session, team_id, asker, query, page=page, now=now),
        lambda results: [*results.tips, *results.liked],
    )
    return views.page(typed, results)
