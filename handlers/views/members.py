"""What members see of their own data, and before they are forgotten."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from handlers.views import blocks
from handlers.views.blocks import Block, View

BOX = 2900
"""Characters in one box."""

BOXES = 3
"""Boxes on one page: more is too much for one window."""

DISAPPEARS = (
    "your tips and their posts, from searches, saved lists and coming digests too",
    "your questions, also those without your name, and the prompts you proposed, with their posts",
    "your answers by button, your votes, and the thanks you gave: counts go down by one",
    "the talks you give alone, your seats and what you learned there, your wishes and your +1s",
    "your mentorships: their introduction, what you wrote, noted and answered in them",
    "your mixers: the groups you were in, what you said and wrote of them, whom you met",
    "your saved tips, skills, reports, choices, whom you keep apart from, and what I have written to you",
)
STAYS = (
    "what you wrote in Slack yourself, in channels and threads: there you can delete it",
    "answers you gave without your name: nobody can tell that they are yours",
    "tips that colleagues made of their own answers, and digests that were sent already",
    "prompts you set up for a channel: they go on there, without your name",
    "talks that colleagues give with you: they are theirs then, with their title",
    "mixers you set up, and the groups that go on without you: nobody hears why",
    "learning lunches you host: they go on, and your co-host or a steward looks after them",
    "what a partner in a mentorship wrote themselves: they hear only that it has ended",
    "tips of others that were in your care: a colleague is asked to look after them",
)


def your_data() -> list[Block]:
    """Build the part of the Home tab that lets somebody see their data, or be forgotten."""
    return [
        blocks.divider(),
        blocks.section("*Your data*"),
        blocks.actions(
            "your-data",
            blocks.button("See my data", "members.my_data"),
            blocks.button("Forget me", "members.forget_me"),
        ),
    ]


def data(held: dict[str, Any], page: int) -> View:
    """Show one page of what is held about somebody, as JSON; a page that is gone is the last one."""
    if not held:
        return blocks.modal("members.data", "Your data", [blocks.section("I hold nothing about you.")])
    written = json.dumps(held, indent=1, ensure_ascii=False)
    cut = list(boxes(written))
    pages = [cut[first : first + BOXES] for first in range(0, len(cut), BOXES)]
    at = min(page, len(pages) - 1)
    return blocks.modal(
        "members.data",
        "Your data",
        [
            blocks.section(
                "This is everything Potluck holds about you, as JSON. Only you see it. "
                "Answers you gave without your name are not in it: nobody can tell that they are yours."
            ),
            *([blocks.context(_position(len(written), at, len(pages)))] if len(pages) > 1 else []),
            *(blocks.preformatted(text) for text in pages[at]),
            *_turning(at, len(pages)),
        ],
    )


def ask() -> View:
    """Ask whether somebody is to be forgotten, once."""
    return blocks.modal(
        "members.forget",
        "Forget me?",
        [
            blocks.section("Shall I forget you? This cannot be undone."),
            blocks.section(_listed("This disappears for everybody", DISAPPEARS)),
            blocks.section(_listed("This stays", STAYS)),
            blocks.context(
                "Nobody is told that you left. You may use Potluck again any time, as on the first day."
            ),
            blocks.actions(
                "forget",
                blocks.button("Forget me", "members.forget", style="danger"),
                blocks.button("See my data first", "members.my_data"),
            ),
        ],
    )


def forgotten() -> View:
    """Say that somebody is forgotten."""
    return blocks.modal(
        "members.forgotten",
        "Forgotten",
        [
            blocks.section(
                "I have forgotten you. What I posted for you and wrote to you is being taken back now; if it "
                "is a lot, that takes some minutes."
            ),
            blocks.context(
                "Thank you for what you brought. Should you come back, `/potluck` begins as on the first day."
            ),
        ],
    )


def boxes(written: str) -> Iterator[str]:
    """Cut a text into boxes, at the ends of its lines where they fit; put together they are the text."""
    box = ""
    for line in written.splitlines(keepends=True):
        if len(box) + len(line) > BOX and box:
            yield box
            box = ""
        for at in range(0, len(line), BOX):
            piece = line[at : at + BOX]
            if len(box) + len(piece) > BOX:
                yield box
                box = ""
            box += piece
    yield box


def _position(characters: int, at: int, pages: int) -> str:
    return (
        f"{characters:,} characters on {pages:,} pages, this is page {at + 1:,}  ·  the boxes together are "
        "one document"
    )


def _turning(at: int, pages: int) -> list[Block]:
    back = [blocks.button("Back", "members.back", value=at - 1)] if at else []
    on = [blocks.button("Next", "members.next", value=at + 1)] if at + 1 < pages else []
    return [blocks.actions("pages", *back, *on)] if back or on else []


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"*{title}*", *(f"•  {line}" for line in lines)])
