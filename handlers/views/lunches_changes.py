"""The form of one date: when and where it is, and how many fit."""

from zoneinfo import ZoneInfo

from handlers.views import blocks
from handlers.views.blocks import View
from handlers.views.lunches_words import place, when
from models.lunches import Lunch
from models.lunches_rhythm import Odd, oddity
from models.lunches_series import LONGEST_PLACE

LONGEST_LINK = 2000


def form(lunch: Lunch) -> View:
    """Build the form to move one date, or to change its place or seats."""
    local = lunch.at.astimezone(ZoneInfo(lunch.zone))
    sure = blocks.confirm(
        "Call this lunch off?",
        "Everybody with a seat is told. You can let it take place after all.",
        yes="Call it off",
        no="Keep",
    )
    return blocks.modal(
        "lunches_changes.save",
        "Change this date",
        [
            blocks.field("day", "Day", blocks.date_input(initial=local.date())),
            blocks.field(
                "at",
                "Time",
                blocks.time_input(initial=local.time()),
                hint=f"In the time zone {lunch.zone}.",
            ),
            blocks.field(
                "place",
                "Place",
                blocks.text_input(initial=lunch.place, longest=LONGEST_PLACE),
                optional=True,
            ),
            blocks.field(
                "link",
                "Video link",
                blocks.text_input(initial=lunch.link, longest=LONGEST_LINK),
                optional=True,
            ),
            blocks.field("capacity", "Seats in the room", _number(lunch.capacity), optional=True),
            blocks.field(
                "remote_capacity",
                "Seats at the video link",
                _number(lunch.remote_capacity),
                hint="Empty: as many as come. Fewer seats send nobody away.",
                optional=True,
            ),
            blocks.actions(
                "off",
                blocks.button(
                    "Call it off", "lunches_changes.call_off", value=lunch.id, style="danger", confirm=sure
                ),
            ),
            blocks.context("The other dates stay. Who has a seat is told if time, place or link changes."),
        ],
        submit="Save",
        metadata=f"{lunch.id}/{lunch.sequence}",
    )


def saved(lunch: Lunch, told: int) -> str:
    """Say what a date is now, and who hears of it."""
    odd = oddity(lunch.at.astimezone(ZoneInfo(lunch.zone)).replace(tzinfo=None), lunch.zone)
    twice = " The clocks show this time twice that day; the first is meant." if odd == Odd.TWICE else ""
    return f"Kept: {when(lunch)}, {place(lunch)}.{twice}{_hear(told)}"


def called_off(told: int) -> str:
    """Say that a date is called off."""
    return f"Called off.{_hear(told)}"


def restored(lunch: Lunch, told: int) -> str:
    """Say that a date takes place after all."""
    return f"It takes place after all: {when(lunch)}.{_hear(told)}"


def _hear(told: int) -> str:
    if not told:
        return ""
    return f" {told:,} {'person' if told == 1 else 'people'} with a seat will hear of it."


def _number(given: int | None) -> blocks.Block:
    return blocks.text_input(initial="" if given is None else str(given), longest=10)
