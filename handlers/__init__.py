"""From Slack to one domain call, and from its result to a view: the table of contents."""

from slack_bolt import App

from handlers import errors, home, potluck, prompts, tips
from handlers.outgoing import Kinds

KINDS: Kinds = {**tips.KINDS, **prompts.KINDS}
"""Every kind of message that may be owed."""


def register(app: App) -> None:
    """Route everything Slack may send."""
    errors.register(app)
    home.register(app)
    potluck.register(app)
    prompts.register(app)
    tips.register(app)
