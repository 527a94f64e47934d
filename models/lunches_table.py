"""The open table: a lunch without a talk, with three questions to begin with."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import bank, lunches, lunches_programme
from models.bank import Prompt, Theme
from models.errors import RuleError
from models.lunches import Lunch
from models.lunches_talks import Talk

STARTERS = 3

SET_BEFORE = timedelta(days=1)
"""How long before a lunch without a talk becomes an open table."""

SPOKEN = frozenset({"short text", "story", "how-to", "finish the line"})
"""The formats of the bank that need no screen."""


def starters(lunch: Lunch) -> Sequence[Prompt]:
    """Give a lunch its questions: always the same, and other ones than the lunch before."""
    spoken = [
        prompt
        for prompt in bank.shared().prompts
        if prompt.format in SPOKEN and prompt.theme != Theme.CURATION and not prompt.anonymous
    ]
    first = lunch.id * STARTERS
    return [spoken[(first + each) % len(spoken)] for each in range(min(STARTERS, len(spoken)))]


def choose(session: Session, lunch: Lunch, *, now: datetime) -> set[str]:
    """Make a lunch an open table; talks that stood there are kept, and their speakers, named, are told."""
    if lunch.state != lunches.State.OPEN or lunch.at <= now:
        raise RuleError("This lunch is over, or called off.")
    told = lunches_programme.lunch_gone(session, lunch, now)
    lunch.open_table = True
    lunches.show_again(session, lunch, now=now)
    return told


def set_due(session: Session, *, now: datetime) -> None:
    """Make an open table of every lunch that has no talk the day before."""
    unspoken = select(Lunch).where(
        Lunch.state == lunches.State.OPEN,
        Lunch.at > now,
        Lunch.at <= now + SET_BEFORE,
        Lunch.open_table.is_(False),
        ~exists().where(Talk.lunch_id == Lunch.id),
    )
    for lunch in session.scalars(unspoken.order_by(Lunch.id).with_for_update()).all():
        lunch.open_table = True
        lunches.show_again(session, lunch, now=now)
