"""What people hear when they answer a lunch: their seat, their place in line, and how to undo it."""

from datetime import timedelta

from handlers.views import blocks, lunches_seats
from handlers.views.blocks import Message
from handlers.views.lunches_words import when
from models.lunches import Lunch
from models.lunches_answers import Outcome
from models.lunches_seats import Answer

ASKED_BEFORE = timedelta(days=1)


def answer(outcome: Outcome) -> Message:
    """Tell somebody what came of their press."""
    match Answer(outcome.seat.answer):
        case Answer.GOING:
            said = _going(outcome)
        case Answer.WAITING:
            said = _waiting(outcome)
        case Answer.MAYBE:
            said = _maybe(outcome)
        case Answer.NOT:
            said = _not(outcome)
        case _:
            said = lunches_seats.standing(outcome.lunch, outcome.taken, outcome.seat)
    return _message(outcome, said)


def guest(outcome: Outcome) -> Message:
    """Tell somebody what came of bringing a guest, or not."""
    if outcome.again:
        said = "That is noted already."
    elif outcome.seat.guests:
        said = "There is a seat for your guest too."
    else:
        said = "Thank you for saying so: somebody else can have your guest's seat. Yours is kept."
    return _message(outcome, said)


def named(outcome: Outcome) -> Message:
    """Tell somebody whether the announcement names them."""
    said = (
        "Your name stands below the lunch's announcement. You can hide it again."
        if outcome.seat.shown
        else "Your name does not stand below the announcement; you only count."
    )
    return _message(outcome, said)


def which(lunch: Lunch) -> Message:
    """Ask where somebody likes to sit."""
    said = f"{blocks.quiet(lunch.title)}, {when(lunch)}: in the room, or online?"
    return Message(text=said, blocks=[blocks.section(said), lunches_seats.which(lunch)])


def _message(outcome: Outcome, said: str) -> Message:
    return Message(
        text=said, blocks=[blocks.section(said), lunches_seats.choices(outcome.lunch, outcome.seat)]
    )


def _going(outcome: Outcome) -> str:
    lunch, where = outcome.lunch, lunches_seats.at_place(outcome.lunch, outcome.seat)
    what = f"{blocks.quiet(lunch.title)}, {when(lunch)}"
    if outcome.again:
        return f"You have a seat{where} already, and need not do anything more: {what}."
    return f"You have a seat{where}: {what}. If you cannot come, say so, and somebody else can have it."


def _waiting(outcome: Outcome) -> str:
    where = lunches_seats.at_place(outcome.lunch, outcome.seat)
    place = lunches_seats.in_line(outcome.taken, outcome.seat)
    if outcome.again:
        return f"You are in line already, and {place} there. I write to you as soon as a seat is yours."
    return (
        f"All seats{where} are taken. You are {place} in line, and I write to you as soon as a seat is yours."
    )


def _maybe(outcome: Outcome) -> str:
    noted = "Thank you for saying so: somebody else can have your seat." if outcome.freed else "Noted."
    if outcome.lunch.at - outcome.seat.answered_at > ASKED_BEFORE:
        return f"{noted} I ask you once more the day before, if there are free seats then."
    return f"{noted} Come once you know, if there are free seats then."


def _not(outcome: Outcome) -> str:
    if outcome.again:
        return "That is noted already. Should your plans change, come after all."
    if outcome.freed:
        return (
            "Thank you for saying so: somebody else can have your seat. "
            "Should your plans change, come after all."
        )
    return "Noted, thank you. Should your plans change, come after all."
