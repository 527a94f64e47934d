"""Publishing a draft: every pair is introduced, and everybody else hears kindly that there is nobody yet."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, cohorts, cohorts_draft, cohorts_joining, mentoring_introduction, skills
from models.cohorts import Cohort, Joined, State
from models.cohorts_draft import Drafted, Sheet
from models.errors import RuleError
from models.mentoring import Format, Mentorship
from models.mentoring import State as MentorshipState
from models.mentors import Mentor


class Published(NamedTuple):
    """What came of it: how many pairs, how many of the draft were not possible any more, how many hear."""

    cohort: Cohort
    pairs: int
    taken_out: int
    told: int


def publish(
    session: Session, team_id: str, cohort_id: int, *, by: str, gone: Collection[str] = (), now: datetime
) -> Published:
    """Introduce every pair of a draft that every rule allows now; `gone` are here no more.

    Nothing of it is done unless all of it is.
    """
    cohort = cohorts.run_by(session, team_id, cohort_id, by)
    _check(cohort)
    for who in sorted(gone):
        cohorts_joining.left(session, team_id, who, now=now)
    _hold_mentors(session, cohort)
    sheet = cohorts_draft.gather(session, cohort, now=now)
    before = [
        Drafted(each.seeker_id, each.mentor_id, each.score, each.pinned)
        for each in cohorts.pairs_of(session, cohort)
    ]
    pairs = cohorts_draft.still_good(sheet, before)[: cohort.size]
    if not pairs:
        raise RuleError(
            "There is no pair to publish. Draft again, or cancel the cohort: everybody who joined then hears."
        )
    cohorts_draft.keep(session, cohort, pairs, now=now)
    cohort.state, cohort.published_at = State.PUBLISHED, now
    _introduce(session, cohort, sheet, pairs, now)
    told = _tell_the_others(session, cohort, sheet, pairs, now)
    cohorts.show_again(session, cohort, now=now)
    audit.note(session, team_id, by, "cohorts.publish", about=None, detail=cohort.title, now=now)
    return Published(cohort, len(pairs), len(before) - len(pairs), told)


def _check(cohort: Cohort) -> None:
    if cohort.state == State.PUBLISHED:
        raise RuleError("This cohort is published already: each pair is introduced once.")
    if cohort.state != State.DRAFTED or cohort.drafted_at is None:
        raise RuleError("There is no draft to publish: `/potluck cohorts` shows how it stands.")


def _hold_mentors(session: Session, cohort: Cohort) -> None:
    """Let nobody else book this cohort's mentors until the transaction ends."""
    joined = select(Joined.user_id).where(Joined.cohort_id == cohort.id)
    theirs = select(Mentor).where(Mentor.team_id == cohort.team_id, Mentor.user_id.in_(joined))
    session.scalars(theirs.order_by(Mentor.user_id).with_for_update()).all()


def _introduce(
    session: Session, cohort: Cohort, sheet: Sheet, pairs: Sequence[Drafted], now: datetime
) -> None:
    joined = {each.user_id: each for each in cohorts.joined_by(session, cohort)}
    mentor_of = {each.seeker_id: each.mentor_id for each in pairs}
    made = []
    for each in pairs:
        peers = cohort.format == Format.RUNNING and mentor_of.get(each.mentor_id) == each.seeker_id
        if not peers:
            made.append(_mentorship(cohort, sheet, each, joined[each.seeker_id]))
        elif each.seeker_id < each.mentor_id:
            made.append(_peers(cohort, sheet, each, joined[each.seeker_id]))
    session.add_all(made)
    session.flush()
    for mentorship in made:
        mentoring_introduction.introduce(session, mentorship, now=now)


def _mentorship(cohort: Cohort, sheet: Sheet, pair: Drafted, joined: Joined) -> Mentorship:
    skill = _about(sheet, pair.seeker_id, pair.mentor_id)
    return Mentorship(
        team_id=cohort.team_id,
        seeker_id=pair.seeker_id,
        mentor_id=pair.mentor_id,
        cohort_id=cohort.id,
        state=MentorshipState.ACCEPTED,
        format=cohort.format,
        skill=skill,
        skill_key=skills.key(skill),
        line=joined.line,
        asked_at=joined.joined_at,
    )


def _peers(cohort: Cohort, sheet: Sheet, pair: Drafted, joined: Joined) -> Mentorship:
    """Make one of two who are drafted both ways: they teach each other."""
    mentorship = _mentorship(cohort, sheet, pair, joined)
    mentorship.format = Format.PEER
    mentorship.skill_back = _about(sheet, pair.mentor_id, pair.seeker_id)
    return mentorship


def _about(sheet: Sheet, seeker_id: str, mentor_id: str) -> str:
    match = sheet.match(seeker_id, mentor_id)
    return match.skills[0] if match else ""


def _tell_the_others(
    session: Session, cohort: Cohort, sheet: Sheet, pairs: Sequence[Drafted], now: datetime
) -> int:
    without = cohorts_draft.unmatched(sheet, pairs)
    for who in without:
        why = cohorts_draft.why_not(sheet, who, pairs=len(pairs))
        cohorts.owe(session, cohort, "cohorts.unmatched", to=who, about=why, now=now)
    alone = set(without)
    for each in cohorts.joined_by(session, cohort):
        each.matched = each.user_id not in alone
    return len(without)
