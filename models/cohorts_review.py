"""What a steward does with a draft: pin a pair, part two, draft again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import audit, cohorts, cohorts_draft
from models.base import insert_once
from models.cohorts import UNPUBLISHED, Cohort, Pair, Parted, State
from models.cohorts_draft import Drafted
from models.errors import RuleError

AT_ONCE = 300
"""People who joined up to which a draft is made while its steward waits."""


def pin(
    session: Session, team_id: str, cohort_id: int, two: tuple[str, str], *, on: bool, by: str, now: datetime
) -> Cohort:
    """Let a pair stay when the draft is made again, or no longer."""
    cohort = _reviewed(session, team_id, cohort_id, by)
    _pair(session, cohort, two).pinned = on
    _note(session, cohort, "cohorts.pin" if on else "cohorts.unpin", two, by, now)
    return cohort


def part(
    session: Session, team_id: str, cohort_id: int, two: tuple[str, str], *, by: str, now: datetime
) -> Cohort:
    """Take a pair out, and never draft these two together in this cohort again."""
    cohort = _reviewed(session, team_id, cohort_id, by)
    cohorts.drop_pairs(session, [_pair(session, cohort, two)])
    seeker_id, mentor_id = two
    insert_once(
        session, Parted, cohort_id=cohort.id, team_id=team_id, seeker_id=seeker_id, mentor_id=mentor_id
    )
    _note(session, cohort, "cohorts.part", two, by, now)
    return cohort


def allow(
    session: Session, team_id: str, cohort_id: int, two: tuple[str, str], *, by: str, now: datetime
) -> Cohort:
    """Let two be drafted together again."""
    cohort = _reviewed(session, team_id, cohort_id, by)
    seeker_id, mentor_id = two
    gone = delete(Parted).where(
        Parted.cohort_id == cohort.id, Parted.seeker_id == seeker_id, Parted.mentor_id == mentor_id
    )
    session.execute(gone)
    _note(session, cohort, "cohorts.allow", two, by, now)
    return cohort


def again(session: Session, team_id: str, cohort_id: int, *, by: str, now: datetime) -> Cohort:
    """Close the sign-up if it is open, and draft; a large cohort is drafted a moment later."""
    cohort = cohorts.run_by(session, team_id, cohort_id, by)
    if cohort.state not in UNPUBLISHED:
        raise RuleError("This cohort has ended already: `/potluck cohorts` shows how it stands.")
    was_open = cohort.state == State.OPEN
    cohort.closes_at = min(cohort.closes_at, now)
    if len(cohorts.joined_by(session, cohort)) > AT_ONCE:
        cohort.state, cohort.drafted_at = State.DRAFTED, None
    else:
        cohorts_draft.draft(session, cohort, now=now)
    if was_open:
        cohorts.show_again(session, cohort, now=now)
    audit.note(session, team_id, by, "cohorts.draft", about=None, detail=cohort.title, now=now)
    return cohort


def parted(session: Session, cohort: Cohort) -> Sequence[Parted]:
    """List whom a steward parted."""
    rows = select(Parted).where(Parted.cohort_id == cohort.id)
    return session.scalars(rows.order_by(Parted.seeker_id, Parted.mentor_id)).all()


def due(session: Session, *, now: datetime) -> Sequence[Cohort]:
    """List the cohorts that are to be drafted: their sign-up has closed, or a steward wants it again."""
    closed = (Cohort.state == State.OPEN) & (Cohort.closes_at <= now)
    wanted = (Cohort.state == State.DRAFTED) & Cohort.drafted_at.is_(None)
    return session.scalars(select(Cohort).where(closed | wanted).order_by(Cohort.id)).all()


def keep_due(session: Session, cohort_id: int, drafted: Sequence[Drafted], *, now: datetime) -> None:
    """Keep a draft that was made meanwhile, if it is still wanted, and tell who runs the cohort."""
    cohort = session.get(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    if cohort is None or cohort.state not in UNPUBLISHED or cohort.drafted_at is not None:
        return
    there = {each.user_id for each in cohorts.joined_by(session, cohort)}
    still = [each for each in drafted if {each.seeker_id, each.mentor_id} <= there]
    cohorts_draft.keep(session, cohort, still, now=now)
    cohorts.show_again(session, cohort, now=now)
    cohorts.tell_stewards(session, cohort, "cohorts.drafted", now=now, turn=f"{now:%Y-%m-%dT%H:%M}")


def overdue(session: Session, *, now: datetime) -> Sequence[int]:
    """List the cohorts whose first day has come, and that nobody has published."""
    late = select(Cohort.id).where(Cohort.state == State.DRAFTED, Cohort.starts_on <= now.date())
    return session.scalars(late.order_by(Cohort.id)).all()


def mind(session: Session, cohort_id: int, *, now: datetime) -> None:
    """Ask once after a draft that its steward left lying, and in the end let its people wait no longer."""
    cohort = session.get(Cohort, cohort_id, with_for_update=True, populate_existing=True)
    if cohort is None or cohort.state != State.DRAFTED:
        return
    if now.date() < cohort.starts_on + cohorts.WAITS:
        cohorts.tell_stewards(session, cohort, "cohorts.waiting", now=now)
    else:
        cohorts.call_off(session, cohort, now=now)


def _reviewed(session: Session, team_id: str, cohort_id: int, by: str) -> Cohort:
    cohort = cohorts.run_by(session, team_id, cohort_id, by)
    if cohort.state != State.DRAFTED:
        raise RuleError("This draft is no longer under review: `/potluck cohorts` shows how it stands.")
    return cohort


def _pair(session: Session, cohort: Cohort, two: tuple[str, str]) -> Pair:
    seeker_id, mentor_id = two
    pair = session.get(Pair, (cohort.id, seeker_id))
    if pair is None or pair.mentor_id != mentor_id:
        raise RuleError("This pair is no longer in the draft. The list shows what is.")
    return pair


def _note(session: Session, cohort: Cohort, act: str, two: tuple[str, str], by: str, now: datetime) -> None:
    """Write down what was done to each of two; neither reads there who the other one is."""
    for who in two:
        audit.note(session, cohort.team_id, by, act, about=who, detail=cohort.title, now=now)
