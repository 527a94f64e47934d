"""What people see of a tip's upkeep: "Still true?", retiring, handing over."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views import tips as tips_views
from handlers.views.blocks import Block, Message, View
from models.tips import Tip

ARCHIVED_SHOWN = 10


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


def archived(tips: Sequence[Tip], owner_id: str) -> Message:
    """Tell an owner which of their tips were archived, and how to bring each back."""
    resting = [tip for tip in tips if tip.owner_id == owner_id and tip.archived_at is not None]
    if not resting:
        said = "Thank you: nothing is left to restore here."
        return Message(text=said, blocks=[blocks.section(said)])
    shown, more = resting[:ARCHIVED_SHOWN], len(resting) - ARCHIVED_SHOWN
    one = len(resting) == 1
    which, what = ("this tip", "it") if one else ("these tips", "them")
    said = (
        f"I have archived {which} in your care: nobody has checked or used {what} for three months. "
        f"Nothing is lost, and nobody finds {what} until you restore {what}."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            *(block for tip in shown for block in _archived(tip)),
            *([blocks.context(f"{more:,} more are on your Home tab.")] if more > 0 else []),
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


def _archived(tip: Tip) -> list[Block]:
    restoring = blocks.button("Restore", "tips.restore", value=tip.id)
    return [*tips_views.unasked(tip, tip.owner_id), blocks.actions(f"tip-{tip.id}", restoring)]


def _asked(tip: Tip) -> list[Block]:
    shown = tips_views.is_shown_unasked(tip, tip.owner_id)
    return [
        *tips_views.unasked(tip, tip.owner_id),
        blocks.actions(
            f"tip-{tip.id}",
            blocks.button("Still true", "tips.still_true", value=tip.id, style="primary"),
            *([] if shown else [blocks.button("Open", "tips.open", value=tip.id)]),
            blocks.button("Edit", "tips.edit", value=tip.id),
            blocks.button("Retire", "tips.retire", value=tip.id),
            blocks.button("Give to somebody", "tips.give", value=tip.id),
        ),
    ]
