"""What a round is drawn from: who is there, and what the draw has to know of them."""

from collections.abc import Collection, Container, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from hashlib import sha256
from sys import intern
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import apart, mentoring_score, mixers_meetings, pauses, profiles, silences, slots
from models.consents import Programme
from models.mixers import Across, Member, Mixer
from models.mixers_draw import Met, Person, Sheet
from models.mixers_rounds import Group, Part, Round, Stand
from models.profiles import Profile
from models.skills import Skill, Wanted

COLUMNS = {
    Across.TEAM: Profile.team,
    Across.SITE: Profile.site,
    Across.SENIORITY: Profile.seniority,
}
"""Where a profile says what the people of a group should differ in."""


class Known(NamedTuple):
    """What a draw needs of a profile."""

    kind: str
    zone: str
    begins: str
    ends: str


def eligible(session: Session, round_: Round, *, now: datetime) -> list[str]:
    """Name who takes part in a round: its mixer's members and who joins once, but who skips or is away."""
    members = select(Member.user_id).where(Member.mixer_id == round_.mixer_id, _is_there(Member, now))
    here = select(Part.user_id).where(Part.round_id == round_.id)
    once = here.where(Part.stand == Stand.ONCE, _is_there(Part, now))
    skips = here.where(Part.stand == Stand.SKIPS)
    return sorted({*session.scalars(members), *session.scalars(once)} - {*session.scalars(skips)})


def gather(
    session: Session,
    mixer: Mixer,
    round_: Round,
    first: Mapping[str, bool],
    *,
    before: datetime | None = None,
) -> Sheet:
    """Put together what a draw is made of; `first` tells of everybody who is drawn whether they go first.

    Who was brought together counts as it stood `before` a moment, or as it stands.
    """
    few = first.keys() if len(first) <= mixers_meetings.MOST_NAMED else None
    known = _known(session, mixer, few)
    lines = profiles.manager_lines(session, round_.team_id, few)
    topics = _topics(session, round_.team_id, few)
    started = _started(session, round_)
    on = round_.draws_at.date()
    return Sheet(
        people=[
            Person(
                user_id=who,
                kind=known[who].kind if who in known else "",
                line=lines.get(who, frozenset()),
                hours=_hours(known.get(who), on),
                topics=topics.get(who, frozenset()),
                first=goes_first,
                started=started.get(who, 0),
            )
            for who, goes_first in sorted(first.items())
        ],
        size=mixer.size,
        met=_met(session, round_, first.keys(), before),
        apart=_apart(session, round_.team_id, first),
    )


def fingerprint(sheet: Sheet) -> str:
    """Give what stands for a sheet: the same for the same sheet, whatever order its parts are in."""
    people = sorted(sheet.people)
    met = sheet.met if isinstance(sheet.met, Met) else Met((*two, ago) for two, ago in sheet.met.items())
    print_ = sha256(f"{sheet.size} {sorted(sheet.apart)}".encode())
    for each, known in zip(people, met.among([each.user_id for each in people]), strict=True):
        plain = each._replace(line=sorted(each.line), topics=sorted(each.topics))
        print_.update(f"{tuple(plain)} {sorted(known.items())}".encode())
    return print_.hexdigest()


def _met(session: Session, round_: Round, people: AbstractSet[str], before: datetime | None) -> Met:
    """Read who of some people sat together, and how many weeks before the round; few moments are many's."""
    ago: dict[datetime, int] = {}

    def weeks(at: datetime) -> int:
        if at not in ago:
            ago[at] = max((round_.draws_at - at) // slots.WEEK, 0)
        return ago[at]

    met = mixers_meetings.among(session, round_.team_id, people, before=before)
    return Met((one, other, weeks(at)) for one, other, at in met)


def _is_there(table: type[Member | Part], now: datetime) -> ColumnElement[bool]:
    """Tell of which rows the person is neither away nor rested."""
    away = pauses.away(table.team_id, table.user_id, programme=Programme.MIXERS, now=now)
    return ~away & ~silences.rested(table.team_id, table.user_id, Programme.MIXERS)


def _known(session: Session, mixer: Mixer, who: Collection[str] | None) -> dict[str, Known]:
    kind = literal("") if mixer.across == Across.ANYTHING else COLUMNS[mixer.across]
    found = select(Profile.user_id, kind, Profile.zone, Profile.begins, Profile.ends).where(
        Profile.team_id == mixer.team_id, _among(Profile.user_id, who)
    )
    return {user_id: Known(named.casefold(), *hours) for user_id, named, *hours in session.execute(found)}


def _hours(known: Known | None, on: date) -> tuple[int, int] | None:
    if known is None or not known.zone:
        return None
    return mentoring_score.in_utc(known.zone, known.begins, known.ends, on)


def _topics(session: Session, team_id: str, who: Collection[str] | None) -> dict[str, set[str]]:
    """Read what people offer and want to learn: what they may like to talk about."""
    topics: dict[str, set[str]] = {}
    for table in (Skill, Wanted):
        found = select(table.user_id, table.key).where(table.team_id == team_id, _among(table.user_id, who))
        for user_id, key in session.execute(found):
            topics.setdefault(user_id, set()).add(intern(key))
    return topics


def _started(session: Session, round_: Round) -> dict[str, int]:
    """Count how often each was the starter in the rounds of this mixer before."""
    before = (
        select(Group.starter_id, func.count().label("times"))
        .join(Round, Round.id == Group.round_id)
        .where(Round.mixer_id == round_.mixer_id, Round.id < round_.id)
    )
    counted = session.execute(before.group_by(Group.starter_id))
    return {each.starter_id: each.times for each in counted}


def _apart(session: Session, team_id: str, people: Container[str]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, other in apart.pairs(session, team_id)
        if one < other and one in people and other in people
    ]


def _among(column: InstrumentedAttribute[str], who: Collection[str] | None) -> ColumnElement[bool]:
    return true() if who is None else column.in_(who)
