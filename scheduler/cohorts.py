"""Which cohorts are to be drafted, and which drafts their steward left lying."""

from datetime import datetime

from models import cohorts_draft, cohorts_review
from models.base import Sessions


def look(sessions: Sessions, now: datetime) -> None:
    """Draft what is to be drafted, and mind what nobody publishes."""
    draft_due(sessions, now)
    with sessions.read() as session:
        overdue = cohorts_review.overdue(session, now=now)
    for cohort_id in overdue:
        with sessions.begin() as session:
            cohorts_review.mind(session, cohort_id, now=now)


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
