"""A mentorship as one of its two sees it: how far it has come, what is asked of them, what both wrote."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models import (
    mentoring,
    mentoring_endings,
    mentoring_fit,
    mentoring_last_words,
    mentoring_sessions,
    mentoring_worksheets,
)
from models.errors import RuleError
from models.mentoring import Mentorship, State
from models.mentoring_meeting import MentoringSession, Worksheet


class Page(NamedTuple):
    """What stands on it; `asks_fit` and `asks_end` tell whether these are open for the reader."""

    mentorship: Mentorship
    reader_id: str
    today: date
    sessions: Sequence[MentoringSession]
    fresh: bool
    worksheets: Sequence[Worksheet]
    asks_fit: bool
    asks_end: bool

    @property
    def next_number(self) -> int:
        """The number of the session to come."""
        return len(self.sessions) + 1

    @property
    def next_is_last(self) -> bool:
        """Whether the session to come is the last one before the end."""
        return mentoring_sessions.is_last(self.mentorship, today=self.today)


def of(session: Session, team_id: str, mentorship_id: int, *, by: str, today: date, now: datetime) -> Page:
    """Gather a mentorship for one of its two; `today` is the day where they are."""
    mentorship = session.get(Mentorship, mentorship_id)
    if mentorship is None or mentorship.team_id != team_id:
        raise RuleError("This mentorship is no longer there.")
    if by not in mentorship.two:
        raise RuleError("This is between two other people.")
    noted = mentoring_sessions.of(session, mentorship_id)
    fit_until = mentoring_fit.decided_at(session, mentorship)
    return Page(
        mentorship=mentorship,
        reader_id=by,
        today=today,
        sessions=noted,
        fresh=bool(noted) and mentoring_sessions.may_be_taken_back(noted[-1], noted, now=now),
        worksheets=mentoring_worksheets.of(session, mentorship_id),
        asks_fit=fit_until is not None
        and mentoring_fit.is_open(mentorship, fit_until, now=now)
        and mentoring_fit.answer_of(session, mentorship_id, by) is None,
        asks_end=mentoring_last_words.may_speak(mentorship, now=now)
        and (mentorship.state != State.RUNNING or mentoring_endings.asked_at(mentorship) <= now),
    )


def partner(page: Page) -> str:
    """Name the other one of the two; nobody, where they are forgotten."""
    return page.mentorship.partner_of(page.reader_id) or mentoring.NOBODY
