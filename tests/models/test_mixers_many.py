"""A mixer of many people: nobody waits for long while all of them are told of something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event, select

from models import mixers_changes
from models.base import Sessions
from models.outbox import Owed
from models.reminders import Reminder
from scheduler import mixers as jobs
from scheduler import reminders as reminding
from tests.conftest import MONDAY
from tests.mixers import STEWARD, TEAM, coming, mixer

FEW, MANY = 20, 120


def people(number: int) -> list[str]:
    return [f"UP{each:03}" for each in range(number)]


@contextmanager
def counted(sessions: Sessions, what: str) -> Iterator[Callable[[], int]]:
    """Count how often something happens to a database: a statement, a commit."""
    seen: list[str] = []

    def sees(*_: object) -> None:
        seen.append(what)

    event.listen(sessions.engine, what, sees)
    yield lambda: len(seen)
    event.remove(sessions.engine, what, sees)


def test_stopping_a_mixer_takes_no_more_statements_however_many_are_in_it(sessions: Sessions) -> None:
    took: list[int] = []
    for number in (FEW, MANY):
        made = mixer(sessions, people(number), now=MONDAY, name=f"Coffee of {number}")
        with counted(sessions, "before_cursor_execute") as statements:
            with sessions.begin() as session:
                mixers_changes.stop(session, TEAM, made.id, by=STEWARD, now=MONDAY)
            took.append(statements())
    assert took[0] == took[1]
    with sessions.read() as session:
        told = session.scalars(select(Reminder).where(Reminder.kind == mixers_changes.STOPPED)).all()
    assert len(told) == FEW + MANY


def test_whoever_writes_meanwhile_waits_only_for_a_few_of_many_who_are_reminded(sessions: Sessions) -> None:
    made = mixer(sessions, people(MANY), now=MONDAY)
    heads_up_at = coming(sessions, made).draws_at - timedelta(days=2)
    jobs.look(sessions, heads_up_at)
    with counted(sessions, "commit") as commits:
        reminding.owe_due(sessions, heads_up_at)
        assert commits() >= 3
    with sessions.read() as session:
        owed = session.scalars(select(Owed.recipients).where(Owed.kind == "reminders.told")).all()
    assert sorted(owed) == people(MANY)
