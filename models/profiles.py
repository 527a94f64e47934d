"""Profiles: what a member tells of themselves, and their place in the company."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import languages, skills, working_days
from models.base import Base, facts, insert_once, upsert
from models.errors import RuleError

BEGINS, ENDS = "09:00", "17:00"
"""The working hours of who named none, in their own zone."""


LONGEST_ABOUT = 300
LONGEST_PLACE = 100

PLACES = {"team": "team's name", "site": "site's name", "seniority": "word for seniority"}
"""Where somebody stands in the company: the columns, as an error calls what is in them."""


class Told(NamedTuple):
    """What somebody tells of themselves, as they typed and chose it; everything may be left empty."""

    team: str = ""
    site: str = ""
    seniority: str = ""
    manager_id: str | None = None
    languages: str = ""
    begins: str = ""
    ends: str = ""
    country: str = ""
    about: str = ""


class Profile(Base):
    """One member's profile; `zone` is Slack's, empty where it is not known yet.

    `languages` are folded names with commas between. What is in PLACES and `manager_id` may
    come from a steward's file.
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
    site: Mapped[str] = mapped_column(String(100), default="", server_default="")
    seniority: Mapped[str] = mapped_column(String(100), default="", server_default="")
    manager_id: Mapped[str | None] = mapped_column(String(32), index=True)
    changed_at: Mapped[datetime]


def of(session: Session, team_id: str, user_id: str) -> Profile | None:
    """Give somebody's profile, if there is one."""
    return session.get(Profile, (team_id, user_id))


def save(session: Session, team_id: str, user_id: str, told: Told, *, zone: str, now: datetime) -> None:
    """Keep what somebody tells of themselves, and the time zone that they chose in Slack."""
    begins, ends = told.begins or BEGINS, told.ends or ENDS
    if begins == ends:
        raise RuleError("Your working hours end when they begin. Choose another time.", field="ends")
    if len(told.about) > LONGEST_ABOUT:
        raise RuleError(f"Two short lines, please: at most {LONGEST_ABOUT} characters.", field="about")
    check_manager(session, team_id, user_id, told.manager_id)
    values = {
        "zone": _known_zone(zone),
        "begins": begins,
        "ends": ends,
        "country": working_days.checked(told.country),
        "languages": ",".join(languages.fold(told.languages)),
        "about": _two_lines(told.about),
        **{name: _place(session, team_id, name, getattr(told, name)) for name in PLACES},
        "manager_id": told.manager_id,
        "changed_at": now,
    }
    upsert(session, Profile, {"team_id": team_id, "user_id": user_id}, values)


def move(session: Session, team_id: str, user_id: str, zone: str, *, now: datetime) -> bool:
    """Note that somebody's clock is another now; False: there is no profile, or it says so already."""
    known = _known_zone(zone)
    moved = update(Profile).where(
        Profile.team_id == team_id, Profile.user_id == user_id, Profile.zone != known
    )
    return bool(known) and bool(
        session.execute(
            moved.values(zone=known, changed_at=now).returning(Profile.user_id),
        ).first()
    )


def begin(session: Session, team_id: str, user_id: str, zone: str, *, now: datetime) -> None:
    """Note the time zone of who has no profile yet: their days and hours are counted in it."""
    values = {"zone": _known_zone(zone), "changed_at": now}
    begun = {"begins": BEGINS, "ends": ENDS, "country": "", "languages": "", "about": ""}
    if zone:
        places = dict.fromkeys(PLACES, "")
        insert_once(session, Profile, team_id=team_id, user_id=user_id, **begun, **places, **values)


def check_manager(session: Session, team_id: str, user_id: str, manager_id: str | None) -> None:
    """Let pass who can be somebody's manager: neither themselves, nor anybody below them."""
    if manager_id == user_id:
        raise RuleError("Nobody manages themselves. Pick somebody else, or nobody.", field="manager")
    if manager_id and user_id in manager_lines(session, team_id).get(manager_id, ()):
        raise RuleError(
            "By their own profiles this person reports to you, so they cannot be your manager too.",
            field="manager",
        )


def forget(
    session: Session,
    team_id: str,
    user_id: str,
    *,
    now: datetime,  # noqa: ARG001 - as every feature's
) -> None:
    """Erase somebody's profile, and let nobody's say that they are the manager."""
    whose = update(Profile).where(Profile.team_id == team_id, Profile.manager_id == user_id)
    session.execute(whose.values(manager_id=None))
    session.execute(delete(Profile).where(Profile.team_id == team_id, Profile.user_id == user_id))


def about(session: Session, team_id: str, user_id: str) -> dict[str, Any]:
    """Give somebody's profile, and how many profiles name them as the manager."""
    profile = of(session, team_id, user_id)
    held = (
        [
            facts(
                profile,
                *(
                    "zone",
                    "begins",
                    "ends",
                    "country",
                    "languages",
                    "about",
                    *PLACES,
                    "manager_id",
                    "changed_at",
                ),
            )
        ]
        if profile
        else []
    )
    named = session.scalar(
        select(func.count()).where(Profile.team_id == team_id, Profile.manager_id == user_id)
    )
    return {"profile": held, "named_as_manager": [{"by_colleagues": named}] if named else []}


def manager_lines(
    session: Session, team_id: str, who: Collection[str] | None = None
) -> Mapping[str, Collection[str]]:
    """Give everybody's managers, or these people's: their own, that one's, and so on up.

    A circle of managers ends where it closes.
    """
    above = _managers(session, team_id, who)
    asked, asking = set(who or ()), set(above.values())
    while who is not None and asking - asked:
        further = _managers(session, team_id, asking - asked)
        above |= further
        asked, asking = asked | asking, set(further.values())
    lines = {each: _line(each, above) for each in set(above.values())}
    return {
        each: lines[manager] - {each} if each in lines[manager] else lines[manager]
        for each, manager in above.items()
    }


def _managers(session: Session, team_id: str, who: Collection[str] | None) -> dict[str, str]:
    named = select(Profile.user_id, Profile.manager_id).where(
        Profile.team_id == team_id, Profile.manager_id.is_not(None)
    )
    rows = session.execute(named if who is None else named.where(Profile.user_id.in_(who)))
    return {each: str(manager) for each, manager in rows}


def _line(who: str, above: Mapping[str, str]) -> frozenset[str]:
    """Give somebody with everybody above them."""
    line: set[str] = set()
    at: str | None = who
    while at is not None and at not in line:
        line.add(at)
        at = above.get(at)
    return frozenset(line)


def _known_zone(zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones, such as Europe, is no zone
        return ""


def _two_lines(typed: str) -> str:
    """Put all that somebody typed into two lines at most."""
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    first, *more = [line for line in lines if line] or [""]
    return "\n".join(filter(None, [first, " ".join(more)]))


def _place(session: Session, team_id: str, name: str, typed: str) -> str:
    """Spell a team, a site or a seniority as colleagues do, if they name the same one."""
    place = " ".join(typed.split())
    if len(place) > LONGEST_PLACE:
        raise RuleError(f"A {PLACES[name]} has at most {LONGEST_PLACE} characters.", field=name)
    column = getattr(Profile, name)
    named = select(column).where(Profile.team_id == team_id, column != "").distinct()
    known = {skills.spelling(each): each for each in sorted(session.scalars(named), reverse=True)}
    return known.get(skills.spelling(place), place) if place else ""
