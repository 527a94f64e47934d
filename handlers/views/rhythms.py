"""What forms with a rhythm share: the weekday, the time zone, and the holidays that are left out."""

from handlers.views import blocks
from handlers.views.blocks import Block

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
RHYTHMS = {1: "every week", 2: "every two weeks", 4: "every four weeks"}

_DAYS = [blocks.option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
_RHYTHMS = {number: blocks.option(name.capitalize(), str(number)) for number, name in RHYTHMS.items()}


def weeks(chosen: int) -> Block:
    """Build the choice of a rhythm in weeks."""
    return blocks.field(
        "every", "How often", blocks.select(list(_RHYTHMS.values()), initial=_RHYTHMS[chosen])
    )


def weekday(chosen: int, *, name: str = "weekday", label: str = "Day", hint: str | None = None) -> Block:
    """Build the choice of a weekday."""
    return blocks.field(name, label, blocks.select(_DAYS, initial=_DAYS[chosen]), hint=hint)


def zone(chosen: str, *, label: str = "Time zone") -> Block:
    """Build the field for a time zone."""
    return blocks.field("zone", label, blocks.text_input(initial=chosen, placeholder="Europe/Berlin"))


def country(chosen: str, *, label: str = "Skip the public holidays of") -> Block:
    """Build the field for whose holidays are left out."""
    return blocks.field(
        "country",
        label,
        blocks.text_input(initial=chosen, longest=10, placeholder="DE"),
        hint="A country's two letters such as DE or IN, with a region such as DE-BY. Empty: none.",
        optional=True,
    )
