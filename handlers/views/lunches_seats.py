"""What people see of seats: how many are taken, the buttons to take one, and how one's own stands."""

from handlers.views import blocks
from handlers.views.blocks import Block
from models.lunches_announcement import Announcement
from models.lunches_seats import Seat


def buttons(shown: Announcement) -> list[Block]:
    """Build the part of an announcement that tells how a lunch is taken up, and takes answers."""
    lunch = shown.lunch
    return [
        blocks.context(_numbers(shown)),
        blocks.actions(
            f"seats-{lunch.id}",
            blocks.button("Come", "lunches_seats.come", value=lunch.id, style="primary"),
            blocks.button("Maybe later", "lunches_seats.maybe", value=lunch.id),
            blocks.button("Can't come", "lunches_seats.cannot", value=lunch.id),
        ),
    ]


def own(shown: Announcement, seat: Seat | None) -> list[Block]:
    """Build the part of somebody's list that tells how their own seat stands, and changes it."""
    said = [blocks.context(f"You said: {seat.answer}")] if seat else []
    return [*said, *buttons(shown)]


def _numbers(shown: Announcement) -> str:
    return f"{shown.taken.going():,} come"
