"""A cohort's draft: who is matched with whom, why, and why somebody is not."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from models import matching, mentoring, mentoring_candidates, mentoring_score, pauses, silences
from models.base import insert_missing
from models.cohorts import MENTORING, SEEKING, Cohort, Joined, Pair, Parted, Role, State, joined_by, pairs_of
from models.consents import Programme
from models.mentoring import Ending, Mentorship
from models.mentoring_candidates import Company
from models.mentoring_score import Match, Party, Rules, judge
from models.mentors import Mentor

THOUSANDTHS = 1000


class Why(StrEnum):
    """Why somebody is not matched.

    `PLACES` says as much of who is full as of who is away, or kept apart: nobody can tell these from it.
    """

    NOBODY = "nobody"
    HOURS = "hours"
    TEAM = "team"
    LANGUAGE = "language"
    LINE = "line"
    RULES = "rules"
    SIZE = "size"
    PLACES = "places"
    NOT_NEEDED = "not_needed"


class Drafted(NamedTuple):
    """Two who are drafted together; `score` in thousandths."""

    seeker_id: str
    mentor_id: str
    score: int
    pinned: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that a draft is made from, as it was at one moment.

    `places` are what each mentor has free, `away` who takes part in nothing now, `forbidden` the seekers and
    mentors whom something else than the rules keeps from each other, `first` who was left out last time.
    """

    seed: int
    size: int | None
    rules: Rules
    roles: Mapping[str, Role]
    parties: Mapping[str, Party]
    places: Mapping[str, int]
    away: AbstractSet[str]
    forbidden: AbstractSet[tuple[str, str]]
    pinned: Sequence[tuple[str, str]]
    first: AbstractSet[str]

    @cached_property
    def seekers(self) -> list[Party]:
        """Who seeks and takes part, in the seed's order."""
        return self._ordered(who for who, role in self.roles.items() if role in SEEKING)

    @cached_property
    def mentors(self) -> list[Party]:
        """Who mentors and takes part, in the seed's order."""
        return self._ordered(who for who, role in self.roles.items() if role in MENTORING)

    @cached_property
    def offering(self) -> Mapping[str, Sequence[Party]]:
        """Who offers each skill, whether they can take part or not."""
        found = defaultdict(list)
        for who, role in self.roles.items():
            for key in self.parties[who].offered if role in MENTORING else ():
                found[key].append(self.parties[who])
        return found

    def match(self, seeker_id: str, mentor_id: str) -> Match | None:
        """Tell how well two suit; None: they may not be brought together."""
        seeks = self.roles.get(seeker_id) in SEEKING and self.roles.get(mentor_id) in MENTORING
        absent = seeker_id in self.away or mentor_id in self.away
        if not seeks or absent or (seeker_id, mentor_id) in self.forbidden:
            return None
        return judge(self.parties[seeker_id], self.parties[mentor_id], self.rules)

    def _ordered(self, who: Iterable[str]) -> list[Party]:
        present = (each for each in who if each not in self.away)
        return [self.parties[each] for each in sorted(present, key=lambda each: _lot(self.seed, each))]


def draft(session: Session, cohort: Cohort, *, now: datetime) -> list[Drafted]:
    """Draft everybody at once, and keep it; the same people and choices give the same draft."""
    made = make(gather(session, cohort, now=now))
    keep(session, cohort, made, now=now)
    return made


def gather(session: Session, cohort: Cohort, *, now: datetime) -> Sheet:
    """Read what a draft is made from."""
    joined = {each.user_id: each for each in joined_by(session, cohort)}
    places = _places(session, cohort, joined)
    read = mentoring_score.parties(session, cohort.team_id, joined, on=cohort.starts_on)
    return Sheet(
        seed=cohort.seed,
        size=cohort.size,
        rules=cohort.rules,
        roles={who: Role(each.role) for who, each in joined.items()},
        parties={who: replace(party, free=places.get(who, (0, 0.0))[1]) for who, party in read.items()},
        places={who: number for who, (number, _share) in places.items()},
        away=_away(session, cohort, now),
        forbidden=_parted(session, cohort) | _met(session, cohort.team_id, joined),
        pinned=[(pair.seeker_id, pair.mentor_id) for pair in pairs_of(session, cohort) if pair.pinned],
        first=_left_out(session, cohort) | _left_alone(session, cohort.team_id, joined),
    )


def make(sheet: Sheet) -> list[Drafted]:
    """Make the draft: who is pinned, then as many others as possible, as well as possible."""
    pinned = still_good(sheet, [Drafted(*two, 0, pinned=True) for two in sheet.pinned])
    fixed = {each.seeker_id for each in pinned}
    taken = Counter(each.mentor_id for each in pinned)
    seekers = [each for each in sheet.seekers if each.user_id not in fixed]
    places = [sheet.places[each.user_id] - taken[each.user_id] for each in sheet.mentors]
    company = Company(seekers, sheet.mentors, places, sheet.rules, sheet.forbidden)
    first = [at for at, each in enumerate(seekers) if each.user_id in sheet.first]
    wishes = mentoring_candidates.candidates(company, first=first)
    found = matching.assign(wishes, places, first=first)
    drafted = [
        _pair(sheet, seeker.user_id, sheet.mentors[mentor].user_id)
        for seeker, mentor in zip(seekers, found, strict=True)
        if mentor is not None
    ]
    return _fitting(sheet, [*pinned, *drafted])


def still_good(sheet: Sheet, pairs: Iterable[Drafted]) -> list[Drafted]:
    """Give those of the pairs that no rule forbids and that there is a place for, pinned ones first."""
    taken: Counter[str] = Counter()
    good = []
    for each in sorted(pairs, key=lambda pair: (not pair.pinned, -pair.score, pair.seeker_id)):
        room = sheet.places.get(each.mentor_id, 0) > taken[each.mentor_id]
        if room and sheet.match(each.seeker_id, each.mentor_id):
            taken[each.mentor_id] += 1
            good.append(_pair(sheet, each.seeker_id, each.mentor_id, pinned=each.pinned))
    return good


def keep(session: Session, cohort: Cohort, drafted: Sequence[Drafted], *, now: datetime) -> None:
    """Keep a draft in place of the one before; sign-up is closed."""
    session.execute(delete(Pair).where(Pair.cohort_id == cohort.id))
    for at in range(0, len(drafted), 1000):
        rows = [
            {"cohort_id": cohort.id, "team_id": cohort.team_id, **each._asdict()}
            for each in drafted[at : at + 1000]
        ]
        insert_missing(session, Pair, rows)
    cohort.state, cohort.drafted_at = State.DRAFTED, now


def unmatched(sheet: Sheet, pairs: Iterable[Drafted | Pair]) -> list[str]:
    """Name who joined and got nothing of it: who seeks and has no mentor, who mentors only and has nobody."""
    matched = list(pairs)
    seeking, mentoring_ = ({each.seeker_id for each in matched}, {each.mentor_id for each in matched})
    return sorted(
        who
        for who, role in sheet.roles.items()
        if who not in (mentoring_ if role == Role.MENTOR else seeking)
    )


def why_not(sheet: Sheet, who: str, *, pairs: int) -> Why:
    """Tell why somebody is not matched, with nothing in it that others keep to themselves."""
    if sheet.roles[who] == Role.MENTOR:
        return Why.NOT_NEEDED
    seeker = sheet.parties[who]
    offering = [each for key in seeker.wanted for each in sheet.offering.get(key, ()) if each.user_id != who]
    if not offering:
        return Why.NOBODY
    if _any(seeker, offering, sheet.rules):
        return Why.SIZE if sheet.size is not None and pairs >= sheet.size else Why.PLACES
    relaxed = (
        (Why.HOURS, sheet.rules._replace(overlap_minutes=0)),
        (Why.TEAM, sheet.rules._replace(other_team=False)),
        (Why.LANGUAGE, sheet.rules._replace(same_language=False)),
        (Why.LINE, sheet.rules._replace(other_line=False)),
    )
    return next((why for why, rules in relaxed if _any(seeker, offering, rules)), Why.RULES)


def _any(seeker: Party, mentors: Iterable[Party], rules: Rules) -> bool:
    return any(judge(seeker, each, rules, heed_apart=False) for each in mentors)


def _pair(sheet: Sheet, seeker_id: str, mentor_id: str, *, pinned: bool = False) -> Drafted:
    match = sheet.match(seeker_id, mentor_id)
    score = round(match.score * THOUSANDTHS) if match else 0
    return Drafted(seeker_id, mentor_id, score, pinned)


def _fitting(sheet: Sheet, drafted: Sequence[Drafted]) -> list[Drafted]:
    """Give as many pairs as the cohort holds: pinned ones, who was left out last time, then the best."""
    ranked = sorted(
        drafted,
        key=lambda each: (
            not each.pinned,
            each.seeker_id not in sheet.first,
            -each.score,
            _lot(sheet.seed, each.seeker_id),
        ),
    )
    return ranked[: sheet.size]


def _lot(seed: int, who: str) -> bytes:
    return hashlib.blake2b(f"{seed}:{who}".encode(), digest_size=8).digest()


def _places(
    session: Session, cohort: Cohort, joined: Mapping[str, Joined]
) -> Mapping[str, tuple[int, float]]:
    """Tell how many places each mentor has free in the cohort, and the part of all theirs that is free."""
    mentors = session.scalars(select(Mentor).where(Mentor.team_id == cohort.team_id)).all()
    capacity = {each.user_id: each.capacity for each in mentors}
    booked = mentoring.booked(session, cohort.team_id)
    found = {}
    for who, each in joined.items():
        if each.role in MENTORING:
            whole = capacity.get(who, each.capacity + booked.get(who, 0))
            free = max(whole - booked.get(who, 0), 0)
            found[who] = (min(each.capacity, free), free / whole if whole else 0.0)
    return found


def _away(session: Session, cohort: Cohort, now: datetime) -> frozenset[str]:
    pausing = pauses.away(Joined.team_id, Joined.user_id, programme=Programme.MENTORING, now=now)
    resting = silences.rested(Joined.team_id, Joined.user_id, Programme.MENTORING)
    found = select(Joined.user_id).where(Joined.cohort_id == cohort.id, or_(pausing, resting))
    return frozenset(session.scalars(found))


def _parted(session: Session, cohort: Cohort) -> frozenset[tuple[str, str]]:
    rows = select(Parted.seeker_id, Parted.mentor_id).where(Parted.cohort_id == cohort.id)
    return _both_ways(session.execute(rows))


def _met(session: Session, team_id: str, joined: Collection[str]) -> frozenset[tuple[str, str]]:
    """Name the two who are together already, or said that it does not fit."""
    rows = select(Mentorship.seeker_id, Mentorship.mentor_id).where(
        Mentorship.team_id == team_id,
        Mentorship.mentor_id.is_not(None),
        or_(
            Mentorship.state.in_(mentoring.BOOKED),
            and_(Mentorship.state == mentoring.State.ENDED, Mentorship.ending == Ending.NO_FIT),
        ),
    )
    two = ((seeker, str(mentor)) for seeker, mentor in session.execute(rows))
    return _both_ways(each for each in two if each[0] in joined and each[1] in joined)


def _both_ways(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(each for one, other in pairs for each in ((one, other), (other, one)))


def _left_out(session: Session, cohort: Cohort) -> frozenset[str]:
    """Name who sought in their last cohort before this and was not matched."""
    rows = (
        select(Joined.user_id, Joined.matched)
        .join(Cohort, Cohort.id == Joined.cohort_id)
        .where(
            Joined.team_id == cohort.team_id,
            Joined.role.in_(SEEKING),
            Cohort.state == State.PUBLISHED,
            Cohort.id != cohort.id,
        )
        .order_by(Cohort.published_at, Cohort.id)
    )
    last = dict(session.execute(rows).all())
    return frozenset(who for who, matched in last.items() if matched is False)


def _left_alone(session: Session, team_id: str, joined: Collection[str]) -> frozenset[str]:
    """Name whose mentor went away, and who has had no other since."""
    rows = (
        select(Mentorship.seeker_id, Mentorship.ending)
        .where(Mentorship.team_id == team_id, Mentorship.accepted_at.is_not(None))
        .order_by(Mentorship.accepted_at, Mentorship.id)
    )
    last = dict(session.execute(rows).all())
    return frozenset(who for who, ending in last.items() if ending == Ending.GONE and who in joined)
