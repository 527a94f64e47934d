"""What people see when a programme lets them rest: kindly why, and the way back."""

from collections.abc import Mapping, Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message
from models.consents import Programme

QUIET: Mapping[Programme, str] = {
    Programme.MENTORING: (
        "Three times I asked how mentoring goes and heard nothing, as happens when there is a lot to do. So "
        "it rests for you: you are not matched with anybody new, and what has begun goes on."
    ),
    Programme.MIXERS: (
        "Three rounds went by without a word from you, as happens when there is a lot to do. So mixers rest "
        "for you: you are not drawn into a group."
    ),
}
"""Why somebody rests, and what that means."""

RESTS: Mapping[Programme, str] = {
    Programme.MENTORING: (
        "Mentoring rests for you, since I heard nothing for a while: you are not matched with anybody new."
    ),
    Programme.MIXERS: (
        "Mixers rest for you, since I heard nothing for three rounds: no group is drawn with you."
    ),
}
"""The same on Home, in a line."""

RETURNED: Mapping[Programme, str] = {
    Programme.MENTORING: "Good to have you back: you may be matched with somebody new again.",
    Programme.MIXERS: "Good to have you back: the next draw is with you.",
}

BACK: Mapping[Programme, str] = {
    Programme.MENTORING: "Back to mentoring",
    Programme.MIXERS: "Back to mixers",
}
"""What the button says that ends the rest."""


def rested(programme: Programme) -> Message:
    """Tell somebody once that they rest, and how to be back."""
    said = f"{QUIET[programme]} Nobody is told, and one tap brings you back whenever you like."
    return Message(text=said, blocks=[blocks.section(said), blocks.actions(_id(programme), _back(programme))])


def returned(programme: Programme) -> Message:
    """Let the message say that they are back."""
    said = RETURNED[programme]
    return Message(text=said, blocks=[blocks.section(said)])


def back_already(programme: Programme) -> str:
    """Answer who presses an old button."""
    return RETURNED[programme]


def rows(programmes: Sequence[Programme]) -> list[Block]:
    """Build the part of Home that says what rests, with the way back."""
    return [
        {
            **blocks.section(f"{RESTS[programme]} Nobody is told.", accessory=_back(programme)),
            "block_id": _id(programme),
        }
        for programme in programmes
    ]


def _back(programme: Programme) -> Block:
    return blocks.button(BACK[programme], "silences.back", value=programme, style="primary")


def _id(programme: Programme) -> str:
    return f"rested-{programme}"
