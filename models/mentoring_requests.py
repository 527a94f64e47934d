"""What becomes of a request: accepted, passed on, asked back, withdrawn; whoever is faster decides."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    apart,
    mentoring,
    mentoring_asking,
    mentoring_introduction,
    mentors,
    outbox,
    profiles,
    silences,
)
from models import mentoring_turns as turns
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import LONGEST_LINE, OPEN, Ending, Format, Mentorship, State, Turn, Wished

ASKED_FIRST = 1
"""Working days that a mentor has more, once, when they ask something first."""

OVER = {
    Turn.PASSED: "This has gone on to another colleague meanwhile. Nothing is left to do, and thank you.",
    Turn.WITHDRAWN: "This is not needed any more. Nothing is left to do, and thank you.",
}
GONE = "This request is gone. Nothing is left to do."


def accept(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str, now: datetime
) -> Mentorship:
    """Say yes: the mentor's place is taken and the two are introduced; saying yes twice is one yes.

    The mentor's row is locked first, so that two requests at once take two places or one.
    """
    mentor = mentors.held(session, team_id, by)
    met = _met(session, team_id, mentorship_id)
    for each in sorted({mentorship_id, *met}):
        session.get(Mentorship, each, with_for_update=True, populate_existing=True)
    request, wish = _meant(session, team_id, mentorship_id, rank, by)
    if wish.turn == Turn.ACCEPTED:
        return request
    _check_turn(session, request, wish)
    _check_line(session, request, by)
    if mentor is None:
        raise RuleError("You do not offer to mentor any more, so this goes on to another colleague.")
    if mentors.free_places(session, mentor) == 0:
        raise RuleError(
            "Your places are all taken, so this goes on to another colleague. /mentor lets you offer more."
        )
    silences.heard(session, team_id, by, Programme.MENTORING, now=now)
    wish.turn = Turn.ACCEPTED
    request.mentor_id = by
    mentoring_introduction.introduce(session, request, now=now)
    turns.end_turn(session, wish, Turn.ACCEPTED, now=now)
    _let_go(session, request, now)
    for each in met:
        _become_one(session, session.get_one(Mentorship, each), request, now)
    return request


def not_now(session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str, now: datetime) -> None:
    """Say no for now: the next wish has its turn at once, and the seeker hears no word of it."""
    mentoring.held(session, team_id, mentorship_id)
    request, wish = _meant(session, team_id, mentorship_id, rank, by)
    if wish.turn == Turn.ACCEPTED:
        raise RuleError("You have said yes to this already. Your mentorship can be ended with /mentor.")
    _check_turn(session, request, wish)
    silences.heard(session, team_id, by, Programme.MENTORING, now=now)
    turns.end_turn(session, wish, Turn.PASSED, now=now)
    turns.advance(session, request, now=now)


def ask_first(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str, text: str, now: datetime
) -> None:
    """Ask the seeker something, once; the mentor then has a working day more."""
    mentoring.held(session, team_id, mentorship_id)
    request, wish = _meant(session, team_id, mentorship_id, rank, by)
    _check_turn(session, request, wish)
    if wish.question:
        raise RuleError("You have asked already. The answer comes to you here.", field="text")
    silences.heard(session, team_id, by, Programme.MENTORING, now=now)
    wish.question = _checked(text, "Write your question.")
    turns.give_time(session, wish, since=wish.until or now, days=ASKED_FIRST, now=now)
    outbox.owe(
        session,
        team_id=team_id,
        key=turns.question_key(wish),
        kind="mentoring_requests.question",
        ref=wish.ref,
        to=request.seeker_id,
        due=now,
    )
    outbox.refresh(session, team_id, wish.key, now=now)


def answer(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str, text: str, now: datetime
) -> None:
    """Answer what the mentor asked first, once."""
    mentoring_asking.own(session, team_id, mentorship_id, by)
    _, wish = question_to(session, team_id, mentorship_id, rank, by=by)
    wish.answer = _checked(text, "Write your answer.")
    if not wish.silent:
        outbox.owe(
            session,
            team_id=team_id,
            key=turns.answer_key(wish),
            kind="mentoring_requests.answered",
            ref=wish.ref,
            to=wish.mentor_id,
            due=now,
        )
    for key in (wish.key, turns.question_key(wish)):
        outbox.refresh(session, team_id, key, now=now)


def accept_instead(
    session: Session, team_id: str, mentorship_id: int, *, by: str, now: datetime
) -> Mentorship:
    """Say yes to who asks for the same that one asks of them, and let one's own request go."""
    mentors.held(session, team_id, by)
    theirs = mentoring_asking.meets(session, mentoring_asking.read_own(session, team_id, mentorship_id, by))
    if theirs is None:
        raise RuleError("You do not ask each other any more. /mentor shows where your request stands.")
    for each in sorted({mentorship_id, theirs.id}):
        session.get(Mentorship, each, with_for_update=True, populate_existing=True)
    wish = turns.current(session, theirs.id)
    if wish is None or wish.mentor_id != by:
        raise RuleError(OVER[Turn.PASSED])
    accepted = accept(session, team_id, theirs.id, wish.rank, by=by, now=now)
    withdraw(session, team_id, mentorship_id, by=by, now=now)
    return accepted


def asked_of(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str
) -> tuple[Mentorship, Wished]:
    """Give a request to its mentor, while it is their turn."""
    request, wish = _meant(session, team_id, mentorship_id, rank, by)
    _check_turn(session, request, wish)
    return request, wish


def question_to(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str
) -> tuple[Mentorship, Wished]:
    """Give a mentor's question to the seeker, while it waits for an answer."""
    request = mentoring_asking.read_own(session, team_id, mentorship_id, by)
    wish = session.get(Wished, (mentorship_id, rank))
    if wish is None or wish.turn != Turn.PROPOSED or not wish.question:
        raise RuleError("This question is over: your request has gone on. /mentor shows where it stands.")
    if wish.answer:
        raise RuleError("You have answered already.", field="text")
    return request, wish


def not_told(session: Session, team_id: str, mentorship_id: int, rank: int, *, now: datetime) -> None:
    """Pass a request on that its mentor cannot be told of."""
    request = session.get(Mentorship, mentorship_id, with_for_update=True, populate_existing=True)
    wish = turns.current(session, mentorship_id)
    if request is not None and request.team_id == team_id and wish is not None and wish.rank == rank:
        turns.end_turn(session, wish, Turn.PASSED, now=now)
        turns.advance(session, request, now=now)


def withdraw(session: Session, team_id: str, mentorship_id: int, *, by: str, now: datetime) -> Mentorship:
    """Take a request back while nobody has said yes; whom it was with is told kindly, by their message."""
    request = mentoring_asking.own(session, team_id, mentorship_id, by)
    if request.state in mentoring.BOOKED:
        raise RuleError("Somebody has said yes meanwhile. You can end it where your mentorships are: /mentor")
    if request.state in OPEN:
        end(session, request, Ending.WITHDRAWN, now=now)
    return request


def end(session: Session, request: Mentorship, ending: Ending, *, now: datetime) -> None:
    """End a request that found nobody."""
    request.state, request.ending, request.ended_at = State.ENDED, ending, now
    _let_go(session, request, now)


def waiting_on(session: Session, team_id: str, mentor_id: str) -> list[tuple[Mentorship, Wished]]:
    """List the requests that somebody is to answer, the one that passes on first first."""
    theirs = (
        select(Mentorship, Wished)
        .join(Wished, Wished.mentorship_id == Mentorship.id)
        .where(
            Wished.team_id == team_id,
            Wished.mentor_id == mentor_id,
            Wished.turn == Turn.PROPOSED,
            Wished.silent.is_(False),
        )
    )
    return [(request, wish) for request, wish in session.execute(theirs.order_by(Wished.until))]


def parted(session: Session, team_id: str, by: str, other_id: str, *, now: datetime) -> None:
    """Heed that somebody wishes not to be brought together with another, in what is asked just now.

    What they themselves asked of the other goes on at once, and reads to the other as if it were taken back.
    What the other asked of them leaves their eyes, and passes on in its own time: nobody can tell it from a
    request without an answer.
    """
    between = (
        select(Wished.mentorship_id)
        .join(Mentorship, Mentorship.id == Wished.mentorship_id)
        .where(
            Wished.team_id == team_id,
            Wished.turn == Turn.PROPOSED,
            Mentorship.seeker_id.in_([by, other_id]),
            Wished.mentor_id.in_([by, other_id]),
        )
    )
    for mentorship_id in session.scalars(between.order_by(Wished.mentorship_id)).all():
        request = mentoring.held(session, team_id, mentorship_id)
        wish = turns.current(session, mentorship_id)
        if wish is None or {request.seeker_id, wish.mentor_id} != {by, other_id}:
            continue
        if request.seeker_id == by:
            turns.end_turn(session, wish, Turn.WITHDRAWN, now=now)
            turns.advance(session, request, now=now)
        else:
            wish.silent = True
            for key in (wish.key, turns.answer_key(wish)):
                outbox.retract(session, team_id, key, now=now)


def left(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Withdraw the requests of somebody who is gone from the company."""
    for each in mentoring_asking.open_of(session, team_id, user_id):
        withdraw(session, team_id, each.id, by=user_id, now=now)


def _meant(
    session: Session, team_id: str, mentorship_id: int, rank: int, by: str
) -> tuple[Mentorship, Wished]:
    """Find what a mentor's button is about; what never reached them is not there."""
    request = session.get(Mentorship, mentorship_id)
    wish = session.get(Wished, (mentorship_id, rank), populate_existing=True)
    if request is None or wish is None or request.team_id != team_id:
        raise RuleError(GONE)
    if wish.mentor_id != by:
        raise RuleError("This request is for somebody else.")
    if wish.proposed_at is None or wish.silent:
        raise RuleError(GONE)
    return request, wish


def _checked(typed: str, otherwise: str) -> str:
    words = typed.strip()
    if not words:
        raise RuleError(otherwise, field="text")
    if len(words) > LONGEST_LINE:
        raise RuleError(f"At most {LONGEST_LINE} characters.", field="text")
    return words


def _check_turn(session: Session, request: Mentorship, wish: Wished) -> None:
    if wish.turn != Turn.PROPOSED:
        raise RuleError(OVER.get(wish.turn, GONE))
    if apart.are(session, request.team_id, request.seeker_id, wish.mentor_id):
        raise RuleError(OVER[Turn.WITHDRAWN])


def _check_line(session: Session, request: Mentorship, by: str) -> None:
    """Let pass whose profiles do not say by now that one of the two manages the other."""
    lines = profiles.manager_lines(session, request.team_id)
    if by in lines.get(request.seeker_id, ()) or request.seeker_id in lines.get(by, ()):
        raise RuleError(
            "By your profiles one of you manages the other, so I do not bring you two together. This goes on "
            "to another colleague, and nothing is left to do."
        )


def _let_go(session: Session, request: Mentorship, now: datetime) -> None:
    """Ask nobody else for a request, and let what was said of it say so."""
    for wish in mentoring.wishes(session, request.id):
        if wish.turn == Turn.PROPOSED:
            turns.end_turn(session, wish, Turn.WITHDRAWN, now=now)
        elif wish.turn in {Turn.WAITING, Turn.OFFERED}:
            wish.turn = Turn.WITHDRAWN
    mentoring_asking.refresh_told(session, request, now=now)
    outbox.refresh(session, request.team_id, mentoring_asking.wanted_key(request), now=now)


def _met(session: Session, team_id: str, mentorship_id: int) -> list[int]:
    """Name the request that becomes one with a peer's, as it is before anything is locked."""
    request = session.get(Mentorship, mentorship_id)
    if request is None or request.team_id != team_id or request.format != Format.PEER:
        return []
    theirs = mentoring_asking.meets(session, request)
    return [theirs.id] if theirs else []


def _become_one(session: Session, theirs: Mentorship, request: Mentorship, now: datetime) -> None:
    if theirs.state in OPEN and theirs.skill == request.skill_back:
        end(session, theirs, Ending.WITHDRAWN, now=now)
