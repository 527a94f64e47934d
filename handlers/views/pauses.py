"""What people see of pauses: the form, what holds while they are away, and one line when they are back."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models.consents import Programme
from models.pauses import EVERYTHING, Pause

ALL = "everything"
"""What stands for every programme in the form and where it is typed."""

NAMES: Mapping[str, str] = {
    EVERYTHING: "Everything",
    Programme.NAMING: "Being named in questions",
    Programme.MENTORING: "Mentoring",
    Programme.MIXERS: "Mixers",
}

WELCOME: Mapping[str, str] = {
    EVERYTHING: "Welcome back. Your pause is over, and everything goes on as you left it.",
    Programme.NAMING: "Welcome back. Your pause is over, and questions may name you again.",
    Programme.MENTORING: "Welcome back. Your pause is over, and mentoring goes on as you left it.",
    Programme.MIXERS: "Welcome back. Your pause is over, and mixers draw you into groups again.",
}


def form(programmes: Sequence[Programme], chosen: str = EVERYTHING) -> View:
    """Build the form; who takes part in no programme is not asked which one."""
    return blocks.modal(
        "pauses.begin",
        "Pause Potluck",
        [
            blocks.section(
                "While you are away nobody names you, asks you or matches you, and nothing comes to you that "
                "you did not ask for. Seats you have taken stay yours. Nobody is told."
            ),
            *([_choice(programmes, chosen)] if programmes else []),
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
    return blocks.modal(
        "pauses.begun",
        "Paused",
        [blocks.section(told(pause, zone)), blocks.actions(_id(pause), way_back(pause))],
    )


def told(pause: Pause, zone: str) -> str:
    """Say how long a pause lasts."""
    programme = f" {pause.programme}" if pause.programme else ""
    who = _paused(pause.programme) if pause.programme else "You are away"
    if pause.until is None:
        return f"{who} until you say that you are back: `/potluck resume{programme}`"
    local = pause.until.astimezone(ZoneInfo(zone))
    return f"{who} until {local:%A}, {local.day} {local:%B}. Sooner: `/potluck resume{programme}`"


def ended(pauses: Sequence[Pause], still: Sequence[Pause]) -> str:
    """Answer who is back, and say what they are away from still."""
    if not pauses:
        return "You are not away. `/potluck pause` keeps everything from you for a while."
    return "\n".join(_welcome(pause.programme, still) for pause in pauses)


def over(pauses: Sequence[Pause], still: Sequence[Pause]) -> View:
    """Answer who pressed that they are back."""
    return blocks.modal("pauses.over", "Potluck", [blocks.section(ended(pauses, still))])


def back(programme: str, still: Sequence[Pause]) -> Message:
    """Welcome back who named a day."""
    said = _welcome(programme, still)
    return Message(text=said, blocks=[blocks.section(said)])


def rows(pauses: Sequence[Pause], zone: str, *beside: Block) -> list[Block]:
    """Build the part of Home that pauses, with the buttons `beside`, and ends each pause."""
    shown = [
        {**blocks.section(told(pause, zone), accessory=way_back(pause)), "block_id": _id(pause)}
        for pause in pauses
    ]
    away = any(pause.programme == EVERYTHING for pause in pauses)
    ways = [*([] if away else [blocks.button("Pause Potluck", "pauses.open")]), *beside]
    return [*shown, *([blocks.actions("pause", *ways)] if ways else [])]


def way_back(pause: Pause) -> Block:
    """Build the button that ends a pause."""
    label = "End this pause" if pause.programme else "I am back"
    return blocks.button(label, "pauses.end", value=pause.programme or ALL, style="primary")


def _choice(programmes: Sequence[Programme], chosen: str) -> Block:
    options = [blocks.option(NAMES[each], each or ALL) for each in (EVERYTHING, *programmes)]
    initial = next((each for each in options if each["value"] == chosen), options[0])
    return blocks.field("programme", "What do you pause?", blocks.radio(options, initial=initial))


def _welcome(programme: str, still: Sequence[Pause]) -> str:
    """Welcome somebody back in one line, which says what they are away from still."""
    if programme != EVERYTHING or not still:
        return WELCOME[programme]
    resting = " and ".join(NAMES[pause.programme].lower() for pause in still)
    are = "stay" if len(still) > 1 or still[0].programme == Programme.MIXERS else "stays"
    return f"Welcome back. Your pause of everything is over; {resting} {are} paused as you chose."


def _paused(programme: str) -> str:
    return f"{NAMES[programme]} {'are' if programme == Programme.MIXERS else 'is'} paused"


def _id(pause: Pause) -> str:
    return f"pause-{pause.programme or ALL}"
