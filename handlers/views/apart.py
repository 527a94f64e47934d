"""What somebody sees of whom they keep apart from: a form, and the list of their own."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, View
from models.apart import Apart

TITLE = "Not with this person"


def form(kept: Sequence[Apart]) -> View:
    """Build the form that names one more, above those who are named already."""
    return blocks.modal(
        "apart.keep",
        TITLE,
        [
            blocks.section(
                "Name somebody, and I do not bring the two of you together: neither of you is named or asked "
                "for the other, or matched with them."
            ),
            blocks.context(
                "Nobody is told, neither they nor a steward, and nothing they see gives it away. What is "
                "open to all stays so: a lunch, a post in a channel. A mentorship that runs is not ended by "
                "this; you can end it yourself."
            ),
            blocks.field("other", "Not with", blocks.person_select(placeholder="A colleague")),
            *_rows(kept),
        ],
        submit="Keep apart",
    )


def kept(kept: Sequence[Apart], other_id: str) -> View:
    """Say that it holds, and how to take it back."""
    said = f"From now on I do not bring you together with {blocks.person(other_id)}. Only you know of it."
    another = blocks.actions("another", blocks.button("Name another", "apart.open"))
    return blocks.modal("apart.kept", TITLE, [blocks.section(said), another, *_rows(kept)])


def _rows(kept: Sequence[Apart]) -> list[Block]:
    if not kept:
        return []
    return [blocks.divider(), blocks.section("*Whom you keep apart from*"), *map(_row, kept)]


def _row(each: Apart) -> Block:
    back = blocks.button("Take back", "apart.take_back", value=each.other_id)
    return {
        **blocks.section(blocks.person(each.other_id), accessory=back),
        "block_id": f"apart-{each.other_id}",
    }
