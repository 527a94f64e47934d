"""Wishes: what somebody would like to hear about, with the +1s of others, until a talk takes it up."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches, search, search_index, skills
from models.base import NEVER_REUSED, Base, insert_missing, insert_once
from models.errors import RuleError
from models.lunches import Lunch

LONGEST = 200

PAGE = 8
"""Wishes on one page of the board."""

ALIKE = 0.6
"""The share of the shorter wish's telling words that two have in common to count as similar."""

COMPARED = 1000
"""Open wishes that a new one is compared with, the latest first."""

_ASKING = frozenset(
    [
        "explain",
        "hear",
        "intro",
        "introduction",
        "know",
        "learn",
        "please",
        "show",
        "somebody",
        "someone",
        "talk",
        "teach",
        "tell",
        "understand",
        "wish",
    ]
)
"""Words that wishes begin with, whatever they are about."""


class State(StrEnum):
    """How far a wish has come."""

    OPEN = "open"
    TAKEN = "taken"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Wish(Base):
    """One topic somebody wants to hear about; `merged_into` is the wish that it became part of."""

    __tablename__ = "wishes"
    __table_args__ = (
        UniqueConstraint("team_id", "submission"),
        Index("ix_wishes_state", "team_id", "state"),
        NEVER_REUSED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    wisher_id: Mapped[str] = mapped_column(String(32), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST))
    state: Mapped[State] = mapped_column(String(10))
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("wishes.id", ondelete="SET NULL"))
    submission: Mapped[str] = mapped_column(String(64))
    wished_at: Mapped[datetime]


class WishVote(Base):
    """One person's +1 to one wish; who wished has the first."""

    __tablename__ = "wish_votes"

    wish_id: Mapped[int] = mapped_column(ForeignKey("wishes.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    voted_at: Mapped[datetime]


class Wanted(NamedTuple):
    """A wish that waits, and how many would like to hear of it."""

    wish: Wish
    votes: int


class Board(NamedTuple):
    """One page of the wishes that wait, the most wanted first, and which of them the reader wants too."""

    rows: Sequence[Wanted]
    page: int
    more: bool
    voted: frozenset[int]


def wish(session: Session, *, team_id: str, by: str, text: str, submission: str, now: datetime) -> Wish:
    """Wish for a topic; the same submission twice is the same wish."""
    words = _checked(text)
    made = insert_once(
        session,
        Wish,
        team_id=team_id,
        wisher_id=by,
        text=words,
        state=State.OPEN,
        submission=submission,
        wished_at=now,
    )
    if made is None:
        return session.scalars(
            select(Wish).where(Wish.team_id == team_id, Wish.submission == submission)
        ).one()
    _add_vote(session, made, by, now)
    show_wanted(session, team_id, now=now)
    return made


def vote(session: Session, team_id: str, wish_id: int, *, by: str, now: datetime) -> Wish:
    """Wish for the same; once a person, however often it is pressed."""
    wanted = open_one(session, team_id, wish_id)
    _add_vote(session, wanted, by, now)
    show_wanted(session, team_id, now=now)
    return wanted


def take_back_vote(session: Session, team_id: str, wish_id: int, *, by: str, now: datetime) -> Wish:
    """Wish for it no more; what nobody wishes for any more is gone, else the next one looks after it."""
    wanted = open_one(session, team_id, wish_id)
    own = session.get(WishVote, (wanted.id, by))
    if own is not None:
        session.delete(own)
        session.flush()
    others = voters(session, wanted.id)
    if not others:
        wanted.state = State.WITHDRAWN
    elif wanted.wisher_id == by:
        wanted.wisher_id = others[0]
    show_wanted(session, team_id, now=now)
    return wanted


def change(session: Session, team_id: str, wish_id: int, *, by: str, text: str, now: datetime) -> Wish:
    """Put one's wish into other words, while nobody else wishes for it as it stands."""
    wanted = own(session, team_id, wish_id, by)
    if set(voters(session, wanted.id)) - {by}:
        raise RuleError(
            "Colleagues wish for this as it stands. Take your own back and wish anew, in other words.",
            field="text",
        )
    wanted.text = _checked(text)
    show_wanted(session, team_id, now=now)
    return wanted


def take(session: Session, wanted: Wish, *, now: datetime) -> None:
    """Note that a talk takes a wish up."""
    wanted.state = State.TAKEN
    show_wanted(session, wanted.team_id, now=now)


def reopen(session: Session, wish_id: int | None, *, now: datetime) -> None:
    """Let a wish wait again, since the talk for it was withdrawn; one that has lost its words is over."""
    wanted = session.get(Wish, wish_id) if wish_id is not None else None
    if wanted is not None and wanted.state == State.TAKEN:
        wanted.state = State.OPEN if wanted.text else State.WITHDRAWN
        show_wanted(session, wanted.team_id, now=now)


def open_one(session: Session, team_id: str, wish_id: int) -> Wish:
    """Fetch a wish that still waits; one that became part of another is that one."""
    wanted = get(session, team_id, wish_id)
    while wanted.state == State.MERGED and wanted.merged_into is not None:
        wanted = get(session, team_id, wanted.merged_into)
    if wanted.state == State.TAKEN:
        raise RuleError("Somebody has taken this wish up already. `/lunch-signup` shows the lunches to come.")
    if wanted.state != State.OPEN:
        raise RuleError("This wish has been taken back. The board shows those that wait.")
    return wanted


def own(session: Session, team_id: str, wish_id: int, user_id: str) -> Wish:
    """Fetch a wish that waits, for who wished it; nobody else learns who that is."""
    wanted = get(session, team_id, wish_id)
    if wanted.wisher_id != user_id or wanted.state != State.OPEN:
        raise RuleError("Only who wished for something can change it, while it waits.")
    return wanted


def get(session: Session, team_id: str, wish_id: int) -> Wish:
    """Fetch a wish that may be gone by now; whoever else changes it waits."""
    wanted = session.get(Wish, wish_id, with_for_update=True, populate_existing=True)
    if wanted is None or wanted.team_id != team_id:
        raise RuleError("This wish is gone. The board shows those that wait.")
    return wanted


def voters(session: Session, wish_id: int) -> Sequence[str]:
    """Name who wishes for it, the first one first: for telling them, never for showing."""
    found = select(WishVote.user_id).where(WishVote.wish_id == wish_id)
    return session.scalars(found.order_by(WishVote.voted_at, WishVote.user_id)).all()


def votes_of(session: Session, wish_id: int) -> int:
    """Count who wishes for it."""
    counted = select(func.count()).select_from(WishVote).where(WishVote.wish_id == wish_id)
    return session.scalar(counted) or 0


def board(session: Session, team_id: str, user_id: str, *, page: int) -> Board:
    """Give one page of the wishes that wait; the last one where there are fewer pages by now."""
    rows = most_wanted(session, team_id, limit=PAGE + 1, skip=page * PAGE)
    if not rows and page:
        return board(session, team_id, user_id, page=page - 1)
    shown = rows[:PAGE]
    theirs = select(WishVote.wish_id).where(
        WishVote.user_id == user_id, WishVote.wish_id.in_([row.wish.id for row in shown])
    )
    return Board(shown, page, len(rows) > PAGE, frozenset(session.scalars(theirs)))


def most_wanted(session: Session, team_id: str, *, limit: int, skip: int = 0) -> Sequence[Wanted]:
    """List the wishes that wait for a talk, the most wanted first."""
    votes = func.count(WishVote.user_id)
    waiting = (
        select(Wish, votes)
        .join(WishVote, WishVote.wish_id == Wish.id)
        .where(Wish.team_id == team_id, Wish.state == State.OPEN)
        .group_by(Wish.id)
        .order_by(votes.desc(), Wish.id)
        .offset(skip)
        .limit(limit)
    )
    return [Wanted(*row) for row in session.execute(waiting)]


def similar(
    session: Session, team_id: str, text: str, *, limit: int, but: int | None = None
) -> Sequence[Wanted]:
    """Find the wishes that wait for much the same, the most alike first."""
    words = _telling(text)
    latest = select(Wish).where(Wish.team_id == team_id, Wish.state == State.OPEN, Wish.id != (but or 0))
    scored = [
        (_alike(words, _telling(each.text)), each)
        for each in session.scalars(latest.order_by(Wish.id.desc()).limit(COMPARED))
    ]
    best = sorted(((share, each.id, each) for share, each in scored if share >= ALIKE), reverse=True)
    return [Wanted(each, votes_of(session, each.id)) for _, _, each in best[:limit]]


def unite(session: Session, smaller: Wish, into: Wish, *, now: datetime) -> None:
    """Make a wish part of another one: who wished for either wishes for that, once."""
    rows = select(WishVote.user_id, WishVote.team_id, WishVote.voted_at).where(WishVote.wish_id == smaller.id)
    moved = [{"wish_id": into.id, **row} for row in session.execute(rows).mappings()]
    insert_missing(session, WishVote, moved)
    smaller.state, smaller.merged_into = State.MERGED, into.id
    show_wanted(session, into.team_id, now=now)


def show_wanted(session: Session, team_id: str, *, now: datetime) -> None:
    """Let the announcements of the lunches to come follow what is wished for."""
    announced = select(Lunch).where(
        Lunch.team_id == team_id,
        Lunch.state == lunches.State.OPEN,
        Lunch.at > now,
        Lunch.announced_at.is_not(None),
    )
    for lunch in session.scalars(announced.order_by(Lunch.id)).all():
        lunches.show_again(session, lunch, now=now)


def _add_vote(session: Session, wanted: Wish, by: str, now: datetime) -> None:
    insert_once(session, WishVote, wish_id=wanted.id, user_id=by, team_id=wanted.team_id, voted_at=now)


def _telling(text: str) -> set[str]:
    """Give what a wish is about: its telling words, skills under the one name they are known by."""
    known = skills.known().same
    named = {
        word.folded for each in search.telling(text) for word in search_index.words(known.get(each, each))
    }
    return named - _ASKING or named


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _checked(typed: str) -> str:
    words = " ".join(typed.split())
    if not words:
        raise RuleError("Say what you would like to hear about: a few words are enough.", field="text")
    if len(words) > LONGEST:
        raise RuleError(f"This has {len(words):,} characters; a wish holds at most {LONGEST}.", field="text")
    return words
