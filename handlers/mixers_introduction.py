"""The introduction of a group, made when it is said, and the words to whom there is no group for."""

from datetime import datetime

from sqlalchemy.orm import Session

from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_introduction as views
from handlers.views.blocks import Message
from models import mixers_introduction, mixers_left_out
from models.outbox import Owed


def _introduction(session: Session, owed: Owed, _now: datetime) -> Message | None:
    shown = mixers_introduction.of(session, owed)
    return views.introduction(shown) if shown else None


def _left_out(session: Session, owed: Owed, _now: datetime) -> Message | None:
    missed = mixers_left_out.of(session, int(owed.ref), owed.recipients)
    return views.left_out(missed) if missed else None


def _called_off(session: Session, owed: Owed, _now: datetime) -> Message | None:
    missed = mixers_left_out.of(session, int(owed.ref), owed.recipients)
    return views.called_off(missed) if missed else None


KINDS: Kinds = {
    mixers_introduction.KIND: Kind(_introduction, posted=mixers_introduction.begun),
    mixers_left_out.LEFT_OUT: Kind(_left_out),
    mixers_left_out.CALLED_OFF: Kind(_called_off),
}
