"""In which programmes somebody takes part: those they said yes to, asked for or joined."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import consents, mentoring
from models.cohorts import Cohort, Joined, State
from models.consents import Programme
from models.mixers import Member


def of(session: Session, team_id: str, user_id: str) -> list[Programme]:
    """List the programmes that somebody takes part in."""
    return [each for each in Programme if _takes_part(session, team_id, user_id, each)]


def _takes_part(session: Session, team_id: str, user_id: str, programme: Programme) -> bool:
    if consents.given(session, team_id, user_id, programme):
        return True
    if programme == Programme.MIXERS:
        return _is_in_a_mixer(session, team_id, user_id)
    return programme == Programme.MENTORING and (
        bool(mentoring.of_person(session, team_id, user_id)) or _joined_a_cohort(session, team_id, user_id)
    )


def _joined_a_cohort(session: Session, team_id: str, user_id: str) -> bool:
    """Tell whether somebody signed up for a cohort that is not published yet."""
    joined = select(Joined.cohort_id).join(Cohort, Cohort.id == Joined.cohort_id)
    theirs = joined.where(
        Joined.team_id == team_id, Joined.user_id == user_id, Cohort.state.in_([State.OPEN, State.DRAFTED])
    )
    return session.scalar(theirs.limit(1)) is not None


def _is_in_a_mixer(session: Session, team_id: str, user_id: str) -> bool:
    joined = select(Member.mixer_id).where(Member.team_id == team_id, Member.user_id == user_id)
    return session.scalar(joined.limit(1)) is not None
