"""What people see of swaps: with whom, the question to the other speaker, and what came of it."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Message, View
from handlers.views.lunches_words import spoken, when
from models.lunches import Lunch
from models.lunches_swaps import Swap, SwapState
from models.lunches_talks import Talk

PARTNERS_SHOWN = 60
OPTION = 75


def form(talk: Talk, partners: Sequence[tuple[Talk, Lunch]]) -> View:
    """Build the form that asks with whom to swap."""
    if not partners:
        said = "Nobody else has a date in your channels just now. Another date may suit you."
        way = blocks.button("Another date", "lunches_talks.move", value=talk.id)
        return blocks.modal(
            "lunches_swaps.none", "Swap dates", [blocks.section(said), blocks.actions("talk", way)]
        )
    return blocks.modal(
        "lunches_swaps.ask",
        "Swap dates",
        [
            blocks.section(f"“{blocks.quiet(talk.title)}” changes places with another talk, if both agree."),
            blocks.field(
                "with",
                "With which talk?",
                blocks.select([blocks.option(_option(*each), str(each[0].id)) for each in partners]),
                hint="Its speaker is asked. Until they say yes, nothing changes.",
            ),
        ],
        submit="Ask",
        metadata=str(talk.id),
    )


def sent(other: Talk) -> View:
    """Say that the other speaker is asked."""
    said = f"I ask {blocks.person(other.speaker_id)}, and tell you what they say. Until then nothing changes."
    return blocks.modal("lunches_swaps.sent", "Asked", [blocks.section(said)])


def question(swap: Swap, ours: Talk, theirs: Talk, here: Lunch, there: Lunch) -> Message:
    """Ask the other speaker whether they swap; say what came of it."""
    who = blocks.person(ours.speaker_id)
    if swap.state != SwapState.ASKED:
        came = "You swapped" if swap.state == SwapState.DONE else "You kept your date"
        said = f"{came}: {who} had asked you to change {when(there)} for {when(here)}."
        return Message(text=said, blocks=[blocks.section(said)])
    said = (
        f"{who} asks whether you swap dates: you would give “{blocks.quiet(theirs.title)}” on "
        f"{when(here)}, and they “{blocks.quiet(ours.title)}” on {when(there)}. A no is fine."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.actions(
                "swap",
                blocks.button("Swap", "lunches_swaps.yes", value=swap.id, style="primary"),
                blocks.button("Keep my date", "lunches_swaps.no", value=swap.id),
            ),
        ],
    )


def answered(swap: Swap, theirs: Talk, here: Lunch, there: Lunch) -> Message:
    """Tell who asked what the other speaker says."""
    who = blocks.person(theirs.speaker_id)
    said = (
        f"{who} swaps with you: your talk is on {when(there)} now. The hosts hear of it."
        if swap.state == SwapState.DONE
        else f"{who} keeps their date, so your talk stays on {when(here)}."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def no_more(here: Lunch) -> Message:
    """Tell who asked for a swap that the other talk is not given as it was."""
    said = f"The swap you asked for is not possible any more, so your talk stays on {when(here)}."
    return Message(text=said, blocks=[blocks.section(said)])


def told_host(ours: Talk, theirs: Talk, here: Lunch, there: Lunch) -> Message:
    """Tell a host that two talks have changed places."""
    said = (
        f"{blocks.person(ours.speaker_id)} and {blocks.person(theirs.speaker_id)} have swapped: "
        f"“{blocks.quiet(theirs.title)}” is on {when(here)} now, and “{blocks.quiet(ours.title)}” on "
        f"{when(there)}."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def _option(talk: Talk, lunch: Lunch) -> str:
    return blocks.shortened(f"{spoken(lunch)}, {talk.title}", OPTION)
