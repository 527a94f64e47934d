"""What is due of tips: news of thanks, reviews, and questions that end."""

from datetime import datetime

from models import tips_captures, tips_thanks, tips_upkeep
from models.base import Sessions

DUE = (tips_captures.expire, tips_thanks.owe_news, tips_upkeep.ask_reviews, tips_upkeep.archive_stale)


def look(sessions: Sessions, now: datetime) -> None:
    """Owe what is due of tips, each kind in its own transaction; most looks of a new company end here."""
    with sessions.read() as session:
        if tips_captures.idle(session):
            return
    for due in DUE:
        with sessions.begin() as session:
            due(session, now=now)
