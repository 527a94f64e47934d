"""The end of a round: what it came to, and who was silent."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.mixers_rounds import Round, State


def end(session: Session, round_: Round, *, now: datetime) -> None:
    """Let a round be over."""
    del session, now
    round_.state, round_.ends_at = State.OVER, None
