"""Which prompt comes when, and who has answered."""

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from models import bank, prompts
from models.bank import Prompt
from models.base import Sessions
from models.errors import RuleError
from models.outbox import Owed, Step
from models.prompts import By, Post, Prompting
from tests.conftest import MONDAY, Clock

SHARED = bank.shared().prompts


def schedule(sessions: Sessions, *, now: datetime = MONDAY - timedelta(days=3)) -> None:
    with sessions.begin() as session:
        prompts.schedule(
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
    assert prompts.next_prompt([only], [only, only]) == only
    assert prompts.next_prompt([], []) is None


def test_a_form_sent_twice_is_one_answer(sessions: Sessions, clock: Clock) -> None:
    prompting_id = posted(sessions)
    for _ in range(2):
        with sessions.begin() as session:
            prompts.answer(
                session, "T1", prompting_id, user_id="U1", text=" ctrl-r ", submission="V1", now=clock.now
            )
    with sessions.read() as session:
        prompting = prompts.get(session, "T1", prompting_id)
        assert [reply.text for reply in prompting.replies] == ["ctrl-r"]
        assert session.scalar(select(func.count()).select_from(Owed).where(Owed.kind == "prompts.reply")) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 3001])
def test_an_empty_or_endless_answer_is_explained_beside_its_field(
    sessions: Sessions, clock: Clock, text: str
) -> None:
    prompting_id = posted(sessions)
    with pytest.raises(RuleError) as caught, sessions.begin() as session:
        prompts.answer(session, "T1", prompting_id, user_id="U1", text=text, submission="V1", now=clock.now)
    assert caught.value.field == "text"


def test_everybody_counts_once_however_they_answer(sessions: Sessions, clock: Clock) -> None:
    prompting_id = posted(sessions)
    post = Post("C1", "1.1")
    with sessions.begin() as session:
        prompts.heard(session, "T1", post, user_id="U1", mark="2.1", by=By.THREAD, now=clock.now)
        prompts.heard(session, "T1", post, user_id="U1", mark="2.1", by=By.THREAD, now=clock.now)
        prompts.heard(session, "T1", post, user_id="U1", mark="U1:eyes", by=By.REACTION, now=clock.now)
        prompts.heard(session, "T1", post, user_id="U2", mark="U2:eyes", by=By.REACTION, now=clock.now)
        prompts.heard(session, "T1", Post("C1", "9.9"), user_id="U3", mark="3.3", by=By.THREAD, now=clock.now)
        prompts.heard(session, "T2", post, user_id="U4", mark="3.4", by=By.THREAD, now=clock.now)
    with sessions.read() as session:
        assert prompts.get(session, "T1", prompting_id).answered_by == 2
        assert session.scalars(select(Owed)).one().step == Step.UPDATE
    with sessions.begin() as session:
        prompts.unheard(session, "T1", post, mark="U2:eyes", by=By.REACTION, now=clock.now)
    with sessions.read() as session:
        assert prompts.get(session, "T1", prompting_id).answered_by == 1
