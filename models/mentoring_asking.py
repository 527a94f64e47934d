"""Asking for a mentor: a request with its ranked wishes, or one that waits for somebody to offer it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import lanes, mentoring, mentoring_turns, outbox
from models import mentoring_suggestions as suggestions
from models.base import insert_once
from models.errors import RuleError
from models.mentoring import LONGEST_LINE, OPEN, Format, Mentorship, State, Turn, Wished
from models.mentoring_suggestions import Asked, Suggestion

MOST_OPEN = 3
"""Requests that one member may have open at a time."""

CHOICES = ("first", "second", "third")
"""The fields of the form, by rank."""


class Wish(NamedTuple):
    """What a request is made of; `mentors` by their field, `channel_id` where it is asked without a name."""

    asked: Asked
    form: Format
    line: str = ""
    mentors: Mapping[str, str] = MappingProxyType({})
    channel_id: str = ""


def ask(
    session: Session, team_id: str, seeker_id: str, wish: Wish, *, submission: str, now: datetime
) -> Mentorship:
    """Keep a request, and let its first choice hear of it; the same submission twice is the same request."""
    line = wish.line.strip()
    if len(line) > LONGEST_LINE:
        raise RuleError(f"At most {LONGEST_LINE} characters; the rest is for when you meet.", field="line")
    lanes.hold(session, team_id, f"mentoring {seeker_id}", now=now)
    before = session.scalar(select(Mentorship).where(Mentorship.submission == submission))
    if before is not None and (before.team_id, before.seeker_id) == (team_id, seeker_id):
        return before
    _check_open(session, team_id, seeker_id, wish.asked)
    chosen = _chosen(session, team_id, seeker_id, wish, now)
    request = insert_once(
        session,
        Mentorship,
        team_id=team_id,
        seeker_id=seeker_id,
        state=State.ASKED,
        format=wish.form,
        skill=wish.asked.name,
        skill_key=wish.asked.key,
        skill_back=chosen[0].back if chosen and wish.form == Format.PEER else "",
        line=line,
        submission=submission,
        minutes=mentoring.MINUTES,
        every_weeks=mentoring.EVERY_WEEKS,
        renewals=0,
        asked_at=now,
    )
    if request is None:
        return session.scalars(select(Mentorship).where(Mentorship.submission == submission)).one()
    session.add_all(
        Wished(mentorship_id=request.id, team_id=team_id, rank=rank, mentor_id=each.mentor.user_id)
        for rank, each in enumerate(chosen, 1)
    )
    session.flush()
    if chosen:
        mentoring_turns.advance(session, request, now=now)
    if wish.channel_id:
        _ask_in_channel(session, request, wish.channel_id, now)
    return request


def wish_for(
    session: Session, team_id: str, mentorship_id: int, rank: int, *, by: str, now: datetime
) -> Wished:
    """Let a seeker wish for somebody whom they were offered; it is that one's turn unless somebody has it."""
    request = own(session, team_id, mentorship_id, by)
    wish = session.get(Wished, (mentorship_id, rank))
    if wish is None or request.state not in OPEN or wish.turn == Turn.WITHDRAWN:
        raise RuleError("This request is over. Type /mentor to begin a new one.")
    if wish.turn != Turn.OFFERED:
        return wish
    asked = Asked(request.skill_key, request.skill)
    free = suggestions.ranked(
        session, team_id, by, asked, form=request.format, among=[wish.mentor_id], now=now
    )
    if not free:
        raise RuleError("They are not free just now. Your request stays, and you hear of who comes next.")
    wish.turn = Turn.WAITING
    if request.format == Format.PEER:
        request.skill_back = free[0].back
    if request.state == State.ASKED:
        mentoring_turns.advance(session, request, now=now)
    refresh_told(session, request, now=now)
    return wish


def refresh_told(session: Session, request: Mentorship, *, now: datetime) -> None:
    """Let the words that a seeker got about their request follow it."""
    for kind in ("mentoring_requests.unmet", "mentoring_requests.offered"):
        for owed in outbox.told_of(session, request.team_id, kind, [request.id]):
            outbox.refresh(session, request.team_id, owed.key, now=now)


def own(session: Session, team_id: str, mentorship_id: int, by: str) -> Mentorship:
    """Find a request for who asked, locked; anybody else hears that it is not theirs."""
    request = mentoring.held(session, team_id, mentorship_id)
    if request.seeker_id != by:
        raise RuleError("This is somebody else's request.")
    return request


def read_own(session: Session, team_id: str, mentorship_id: int, by: str) -> Mentorship:
    """Find a request for who asked, to look at it."""
    request = session.get(Mentorship, mentorship_id)
    if request is None or request.team_id != team_id:
        raise RuleError("This request is gone.")
    if request.seeker_id != by:
        raise RuleError("This is somebody else's request.")
    return request


def open_of(session: Session, team_id: str, seeker_id: str) -> Sequence[Mentorship]:
    """List somebody's requests that look for a mentor, the oldest first."""
    theirs = select(Mentorship).where(
        Mentorship.team_id == team_id, Mentorship.seeker_id == seeker_id, Mentorship.state.in_(OPEN)
    )
    return session.scalars(theirs.order_by(Mentorship.id)).all()


def meets(session: Session, request: Mentorship) -> Mentorship | None:
    """Find the request with which whom somebody asks just now is asking them."""
    wish = mentoring_turns.current(session, request.id)
    if wish is None:
        return None
    theirs = (
        select(Mentorship)
        .join(Wished, Wished.mentorship_id == Mentorship.id)
        .where(
            Mentorship.team_id == request.team_id,
            Mentorship.seeker_id == wish.mentor_id,
            Mentorship.state == State.PROPOSED,
            Wished.mentor_id == request.seeker_id,
            Wished.turn == Turn.PROPOSED,
            Wished.silent.is_(False),
        )
    )
    return None if wish.silent else session.scalars(theirs.order_by(Mentorship.id).limit(1)).first()


def both_ways(session: Session, team_id: str, mentorship_id: int, *, by: str, now: datetime) -> Mentorship:
    """Ask whom somebody asks for both ways, since they ask for something too: one yes is then enough."""
    request = own(session, team_id, mentorship_id, by)
    theirs, wish = meets(session, request), mentoring_turns.current(session, request.id)
    if request.format == Format.PEER:
        return request
    if theirs is None or wish is None:
        raise RuleError("You do not ask each other any more. /mentor shows where your request stands.")
    request.format, request.skill_back = Format.PEER, theirs.skill
    outbox.refresh(session, team_id, wish.key, now=now)
    return request


def not_posted(session: Session, mentorship_id: int, *, now: datetime) -> None:
    """Tell a seeker that the channel took no post."""
    request = session.get(Mentorship, mentorship_id)
    if request is not None:
        outbox.owe(
            session,
            team_id=request.team_id,
            key=f"mentoring.not_posted:{request.id}",
            kind="mentoring_asking.not_posted",
            ref=request.id,
            to=request.seeker_id,
            due=now,
        )


def wanted_key(request: Mentorship) -> str:
    """Give what the post for a request is called in the outbox."""
    return f"mentoring.wanted:{request.id}"


def _check_open(session: Session, team_id: str, seeker_id: str, asked: Asked) -> None:
    theirs = open_of(session, team_id, seeker_id)
    if any(each.skill_key == asked.key for each in theirs):
        raise RuleError(
            "You have asked for this already. /mentor shows where it stands, and lets you withdraw it."
        )
    if len(theirs) >= MOST_OPEN:
        raise RuleError(
            f"You have {MOST_OPEN} requests open. Wait for one of them, or withdraw one: /mentor shows them."
        )


def _chosen(session: Session, team_id: str, seeker_id: str, wish: Wish, now: datetime) -> list[Suggestion]:
    """Give whom somebody wishes for, by rank, if each of them may be asked."""
    free = {
        each.mentor.user_id: each
        for each in suggestions.ranked(
            session, team_id, seeker_id, wish.asked, among=list(wish.mentors.values()), now=now
        )
    }
    by_rank = [(field, wish.mentors[field]) for field in CHOICES if wish.mentors.get(field)]
    for rank, (field, who) in enumerate(by_rank):
        if who == seeker_id:
            raise RuleError("You know that already. Choose a colleague.", field=field)
        if who in [before for _, before in by_rank[:rank]]:
            raise RuleError("This is the same colleague twice.", field=field)
        if who not in free:
            raise RuleError("They are not free any more. Choose another, or leave this empty.", field=field)
        if wish.form not in free[who].mentor.gives or (wish.form == Format.PEER and not free[who].back):
            raise RuleError(_not_this_way(free[who]), field=field)
    return [free[who] for _, who in by_rank]


def _not_this_way(chosen: Suggestion) -> str:
    ways = [each for each in chosen.mentor.gives if each != Format.PEER or chosen.back]
    listed = " or ".join(ways) or "nothing that fits"
    return f"This colleague does not offer that way, but {listed}. Choose it, or somebody else."


def _ask_in_channel(session: Session, request: Mentorship, channel_id: str, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=request.team_id,
        key=wanted_key(request),
        kind="mentoring_asking.wanted",
        ref=request.id,
        to=channel_id,
        due=now,
    )
