"""What no feature takes: buttons and forms of an earlier version, and events that nobody asked for."""

import re

from slack_bolt import Ack, App

from models.errors import RuleError

ANY = re.compile("")


def register(app: App) -> None:
    """Answer whatever is left, after everything else had its turn."""
    for kind in (app.command, app.shortcut, app.action, app.view_submission):
        kind(ANY)(explain)
    for quiet in (app.event, app.view_closed):
        quiet(ANY)(pass_by)
    app.options(ANY)(offer_nothing)


def explain() -> None:
    """Say that this does nothing any more."""
    raise RuleError(
        "This is from an earlier version of Potluck and does nothing any more. "
        "`/potluck help` lists what there is."
    )


def pass_by(ack: Ack) -> None:
    """Take it, so that it is not sent again."""
    ack()


def offer_nothing(ack: Ack) -> None:
    """Give no choices."""
    ack(options=[])
