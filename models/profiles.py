"""Profiles: what a member tells of themselves, and their place in the company."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base

BEGINS, ENDS = "09:00", "17:00"
"""The working hours of who named none, in their own zone."""


class Profile(Base):
    """One member's profile; `zone` is Slack's, empty where it is not known yet.

    `languages` are folded names with commas between. `team` and `manager_id` may come from a steward's file.
    """

    __tablename__ = "profiles"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64), default="")
    begins: Mapped[str] = mapped_column(String(5), default=BEGINS)
    ends: Mapped[str] = mapped_column(String(5), default=ENDS)
    country: Mapped[str] = mapped_column(String(10), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(String(300), default="")
    team: Mapped[str] = mapped_column(String(100), default="")
    manager_id: Mapped[str | None] = mapped_column(String(32), index=True)
    changed_at: Mapped[datetime]


def of(session: Session, team_id: str, user_id: str) -> Profile | None:
    """Give somebody's profile, if there is one."""
    return session.get(Profile, (team_id, user_id))


def manager_lines(session: Session, team_id: str) -> Mapping[str, Collection[str]]:
    """Give everybody's managers, their managers, and so on up; a circle of managers ends where it closes."""
    rows = session.execute(
        select(Profile.user_id, Profile.manager_id).where(
            Profile.team_id == team_id, Profile.manager_id.is_not(None)
        )
    )
    above = {who: manager for who, manager in rows if manager is not None}
    return {who: _line(who, above) for who in above}


def _line(who: str, above: Mapping[str, str]) -> frozenset[str]:
    line: set[str] = set()
    at = above.get(who)
    while at is not None and at not in line and at != who:
        line.add(at)
        at = above.get(at)
    return frozenset(line)
