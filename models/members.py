"""Members in charge of what is held about them: to see it, to be forgotten. Each feature does its part."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models import (
    apart,
    audit,
    budgets,
    cohorts_forgetting,
    consents,
    digests,
    lanes,
    lunches_forgetting,
    lunches_talks_forgetting,
    lunches_wishes_forgetting,
    mentoring_forgetting,
    mentoring_offers,
    mentoring_wishes_forgetting,
    mixers_forgetting,
    outbox,
    pauses,
    profiles,
    prompt_forgetting,
    prompt_proposals,
    prompt_schedules,
    questions_forgetting,
    reminders,
    silences,
    skills,
    stewards,
    tips,
    tips_captures,
    tips_reports,
    tips_thanks,
    tips_upkeep,
)


class Feature(Protocol):
    """A feature that holds something about people."""

    def forget(self, session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
        """Erase it, and let what was posted follow; what others need of it stays without the person."""

    def about(self, session: Session, team_id: str, user_id: str) -> dict[str, Any]:
        """Give it as plain data: a list under each name."""


FEATURES: tuple[Feature, ...] = (
    stewards,
    lunches_forgetting,
    lunches_talks_forgetting,
    lunches_wishes_forgetting,
    tips_reports,
    tips,
    tips_upkeep,
    tips_thanks,
    tips_captures,
    questions_forgetting,
    prompt_forgetting,
    prompt_proposals,
    prompt_schedules,
    cohorts_forgetting,
    mentoring_offers,
    mentoring_wishes_forgetting,
    mentoring_forgetting,
    mixers_forgetting,
    skills,
    profiles,
    consents,
    pauses,
    reminders,
    silences,
    apart,
    audit,
    digests,
    outbox,
    budgets,
    lanes,
)
"""Who holds something, in the order of forgetting: what hangs on something else goes before that."""


def check_may_be_forgotten(session: Session, team_id: str, user_id: str) -> None:
    """Let pass whom nobody else depends on: the only steward names another first."""
    stewards.check_may_go(session, team_id, user_id)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Forget somebody; nothing of it is done unless all of it is."""
    for feature in FEATURES:
        feature.forget(session, team_id, user_id, now=now)


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Give everything that is held about somebody, as plain data; what is empty is left out."""
    held = [feature.about(session, team_id, user_id) for feature in FEATURES]
    return {name: rows for each in held for name, rows in each.items() if rows}
