"""What comes next for one person, in time order, whichever feature it is of: the same shape for all of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import lunches_announcement, mentoring, mentoring_endings, mixers_home
from models.lunches import Lunch
from models.mixers_home import Mixers

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


def next_for(
    session: Session, team_id: str, user_id: str, mixers: Mixers, *, now: datetime, limit: int
) -> Agenda:
    """Tell what comes next for somebody: lunches, a mentorship's last day, their mixers' groups and draws."""
    ahead = lunches_announcement.parts_of(session, team_id, user_id, now=now, limit=LOOKED_AT)
    running = mentoring.of_person(session, team_id, user_id)
    ends = (Coming(mentoring_endings.ends_at(each), each) for each in running if each.ends_on)
    meet = (Coming(each.group.meets_at or now, each) for each in mixers_home.meeting(mixers, now=now))
    draws = (Coming(at, each) for at, each in mixers_home.drawn_next(mixers))
    lunches = (Coming(lunch.at, lunch) for lunch in ahead)
    found = sorted([*lunches, *ends, *meet, *draws], key=lambda each: each.at)
    shown = [each.about for each in found[:limit] if isinstance(each.about, Lunch)]
    seen = {each.announcement.lunch.id: each for each in lunches_announcement.seen(session, user_id, shown)}
    rows = [
        each._replace(about=seen[each.about.id]) if isinstance(each.about, Lunch) else each
        for each in found[:limit]
    ]
    return Agenda(rows, len(found) - len(rows))
