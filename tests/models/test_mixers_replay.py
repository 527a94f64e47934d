"""A draw can be drawn once more: the same inputs and seed give the same groups, anywhere and any time."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import apart, mixers_drawing, mixers_meetings, mixers_mending, profiles, tables
from models.base import Sessions, connect
from models.mixers import Mixer
from models.mixers_mending import Why
from models.mixers_rounds import Round
from tests.conftest import MONDAY
from tests.mixers import TEAM, coming, groups, introduced, known, looks, mixer

PEOPLE = [f"UP{number:02}" for number in range(17)]

AGAIN = """
import sys
from models import mixers_drawing, tables
from models.base import Sessions, connect
from models.mixers_rounds import Round
with Sessions(connect(sys.argv[1])).read() as session:
    round_ = session.get_one(Round, int(sys.argv[2]))
    together = [list(each.people) for each in mixers_drawing.replay(session, round_).groups]
    print(mixers_drawing.is_as_it_was(session, round_), together)
"""
"""A process that draws a round once more."""


class Drawn(NamedTuple):
    """A round, and the groups as they were drawn."""

    round: Round
    groups: list[list[str]]


def lived(sessions: Sessions, *, rounds: int = 2) -> list[Drawn]:
    """Let a company have two mixers for a while; give what was drawn."""
    chance = Random(3)
    for who in PEOPLE:
        zone = chance.choice(["Europe/Berlin", "Asia/Kolkata", "America/New_York"])
        manager = chance.choice(PEOPLE[:4]) if who > "UP03" else None
        known(sessions, who, team=chance.choice("abcd"), zone=zone, manager_id=manager, now=MONDAY)
    with sessions.begin() as session:
        for one, other in ((PEOPLE[0], PEOPLE[1]), (PEOPLE[5], PEOPLE[9])):
            apart.keep(session, TEAM, one, other, now=MONDAY)
    trios = mixer(sessions, PEOPLE, name="Trios", every=1, now=MONDAY)
    pairs = mixer(sessions, PEOPLE, name="Pairs", every=1, size=2, weekday=4, now=MONDAY)
    drawn = [met(sessions, each) for _ in range(rounds) for each in (trios, pairs)]
    last = drawn[-1].round
    with sessions.begin() as session:
        mixers_mending.take_out(session, last, PEOPLE[2], why=Why.NOT_NOW, now=last.draws_at)
    return drawn


def met(sessions: Sessions, made: Mixer) -> Drawn:
    """Let a mixer's groups be drawn and introduced."""
    round_ = looks(sessions, made)
    together = groups(sessions, round_)
    for each in together:
        introduced(sessions, each)
    return Drawn(round_, together)


def again(sessions: Sessions, round_: Round) -> tuple[bool, list[list[str]]]:
    with sessions.read() as session:
        drawn = mixers_drawing.replay(session, round_)
        return mixers_drawing.is_as_it_was(session, round_), [list(each.people) for each in drawn.groups]


@pytest.mark.long
def test_every_round_can_be_drawn_once_more_whatever_was_drawn_since(sessions: Sessions) -> None:
    for round_, together in lived(sessions, rounds=3):
        assert together
        assert again(sessions, round_) == (True, together)


def test_rounds_drawn_at_the_same_moment_can_each_be_drawn_once_more(sessions: Sessions) -> None:
    every = [mixer(sessions, PEOPLE[:6], name=name, size=2, now=MONDAY) for name in ("A", "B", "C")]
    opened = [coming(sessions, each) for each in every]
    looks(sessions, every[0])
    for round_ in opened:
        with sessions.read() as session:
            after = session.get_one(Round, round_.id)
        assert again(sessions, after) == (True, groups(sessions, after))


def test_the_same_company_is_drawn_alike_on_both_databases(
    sqlite_engine: Engine, postgres_engine: Engine
) -> None:
    told = []
    for engine in (sqlite_engine, postgres_engine):
        tables.empty(engine)
        drawn = lived(Sessions(engine))
        told.append([(each.round.inputs, each.round.seed, each.groups) for each in drawn])
    assert told[0] == told[1]


def test_another_process_draws_alike_however_it_hashes(tmp_path: Path) -> None:
    database_url = f"sqlite:///{tmp_path / 'potluck.db'}"
    engine = connect(database_url)
    tables.upgrade(engine)
    *_, (round_, together) = lived(Sessions(engine))
    engine.dispose()
    said = subprocess.run(
        [sys.executable, "-c", AGAIN, database_url, str(round_.id)],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert said.stdout == f"True {together}\n"


def moves(session: Session, _: Round) -> None:
    profile = profiles.of(session, TEAM, PEOPLE[3])
    assert profile
    profile.team = "e"


def wishes(session: Session, _: Round) -> None:
    apart.keep(session, TEAM, PEOPLE[7], PEOPLE[8], now=MONDAY)


def meets(session: Session, round_: Round) -> None:
    mixers_meetings.note(session, TEAM, round_.id - 1, [PEOPLE[0:2]], at=MONDAY)


def test_a_profile_or_a_wish_since_and_a_meeting_before_show_in_the_inputs(sessions: Sessions) -> None:
    *_, (round_, _) = lived(sessions)
    with sessions.begin() as session:
        for change in (moves, wishes, meets):
            with session.begin_nested() as undone:
                change(session, round_)
                session.flush()
                assert not mixers_drawing.is_as_it_was(session, round_)
                undone.rollback()
            assert mixers_drawing.is_as_it_was(session, round_)
