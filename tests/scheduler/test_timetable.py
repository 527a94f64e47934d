"""The timetable's page: what looks, how often, and that looking goes on whatever happens."""

from datetime import datetime, timedelta
from threading import Event

import pytest

from models.base import Sessions
from scheduler import timetable
from scheduler.timetable import Job, Timetable
from tests.conftest import START, Company, until
from tests.people import Person

AT_ONCE = -2.0 * max(job.seconds for job in timetable.JOBS)
"""A patience that is over before a job is late."""


class Looks:
    """Counts the jobs that have looked."""

    def __init__(self) -> None:
        self.looks: list[None] = []

    def set(self) -> None:
        self.looks.append(None)

    def all_done(self) -> bool:
        """Tell whether every job has looked once: what is left behind then holds no connection."""
        return len(self.looks) >= len(timetable.JOBS)


def build(company: Company, looked: Event | Looks) -> Timetable:
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
    looked = Looks()
    made = build(company, looked)
    made.start()
    first = made.scheduler
    until(looked.all_done)
    if trouble == "dead":
        first.shutdown()
    else:
        first.pause()
    assert made.check(), "a moment of silence is none"
    looked.looks.clear()
    monkeypatch.setattr(timetable, "SILENT_SECONDS", AT_ONCE)
    assert not made.check()
    monkeypatch.undo()
    try:
        until(looked.all_done)
        assert made.scheduler is not first
        assert made.silent_for() < 10
        assert "begins anew" in caplog.text
    finally:
        made.stop()


def test_one_stuck_job_is_noticed_while_the_others_look_and_beginning_anew_in_vain_does_not_hide_it(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, let_go = Event(), Event()

    def wait(_sessions: Sessions, _now: datetime) -> None:
        stuck.set()
        let_go.wait(20)

    looked, others = Looks(), len(timetable.JOBS)
    monkeypatch.setattr(timetable, "JOBS", (*timetable.JOBS, Job("stuck", 1, wait)))
    made = build(company, looked)
    made.start()
    try:
        until(stuck.is_set)
        until(lambda: len(looked.looks) == others)
        until(lambda: made.silent_for() > -0.5)
        monkeypatch.setattr(timetable, "SILENT_SECONDS", -0.5)
        assert not made.check()
        assert not made.check(), "it has only just begun anew"
        assert made.silent_for() > -0.5, "and health says so still"
    finally:
        let_go.set()
        made.stop()
