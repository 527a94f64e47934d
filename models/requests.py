"""What waits for one person's word, whichever feature asks: the same shape for all of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import (
    lunches_requests,
    prompt_proposals,
    prompt_schedules,
    skills_asking,
    stewards,
    tips_captures,
    tips_upkeep,
)
from models.audiences import Asker
from models.tips import Tip

MOST = 20
"""Requests of one kind that are looked at."""

TIPS_AT_ONCE = 2

USUAL = timedelta(days=7)
"""How soon a word is kind where nothing ends by itself."""


class Request(NamedTuple):
    """Something that somebody is asked, as its feature describes it, and by when a word is needed."""

    by: datetime
    about: object


class TipsToCheck(NamedTuple):
    """Tips in somebody's care that may be true no more, the first of `number` in all."""

    tips: Sequence[Tip]
    number: int


def open_to(session: Session, team_id: str, asker: Asker, *, now: datetime) -> list[Request]:
    """List what waits for somebody, the most urgent first."""
    steward = stewards.is_one(session, team_id, asker.id)
    found = (
        *_of_lunches(session, team_id, asker.id, steward=steward, now=now),
        *_of_prompts(session, team_id, asker.id, steward=steward),
        *_of_tips(session, team_id, asker),
    )
    return sorted(found, key=lambda each: each.by)


def _of_lunches(
    session: Session, team_id: str, user_id: str, *, steward: bool, now: datetime
) -> Iterator[Request]:
    for kept in lunches_requests.seats_kept(session, team_id, user_id, now=now):
        yield Request(kept.seat.offered_until or kept.lunch.at, kept)
    for asked in lunches_requests.invitations(session, team_id, user_id, now=now, limit=MOST):
        yield Request(asked.lunch.at if asked.lunch else asked.talk.offered_at + USUAL, asked)
    for swap in lunches_requests.swaps(session, team_id, user_id, now=now, limit=MOST):
        yield Request(min(swap.here.at, swap.there.at), swap)
    for wish in lunches_requests.wishes(session, team_id, user_id, now=now, limit=MOST):
        yield Request(wish.asking.asked_at + skills_asking.APART, wish)
    for merge in lunches_requests.merges(session, team_id, user_id, limit=MOST):
        yield Request(merge.asked_at + USUAL, merge)
    for series in lunches_requests.series(session, team_id, user_id, steward=steward, limit=MOST):
        yield Request(series.proposed_at + USUAL, series)


def _of_prompts(session: Session, team_id: str, user_id: str, *, steward: bool) -> Iterator[Request]:
    for schedule in prompt_schedules.waiting_for(session, team_id, user_id, steward=steward, limit=MOST):
        yield Request(schedule.settled_to + USUAL, schedule)
    for proposal in prompt_proposals.open_ones(session, team_id, limit=MOST) if steward else ():
        yield Request(proposal.proposed_at + USUAL, proposal)


def _of_tips(session: Session, team_id: str, asker: Asker) -> Iterator[Request]:
    for capture in tips_captures.open_to(session, team_id, asker.id, limit=MOST):
        yield Request((capture.told_at or capture.asked_at) + tips_captures.OPEN_FOR, capture)
    asked = tips_upkeep.asked_about(session, team_id, asker, limit=MOST)
    if asked:
        since = min(tip.review_asked_at for tip in asked if tip.review_asked_at)
        yield Request(since + tips_upkeep.STALE_AFTER, TipsToCheck(asked[:TIPS_AT_ONCE], len(asked)))
