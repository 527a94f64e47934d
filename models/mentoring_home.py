"""What mentoring is about for one person: their requests, what waits for their answer, their mentorships."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import mentoring, mentoring_requests, mentoring_waits, mentors, pauses
from models.consents import Programme
from models.mentoring import OPEN, Mentorship, Wished
from models.mentors import Mentor
from models.pauses import Pause


class Mentoring(NamedTuple):
    """One person's mentoring; `wishes` by the id of the request they belong to."""

    user_id: str
    mentor: Mentor | None
    taken: int
    pause: Pause | None
    requests: Sequence[Mentorship]
    wishes: Mapping[int, Sequence[Wished]]
    waiting: Sequence[tuple[Mentorship, Wished]]
    mentorships: Sequence[Mentorship]
    usual: timedelta | None


def of(session: Session, team_id: str, user_id: str, *, now: datetime) -> Mentoring:
    """Gather somebody's mentoring as it stands now."""
    theirs = mentoring.of_person(session, team_id, user_id)
    requests = [each for each in theirs if each.state in OPEN]
    running = [each for each in theirs if each.state in mentoring.BOOKED]
    return Mentoring(
        user_id=user_id,
        mentor=mentors.of(session, team_id, user_id),
        taken=sum(each.mentor_id == user_id for each in running),
        pause=pauses.of(session, team_id, user_id, programme=Programme.MENTORING, now=now),
        requests=requests,
        wishes={each.id: mentoring.wishes(session, each.id) for each in requests},
        waiting=mentoring_requests.waiting_on(session, team_id, user_id),
        mentorships=running,
        usual=mentoring_waits.usual(session, team_id) if requests else None,
    )
