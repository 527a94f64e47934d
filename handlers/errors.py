"""The only error handler: mistakes are explained, faults are apologised for and logged."""

import json
import logging
import secrets

from slack_bolt import App, BoltResponse, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import windows
from handlers.forms import Payload
from handlers.views import errors as views
from models.errors import RuleError

logger = logging.getLogger("potluck.handlers")


def register(app: App) -> None:
    """Route whatever a listener raises."""
    app.error(explain)


def explain(error: Exception, body: Payload, client: WebClient, respond: Respond) -> BoltResponse | None:
    """Tell the person what happened, in the place where they pressed or typed.

    An event nobody waits for is left unacknowledged, so that Slack sends it again.
    """
    if body.get("type") == "event_callback":
        _log(error)
        return None
    if isinstance(error, RuleError):
        return _say(error.message, error.field, body, client, respond)
    return _say(views.apology(_log(error)), None, body, client, respond)


def _say(text: str, field: str | None, body: Payload, client: WebClient, respond: Respond) -> BoltResponse:
    if "command" in body:
        return _acknowledge({"response_type": "ephemeral", "text": text})
    if body["type"] == "view_submission":
        return _acknowledge(_in_form(text, field, body["view"]))
    try:
        if "response_url" in body:
            respond(text, response_type="ephemeral", replace_original=False)
        else:
            windows.show(client, body, views.window(text))
    except (SlackApiError, OSError) as error:  # a window's moment has passed, or nobody is at the address
        logger.warning("a word was not said: %s (%s)", text, " ".join(str(error).split()))
    return BoltResponse(status=200)


def _in_form(text: str, field: str | None, view: Payload) -> Payload:
    """Put words beside the form field that is meant, or its first; in place of a form without any."""
    fields: list[str] = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not fields:
        return {"response_action": "update", "view": views.window(text)}
    return {"response_action": "errors", "errors": {field if field in fields else fields[0]: text}}


def _acknowledge(answer: Payload) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})


def _log(error: Exception) -> str:
    reference = secrets.token_hex(4)
    logger.error("fault %s", reference, exc_info=error)
    return reference
