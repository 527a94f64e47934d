"""What the announcement of a lunch tells: its talks, how it is taken up, and else what people wish for."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import lunches_seats, lunches_table, lunches_talks, lunches_wishes
from models.bank import Prompt
from models.lunches import Lunch
from models.lunches_seats import Taken
from models.lunches_talks import Talk
from models.lunches_wishes import Wanted

WISHES_SHOWN = 3


class Announcement(NamedTuple):
    """A lunch as its channel sees it."""

    lunch: Lunch
    talks: Sequence[Talk]
    taken: Taken
    wanted: Sequence[Wanted]
    starters: Sequence[Prompt] = ()


def of(session: Session, lunch: Lunch) -> Announcement:
    """Gather what a lunch's announcement tells; wishes, or questions to begin with, only without a talk."""
    talks = lunches_talks.of_lunch(session, lunch.id)
    seeks = not talks and not lunch.open_table
    wanted = lunches_wishes.most_wanted(session, lunch.team_id, limit=WISHES_SHOWN) if seeks else []
    starters = lunches_table.starters(lunch) if lunch.open_table and not talks else []
    return Announcement(lunch, talks, lunches_seats.taken(session, lunch.id), wanted, starters)
