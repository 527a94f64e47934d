"""What a cohort's draft costs from the profiles in the database on, and what suggestions for one seeker cost.

`python -m tests.bench.cohorts URL` drafts the cohort that is there, in a process that does nothing else.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import NamedTuple

from sqlalchemy import delete, insert, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models import cohorts_draft, mentoring_candidates, mentoring_suggestions, tables
from models.base import Sessions, connect
from models.cohorts import Cohort, Joined, Role, State
from models.mentoring import Format
from models.mentoring_candidates import Company
from models.mentoring_suggestions import Asked
from models.mentors import Mentor
from models.profiles import Profile
from models.skills import Level, Skill, Wanted
from tests import matching as thrown
from tests.bench import memory
from tests.bench.matching import drafted, solved, timed, told

TEAM = "T1"
NOW = datetime(2027, 3, 15, 17, tzinfo=UTC)
STARTS = date(2027, 3, 22)
CHUNK = 5_000
ZONES = ["Europe/Berlin"] * 4 + ["America/New_York"] * 3 + ["Asia/Kolkata"] * 2 + ["Asia/Tokyo"]
LANGUAGES = ["english"] * 6 + ["english,german"] * 3 + ["japanese"]
SKILLS, TEAMS = 300, 60
OFFERED, WANTED = 5, 3
ASKED = 50
"""Skills, some wanted and offered much more than others; and how many each offers and wants."""


class Size(NamedTuple):
    """A cohort's people, and the places of each mentor."""

    mentees: int
    mentors: int
    places: tuple[int, ...]


SIZES = [
    Size(1_000, 300, (5,)),
    Size(10_000, 3_000, (5,)),
    Size(10_000, 3_000, (1, 2)),
    Size(10_000, 3_000, (3, 3, 4)),
]
"""Ample places, half of what is needed, and just enough."""


def lines(database_url: str) -> Iterator[str]:
    """Draft cohorts of several sizes, then suggest mentors in the largest company."""
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    for size in SIZES:
        with sessions.begin() as session:
            _fill(session, size, Random(1))
        _analyse(engine)
        places = size.mentors * sum(size.places) // len(size.places)
        yield f"{size.mentees:,} mentees, {size.mentors:,} mentors, {places:,} places: {_alone(database_url)}"
        yield _compared(sessions)
    yield _suggested(sessions)
    engine.dispose()


def draft(database_url: str) -> dict[str, float]:
    """Draft the cohort that is there, and tell what it took."""
    engine = connect(database_url)
    with Sessions(engine).read() as session:
        cohort = session.scalars(select(Cohort)).one()
        began = time.process_time()
        sheet = cohorts_draft.gather(session, cohort, now=NOW)
        read = time.process_time()
        drafted = cohorts_draft.make(sheet)
    ended = time.process_time()
    engine.dispose()
    return {
        "reading": read - began,
        "making": ended - read,
        "megabytes": memory.peak(),
        "pairs": len(drafted),
        "worst": min(each.score for each in drafted) / cohorts_draft.THOUSANDTHS,
    }


def _alone(database_url: str) -> str:
    run = [sys.executable, "-m", "tests.bench.cohorts", database_url]
    took = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return (
        f"{took['pairs']:,} pairs, the worst at {took['worst']:.3f}, in "
        f"{took['reading'] + took['making']:.2f} s of work ({took['reading']:.2f} of it reading), "
        f"{took['megabytes']:.0f} MB at most"
    )


def _compared(sessions: Sessions) -> str:
    """Solve the same candidates as SciPy does."""
    with sessions.read() as session:
        sheet = cohorts_draft.gather(session, session.scalars(select(Cohort)).one(), now=NOW)
    places = [sheet.places[each.user_id] for each in sheet.mentors]
    company = Company(sheet.seekers, sheet.mentors, places, sheet.rules)
    cohort = thrown.Cohort(mentoring_candidates.candidates(company), places, ())
    ours, found = timed(drafted, cohort)
    theirs, reference = timed(solved, cohort)
    return (
        f"its assignment takes {ours:.2f} s, {ours / theirs:.1f} times SciPy's: {told(found, cohort)}; "
        f"SciPy's: {told(reference, cohort)}"
    )


def _suggested(sessions: Sessions) -> str:
    taken = []
    with sessions.read() as session:
        for number in range(ASKED):
            began = time.process_time()
            skill = _skill(number)
            found = mentoring_suggestions.ranked(session, TEAM, f"S{number}", Asked(skill, skill), now=NOW)
            taken.append((time.process_time() - began) * 1000)
            session.expunge_all()
            if not number:
                most = len(found)
    return (
        f"suggestions of a skill that {most:,} mentors offer take {taken[0]:.0f} ms of work, "
        f"of any of {ASKED} {statistics.median(taken):.0f} ms (median)"
    )


def _fill(session: Session, size: Size, chance: Random) -> None:
    """Write a company in place of the one before; everybody is in one cohort."""
    for table in (Joined, Cohort, Mentor, Skill, Wanted, Profile):
        session.execute(delete(table))
    mentees = [f"S{number}" for number in range(size.mentees)]
    mentors = [f"M{number}" for number in range(size.mentors)]
    session.execute(insert(Profile), [_profile(who, chance) for who in (*mentees, *mentors)])
    for table, people, number in ((Wanted, mentees, WANTED), (Skill, mentors, OFFERED)):
        for at in range(0, len(people), CHUNK):
            few = people[at : at + CHUNK]
            session.execute(insert(table), [row for who in few for row in _skills(who, number, chance)])
    cohort = Cohort(
        team_id=TEAM,
        title="Everybody",
        channel_id="C1",
        opened_by="U1",
        state=State.OPEN,
        format=Format.RUNNING,
        opened_at=NOW,
        closes_at=NOW,
        starts_on=STARTS,
    )
    session.add(cohort)
    session.flush()
    places = {who: chance.choice(size.places) for who in mentors}
    joined = [(who, Role.SEEKER, 1) for who in mentees] + [(who, Role.MENTOR, n) for who, n in places.items()]
    session.execute(
        insert(Joined),
        [
            {
                "cohort_id": cohort.id,
                "team_id": TEAM,
                "user_id": who,
                "role": role,
                "capacity": number,
                "line": "",
                "joined_at": NOW,
            }
            for who, role, number in joined
        ],
    )
    session.execute(
        insert(Mentor),
        [
            {"team_id": TEAM, "user_id": who, "capacity": number, "formats": "running", "since": NOW}
            for who, number in places.items()
        ],
    )


def _profile(who: str, chance: Random) -> dict[str, object]:
    return {
        "team_id": TEAM,
        "user_id": who,
        "zone": chance.choice(ZONES),
        "languages": chance.choice(LANGUAGES),
        "team": f"team {chance.randrange(TEAMS)}",
        "manager_id": f"M{chance.randrange(250)}",
        "changed_at": NOW,
    }


def _skills(who: str, number: int, chance: Random) -> list[dict[str, object]]:
    """Choose the n-th skill about n times less often than the first."""
    keys = {_skill(int(SKILLS ** chance.random()) - 1) for _ in range(number)}
    return [
        {
            "team_id": TEAM,
            "user_id": who,
            "key": key,
            "name": key,
            "level": chance.choice(list(Level)),
            "since": NOW,
        }
        for key in sorted(keys)
    ]


def _skill(number: int) -> str:
    return f"skill {number}"


def _analyse(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


if __name__ == "__main__":
    print(json.dumps(draft(sys.argv[1])))
