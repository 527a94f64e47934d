"""Working hours: when somebody may hear what they did not ask for, and when a group may."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.orm import Session

from models import profiles, settings, slots, working_days
from models.outbox import Owed

A_DAY = timedelta(days=1)

OUTSIDE = "it is outside the hours of who it is for"
"""Why a message waits, as the outbox notes it."""

LOOKED_AHEAD = 60
"""Days among which one that is worked is looked for."""

TOGETHER_WITHIN = timedelta(days=3)
"""How long a message to a group waits for a moment at which all of them work."""


class Hours(NamedTuple):
    """When somebody works: local times in their zone, on their country's working days or on every day.

    Where the end is not after the beginning, it is on the next day.
    """

    zone: str
    begins: time
    ends: time
    country: str = ""
    every_day: bool = False

    def hold(self, moment: datetime) -> bool:
        """Tell whether a moment is in them, as their clock on the wall says."""
        local = moment.astimezone(ZoneInfo(self.zone))
        today, clock = local.date(), local.time()
        if self.begins < self.ends:
            return self._worked(today) and self.begins <= clock < self.ends
        late, early = clock >= self.begins, clock < self.ends
        return (late and self._worked(today)) or (early and self._worked(today - A_DAY))

    def next(self, at: datetime) -> datetime | None:
        """Give the first moment in them that is not before `at`; None: there is none for a long time."""
        if self.hold(at):
            return at
        today = at.astimezone(ZoneInfo(self.zone)).date()
        coming = (self._opening(today + days * A_DAY) for days in range(LOOKED_AHEAD))
        return next((opening for opening in coming if opening > at and self.hold(opening)), None)

    def _worked(self, day: date) -> bool:
        return self.every_day or working_days.are_worked(self.country, day)

    def _opening(self, day: date) -> datetime:
        return slots.first_moment(datetime.combine(day, self.begins), ZoneInfo(self.zone))


def of(session: Session, team_id: str, user_id: str) -> Hours | None:
    """Give somebody's hours: their profile's, else the workspace's; None where nobody chose a zone."""
    profile = profiles.of(session, team_id, user_id)
    zone = profile.zone if profile else ""
    if not _is_known(zone):
        chosen = settings.chosen(session, team_id)
        zone = settings.of(session, team_id).zone if chosen else ""
    if not _is_known(zone):
        return None
    begins, ends = (profile.begins, profile.ends) if profile else (profiles.BEGINS, profiles.ENDS)
    country = profile.country if profile else ""
    return Hours(zone, time.fromisoformat(begins), time.fromisoformat(ends), country)


def free_at(session: Session, owed: Owed, *, at: datetime) -> datetime:
    """Tell when a message may be said that nobody asked for: `at`, or in the hours of who it is for."""
    if owed.budget is None:
        return at
    theirs = (of(session, owed.team_id, who) for who in owed.people)
    return moment([hours for hours in theirs if hours], at, not_after=owed.not_after)


def moment(hours: Sequence[Hours], at: datetime, *, not_after: datetime | None = None) -> datetime:
    """Give the moment to say something to people of these hours, which is not before `at`.

    What would come too late then is said in the same hours of a free day, and else at once: outside
    somebody's hours is better than never.
    """
    for each in (hours, [one._replace(every_day=True) for one in hours]):
        found = _shared(each, at)
        if not_after is None or found <= not_after:
            return found
    return at


def _shared(hours: Sequence[Hours], at: datetime) -> datetime:
    """Give the first moment in everybody's hours; where there is none soon, the first in somebody's."""
    openings = [opening for one in hours if (opening := one.next(at)) is not None]
    found = max(openings, default=at)
    while found <= at + TOGETHER_WITHIN:
        later = max((one.next(found) or found for one in hours), default=found)
        if later == found:
            return found
        found = later
    return min(openings)


def _is_known(zone: str) -> bool:
    try:
        return bool(zone) and bool(ZoneInfo(zone).key)
    except (ZoneInfoNotFoundError, ValueError):
        return False
