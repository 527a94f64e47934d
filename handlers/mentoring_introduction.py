"""The introduction of two people, made when it is said, and what begins with it."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers import people
from handlers.outgoing import Kind, Kinds
from handlers.views import mentoring_introduction as views
from handlers.views.blocks import Message
from models import mentoring_endings, mentoring_introduction
from models.mentoring import BOOKED, Ending, Mentorship, State
from models.outbox import Owed


def _introduction(session: Session, owed: Owed, now: datetime) -> Message | None:
    mentorship = session.get(Mentorship, int(owed.ref))
    if mentorship is None or mentorship.state not in BOOKED:
        return None
    return views.introduction(mentoring_introduction.of(session, mentorship, now=now))


def _undeliverable(session: Session, owed: Owed, now: datetime) -> None:
    """Let the two go if one of them is here no more; else introduce each by themselves."""
    mentorship = session.get(Mentorship, int(owed.ref), with_for_update=True, populate_existing=True)
    if mentorship is None or mentorship.state != State.ACCEPTED:
        return
    if owed.reason in people.GONE:
        mentoring_endings.end(session, mentorship, Ending.GONE, tell=mentorship.two, now=now)
    elif len(owed.people) > 1:
        mentoring_introduction.apart(session, mentorship, now=now)


KINDS: Kinds = {
    "mentoring.introduction": Kind(
        _introduction, posted=mentoring_introduction.begun, undeliverable=_undeliverable
    )
}
