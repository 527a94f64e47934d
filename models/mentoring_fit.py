"""The fit check: after the first session each says privately whether it fits, and nobody learns who said no.

The answers are looked at together, at a moment that is fixed when the session is noted, whoever said what and
when. If one was a no the mentorship ends then, with the words that every other ending has; either way no
answer is kept.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import mentoring, mentoring_endings, mentoring_reminding, reminders, silences
from models.base import upsert
from models.consents import Programme
from models.errors import RuleError
from models.mentoring import Ending, Format, Mentorship, State
from models.mentoring_endings import NOON
from models.mentoring_meeting import Fit, MentoringSession

ASKED_AFTER = timedelta(days=1)
DECIDED_AFTER = timedelta(days=4)
"""How long after noon of the day on which the first session was noted each is asked, and it is decided."""

A_DAY = timedelta(days=1)
"""How long after the decision the question is still taken away where it stands."""

OVER = (
    "This question is over. If it should not go on, you can end it any time, without a reason: "
    "press Our mentorship, then End."
)


def ask(session: Session, mentorship: Mentorship) -> None:
    """Let each of the two be asked, once the first session is noted."""
    decided = decided_at(session, mentorship)
    if decided is not None and mentorship.format != Format.FLASH:
        due = decided - DECIDED_AFTER + ASKED_AFTER
        mentoring_reminding.remind(
            session, mentorship, mentoring_reminding.FIT, mentorship.id, due=due, until=decided
        )


def say(
    session: Session, team_id: str, mentorship_id: int, *, by: str, fits: bool, now: datetime
) -> datetime:
    """Keep what one of the two says, who may say otherwise until it is decided; give that moment."""
    mentorship = mentoring.held_by(session, team_id, mentorship_id, by=by)
    decided = decided_at(session, mentorship)
    if decided is None or not is_open(mentorship, decided, now=now):
        raise RuleError(OVER)
    key = {"mentorship_id": mentorship_id, "user_id": by}
    upsert(session, Fit, key, {"team_id": team_id, "fits": fits, "said_at": now})
    reminders.settle(session, team_id, mentoring_reminding.FIT, mentorship_id, now=now, user_id=by)
    silences.heard(session, team_id, by, Programme.MENTORING, now=now)
    return decided


def decide(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Look at the answers once it is time, and keep none of them."""
    decided = decided_at(session, mentorship)
    if decided is None or decided > now:
        return
    theirs = Fit.mentorship_id == mentorship.id
    fits = session.scalars(select(Fit.fits).where(theirs)).all()
    session.execute(delete(Fit).where(theirs))
    if now < decided + A_DAY:
        reminders.settle(session, mentorship.team_id, mentoring_reminding.FIT, mentorship.id, now=now)
    if not all(fits):
        mentoring_endings.end(session, mentorship, Ending.NO_FIT, tell=mentorship.two, now=now)


def answer_of(session: Session, mentorship_id: int, user_id: str) -> bool | None:
    """Give what somebody said themselves."""
    said = session.get(Fit, (mentorship_id, user_id), populate_existing=True)
    return said.fits if said else None


def decided_at(session: Session, mentorship: Mentorship) -> datetime | None:
    """Tell when the answers are looked at; None: there was no session yet."""
    first = select(MentoringSession.logged_at).where(
        MentoringSession.mentorship_id == mentorship.id, MentoringSession.number == 1
    )
    logged_at = session.scalar(first)
    return datetime.combine(logged_at.date(), NOON) + DECIDED_AFTER if logged_at else None


def is_open(mentorship: Mentorship, decided: datetime, *, now: datetime) -> bool:
    """Tell whether the question stands."""
    runs = mentorship.state == State.RUNNING and mentorship.format != Format.FLASH
    return runs and decided - DECIDED_AFTER + ASKED_AFTER <= now < decided
