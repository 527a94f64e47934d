"""What the two of a mentorship are reminded of, and how it is let go of together."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import reminders
from models.mentoring import Mentorship
from models.outbox import Owed
from models.reminders import Reminder

FIT = "mentoring.fit"
CHECKIN = "mentoring.checkin"
RESCUE = "mentoring.rescue"
LAST_WORDS = "mentoring.last_words"

KINDS = (FIT, CHECKIN, RESCUE, LAST_WORDS)


def remind(
    session: Session, mentorship: Mentorship, kind: str, ref: object, *, due: datetime, until: datetime
) -> None:
    """Remind each of the two of something."""
    for who in mentorship.two:
        reminders.remind(session, mentorship.team_id, who, kind=kind, ref=ref, due=due, until=until)


def let_go(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Remind the two of nothing more; what they were told of follows, for both at once."""
    about = select(Reminder.kind, Reminder.ref).where(
        Reminder.team_id == mentorship.team_id,
        Reminder.kind.in_(KINDS),
        or_(Reminder.ref == str(mentorship.id), Reminder.ref.startswith(f"{mentorship.id}/")),
    )
    for kind, ref in session.execute(about.distinct().order_by(Reminder.kind, Reminder.ref)).all():
        reminders.settle(session, mentorship.team_id, kind, ref, now=now)


def was_said(session: Session, mentorship: Mentorship, kind: str, ref: object, *, user_id: str) -> bool:
    """Tell whether somebody has been told of something, so that their silence says something."""
    said = (
        select(Owed.id)
        .join(Reminder, and_(Reminder.team_id == Owed.team_id, Reminder.told_in == Owed.key))
        .where(
            Reminder.team_id == mentorship.team_id,
            Reminder.kind == kind,
            Reminder.ref == str(ref),
            Reminder.user_id == user_id,
            Owed.said_at.is_not(None),
        )
    )
    return session.scalar(said) is not None


def mentorship_id(ref: str) -> int:
    """Read which mentorship a reminder is about."""
    return int(ref.partition("/")[0])
