"""The end of a mentorship: either of the two, any time, without a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import mentoring_endings as views
from handlers.views.blocks import Message
from models.mentoring import Mentorship
from models.outbox import Owed


def _ended(session: Session, owed: Owed, _now: datetime) -> Message | None:
    mentorship = session.get(Mentorship, int(owed.ref))
    return views.ended(mentorship, owed.recipients) if mentorship else None


KINDS: Kinds = {"mentoring.ended": Kind(_ended)}
