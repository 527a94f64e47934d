"""What the announcement of a lunch tells: its talks, how it is taken up, and else what people wish for."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import lunches_seats, lunches_talks, lunches_wishes
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


def of(session: Session, lunch: Lunch) -> Announcement:
    """Gather what a lunch's announcement tells; wishes only while it has no talk."""
    talks = lunches_talks.of_lunch(session, lunch.id)
    wanted = [] if talks else lunches_wishes.most_wanted(session, lunch.team_id, limit=WISHES_SHOWN)
    return Announcement(lunch, talks, lunches_seats.taken(session, lunch.id), wanted)
