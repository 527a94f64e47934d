"""The timetable's page: what looks, how often, and that looking goes on whatever happens."""

from datetime import timedelta
from threading import Event

import pytest

from scheduler import timetable
from scheduler.timetable import Timetable
from tests.conftest import START, Company, until
from tests.people import Person


def build(company: Company, looked: Event) -> Timetable:
    return Timetable(company.potluck.sessions, company.workspace.now, after=looked.set)


def test_every_job_has_a_name_of_its_own_and_what_people_wait_for_is_looked_at_often() -> None:
    assert len({job.name for job in timetable.JOBS}) == len(timetable.JOBS)
    assert all(0 < job.seconds <= 60 for job in timetable.JOBS if job.name.endswith("_due"))


def test_no_job_is_ever_dropped_for_being_late(company: Company) -> None:
    made = build(company, Event())
    made.scheduler.start(paused=True)
    try:
        for job in made.scheduler.get_jobs():
            assert job.misfire_grace_time is None
            assert job.coalesce
    finally:
        made.stop()


def test_a_running_timetable_asks_what_is_due_by_itself(company: Company, ada: Person) -> None:
    company.schedule_prompts()
    company.workspace.on_clock_moved = lambda: None
    looked = Event()
    company.set_clock(START + timedelta(minutes=5))
    made = build(company, looked)
    made.start()
    try:
        until(lambda: looked.is_set() and company.owes_a_prompt())
        company.settle()
        assert ada.last()["text"].startswith("This week's prompt")
    finally:
        made.stop()


@pytest.mark.parametrize("trouble", ["dead", "stuck"])
def test_a_timetable_that_died_or_is_stuck_begins_anew(
    company: Company, trouble: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looked = Event()
    made = build(company, looked)
    made.start()
    first = made.scheduler
    until(looked.is_set)
    if trouble == "dead":
        first.shutdown()
    else:
        first.pause()
    assert made.check(), "a moment of silence is none"
    looked.clear()
    monkeypatch.setattr(timetable, "SILENT_SECONDS", 0.0)
    assert not made.check()
    monkeypatch.undo()
    try:
        until(looked.is_set)
        assert made.scheduler is not first
        assert made.silent_for() < 10
        assert "begins anew" in caplog.text
    finally:
        made.stop()
