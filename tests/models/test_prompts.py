"""Which prompt comes when, and who has answered."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import func, select

from models import bank, prompt_answers, prompt_schedules, prompt_upkeep, prompts, stewards
from models.bank import Prompt
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed, Step
from models.prompt_answers import By, Post
from models.prompt_rotation import next_prompt
from models.prompt_schedules import PromptSchedule
from models.prompts import Missed, Prompting
from tests.conftest import MONDAY, Clock, long_on_postgres, on_sqlite_and_once_on_postgres
from tests.models.test_slots import ZONES

SHARED = bank.shared().prompts


def schedule(sessions: Sessions, *, now: datetime = MONDAY - timedelta(days=3)) -> None:
    with sessions.begin() as session:
        prompt_schedules.schedule(
            session, team_id="T1", channel_id="C1", weekday=0, at=time(9), zone="Europe/Berlin", now=now
        )


def ask(sessions: Sessions, now: datetime) -> int:
    with sessions.begin() as session:
        return prompts.ask_due(session, SHARED, now=now)


def asked(sessions: Sessions) -> list[Prompting]:
    with sessions.read() as session:
        return list(session.scalars(select(Prompting).order_by(Prompting.id)))


def posted(sessions: Sessions) -> int:
    """Ask a prompt and let it stand in its channel; answer its id."""
    schedule(sessions)
    ask(sessions, MONDAY)
    with sessions.begin() as session:
        prompting = session.scalars(select(Prompting)).one()
        prompting.ts = "1.1"
        owed = session.scalars(select(Owed)).one()
        owed.step, owed.ts, owed.due_at = Step.SAID, "1.1", None
        return prompting.id


def test_a_prompt_is_asked_when_its_time_has_come_and_once(sessions: Sessions) -> None:
    schedule(sessions)
    assert ask(sessions, MONDAY - timedelta(seconds=1)) == 0
    assert ask(sessions, MONDAY) == 1
    assert ask(sessions, MONDAY + timedelta(minutes=1)) == 0
    assert ask(sessions, MONDAY + timedelta(weeks=1)) == 1


def test_a_prompt_that_is_hours_late_still_comes_and_later_than_that_no_more(sessions: Sessions) -> None:
    schedule(sessions)
    assert ask(sessions, MONDAY + timedelta(hours=6, seconds=1)) == 0
    assert ask(sessions, MONDAY + timedelta(weeks=1, hours=6)) == 1


def test_a_new_schedule_does_not_ask_for_what_was_before_it(sessions: Sessions) -> None:
    schedule(sessions, now=MONDAY + timedelta(hours=1))
    assert ask(sessions, MONDAY + timedelta(hours=2)) == 0


def test_a_channel_keeps_the_schedule_it_has(sessions: Sessions) -> None:
    schedule(sessions)
    schedule(sessions)
    assert ask(sessions, MONDAY) == 1


@long_on_postgres
def test_no_prompt_comes_again_before_the_bank_is_used_up_and_no_format_twice_running(
    sessions: Sessions,
) -> None:
    schedule(sessions)
    for week in range(2 * len(SHARED)):
        ask(sessions, MONDAY + timedelta(weeks=week, hours=2))
    names = [prompting.prompt for prompting in asked(sessions)]
    formats = [prompting.format for prompting in asked(sessions)]
    assert set(names[: len(SHARED)]) == set(names[len(SHARED) :]) == {prompt.name for prompt in SHARED}
    assert all(one != other for one, other in pairwise(formats))


def test_a_bank_of_one_prompt_asks_it_every_week() -> None:
    only = Prompt("only", "how-to", "How?")
    assert next_prompt([only], ["only", "only"], last_format="how-to") == only


def test_another_format_comes_first_even_when_the_bank_says_otherwise() -> None:
    bank = [Prompt("a", "poll", "?"), Prompt("b", "poll", "?"), Prompt("c", "clip", "?")]
    assert next_prompt(bank, ["a"], last_format="poll").name == "c"
    assert next_prompt(bank, ["a", "c"], last_format="clip").name == "b"


def told(sessions: Sessions) -> list[Missed]:
    with sessions.read() as session:
        owed = session.scalars(select(Owed).where(Owed.kind == "prompts.missed").order_by(Owed.id))
        return [Missed.read(each.ref) for each in owed]


def test_a_slot_missed_is_left_out_and_every_steward_is_told_once(sessions: Sessions) -> None:
    schedule(sessions)
    with sessions.begin() as session:
        for steward in ("U1", "U2"):
            stewards.appoint(session, "T1", steward, now=MONDAY)
    late = MONDAY + timedelta(weeks=2, hours=7)
    for _ in range(3):
        assert ask(sessions, late) == 0
    assert [(each.number, each.last) for each in told(sessions)] == [(3, "2026-03-16 09:00")] * 2
    assert ask(sessions, MONDAY + timedelta(weeks=3)) == 1


def test_a_prompt_of_the_evening_is_not_posted_the_next_day(sessions: Sessions) -> None:
    with sessions.begin() as session:
        prompt_schedules.schedule(
            session, team_id="T1", channel_id="C1", weekday=0, at=time(22), zone="Europe/Berlin", now=MONDAY
        )
    assert ask(sessions, MONDAY + timedelta(hours=15)) == 0
    assert ask(sessions, MONDAY + timedelta(weeks=1, hours=14, minutes=59)) == 1


def test_an_empty_bank_asks_nothing_and_says_so_in_the_end(sessions: Sessions) -> None:
    schedule(sessions)
    with sessions.begin() as session:
        stewards.appoint(session, "T1", "U1", now=MONDAY)
        assert prompts.ask_due(session, [], now=MONDAY) == 0
    assert told(sessions) == []
    with sessions.begin() as session:
        assert prompts.ask_due(session, [], now=MONDAY + timedelta(hours=7)) == 0
    assert [each.number for each in told(sessions)] == [1]


@on_sqlite_and_once_on_postgres("seed", [1, 0])
def test_two_years_of_naps_and_wrong_clocks_ask_or_report_every_slot_once(
    sessions: Sessions, seed: int
) -> None:
    """Two years from each of two moments: the second holds the day that Samoa skipped."""
    chance = Random(seed)
    start = [MONDAY, datetime(2011, 6, 1, tzinfo=UTC)][seed]
    with sessions.begin() as session:
        stewards.appoint(session, "T1", "U1", now=start)
        for number, zone in enumerate(ZONES):
            prompt_schedules.schedule(
                session,
                team_id="T1",
                channel_id=f"C{number}",
                weekday=(4, 6)[number % 2],
                at=time(2 + number % 2, 30),
                zone=zone,
                now=start,
            )
    now, end = start, start + timedelta(days=730)
    while now < end:
        ask(sessions, now)
        if chance.random() < 0.1:
            ask(sessions, now - timedelta(hours=chance.uniform(0, 12)))
        now += timedelta(hours=chance.choice([0.5, 2, 3, 5, 9, 30, 24 * 20]))
    ask(sessions, end)
    with sessions.read() as session:
        for schedule in session.scalars(select(PromptSchedule)):
            rhythm = replace(schedule.rhythm, free_from=None)
            slots = list(rhythm.between(start, end - timedelta(hours=6)))
            posted = Counter(each.slot for each in asked(sessions) if each.schedule_id == schedule.id)
            missed = [each for each in told(sessions) if each.schedule_id == schedule.id]
            assert set(posted.values()) == {1}
            assert len(slots) <= posted.total() + sum(each.number for each in missed) <= len(slots) + 1
            assert len({each.last for each in missed} | posted.keys()) == len(missed) + len(posted)


def give(sessions: Sessions, prompting_id: int, text: str, now: datetime) -> None:
    with sessions.begin() as session:
        prompting = prompts.get(session, "T1", prompting_id)
        prompt_answers.answer(session, prompting, user_id="U1", text=text, submission="V1", now=now)


def test_a_form_sent_twice_is_one_answer(sessions: Sessions, clock: Clock) -> None:
    prompting_id = posted(sessions)
    for _ in range(2):
        give(sessions, prompting_id, " ctrl-r ", clock.now)
    with sessions.read() as session:
        prompting = prompts.get(session, "T1", prompting_id)
        assert [reply.text for reply in prompting.replies] == ["ctrl-r"]
        assert session.scalar(select(func.count()).select_from(Owed).where(Owed.kind == "prompts.reply")) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 3001])
def test_an_empty_or_endless_answer_is_explained_beside_its_field(
    sessions: Sessions, clock: Clock, text: str
) -> None:
    prompting_id = posted(sessions)
    with pytest.raises(RuleError) as caught:
        give(sessions, prompting_id, text, clock.now)
    assert caught.value.field == "text"


def test_everybody_counts_once_however_they_answer(sessions: Sessions, clock: Clock) -> None:
    prompting_id = posted(sessions)
    with sessions.begin() as session:
        prompting = prompts.at(session, "T1", Post("C1", "1.1"))
        assert prompting is not None
        assert prompts.at(session, "T1", Post("C1", "9.9")) is None
        assert prompts.at(session, "T2", Post("C1", "1.1")) is None
        for user_id, mark, by in (
            ("U1", "2.1", By.THREAD),
            ("U1", "2.1", By.THREAD),
            ("U1", "U1:eyes", By.REACTION),
            ("U2", "U2:eyes", By.REACTION),
        ):
            prompt_answers.heard(session, prompting, user_id=user_id, mark=mark, by=by, now=clock.now)
    with sessions.read() as session:
        assert prompts.get(session, "T1", prompting_id).answered_by == 2
        assert session.scalars(select(Owed)).one().step == Step.UPDATE
    with sessions.begin() as session:
        prompting = prompts.get(session, "T1", prompting_id)
        prompt_answers.unheard(session, prompting, mark="U2:eyes", by=By.REACTION, now=clock.now)
    with sessions.read() as session:
        assert prompts.get(session, "T1", prompting_id).answered_by == 1


def test_a_prompt_that_stays_silent_in_three_channels_is_set_aside_until_somebody_answers(
    sessions: Sessions, clock: Clock
) -> None:
    for channel_id in ("C1", "C2", "C3"):
        with sessions.begin() as session:
            prompt_schedules.schedule(
                session,
                team_id="T1",
                channel_id=channel_id,
                weekday=0,
                at=time(9),
                zone="Europe/Berlin",
                now=MONDAY - timedelta(days=3),
            )
    ask(sessions, MONDAY)
    with sessions.begin() as session:
        silent = session.scalars(select(Prompting)).all()
        for prompting in silent:
            prompting.ts = f"{prompting.id}.1"
        (name,) = {prompting.prompt for prompting in silent}
        prompt_upkeep.look_back(session, now=MONDAY + timedelta(days=3))
    with sessions.read() as session:
        (record,) = prompt_upkeep.records(session, "T1", limit=9)
        assert (record.channels, record.answers, record.resting) == (3, 0, True)
        theirs = session.scalars(select(PromptSchedule)).first()
        assert theirs is not None
        assert name not in {prompt.name for prompt in prompts.bank_of(session, theirs, SHARED)}
    give(sessions, silent[0].id, "ctrl-r", clock.now)
    with sessions.read() as session:
        assert prompts.set_aside(session, "T1") == set()
