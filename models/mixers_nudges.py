"""The one nudge in the middle of a round, for groups of which nobody said that they met."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.mixers_rounds import Round


def nudge(session: Session, round_: Round, *, now: datetime) -> None:
    """Owe the groups of which nobody said anything a nudge, once."""
    del session, now
    round_.nudges_at = None
