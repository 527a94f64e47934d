"""Which cohorts are to be drafted: their sign-up has closed, or a steward wants a large one again."""

from datetime import datetime

from models import cohorts_draft, cohorts_review
from models.base import Sessions


def draft_due(sessions: Sessions, now: datetime) -> None:
    """Draft each outside of any transaction that writes: a large one takes a while."""
    with sessions.read() as session:
        sheets = {
            each.id: cohorts_draft.gather(session, each, now=now)
            for each in cohorts_review.due(session, now=now)
        }
    for cohort_id, sheet in sheets.items():
        drafted = cohorts_draft.make(sheet)
        with sessions.begin() as session:
            cohorts_review.keep_due(session, cohort_id, drafted, now=now)
