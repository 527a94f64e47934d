"""Mixers for tests: set up and joined as the rules do, and people who are known to the draw."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from models import mixers, mixers_rounds, profiles, stewards
from models.base import Sessions
from models.mixers import Mixer, Plan
from models.mixers_rounds import Round
from models.profiles import Told
from scheduler import mixers as jobs
from tests.conftest import Company

TEAM = "T0LOCAL"
STEWARD = "U0ADA"
CHANNEL = "C0LEARNING"


def mixer(sessions: Sessions, members: Iterable[str], *, now: datetime, **chosen: Any) -> Mixer:
    """Set up a mixer that a steward wished for, with its first round, and let these people join."""
    plan = {"name": "Coffee", "channel_id": CHANNEL, "weekday": 3, "at": time(10), "zone": "UTC", **chosen}
    with sessions.begin() as session:
        stewards.appoint(session, TEAM, STEWARD, now=now)
        made = mixers.set_up(
            session,
            TEAM,
            Plan(**plan),
            by=STEWARD,
            creator_id=None,
            submission=f"V{plan['name']}",
            now=now,
        )
        mixers_rounds.open_first(session, made, seed=7, now=now)
        for who in members:
            mixers.join(session, made, who, now=now)
        return made


def known(sessions: Sessions, who: str, *, now: datetime, zone: str = "UTC", **told: str) -> None:
    """Let somebody have a profile: a team, hours, a manager."""
    with sessions.begin() as session:
        profiles.save(session, TEAM, who, Told(**told), zone=zone, now=now)


def drawn(company: Company, made: Mixer) -> Round:
    """Move the clock to a mixer's draw, let the real timetable draw, and let be said what may be."""
    with company.potluck.sessions.read() as session:
        round_ = mixers_rounds.coming(session, made)
    assert round_ is not None
    company.set_clock(round_.draws_at)
    company.settle()
    return kept(company.potluck.sessions, round_)


def kept(sessions: Sessions, round_: Round) -> Round:
    """Give a round as it is kept now."""
    with sessions.read() as session:
        return session.get_one(Round, round_.id)


def looks(sessions: Sessions, made: Mixer) -> Round:
    """Let a mixer's round be drawn at its moment, at the rules' own level; give it."""
    with sessions.read() as session:
        round_ = mixers_rounds.coming(session, made)
    assert round_ is not None
    jobs.look(sessions, round_.draws_at)
    return kept(sessions, round_)


def groups(sessions: Sessions, round_: Round) -> list[list[str]]:
    """Give who is in each group of a round."""
    with sessions.read() as session:
        return [mixers_rounds.people_of(session, each) for each in mixers_rounds.groups_of(session, round_)]
