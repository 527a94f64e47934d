"""What wishes hold of somebody: those they wished, those they wish for too, and what they were asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from models import lunches_wishes, outbox
from models.base import facts
from models.lunches_asking import WishAsking
from models.lunches_merging import Merge
from models.lunches_series import NOBODY
from models.lunches_talks import Talk
from models.lunches_wishes import State, Wish, WishVote


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Take somebody's wishes off the board, and their +1s.

    Colleagues with a +1 are told, and may wish in their own words; a wish that had become part of one waits
    by itself again. For a wish that a talk has taken up, an empty row stays: its wishers still hear its date.
    """
    for each in (WishVote, WishAsking):
        session.execute(delete(each).where(each.team_id == team_id, each.user_id == user_id))
    for wish in session.scalars(_wished(team_id, user_id).with_for_update()).all():
        _take_back(session, wish, now)
        if wish.state == State.TAKEN:
            _empty(session, wish, now)
        else:
            _remove(session, wish, now)
    session.flush()
    lunches_wishes.show_wanted(session, team_id, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List what somebody wishes for, alone or with others, and what they were asked about."""
    shared = select(WishVote, Wish).join(Wish).where(WishVote.team_id == team_id, WishVote.user_id == user_id)
    asked = (
        select(WishAsking, Wish)
        .join(Wish)
        .where(WishAsking.team_id == team_id, WishAsking.user_id == user_id)
    )
    return {
        "wishes": [
            facts(each, "text", "state", "wished_at") for each in session.scalars(_wished(team_id, user_id))
        ],
        "wishes_i_share": [
            {**facts(wish, "text", "state"), **facts(vote, "voted_at")}
            for vote, wish in session.execute(shared.order_by(Wish.id))
        ],
        "asked_about_wishes": [
            {**facts(wish, "text"), **facts(asking, "skill", "asked_at", "said")}
            for asking, wish in session.execute(asked.order_by(Wish.id))
        ],
    }


def _wished(team_id: str, user_id: str) -> Select[Wish]:
    return select(Wish).where(Wish.team_id == team_id, Wish.wisher_id == user_id).order_by(Wish.id)


def _take_back(session: Session, wish: Wish, now: datetime) -> None:
    """Take back the questions in which a wish's words stand."""
    asked = session.scalars(select(WishAsking.user_id).where(WishAsking.wish_id == wish.id))
    refs = [f"{wish.id}/{who}" for who in asked]
    outbox.retract_all(session, wish.team_id, "lunches_asking.asked", refs, now=now)
    merges = select(Merge).where(or_(Merge.wish_id == wish.id, Merge.into_id == wish.id))
    refs = [f"{merge.wish_id}/{merge.into_id}" for merge in session.scalars(merges)]
    outbox.retract_all(session, wish.team_id, "lunches_merging.asked", refs, now=now)


def _empty(session: Session, wish: Wish, now: datetime) -> None:
    wish.text, wish.wisher_id = "", NOBODY
    talks = session.scalars(select(Talk.id).where(Talk.wish_id == wish.id))
    refs = [f"{wish.id}/{talk_id}" for talk_id in talks]
    for owed in outbox.told_of(session, wish.team_id, "lunches_wishes.dated", refs):
        outbox.refresh(session, wish.team_id, owed.key, now=now)


def _remove(session: Session, wish: Wish, now: datetime) -> None:
    apart = _let_wait_again(session, wish)
    if wish.state == State.OPEN:
        own = {who for each in apart for who in lunches_wishes.voters(session, each.id)}
        for who in lunches_wishes.voters(session, wish.id):
            if who not in own:
                _tell(session, wish, who, now)
    session.delete(wish)


def _let_wait_again(session: Session, wish: Wish) -> Sequence[Wish]:
    """Let the wishes that had become part of this one wait by themselves, with the +1s they had."""
    parts = session.scalars(select(Wish).where(Wish.merged_into == wish.id).order_by(Wish.id)).all()
    for part in parts:
        part.state, part.merged_into = State.OPEN, None
    return parts


def _tell(session: Session, wish: Wish, who: str, now: datetime) -> None:
    outbox.owe(
        session,
        team_id=wish.team_id,
        key=f"wish:{wish.id}:gone:{who}",
        kind="lunches_wishes.gone",
        ref=wish.id,
        to=who,
        due=now,
        budget="person",
    )
