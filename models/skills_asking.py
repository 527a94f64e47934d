"""Who may be asked about a skill: who offers it, said yes to being asked, and was not asked lately."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from models import apart, pauses, skills
from models.consents import Consent, Programme
from models.skills import Skill

APART = timedelta(days=7)
"""How long somebody who was asked is left alone."""


class Candidate(NamedTuple):
    """Somebody who may be asked, and the skill that speaks for it."""

    user_id: str
    skill: str


def candidates(
    session: Session,
    team_id: str,
    text: str,
    *,
    askers: Collection[str],
    last: ScalarSelect[datetime],
    now: datetime,
) -> list[Candidate]:
    """List who may be asked about a text, not by themselves; who was not asked for longest comes first.

    Nobody is asked for somebody with whom they are not to be brought together. `last` tells, beside a row of
    skills, when its owner was asked last.
    """
    out = {*askers, *apart.from_any(session, team_id, askers)}
    offered = (
        select(Skill.user_id, func.min(Skill.name))
        .join(Consent, (Consent.team_id == Skill.team_id) & (Consent.user_id == Skill.user_id))
        .where(
            Skill.team_id == team_id,
            Skill.key.in_(skills.asked_for(text)),
            Consent.programme == Programme.NAMING,
            last.is_(None) | (last <= now - APART),
            ~pauses.away(Skill.team_id, Skill.user_id, programme=Programme.NAMING, now=now),
        )
        .group_by(Skill.user_id)
        .order_by(last.is_not(None), last, Skill.user_id)
    )
    found = [Candidate(*row) for row in session.execute(offered)]
    return [each for each in found if each.user_id not in out]
