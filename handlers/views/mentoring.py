"""The window of `/mentor`: asking, offering, one's mentorships, and help."""

from handlers.views import blocks, mentoring_home, mentoring_offers, pauses
from handlers.views.blocks import Block, View
from models.consents import Programme
from models.mentoring_home import Mentoring

HELP = (
    "*/mentor* finds a colleague who is a few steps ahead in one thing, and glad to show you.\n"
    "Type what you want to learn: up to three colleagues are suggested, with reasons, and nobody is asked "
    "before you have chosen. Without a word: your requests and mentorships, and the form to be a mentor.\n"
    "Example: `/mentor kubernetes`"
)

FIRST = (
    "Half an hour every three weeks with a colleague who is a few steps ahead in one thing; or one half "
    "hour, and that is it. Everybody can ask, and everybody can be asked."
)


def unknown(typed: str) -> str:
    """Answer what names no skill, with help and an example."""
    return f"I read no skill in “{blocks.quiet(typed, 60)}”.\n{HELP}"


def window(mine: Mentoring) -> View:
    """Build the window: what waits for an answer first."""
    return blocks.modal(
        "mentoring.window",
        "Mentoring",
        [
            *([] if mine.mentor or mine.requests or mine.mentorships else [blocks.section(FIRST)]),
            blocks.actions(
                "mentoring",
                blocks.button("Ask for a mentor", "mentoring_asking.open", style="primary"),
                blocks.button("My offer" if mine.mentor else "Offer to mentor", "mentoring_offers.open"),
                *_pause(mine),
                blocks.button("Cohorts", "cohorts.list"),
            ),
            *_offer(mine),
            *_titled("They ask you", mentoring_home.waiting_rows(mine)),
            *_titled("You ask", mentoring_home.request_rows(mine, mine.requests)),
            *_titled("Your mentorships", mentoring_home.mentorship_rows(mine)),
            blocks.context("Only you see this."),
        ],
    )


def _pause(mine: Mentoring) -> list[Block]:
    if mine.pause:
        return [pauses.way_back(mine.pause)]
    if mine.mentor or mine.requests or mine.mentorships:
        return [blocks.button("Pause", "pauses.open", value=Programme.MENTORING)]
    return []


def _offer(mine: Mentoring) -> list[Block]:
    if mine.pause:
        who = "Mentoring is paused" if mine.pause.programme else "You are away"
        return [blocks.context(f"{who}: nobody asks you meanwhile, and nobody is told.")]
    if mine.mentor:
        return [blocks.context(f"You offer to mentor. {mentoring_offers.places(mine.mentor, mine.taken)}")]
    return []


def _titled(title: str, rows: list[Block]) -> list[Block]:
    return [blocks.divider(), blocks.section(f"*{title}*"), *rows] if rows else []
