"""What mentorships hold of somebody; when they are forgotten, the partner is told only that it ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, delete, or_, select, true, update
from sqlalchemy.orm import Session

from models import mentoring_endings, mentoring_last_words, mentoring_reminding, outbox
from models.base import facts
from models.mentoring import BOOKED, NOBODY, Ending, Mentorship
from models.mentoring_meeting import CheckIn, Fit, LastWord, MentoringSession, Worksheet

Row = TypeVar("Row", MentoringSession, Worksheet, Fit, CheckIn, LastWord)


def forget(session: Session, team_id: str, user_id: str, *, now: datetime) -> None:
    """Erase what somebody said and wrote; what the partner wrote stays, in a mentorship with nobody.

    The introduction, and all else that was said to both, is taken back with the outbox.
    """
    for mentorship in session.scalars(_theirs(team_id, user_id).with_for_update()).all():
        partner = mentorship.partner_of(user_id) or NOBODY
        booked = mentorship.state in BOOKED
        _erase(session, mentorship, user_id, now)
        if partner == NOBODY:
            session.delete(mentorship)
        elif booked:
            mentoring_endings.end(session, mentorship, Ending.GONE, tell=[partner], now=now)
        _tell_anew(session, mentorship, now)
    session.flush()


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """List somebody's mentorships, and what they themselves noted, answered and wrote in them."""
    moments = ("asked_at", "accepted_at", "begun_at", "ended_at")
    return {
        "mentorships": [
            {
                **facts(each, "skill", "skill_back", "format", "state", "minutes", "every_weeks", *moments),
                **({"line": each.line} if each.seeker_id == user_id and each.line else {}),
                **({"ends_on": str(each.ends_on)} if each.ends_on else {}),
                **({"with": each.partner_of(user_id)} if each.partner_of(user_id) else {}),
                "i_begin": each.starter_id == user_id,
            }
            for each in session.scalars(_theirs(team_id, user_id))
        ],
        "sessions_i_noted": [
            {"met_on": str(each.met_on), **facts(each, "number", "minutes", "logged_at")}
            for each in _rows(session, MentoringSession, team_id, MentoringSession.logged_by == user_id)
        ],
        "lines_i_wrote": [
            facts(each, "stuck", "suggested", "written_at")
            for each in _rows(session, Worksheet, team_id, Worksheet.author_id == user_id)
        ],
        "whether_it_fits": [
            facts(each, "fits", "said_at") for each in _rows(session, Fit, team_id, Fit.user_id == user_id)
        ],
        "check_ins": [
            facts(each, "number", "asked_at", "answer")
            for each in _rows(session, CheckIn, team_id, CheckIn.user_id == user_id)
        ],
        "last_words": [
            facts(each, "changed", "thanks", "renew", "insight", "channel_id", "said_at")
            for each in _rows(session, LastWord, team_id, LastWord.user_id == user_id)
        ],
    }


def _theirs(team_id: str, user_id: str) -> Select[Mentorship]:
    concerned = or_(
        Mentorship.seeker_id == user_id, Mentorship.mentor_id == user_id, Mentorship.starter_id == user_id
    )
    return select(Mentorship).where(Mentorship.team_id == team_id, concerned).order_by(Mentorship.id)


def _rows(session: Session, table: type[Row], team_id: str, whose: ColumnElement[bool]) -> Sequence[Row]:
    found = select(table).where(table.team_id == team_id, whose)
    return session.scalars(found.order_by(*table.__table__.primary_key)).all()


def _erase(session: Session, mentorship: Mentorship, user_id: str, now: datetime) -> None:
    """Take somebody out of a mentorship; whether it fitted is nobody's any more."""
    mentoring_last_words.unname(session, mentorship, mentorship.partner_of(user_id) or NOBODY, now=now)
    for table, whose in (
        (Worksheet, Worksheet.author_id == user_id),
        (Fit, true()),
        (CheckIn, CheckIn.user_id == user_id),
        (LastWord, LastWord.user_id == user_id),
    ):
        session.execute(delete(table).where(table.mentorship_id == mentorship.id, whose))
    noted = MentoringSession.mentorship_id == mentorship.id, MentoringSession.logged_by == user_id
    session.execute(update(MentoringSession).where(*noted).values(logged_by=NOBODY))
    if mentorship.starter_id == user_id:
        mentorship.starter_id = None
    if mentorship.seeker_id == user_id:
        mentorship.seeker_id, mentorship.line = NOBODY, ""
    else:
        mentorship.mentor_id = NOBODY


def _tell_anew(session: Session, mentorship: Mentorship, now: datetime) -> None:
    """Let what the partner was told name nobody any more."""
    mentoring_reminding.let_go(session, mentorship, now=now)
    renewals = [f"{mentorship.id}/{number}" for number in range(1, mentorship.renewals + 1)]
    for kind, refs in (("mentoring.ended", [mentorship.id]), ("mentoring.renewed", renewals)):
        for owed in outbox.told_of(session, mentorship.team_id, kind, refs):
            outbox.refresh(session, mentorship.team_id, owed.key, now=now)
    outbox.retract_all(session, mentorship.team_id, "mentoring.words", [mentorship.id], now=now)
