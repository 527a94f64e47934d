"""The worksheet: two lines that either of the two writes, and only they read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import mentoring, mentoring_sessions
from models.errors import RuleError
from models.mentoring import LONGEST_LINE
from models.mentoring_meeting import Worksheet


def write(
    session: Session,
    team_id: str,
    mentorship_id: int,
    *,
    by: str,
    stuck: str,
    suggested: str,
    now: datetime,
) -> None:
    """Keep two lines, of which one may be empty; the same lines twice are kept once."""
    mentoring_sessions.running(session, team_id, mentorship_id, by=by)
    lines = _checked(stuck, suggested)
    if not any(lines):
        raise RuleError("Write one of the two lines.", field="stuck")
    last = next(iter(of(session, mentorship_id)), None)
    if last is not None and (last.author_id, last.stuck, last.suggested) == (by, *lines):
        return
    session.add(
        Worksheet(
            mentorship_id=mentorship_id,
            team_id=team_id,
            author_id=by,
            stuck=lines[0],
            suggested=lines[1],
            written_at=now,
        )
    )
    session.flush()


def change(session: Session, team_id: str, worksheet_id: int, *, by: str, stuck: str, suggested: str) -> int:
    """Change one's own lines, or take them away by leaving both empty; give the mentorship's id."""
    sheet = own(session, team_id, worksheet_id, by=by)
    mentoring.held_by(session, team_id, sheet.mentorship_id, by=by)
    sheet.stuck, sheet.suggested = _checked(stuck, suggested)
    if not sheet.stuck and not sheet.suggested:
        session.delete(sheet)
    session.flush()
    return sheet.mentorship_id


def own(session: Session, team_id: str, worksheet_id: int, *, by: str) -> Worksheet:
    """Find lines for who wrote them."""
    sheet = session.get(Worksheet, worksheet_id)
    if sheet is None or sheet.team_id != team_id:
        raise RuleError("These lines are gone.")
    if sheet.author_id != by:
        raise RuleError("Only who wrote these lines can change them.")
    return sheet


def of(session: Session, mentorship_id: int) -> Sequence[Worksheet]:
    """List the lines of a mentorship, the latest first."""
    theirs = select(Worksheet).where(Worksheet.mentorship_id == mentorship_id)
    return session.scalars(theirs.order_by(Worksheet.id.desc())).all()


def _checked(stuck: str, suggested: str) -> tuple[str, str]:
    lines = []
    for name, typed in (("stuck", stuck), ("suggested", suggested)):
        line = " ".join(typed.split())
        if len(line) > LONGEST_LINE:
            raise RuleError(f"One line has at most {LONGEST_LINE} characters.", field=name)
        lines.append(line)
    return lines[0], lines[1]
