"""Wishes that become one, if who wished for the smaller agrees: asked once about two wishes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import lunches_wishes, outbox
from models.base import Base, insert_once
from models.errors import RuleError
from models.lunches_wishes import State, Wish


class MergeState(StrEnum):
    """What has come of the question."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


class Merge(Base):
    """The question whether one wish may become part of another."""

    __tablename__ = "wish_merges"

    wish_id: Mapped[int] = mapped_column(ForeignKey("wishes.id", ondelete="CASCADE"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("wishes.id", ondelete="CASCADE"), primary_key=True)
    team_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[MergeState] = mapped_column(String(10))
    asked_at: Mapped[datetime]

    @property
    def key(self) -> str:
        """What the question is called in the outbox."""
        return f"wish:{self.wish_id}:merge:{self.into_id}"


def propose(session: Session, team_id: str, one_id: int, other_id: int, *, by: str, now: datetime) -> Merge:
    """Say that two wishes belong together: who wished for the smaller is asked, or has just said so."""
    if one_id == other_id:
        raise RuleError("These are one wish.", field="into")
    one, other = _both(session, team_id, one_id, other_id)
    smaller, into = sorted(
        (one, other), key=lambda each: (lunches_wishes.votes_of(session, each.id), -each.id)
    )
    own = smaller.wisher_id == by
    reverse = session.get(Merge, (into.id, smaller.id))
    merge = None
    if reverse is None:
        merge = insert_once(
            session,
            Merge,
            wish_id=smaller.id,
            into_id=into.id,
            team_id=team_id,
            state=MergeState.ASKED,
            asked_at=now,
        )
    known = merge or reverse or session.get_one(Merge, (smaller.id, into.id))
    if own:
        lunches_wishes.unite(session, smaller, into, now=now)
        known.state = MergeState.DONE
    elif merge is None:
        raise RuleError("Who wished for it has been asked about this before.", field="into")
    else:
        outbox.owe(
            session,
            team_id=team_id,
            key=merge.key,
            kind="lunches_merging.asked",
            ref=f"{smaller.id}/{into.id}",
            to=smaller.wisher_id,
            due=now,
            budget="person",
        )
    return known


def answer(
    session: Session, team_id: str, wish_id: int, into_id: int, *, by: str, yes: bool, now: datetime
) -> Merge:
    """Let one's wish become part of another one, or not."""
    smaller, into = _both(session, team_id, wish_id, into_id)
    if smaller.wisher_id != by:
        raise RuleError("Only who wished for it can answer this.")
    merge = session.get(Merge, (smaller.id, into.id), with_for_update=True)
    if merge is None or merge.state != MergeState.ASKED:
        raise RuleError("You have answered this already.")
    if yes:
        lunches_wishes.unite(session, smaller, into, now=now)
    merge.state = MergeState.DONE if yes else MergeState.DECLINED
    outbox.refresh(session, team_id, merge.key, now=now)
    return merge


def _both(session: Session, team_id: str, one_id: int, other_id: int) -> tuple[Wish, Wish]:
    """Fetch two wishes that wait, always in the same order."""
    found = {each: lunches_wishes.get(session, team_id, each) for each in sorted({one_id, other_id})}
    if any(each.state != State.OPEN for each in found.values()):
        raise RuleError("One of the two wishes does not wait any more.", field="into")
    return found[one_id], found[other_id]
