"""Which rounds of mixers have something due: a heads-up, the draw, a nudge, a question, the end."""

from datetime import datetime

from models import mixers_along
from models import mixers_rounds as rounds
from models.base import Sessions


def look(sessions: Sessions, now: datetime) -> None:
    """See to each round in its own transaction; most looks end with one small question."""
    with sessions.read() as session:
        due = rounds.due(session, now=now)
    for round_id in due:
        with sessions.begin() as session:
            mixers_along.look_at(session, round_id, now=now)
