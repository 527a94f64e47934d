"""What those hear for whom a round has no group."""

from handlers.views import blocks
from handlers.views.blocks import Block, Message
from handlers.views.cohorts_words import until as moment
from models.mixers_left_out import Missed


def left_out(missed: Missed) -> Message:
    """Tell somebody kindly that there is no group for them, and when there may be one."""
    name = blocks.quiet(missed.mixer.name)
    said = f"This time there was no group for you in *{name}*. I am sorry."
    said += f"{_next(missed)} You go first then." if missed.following else ""
    return Message(text=f"This time there was no group for you in {name}.", blocks=[blocks.section(said)])


def called_off(missed: Missed) -> Message:
    """Tell somebody that a round fell out, and when the next one is drawn."""
    name = blocks.quiet(missed.mixer.name)
    said = (
        f"I was not there when *{name}* was to be drawn, and it is too late for this round now. I am sorry."
    )
    said += _next(missed)
    return Message(text=f"There are no groups in {name} this time.", blocks=[blocks.section(said)])


def not_introduced(missed: Missed) -> list[Block]:
    """Tell one of a group, among their reminders, that it was never brought together."""
    name = blocks.quiet(missed.mixer.name)
    said = f"*{name}*  I found no moment to bring your group together before its round was over. I am sorry."
    said += f" You go first in the draw of {moment(missed.after.draws_at)}." if missed.after else ""
    return [blocks.section(said)]


def _next(missed: Missed) -> str:
    """Say when the next groups are drawn."""
    return f" The next groups are drawn on {moment(missed.following.draws_at)}." if missed.following else ""
