"""The one nudge in the middle of a round, after a look whether anybody wrote, where Slack lets us look."""

from collections.abc import Collection, Sequence
from datetime import datetime

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers import messages
from handlers.outgoing import Kind, Kinds
from handlers.views import mixers_nudges as views
from handlers.views.blocks import Message
from models import mixers_nudges, mixers_page, mixers_together
from models.base import Sessions
from models.outbox import Owed


def _look(client: WebClient, sessions: Sessions, owed: Owed, now: datetime) -> None:
    """Note whether nobody of the group has written since they were introduced, and nothing of what."""
    with sessions.read() as session:
        group = mixers_nudges.told_by(session, owed, now=now)
        told = mixers_nudges.talked_below(session, group) if group and owed.ts is None else []
    wrote = _anybody_wrote(client, told, owed.people) if told else None
    if group is not None and wrote is not None:
        with sessions.begin() as session:
            mixers_nudges.note_quiet(session, group.id, quiet=not wrote)


def _anybody_wrote(client: WebClient, told: Sequence[Owed], people: Collection[str]) -> bool | None:
    """Tell whether one of some people wrote below one of these messages; None: Potluck may not look."""
    looks = [messages.wrote_below(client, each.channel_id or "", each.ts or "", people) for each in told]
    return None if None in looks else any(looks)


def _nudge(session: Session, owed: Owed, now: datetime) -> Message | None:
    told = mixers_nudges.told_by(session, owed, now=now)
    if told is None:
        return None
    page = mixers_page.of(session, told)
    if not page.people:
        return None
    question = mixers_together.ice_breaker(told.id) if told.quiet else ""
    return views.ice_breaker(page, question) if question else views.nudge(page)


KINDS: Kinds = {"mixers.nudge": Kind(_nudge, look=_look)}
