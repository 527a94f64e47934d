"""What comes next for one person, in time order, whichever feature it is of: the same shape for all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import lunches_announcement, mentoring, mentoring_endings
from models.lunches import Lunch

LOOKED_AT = 50
"""Things of one kind that are looked at."""


class Coming(NamedTuple):
    """Something that somebody has a part in, and when it is, as its feature describes it."""

    at: datetime
    about: object


class Agenda(NamedTuple):
    """What comes next for somebody, and how much more comes after it."""

    rows: Sequence[Coming]
    more: int = 0


def next_for(session: Session, team_id: str, user_id: str, *, now: datetime, limit: int) -> Agenda:
    """Tell what comes next for somebody: lunches they have a part in, and a mentorship's last day."""
    ahead = lunches_announcement.parts_of(session, team_id, user_id, now=now, limit=LOOKED_AT)
    running = mentoring.of_person(session, team_id, user_id)
    ends = (Coming(mentoring_endings.ends_at(each), each) for each in running if each.ends_on)
    found = sorted([*(Coming(lunch.at, lunch) for lunch in ahead), *ends], key=lambda each: each.at)
    shown = [each.about for each in found[:limit] if isinstance(each.about, Lunch)]
    seen = {each.announcement.lunch.id: each for each in lunches_announcement.seen(session, user_id, shown)}
    rows = [
        each._replace(about=seen[each.about.id]) if isinstance(each.about, Lunch) else each
        for each in found[:limit]
    ]
    return Agenda(rows, len(found) - len(rows))
