"""What people see of pauses: the form, what holds while they are away, and one line when they are back."""

from zoneinfo import ZoneInfo

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models.pauses import Pause


def form() -> View:
    """Build the form to pause everything."""
    return blocks.modal(
        "pauses.begin",
        "Pause Potluck",
        [
            blocks.section(
                "While you are away nobody names you, asks you or matches you, and nothing comes to you that "
                "you did not ask for. Seats you have taken stay yours. Nobody is told."
            ),
            blocks.field(
                "until",
                "Last day away",
                blocks.date_input(),
                hint="You are back on the morning after, by itself. Without a day: when you say so.",
                optional=True,
            ),
        ],
        submit="Pause",
    )


def begun(pause: Pause, zone: str) -> View:
    """Say how long it lasts, and how to be back."""
    return blocks.modal("pauses.begun", "Paused", [blocks.section(told(pause, zone)), _back()])


def told(pause: Pause, zone: str) -> str:
    """Say how long a pause lasts."""
    if pause.until is None:
        return "You are away until you say that you are back: `/potluck resume`"
    local = pause.until.astimezone(ZoneInfo(zone))
    return f"You are away until {local:%A}, {local.day} {local:%B}. Sooner: `/potluck resume`"


def ended(*, was_away: bool) -> str:
    """Answer who is back."""
    if not was_away:
        return "You are not away. `/potluck pause` keeps everything from you for a while."
    return "Welcome back. Everything goes on as you left it."


def over(*, was_away: bool) -> View:
    """Answer who pressed that they are back."""
    return blocks.modal("pauses.over", "Potluck", [blocks.section(ended(was_away=was_away))])


def back() -> Message:
    """Welcome back who named a day."""
    said = "Welcome back. Your pause is over, and everything goes on as you left it."
    return Message(text=said, blocks=[blocks.section(said)])


def row(pause: Pause | None, zone: str) -> list[Block]:
    """Build the part of Home that pauses, or ends a pause."""
    if pause is None:
        return [blocks.actions("pause", blocks.button("Pause everything", "pauses.open"))]
    return [blocks.section(told(pause, zone)), _back()]


def _back() -> Block:
    return blocks.actions("pause", blocks.button("I am back", "pauses.end", style="primary"))
