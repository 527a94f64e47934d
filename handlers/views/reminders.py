"""What people see of reminders: several things in one message, each with its own buttons."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message

LEAD = "A few things may wait for you:"


def told(things: Sequence[list[Block]]) -> Message:
    """Put what somebody is reminded of into one message; the notification has each one's first line."""
    if not things:
        said = "Thank you: nothing is left to do here."
        return Message(text=said, blocks=[blocks.section(said)])
    if len(things) == 1:
        return Message(text=_line(things[0]), blocks=things[0])
    each = [block for thing in things for block in (blocks.divider(), *thing)]
    text = "  ·  ".join(map(_line, things))
    return Message(text=text, blocks=[blocks.section(LEAD), *each])


def _line(thing: list[Block]) -> str:
    text = thing[0]["text"]
    return str(text["text"]) if text["type"] == "mrkdwn" else blocks.quiet(text["text"])
