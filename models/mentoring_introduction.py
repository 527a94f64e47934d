"""The introduction of two people who both said yes: one message to both, said once."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import outbox
from models.mentoring import Mentorship, State


def key(mentorship: Mentorship) -> str:
    """Give the outbox key of a mentorship's introduction."""
    return f"mentoring.introduction:{mentorship.id}"


def introduce(session: Session, mentorship: Mentorship, *, now: datetime) -> None:
    """Owe the two their introduction; it counts as a message that nobody asked for, and is only moved."""
    mentorship.state = State.ACCEPTED
    mentorship.accepted_at = now
    mentorship.starter_id = mentorship.seeker_id
    outbox.owe(
        session,
        team_id=mentorship.team_id,
        key=key(mentorship),
        kind="mentoring.introduction",
        ref=mentorship.id,
        to=mentorship.two,
        due=now,
        budget="person",
    )
