"""What people see of wishes: the board, the form, what a lunch without a talk asks for, and two questions."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models.lunches_announcement import Announcement
from models.lunches_asking import Said, WishAsking
from models.lunches_merging import MergeState
from models.lunches_wishes import LONGEST, Board, State, Wanted, Wish

OPTION = 75


def wanted(shown: Announcement) -> list[Block]:
    """Say what people wish for, where a lunch has no talk yet, and let anybody tell about it."""
    if not shown.wanted:
        return []
    return [
        blocks.section("No talk yet. Colleagues wish for these (so many of them); five minutes are enough:"),
        *(
            {
                "type": "section",
                "block_id": f"wanted-{shown.lunch.id}-{row.wish.id}",
                "text": blocks.plain(f"{row.wish.text} ({row.votes:,})"),
                "accessory": blocks.button(
                    "I can tell about this",
                    "lunches_talks.tell",
                    value=f"{row.wish.id}/{shown.lunch.id}",
                ),
            }
            for row in shown.wanted
        ),
    ]


def board(shown: Board, reader_id: str) -> View:
    """List what colleagues wish for, the most wanted first."""
    nothing = "Nobody wishes for anything yet. What would you like a colleague to tell you about?"
    listed = [block for row in shown.rows for block in _row(row, shown, reader_id)]
    return blocks.modal(
        "lunches_wishes.list",
        "Wishes",
        [
            blocks.actions("wish", blocks.button("Wish for a topic", "lunches_wishes.new", style="primary")),
            *(listed or [blocks.section(nothing)]),
            *_pages(shown),
            blocks.context("How many wish for something is shown, never who."),
        ],
        metadata=str(shown.page),
    )


def form(text: str = "", alike: Sequence[Wanted] = (), wish: Wish | None = None) -> View:
    """Build the form for a wish; wishes like it are shown before it is kept."""
    return blocks.modal(
        "lunches_wishes.change" if wish else "lunches_wishes.save",
        "Your wish" if wish else "Wish for a topic",
        [
            blocks.field(
                "text",
                "Somebody please teach me",
                blocks.text_input(initial=text, longest=LONGEST, placeholder="how to read a flame graph"),
                hint="Your name is not shown. You hear when somebody tells about it.",
            ),
            *_alike(alike),
        ],
        submit="Save" if wish else ("Mine is different" if alike else "Wish"),
        metadata=str(wish.id) if wish else ("seen" if alike else ""),
    )


def kept(wish: Wish) -> View:
    """Say that a wish is on the board, and what happens next."""
    return blocks.modal(
        "lunches_wishes.notice",
        "Wished",
        [
            blocks.section(f"“{blocks.quiet(wish.text)}” is on the board."),
            blocks.context(
                "Whoever offers it may be asked, without your name. You hear when somebody tells about it."
            ),
            blocks.actions("wish", blocks.button("See the board", "lunches_wishes.list")),
        ],
    )


def merge(wish: Wish, others: Sequence[Wanted]) -> View:
    """Ask which other wish one belongs to."""
    if not others:
        return notice("Wishes", "There is no other wish that it could belong to.")
    return blocks.modal(
        "lunches_merging.propose",
        "Belongs together",
        [
            {"type": "section", "text": blocks.plain(wish.text)},
            blocks.field(
                "into",
                "is the same wish as",
                blocks.select([blocks.option(_option(each), str(each.wish.id)) for each in others]),
                hint="Who wished for the smaller one is asked first. Who wishes for both counts once.",
            ),
        ],
        submit="Propose",
        metadata=str(wish.id),
    )


def proposed(state: MergeState) -> View:
    """Say what comes of it that two wishes belong together."""
    if state == MergeState.DONE:
        return notice("Wishes", "They are one wish now.")
    return notice("Wishes", "Thank you. Who wished for the smaller one is asked, and not told who noticed.")


def may_merge(smaller: Wish, into: Wanted, state: MergeState) -> Message:
    """Ask who wished for something whether it becomes part of another wish."""
    own, other = blocks.quiet(smaller.text), blocks.quiet(into.wish.text)
    if state != MergeState.ASKED or State.OPEN not in {smaller.state, into.wish.state}:
        came = "is part of" if state == MergeState.DONE else "stays apart from"
        return _said(f"Your wish “{own}” {came} “{other}”.")
    return _said(
        f"Your wish “{own}” reads much like “{other}” ({_count(into.votes)}). Shall they be one? Together "
        "they find a speaker sooner.",
        blocks.button(
            "Yes, one wish", "lunches_merging.yes", value=f"{smaller.id}/{into.wish.id}", style="primary"
        ),
        blocks.button("Mine is different", "lunches_merging.no", value=f"{smaller.id}/{into.wish.id}"),
    )


def asked(asking: WishAsking, wish: Wish, votes: int) -> Message:
    """Ask who offers a skill whether they tell about a wish; say how it stands once they have answered."""
    topic = blocks.quiet(wish.text)
    if asking.said is None and wish.state == State.OPEN:
        who = "A colleague wishes" if votes == 1 else f"{votes:,} colleagues wish"
        return _said(
            f"{who} for “{topic}”, and you offer {blocks.quiet(asking.skill)}: would you tell them, in 15 "
            "minutes over a lunch? A no is fine, and nobody hears of it.",
            blocks.button("Yes", "lunches_asking.yes", value=wish.id, style="primary"),
            blocks.button("Not now", "lunches_asking.not_now", value=wish.id),
            blocks.button("Don't ask me about this", "lunches_asking.never", value=wish.id),
        )
    if asking.said == Said.YES and wish.state == State.OPEN:
        return _said(
            f"You would tell about “{topic}”. Thank you. Say when, in the form.",
            blocks.button("Open the form", "lunches_asking.yes", value=wish.id, style="primary"),
        )
    if asking.said == Said.NOT_NOW:
        return _said(f"“{topic}”: not now. Thank you for answering.")
    if asking.said == Said.NEVER:
        return _said(f"I will not ask you about {blocks.quiet(asking.skill)} again.")
    return _said(f"“{topic}” is taken care of. Thank you.")


def notice(title: str, said: str) -> View:
    """Say one thing in a window."""
    return blocks.modal("lunches_wishes.notice", title, [blocks.section(said)])


def _row(row: Wanted, shown: Board, reader_id: str) -> list[Block]:
    wish = row.wish
    own, voted = wish.wisher_id == reader_id, wish.id in shown.voted
    vote = (
        blocks.button("Not any more", "lunches_wishes.take_back", value=wish.id)
        if voted
        else blocks.button("+1", "lunches_wishes.vote", value=wish.id)
    )
    return [
        {
            "type": "section",
            "block_id": f"vote-{wish.id}",
            "text": blocks.plain(wish.text),
            "accessory": vote,
        },
        blocks.context(f"{_count(row.votes)}{'  ·  yours' if own else '  ·  you too' if voted else ''}"),
        blocks.actions(
            f"wish-{wish.id}",
            blocks.button("I can tell about this", "lunches_talks.tell", value=wish.id),
            *([blocks.button("Change", "lunches_wishes.edit", value=wish.id)] if own else []),
            blocks.button("Same as another", "lunches_merging.open", value=wish.id),
        ),
    ]


def gone() -> Message:
    """Tell who gave a wish a +1 that it is off the board."""
    return _said(
        "A topic that you gave your +1 to was taken off the wishes by who wished for it. If you still want "
        "to hear about it, wish for it in your own words.",
        blocks.button("See the wishes", "lunches_wishes.list"),
    )


def _pages(shown: Board) -> list[Block]:
    back = blocks.button("Back", "lunches_wishes.page_back", value=shown.page - 1)
    more = blocks.button("More", "lunches_wishes.page_on", value=shown.page + 1)
    ways = [*([back] if shown.page else []), *([more] if shown.more else [])]
    return [blocks.actions("pages", *ways)] if ways else []


def _alike(alike: Sequence[Wanted]) -> list[Block]:
    if not alike:
        return []
    return [
        blocks.section("*Is it one of these?* Together you find a speaker sooner:"),
        *(
            {
                "type": "section",
                "block_id": f"alike-{row.wish.id}",
                "text": blocks.plain(f"{row.wish.text} ({_count(row.votes)})"),
                "accessory": blocks.button("+1", "lunches_wishes.same", value=row.wish.id),
            }
            for row in alike
        ),
    ]


def _option(row: Wanted) -> str:
    counted = f" ({row.votes:,})"
    return blocks.shortened(row.wish.text, OPTION - len(counted)) + counted


def _count(votes: int) -> str:
    return "1 colleague wishes for it" if votes == 1 else f"{votes:,} colleagues wish for it"


def _said(said: str, *buttons: Block) -> Message:
    return Message(
        text=said, blocks=[blocks.section(said), *([blocks.actions("wish", *buttons)] if buttons else [])]
    )
