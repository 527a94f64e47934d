"""What people with a seat hear before a lunch: when, where, and how to let go of the seat."""

from collections.abc import Sequence

from handlers.views import blocks, lunches_seats
from handlers.views.blocks import Block, Message
from handlers.views.lunches_words import when
from models.lunches_announcement import Announcement
from models.lunches_seats import Answer, Seat

Told = tuple[Announcement, Seat]


def reminder(told: Sequence[Told]) -> Message:
    """Remind somebody of their seats, and ask about the lunches that they may come to."""
    if not told:
        said = "No lunch of yours is left here. `/lunch-signup` shows those to come."
        return Message(text=said, blocks=[blocks.section(said)])
    text = "  ·  ".join(_fallback(*each) for each in told)
    return Message(text=text, blocks=[block for each in told for block in _one(*each)])


def _one(shown: Announcement, seat: Seat) -> list[Block]:
    lunch = shown.lunch
    talks = [{"type": "section", "text": blocks.plain(talk.title)} for talk in shown.talks]
    return [
        blocks.section(f"{_standing(shown, seat)}\n*{when(lunch)}*, {lunches_seats.spot(lunch, seat)}"),
        *talks,
        lunches_seats.reminded(lunch, seat),
    ]


def _standing(shown: Announcement, seat: Seat) -> str:
    lunch = shown.lunch
    what = f"{blocks.quiet(lunch.title)} in {blocks.channel(lunch.channel_id)}"
    match Answer(seat.answer):
        case Answer.GOING:
            guest = " and one for your guest" if seat.guests else ""
            return f"You have a seat{guest}: {what}"
        case Answer.MAYBE:
            return f"You said you may come, and there are free seats: {what}"
        case _:
            return f"{lunches_seats.standing(lunch, shown.taken, seat)} {what}"


def _fallback(shown: Announcement, seat: Seat) -> str:
    return f"{_standing(shown, seat)}, {when(shown.lunch)}"
