"""Mixers for tests: set up and joined as the rules do, and people who are known to the draw."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from models import mixers, mixers_rounds, profiles, stewards
from models.base import Sessions
from models.mixers import Mixer, Plan
from models.profiles import Told

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
