"""People of other companies, who meet Potluck in a shared channel: nothing of theirs is taken."""

from collections.abc import Callable

from slack_bolt import App, BoltContext, BoltResponse
from slack_sdk import WebClient

from handlers import people
from handlers.forms import Payload
from handlers.views import errors as views
from models.errors import RuleError


def register(app: App) -> None:
    """Look at who is there before anything else does."""
    app.middleware(let_members_in)


def let_members_in(
    body: Payload,
    context: BoltContext,
    client: WebClient,
    next: Callable[[], BoltResponse],  # noqa: A002
) -> BoltResponse:
    """Go on for people of this workspace; others get a word where they pressed, and nothing for the rest."""
    if body.get("type") == "event_callback":
        if body.get("is_ext_shared_channel") and not _belongs(client, context):
            return BoltResponse(status=200)
    elif _comes_from_elsewhere(body, context):
        raise RuleError(views.VISITOR)
    return next()


def _comes_from_elsewhere(body: Payload, context: BoltContext) -> bool:
    user = body.get("user")
    if not isinstance(user, dict) or body.get("enterprise"):
        return False  # a command has no such part; an organisation's own people have many teams
    return (user.get("team_id") or context.team_id) != context.team_id


def _belongs(client: WebClient, context: BoltContext) -> bool:
    team_id, user_id = context.team_id, context.user_id
    if team_id is None or user_id is None:
        return False
    person = people.look_up(client, team_id, user_id)
    return person is not None and (person.member or person.guest)
