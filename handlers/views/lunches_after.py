"""What people see after a lunch: were you there, what did you take with you, and thanks to who spoke."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models import links, lunches_after
from models.lunches import Lunch
from models.lunches_seats import Seat
from models.lunches_talks import Talk

LINES_SHOWN = 20
KEEP = blocks.option("Share it as a tip under my name, in the lunch's thread", "yes")


def ask(lunch: Lunch, seat: Seat) -> Message:
    """Ask who had a seat whether they came; once they answered, say what they said."""
    said = f"{blocks.quiet(lunch.title)} in {blocks.channel(lunch.channel_id)}: were you there?"
    return Message(text=said, blocks=[blocks.section(said), *_answered(seat), _buttons(lunch)])


def line(lunch: Lunch, seat: Seat) -> View:
    """Build the form for the one thing that somebody learned."""
    return blocks.modal(
        "lunches_after.learn",
        "One thing I learned",
        [
            blocks.field(
                "line",
                "In one line",
                blocks.text_input(
                    initial=seat.learned or "",
                    longest=lunches_after.LONGEST_LINE,
                    placeholder="git bisect finds the commit that broke it, all by itself",
                ),
                hint="Who spoke reads it, without your name.",
            ),
            *([] if seat.tip_id else [_keep()]),
        ],
        submit="Send",
        metadata=str(lunch.id),
    )


def thanked(*, kept: bool) -> View:
    """Thank for a line."""
    tip = " It is a tip too now, in the lunch's thread." if kept else ""
    return blocks.modal(
        "lunches_after.thanked", "Thank you", [blocks.section(f"Who spoke will read it tomorrow.{tip}")]
    )


def given(talk: Talk, lunch: Lunch) -> Message:
    """Thank who spoke, and ask for the recording and what to take with them."""
    said = (
        f"Thank you for “{blocks.quiet(talk.title)}” in {blocks.channel(lunch.channel_id)}. It is in the "
        "library now: `/find-tip` finds it."
    )
    more = "Is there a recording, or slides? Three things worth keeping become tips under your name."
    done = [blocks.context("You have added a link. Change it any time.")] if talk.link else []
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} {more}"),
            *done,
            blocks.actions(
                "given",
                blocks.button("Add them", "lunches_after.add", value=talk.id, style="primary"),
            ),
        ],
    )


def add(talk: Talk) -> View:
    """Build the form for a recording and takeaways."""
    return blocks.modal(
        "lunches_after.save",
        "Your talk",
        [
            {"type": "section", "text": blocks.plain(talk.title)},
            blocks.field(
                "link",
                "Recording or slides",
                blocks.text_input(initial=talk.link, longest=links.LONGEST, placeholder="https://…"),
                optional=True,
            ),
            blocks.field(
                "takeaways",
                "Up to three things to keep, one a line",
                blocks.text_input(multiline=True, longest=1500),
                hint="Each becomes a tip under your name, in the lunch's thread.",
                optional=True,
            ),
        ],
        submit="Save",
        metadata=str(talk.id),
    )


def saved() -> View:
    """Say that what was added is kept."""
    return blocks.modal(
        "lunches_after.saved",
        "Thank you",
        [blocks.section("It is kept, and your talk in the library has it.")],
    )


def thanks(talk: Talk, *, came: int, said: Sequence[str]) -> Message:
    """Tell who spoke what people took with them; names are not told."""
    people = "One colleague says that they were" if came == 1 else f"{came:,} colleagues say that they were"
    there = f"{people} there for “{blocks.quiet(talk.title)}”. " if came else ""
    took = "This is what people took with them:" if said else "Thank you for giving it."
    text = f"{there}{took}"
    shown = [blocks.words(f"•  {each}") for each in said[:LINES_SHOWN]]
    return Message(text=text, blocks=[blocks.section(text), *shown])


def _answered(seat: Seat) -> list[Block]:
    if seat.learned:
        return [blocks.context("You were there, and wrote what you took with you. Thank you.")]
    if seat.came is None:
        return []
    return [blocks.context("You were there." if seat.came else "You could not make it. Next time, perhaps.")]


def _buttons(lunch: Lunch) -> Block:
    return blocks.actions(
        "after",
        blocks.button("I was there", "lunches_after.came", value=lunch.id, style="primary"),
        blocks.button("I could not", "lunches_after.missed", value=lunch.id),
        blocks.button("One thing I learned", "lunches_after.line", value=lunch.id),
    )


def _keep() -> Block:
    return blocks.field("keep", "For others too", blocks.checkboxes([KEEP]), optional=True)
