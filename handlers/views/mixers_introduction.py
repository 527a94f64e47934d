"""What the people of a group see when they are brought together, and what those hear who have no group."""

from handlers.views import blocks
from handlers.views.blocks import Message
from handlers.views.mentoring_words import moment
from models.mixers_introduction import Introduction
from models.mixers_left_out import Missed


def introduction(shown: Introduction) -> Message:
    """Introduce the people of a group to each other."""
    everybody = [blocks.person(who) for who in shown.people]
    names = f"{', '.join(everybody[:-1])} and {everybody[-1]}"
    name = blocks.quiet(shown.mixer.name)
    starter = blocks.person(shown.group.starter_id)
    said = f"{names}, you are a group of *{name}* this time. {starter}, please suggest a time to meet."
    return Message(text=f"{names}, you are a group of {name} this time.", blocks=[blocks.section(said)])


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


def _next(missed: Missed) -> str:
    """Say when the next groups are drawn."""
    return f" The next groups are drawn on {moment(missed.following.draws_at)}." if missed.following else ""
