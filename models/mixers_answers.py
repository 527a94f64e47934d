"""Did you meet? What each of a group says, and what they took with them."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.mixers_rounds import Round


def ask(session: Session, round_: Round, *, now: datetime) -> None:
    """Remind who has not said so yet whether they met."""
    del session, now
    round_.asks_at = None
