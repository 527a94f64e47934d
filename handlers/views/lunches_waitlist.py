"""What people who wait for a seat hear: one is theirs, it has gone on, or none came free."""

from handlers.views import blocks, lunches_seats
from handlers.views.blocks import Block, Message
from handlers.views.lunches_words import when
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat


def offered(lunch: Lunch, seat: Seat) -> Message:
    """Offer somebody the seat that came free."""
    said = (
        f"A seat is free for you: {_lunch(lunch, seat)}. It is kept for you{lunches_seats.until(seat)}; "
        "after that the next in line can have it."
    )
    return _message(said, blocks.actions("offer", *lunches_seats.offered(lunch)))


def offer_over(lunch: Lunch, seat: Seat) -> Message:
    """Say what became of an offer."""
    if lunch.state == State.CALLED_OFF:
        return _message(f"This lunch is called off: {_lunch(lunch, seat)}.")
    match Answer(seat.answer):
        case Answer.GOING:
            return _message(
                f"You have a seat: {_lunch(lunch, seat)}.",
                blocks.actions("seat", blocks.button("Can't come", "lunches_seats.cannot", value=lunch.id)),
            )
        case Answer.MISSED:
            return _message(f"The seat that was kept for you has gone on: {_lunch(lunch, seat)}.")
        case _:
            return _message(f"You passed this seat on, thank you: {_lunch(lunch, seat)}.")


def missed(lunch: Lunch, seat: Seat) -> Message:
    """Tell somebody kindly that a seat has gone on, since they did not confirm it."""
    said = (
        f"I kept a seat for you{lunches_seats.until(seat)} and did not hear from you, so somebody else can "
        f"have it now: {_lunch(lunch, seat)}. If you still like to come, sign up again."
    )
    return _message(said, _again(lunch))


def left_out(lunch: Lunch, seat: Seat, coming: Lunch | None) -> Message:
    """Tell somebody that no seat came free, and when the next lunch is."""
    said = f"No seat came free for you this time: {_lunch(lunch, seat)}."
    if coming is None:
        return _message(f"{said} `/lunch-signup` shows the next lunches as soon as there are some.")
    return _message(f"{said} The next one is {when(coming)}; you may take a seat now.", _again(coming))


def _lunch(lunch: Lunch, seat: Seat) -> str:
    what = f"{blocks.quiet(lunch.title)} in {blocks.channel(lunch.channel_id)}"
    return f"{what}, {when(lunch)}, {lunches_seats.spot(lunch, seat)}"


def _again(lunch: Lunch) -> Block:
    come = blocks.button("Come", "lunches_seats.come", value=lunch.id, style="primary")
    return blocks.actions("again", come)


def _message(said: str, *more: Block) -> Message:
    return Message(text=said, blocks=[blocks.section(said), *more])
