"""What people see of seats: how many are taken, the buttons to take one, and how one's own stands."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks
from handlers.views.blocks import Block
from models import lunches_seats
from models.lunches import Lunch
from models.lunches_announcement import Announcement
from models.lunches_seats import Answer, Seat, Taken, Where

NAMES_SHOWN = 5

PLACES = {Where.ROOM: "in the room", Where.REMOTE: "online"}

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def buttons(shown: Announcement) -> list[Block]:
    """Build the part of an announcement that tells how a lunch is taken up, and takes answers."""
    lunch = shown.lunch
    return [
        blocks.context(taken_up(lunch, shown.taken)),
        _row(lunch, *_come(lunch), _maybe(lunch), _cannot(lunch)),
    ]


def own(shown: Announcement, seat: Seat | None) -> list[Block]:
    """Build the part of somebody's list that tells how their own seat stands, and changes it."""
    lunch = shown.lunch
    if seat is None:
        return buttons(shown)
    said = f"*{standing(lunch, shown.taken, seat)}*\n{taken_up(lunch, shown.taken)}"
    return [blocks.context(said), choices(lunch, seat)]


def standing(lunch: Lunch, taken: Taken, seat: Seat) -> str:
    """Say how somebody's seat stands, in a sentence."""
    where = at_place(lunch, seat)
    match Answer(seat.answer):
        case Answer.GOING:
            return f"You have a seat{where}{' and one for your guest' if seat.guests else ''}."
        case Answer.OFFERED:
            return f"A seat{where} is kept for you{until(seat)}."
        case Answer.WAITING:
            return f"You are {in_line(taken, seat)} in line for a seat{where}."
        case Answer.MISSED:
            return "The seat that was kept for you has gone on. You may sign up again."
        case Answer.MAYBE:
            return "You may come, and have no seat yet."
        case Answer.NOT:
            return "You can't come; thank you for saying so."


def kept(seat: Seat | None) -> str:
    """Say how somebody's seat stands after a change, as a sentence to go on with; nothing, without one."""
    if seat is None:
        return ""
    match Answer(seat.answer):
        case Answer.GOING:
            return " Your seat is kept."
        case Answer.OFFERED:
            return f" A seat is still kept for you{until(seat)}, if you confirm it."
        case Answer.WAITING:
            return " You keep your place in line."
        case _:
            return ""


def choices(lunch: Lunch, seat: Seat) -> Block:
    """Build the buttons that fit how somebody's seat stands."""
    match Answer(seat.answer):
        case Answer.GOING:
            return _row(lunch, _cannot(lunch), *_elsewhere(lunch, seat), *_guest(lunch, seat), _name(seat))
        case Answer.OFFERED:
            return _row(lunch, *offered(lunch))
        case Answer.WAITING:
            return _row(lunch, _cannot(lunch, "Leave the line"), *_elsewhere(lunch, seat))
        case Answer.NOT:
            return _row(lunch, *_come(lunch), _maybe(lunch))
        case _:
            return _row(lunch, *_come(lunch), _cannot(lunch))


def reminded(lunch: Lunch, seat: Seat) -> Block:
    """Build the buttons below a reminder: one tap lets go of a seat, or takes one."""
    if seat.answer == Answer.GOING:
        return _row(lunch, _cannot(lunch))
    return choices(lunch, seat)


def offered(lunch: Lunch) -> Sequence[Block]:
    """Build the two answers to a seat that came free."""
    return (
        blocks.button("Confirm", "lunches_seats.confirm", value=lunch.id, style="primary"),
        blocks.button("Pass it on", "lunches_seats.pass", value=lunch.id),
    )


def which(lunch: Lunch) -> Block:
    """Build the choice of where to sit."""
    return _row(lunch, *_come(lunch))


def taken_up(lunch: Lunch, taken: Taken) -> str:
    """Say how many come and wait, place by place, and who of them likes to be named."""
    several = len(lunches_seats.places(lunch)) > 1
    counted = [
        f"{PLACES[where].capitalize()}: {_count(lunch, taken, where)}"
        if several
        else _count(lunch, taken, where).capitalize()
        for where in lunches_seats.places(lunch)
    ]
    return "\n".join(filter(None, ("  ·  ".join(counted), _names(taken))))


def at_place(lunch: Lunch, seat: Seat) -> str:
    """Say where a seat is, where there are several places."""
    return f" {PLACES[Where(seat.where)]}" if len(lunches_seats.places(lunch)) > 1 else ""


def spot(lunch: Lunch, seat: Seat) -> str:
    """Say where to go, in mrkdwn: the room's name, or the link."""
    if seat.where == Where.REMOTE and lunch.link:
        return f"<{lunch.link}|online>"
    return blocks.quiet(lunch.place) or "in the channel"


def until(seat: Seat) -> str:
    """Say how long a seat is kept, in mrkdwn: everybody reads it in their own time zone."""
    if seat.offered_until is None:
        return ""
    return f" until {_moment(seat.offered_until)}"


def in_line(taken: Taken, seat: Seat) -> str:
    """Say which in line somebody is."""
    number = taken.place_in_line(seat)
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"number {number:,}"


def _moment(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%d %B, %H:%M} UTC>"


def _count(lunch: Lunch, taken: Taken, where: Where) -> str:
    seats, held, waiting = lunches_seats.capacity(lunch, where), taken.held(where), len(taken.line(where))
    if seats is None:
        return f"{held:,} {'comes' if held == 1 else 'come'}" if held else "nobody has said yes yet"
    wait = f", {waiting:,} {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    return f"{held:,} of {seats:,} {'seat' if seats == 1 else 'seats'} taken{wait}"


def _names(taken: Taken) -> str:
    named = [blocks.person(user_id) for user_id in taken.shown[:NAMES_SHOWN]]
    others = taken.going() - len(named)
    if not named:
        return ""
    if others:
        named.append("one other" if others == 1 else f"{others:,} others")
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _row(lunch: Lunch, *elements: Block) -> Block:
    return blocks.actions(f"seats-{lunch.id}", *elements)


def _come(lunch: Lunch) -> Sequence[Block]:
    if len(lunches_seats.places(lunch)) > 1:
        return (
            blocks.button("Come, in the room", "lunches_seats.room", value=lunch.id, style="primary"),
            blocks.button("Come, online", "lunches_seats.remote", value=lunch.id),
        )
    return (blocks.button("Come", "lunches_seats.come", value=lunch.id, style="primary"),)


def _elsewhere(lunch: Lunch, seat: Seat) -> Sequence[Block]:
    if len(lunches_seats.places(lunch)) == 1:
        return ()
    if seat.where == Where.ROOM:
        return (blocks.button("Online instead", "lunches_seats.remote", value=lunch.id),)
    return (blocks.button("In the room instead", "lunches_seats.room", value=lunch.id),)


def _guest(lunch: Lunch, seat: Seat) -> Sequence[Block]:
    if seat.guests:
        return (blocks.button("Without my guest", "lunches_seats.guest", value=f"{lunch.id} 0"),)
    return (
        (blocks.button("Bring a guest", "lunches_seats.guest", value=f"{lunch.id} 1"),)
        if lunch.guests
        else ()
    )


def _name(seat: Seat) -> Block:
    label = "Hide my name" if seat.shown else "Show my name"
    return blocks.button(label, "lunches_seats.shown", value=f"{seat.lunch_id} {int(not seat.shown)}")


def _maybe(lunch: Lunch) -> Block:
    return blocks.button("Maybe later", "lunches_seats.maybe", value=lunch.id)


def _cannot(lunch: Lunch, label: str = "Can't come") -> Block:
    return blocks.button(label, "lunches_seats.cannot", value=lunch.id)
