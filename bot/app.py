"""The Bolt app, with everything it needs injected."""

import logging
from collections.abc import Callable

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

import handlers
from bot.clock import Clock
from models.base import Sessions

BEFORE_ACK_SECONDS = 2
"""How long a call may take while somebody waits: Slack gives 3 seconds to acknowledge."""


def build(
    client: WebClient, sessions: Sessions, clock: Clock, *, identity: AuthorizeResult, calendar_root: str
) -> App:
    """Make the app; `identity` is who the bot is, `calendar_root` the address that calendar feeds are below.

    Listeners run in the caller's thread and acknowledge last, so what they say has happened.
    """
    logger = logging.getLogger("potluck.bolt")
    logger.setLevel(logging.ERROR)  # it warns that it ignores a token in the environment, as it should
    app = App(
        client=client,
        authorize=lambda: identity,
        logger=logger,
        process_before_response=True,
        request_verification_enabled=False,  # the HTTP edge does, before anything is parsed
        ssl_check_enabled=False,
    )

    logger.setLevel(logging.NOTSET)

    @app.middleware
    def inject(context: BoltContext, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name
        context["sessions"] = sessions
        context["now"] = clock()
        context["calendar_root"] = calendar_root
        next()

    handlers.register(app)
    return app
