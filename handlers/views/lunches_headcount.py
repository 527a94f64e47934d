"""What a host hears the day before: how many come and eat, and what to do if they are too few."""

from handlers.views import blocks
from handlers.views.blocks import Block, Message
from handlers.views.lunches_words import when
from models import lunches_headcount
from models.lunches import Lunch, State
from models.lunches_seats import Taken, Where
from models.lunches_series import Food


def to_host(lunch: Lunch, taken: Taken, *, speakers: int) -> Message:
    """Tell a host who comes to their lunch as it is now, and ask where there are too few.

    `speakers` is how many speak there without a seat of their own; they eat too.
    """
    what = _lunch(lunch)
    table = " It is an open table." if lunch.open_table else ""
    if lunch.state == State.CALLED_OFF:
        return _message(f"{what}, is called off. Everybody with a seat hears of it.")
    if lunches_headcount.too_few(lunch, taken):
        return _message(
            f"{_come(taken)} to {what}; it takes at least {lunch.minimum:,}.{table} What shall become of it? "
            "If you do nothing, it takes place as it is.",
            _decisions(lunch),
        )
    if lunch.food == Food.CATERED:
        eaten = lunches_headcount.meals(taken, speakers)
        return _message(
            f"{eaten:,} {'meal' if eaten == 1 else 'meals'} for {what}: {_come(taken).lower()}"
            f"{_of_them(taken)}{_speak(speakers)}.{table} This number keeps up with the seats."
        )
    return _message(f"{_come(taken)} to {what}.{table}")


def open_table(lunch: Lunch) -> Message:
    """Tell somebody with a seat that a lunch is an open table."""
    return _message(f"{_lunch(lunch)}, is an open table: you eat together and talk. Nothing else changes.")


def _decisions(lunch: Lunch) -> Block:
    sure = blocks.confirm(
        "Call it off?", "Everybody with a seat hears of it.", yes="Call it off", no="Keep it"
    )
    table = blocks.button("Make it an open table", "lunches_headcount.open_table", value=lunch.id)
    return blocks.actions(
        "decide",
        *([] if lunch.open_table else [table]),
        blocks.button("Go ahead", "lunches_headcount.go_ahead", value=lunch.id),
        blocks.button("Call it off", "lunches_headcount.call_off", value=lunch.id, confirm=sure),
    )


def _lunch(lunch: Lunch) -> str:
    return f"{blocks.quiet(lunch.title)} in {blocks.channel(lunch.channel_id)}, {when(lunch)}"


def _come(taken: Taken) -> str:
    come = taken.going()
    return "Nobody comes yet" if not come else f"{come:,} {'comes' if come == 1 else 'come'}"


def _of_them(taken: Taken) -> str:
    guests, online = sum(seat.guests for seat in taken.seats), taken.going(Where.REMOTE)
    parts = (
        f"{guests:,} of them {'a guest' if guests == 1 else 'guests'}" if guests else "",
        f"{online:,} online" if online else "",
    )
    return "".join(f", {part}" for part in parts if part)


def _speak(speakers: int) -> str:
    if not speakers:
        return ""
    return f", and {speakers:,} {'speaks' if speakers == 1 else 'speak'} without a seat"


def _message(said: str, *more: Block) -> Message:
    return Message(text=said, blocks=[blocks.section(said), *more])
