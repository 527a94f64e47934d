"""What people see of a tip's upkeep: "Still true?", retiring, handing over."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models.tips import Tip


def review(tips: Sequence[Tip], owner_id: str) -> Message:
    """Ask an owner about their tips; each shows what they answered."""
    open_ones = [tip for tip in tips if tip.owner_id == owner_id and tip.review_asked_at is not None]
    if not open_ones:
        said = "Thank you: nothing is left to check here."
        return Message(text=said, blocks=[blocks.section(said)])
    one = len(open_ones) == 1
    said = (
        f"{'This tip is' if one else 'These tips are'} in your care. "
        f"{'Is it' if one else 'Are they'} still true? What nobody checks or uses for three months is "
        "archived."
    )
    return Message(text=said, blocks=[blocks.section(said), *(b for tip in open_ones for b in _asked(tip))])


def archived(tip: Tip) -> Message:
    """Tell an owner that a tip was archived, and how to bring it back."""
    said = (
        "I have archived this tip of yours: nobody has checked or used it for three months. It is kept, and "
        "nobody finds it until you restore it."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.words(blocks.shortened(tip.text)),
            blocks.actions("tip", blocks.button("Restore", "tips.restore", value=tip.id)),
        ],
    )


def restored() -> str:
    """Answer who brought a tip back."""
    return "Restored: colleagues find it again. I will ask you about it in half a year."


def settled() -> str:
    """Answer who pressed a button in the question about a tip."""
    return "Thank you, noted."


def retired() -> View:
    """Say that a tip is archived."""
    return blocks.modal(
        "tips.retired",
        "Retired",
        [blocks.section("Nobody finds this tip any more. Your Home tab lists it, to be restored.")],
    )


def give(tip: Tip) -> View:
    """Build the form that hands a tip over."""
    return blocks.modal(
        "tips.give",
        "Give to somebody",
        [
            blocks.words(blocks.shortened(tip.text)),
            blocks.field(
                "to",
                "Who should look after it?",
                blocks.person_select(),
                hint="They are told, may change it and keep it true. You stay its author.",
            ),
        ],
        submit="Give",
        metadata=str(tip.id),
    )


def given(tip: Tip) -> View:
    """Say that a tip is handed over."""
    who = blocks.person(tip.owner_id)
    return blocks.modal(
        "tips.given", "Thank you", [blocks.section(f"{who} looks after the tip now, and hears of it.")]
    )


def archived_rows(tips: Sequence[Tip]) -> list[Block]:
    """List somebody's archived tips, each to be restored."""
    return [
        {
            "type": "section",
            "block_id": f"archived-{tip.id}",
            "text": blocks.plain(blocks.shortened(tip.text)),
            "accessory": blocks.button("Restore", "tips.restore", value=tip.id),
        }
        for tip in tips
    ]


def _asked(tip: Tip) -> list[Block]:
    return [
        blocks.words(blocks.shortened(tip.text)),
        blocks.actions(
            f"tip-{tip.id}",
            blocks.button("Still true", "tips.still_true", value=tip.id, style="primary"),
            blocks.button("Edit", "tips.edit", value=tip.id),
            blocks.button("Retire", "tips.retire", value=tip.id),
            blocks.button("Give to somebody", "tips.give", value=tip.id),
        ),
    ]
