"""What people say to a lunch: they come, cannot, may, bring a guest, or like to be named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lunches, lunches_seats, outbox
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_seats import ASKING, Answer, Seat, Taken, Where

MOST_GUESTS = 1


@dataclass
class Outcome:
    """What came of a press: somebody's seat as it is now, among the others.

    `again` means that nothing changed. `freed` means that a seat was let go of.
    """

    lunch: Lunch
    seat: Seat
    taken: Taken
    again: bool
    freed: bool = False


def come(
    session: Session, lunch: Lunch, user_id: str, where: Where | None = None, *, now: datetime
) -> Outcome:
    """Take a seat, or get in line; a seat that was kept is confirmed.

    `where` is where it was offered, or the lunch's only or first place, unless they say. Who changes places
    keeps their turn, and their seat until there is one over there.
    """
    seat, before = _open(session, lunch, user_id, now)
    place, was = _meant(lunch, seat, before, where), (before, seat.where)
    holds = before in {Answer.GOING, Answer.OFFERED}
    if (holds and seat.where == place) or _fits(session, lunch, place, 1 + seat.guests):
        _answer(session, lunch, seat, Answer.GOING, place, now)
    elif holds:
        raise RuleError(f"There is no free seat {_named(place)} for now. Yours {_named(seat.where)} is kept.")
    else:
        _answer(session, lunch, seat, Answer.WAITING, place, now)
    return _done(session, lunch, seat, now, again=was == (seat.answer, seat.where))


def cannot(session: Session, lunch: Lunch, user_id: str, *, now: datetime) -> Outcome:
    """Say that one cannot come, or pass an offered seat on; a seat goes to the next in line."""
    return _let_go(session, lunch, user_id, Answer.NOT, now)


def maybe(session: Session, lunch: Lunch, user_id: str, *, now: datetime) -> Outcome:
    """Say that one may come: no seat, and to be asked once more."""
    return _let_go(session, lunch, user_id, Answer.MAYBE, now)


def bring(session: Session, lunch: Lunch, user_id: str, guests: int, *, now: datetime) -> Outcome:
    """Bring so many guests along, where the host allows it and seats are free."""
    seat, before = _open(session, lunch, user_id, now)
    if before != Answer.GOING:
        raise RuleError("A guest comes along with you: take a seat first.")
    more = guests - seat.guests
    if more > 0 and not (lunch.guests and guests <= MOST_GUESTS):
        raise RuleError("The seats at this lunch are for colleagues. Ask its host about a guest.")
    if more > 0 and not _fits(session, lunch, Where(seat.where), more):
        raise RuleError("All seats are taken, so there is none for a guest. Yours is kept.")
    seat.guests = guests
    return _done(session, lunch, seat, now, again=more == 0, freed=more < 0)


def show(session: Session, lunch: Lunch, user_id: str, *, shown: bool, now: datetime) -> Outcome:
    """Let the announcement name somebody who comes, or no longer."""
    seat, before = _open(session, lunch, user_id, now)
    if before not in ASKING:
        raise RuleError("Your name can stand there once you have a seat.")
    again, seat.shown = seat.shown == shown, shown
    return _done(session, lunch, seat, now, again=again)


def check_open(lunch: Lunch, *, now: datetime) -> None:
    """Let answers pass until a lunch begins."""
    if lunch.state == State.CALLED_OFF:
        raise RuleError("This lunch is called off. `/lunch-signup` shows those to come.")
    if lunch.state == State.OVER or lunch.ends_at <= now:
        raise RuleError("This lunch is over. `/lunch-signup` shows those to come.")
    if lunch.at <= now:
        raise RuleError("This lunch has begun, so its seats stay as they are.")


def _open(session: Session, lunch: Lunch, user_id: str, now: datetime) -> tuple[Seat, Answer | None]:
    """Give somebody's seat to change, and what it was; new here: they answered nothing yet."""
    check_open(lunch, now=now)
    lunches_seats.settle(session, lunch, now=now)
    seat = session.get(Seat, (lunch.id, user_id))
    if seat is not None:
        return seat, Answer(seat.answer)
    shown = _likes_to_be_shown(session, lunch, user_id)
    seat = Seat(
        lunch_id=lunch.id,
        user_id=user_id,
        team_id=lunch.team_id,
        answer=Answer.NOT,
        where=lunches_seats.places(lunch)[0],
        guests=0,
        turn=0,
        shown=shown,
        answered_at=now,
    )
    session.add(seat)
    return seat, None


def _meant(lunch: Lunch, seat: Seat, before: Answer | None, where: Where | None) -> Where:
    places = lunches_seats.places(lunch)
    meant = where or (Where(seat.where) if before in ASKING else None)
    return meant if meant is not None and meant in places else places[0]


def _fits(session: Session, lunch: Lunch, where: Where, seats: int) -> bool:
    """Tell whether so many may sit down there: a seat that is free now is one that nobody waits for."""
    left = lunches_seats.free(lunch, lunches_seats.taken(session, lunch.id), where)
    return left is None or left >= seats


def _answer(session: Session, lunch: Lunch, seat: Seat, answer: Answer, where: Where, now: datetime) -> None:
    before = seat.answer
    if before not in ASKING and answer in ASKING:
        lunch.turn += 1
        seat.turn = lunch.turn
    if (before, seat.where) == (answer, where):
        return
    seat.answer, seat.where, seat.answered_at, seat.offered_until = answer, where, now, None
    if answer != Answer.GOING:
        seat.guests = 0
    if before == Answer.OFFERED:
        outbox.refresh(session, lunch.team_id, seat.offer_key, now=now)


def _let_go(session: Session, lunch: Lunch, user_id: str, answer: Answer, now: datetime) -> Outcome:
    seat, before = _open(session, lunch, user_id, now)
    _answer(session, lunch, seat, answer, Where(seat.where), now)
    freed = before in {Answer.GOING, Answer.OFFERED}
    return _done(session, lunch, seat, now, again=before == answer, freed=freed)


def _done(
    session: Session, lunch: Lunch, seat: Seat, now: datetime, *, again: bool, freed: bool = False
) -> Outcome:
    lunches_seats.settle(session, lunch, now=now)
    if not again:
        lunches.show_again(session, lunch, now=now)
    return Outcome(lunch, seat, lunches_seats.taken(session, lunch.id), again, freed)


def _likes_to_be_shown(session: Session, lunch: Lunch, user_id: str) -> bool:
    """Tell whether somebody let their name stand when they last answered in this channel."""
    last = (
        select(Seat.shown)
        .join(Lunch, Lunch.id == Seat.lunch_id)
        .where(Seat.team_id == lunch.team_id, Seat.user_id == user_id, Lunch.channel_id == lunch.channel_id)
        .order_by(Seat.answered_at.desc())
        .limit(1)
    )
    return bool(session.scalar(last))


def _named(where: str) -> str:
    return "in the room" if where == Where.ROOM else "online"
