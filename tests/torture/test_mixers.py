"""Killed at any point between a round's draw and its last introduction, each group is introduced once."""

import os
import signal
from dataclasses import replace
from datetime import time
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, select

from bot import slack
from bot.delivery import Delivery
from handlers import KINDS
from handlers.views.blocks import Message
from models import mixers, mixers_along, tables
from models import mixers_rounds as rounds
from models.base import Sessions, connect
from models.mixers import Plan
from models.mixers_rounds import Round
from models.outbox import Owed
from tests.forks import FORKS
from tests.torture import worker
from tests.torture.hostile import STORM
from tests.torture.torture import Trial, run

PEOPLE = [f"U{number:04}" for number in range(40)]
LOOKS_EVERY = 0.05
MOST_STATEMENTS = 80


def set_up(sessions: Sessions, clock: worker.FastClock) -> int:
    """Let people have joined a mixer that draws now; give the round's number."""
    with sessions.begin() as session:
        plan = Plan("Coffee", "C1", 4, time(10), "UTC", size=3)
        made = mixers.set_up(
            session, worker.TEAM, plan, by="UADA", creator_id="UADA", submission="V1", now=clock.start
        )
        round_ = rounds.open_first(session, made, seed=7, now=clock.start)
        round_.heads_up_at, round_.draws_at = None, clock.start
        rounds.plan(round_)
        for who in PEOPLE:
            mixers.join(session, made, who, now=clock.start)
        return round_.id


def dies_at(database_url: str, round_id: int, clock: worker.FastClock, statement: int) -> None:
    """Draw, and be killed before the statement of that number."""
    engine = connect(database_url)
    left = statement

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", count)
    with Sessions(engine).begin() as session:
        mixers_along.look_at(session, round_id, now=clock.start)
        count()
    os._exit(0)


@pytest.mark.long
def test_a_process_killed_at_any_statement_of_a_draw_leaves_it_as_if_it_had_never_begun(
    database_url: str,
) -> None:
    engine = connect(database_url)
    tables.upgrade(engine)
    sessions = Sessions(engine)
    clock = worker.started(1)
    round_id = set_up(sessions, clock)
    killed = 0
    for statement in range(1, MOST_STATEMENTS):
        process = FORKS.Process(target=dies_at, args=(database_url, round_id, clock, statement))
        process.start()
        process.join()
        with sessions.read() as session:
            introductions = session.scalars(select(Owed.recipients)).all()
            state = session.scalars(select(Round.state).where(Round.id == round_id)).one()
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        killed += 1
        assert (introductions, state) == ([], rounds.State.OPEN)
    engine.dispose()
    assert killed > 10
    assert state == rounds.State.DRAWN
    assert sorted(who for each in introductions for who in each.split(",")) == PEOPLE


def draw_and_deliver(database_url: str, api_url: str, clock: worker.FastClock, _mutation: str | None) -> None:
    """Look for what is to be drawn, and deliver, until killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    client = slack.client("xoxb-torture", api_url, timeout=max(1, round(20 / clock.speed)))
    sessions = Sessions(connect(database_url))
    delivery = Delivery(sessions, {worker.TEAM: client}, KINDS, clock, pace=slack.PACE, speed=clock.speed)
    delivery.start()
    while not Event().wait(LOOKS_EVERY):
        with sessions.read() as session:
            due = rounds.due(session, now=clock())
        for round_id in due:
            with sessions.begin() as session:
                mixers_along.look_at(session, round_id, now=clock())
        delivery.wake()


def owe(trial: Trial, clock: worker.FastClock) -> dict[str, str]:
    """Let a draw be due; tell what it will have to say, from drawing it and forgetting that at once."""
    engine = connect(trial.database_url)
    tables.upgrade(engine)
    tables.empty(engine)
    sessions = Sessions(engine)
    round_id = set_up(sessions, clock)
    with sessions.begin() as session:
        mixers_along.look_at(session, round_id, now=clock.start)
        owed = session.scalars(select(Owed).where(Owed.kind == "mixers.introduction")).all()
        messages = ((KINDS[each.kind].render(session, each, clock.start), each) for each in owed)
        plan = {said.text: each.recipients for said, each in messages if isinstance(said, Message)}
        session.rollback()
    engine.dispose()
    assert len(plan) == len(PEOPLE) // 3
    return plan


@pytest.mark.long
def test_killed_while_groups_are_introduced_each_of_them_is_introduced_once(database_url: str) -> None:
    trial = Trial(
        database_url,
        1 if database_url.startswith("sqlite") else 2,
        replace(STORM, kill=0.1),
        violence_seconds=0.5,
        most_hurt=8,
        patience_seconds=200.0,
        work=draw_and_deliver,
    )
    found = run(trial, owe)
    assert found.faults == {}
    assert found.violence["killed"] + found.violence["killed its caller"] > 3
