"""The worksheet: two lines, as the two read and write them."""

from handlers.views import blocks
from handlers.views.blocks import Block, View
from handlers.views.mentoring_rhythm import day
from models.mentoring import LONGEST_LINE
from models.mentoring_meeting import Worksheet
from models.mentoring_page import Page

SHOWN = 5


def rows(page: Page, *, writable: bool) -> list[Block]:
    """Show the latest lines of both, and the way to write more."""
    shown = page.worksheets[:SHOWN]
    if not shown and not writable:
        return []
    write = blocks.button("Write two lines", "mentoring_worksheets.write", value=page.mentorship.id)
    head = blocks.section("*What only you two read*", accessory=write if writable else None)
    older = len(page.worksheets) - len(shown)
    more = [blocks.context(f"{older} older")] if older else []
    return [
        blocks.divider(),
        head,
        *(block for each in shown for block in _sheet(each, page.reader_id)),
        *more,
    ]


def form(mentorship_id: int, sheet: Worksheet | None) -> View:
    """Build the form for two lines, new ones or one's own."""
    stuck, suggested = (sheet.stuck, sheet.suggested) if sheet else ("", "")
    return blocks.modal(
        "mentoring_worksheets.change" if sheet else "mentoring_worksheets.save",
        "Two lines",
        [
            blocks.field(
                "stuck",
                "Stuck on",
                blocks.text_input(
                    initial=stuck, longest=LONGEST_LINE, placeholder="I read the logs and see no pattern"
                ),
                optional=True,
            ),
            blocks.field(
                "suggested",
                "My partner suggested",
                blocks.text_input(
                    initial=suggested, longest=LONGEST_LINE, placeholder="Draw one request on paper first"
                ),
                optional=True,
            ),
            blocks.context(
                "Only you two read this, not even stewards."
                + (" Leave both empty to take the lines away." if sheet else "")
            ),
        ],
        submit="Save",
        metadata=str(sheet.id if sheet else mentorship_id),
    )


def _sheet(sheet: Worksheet, reader_id: str) -> list[Block]:
    own = sheet.author_id == reader_id
    who = "You" if own else blocks.person(sheet.author_id)
    edit = blocks.button("Change", "mentoring_worksheets.edit", value=sheet.id) if own else None
    head = blocks.section(f"_{who}, {day(sheet.written_at.date())}_", accessory=edit)
    lines = (("Stuck on", sheet.stuck), ("My partner suggested", sheet.suggested))
    return [head, *(blocks.words(f"{label}: {line}") for label, line in lines if line)]
