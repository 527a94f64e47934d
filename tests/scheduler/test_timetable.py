"""The timetable's page: what looks, how often, and that a late wake-up still looks."""

from datetime import UTC, datetime, timedelta
from threading import Event

from scheduler import timetable
from tests.conftest import START, Company
from tests.people import Person


def test_every_job_has_a_name_of_its_own_and_looks_often() -> None:
    assert len({job.name for job in timetable.JOBS}) == len(timetable.JOBS)
    assert all(0 < job.seconds <= 60 for job in timetable.JOBS)


def test_no_job_is_ever_dropped_for_being_late(company: Company) -> None:
    scheduler = timetable.build(company.potluck.sessions, company.workspace.now, after=lambda: None)
    scheduler.start(paused=True)
    try:
        for job in scheduler.get_jobs():
            assert job.misfire_grace_time is None
            assert job.coalesce
    finally:
        scheduler.shutdown()


def test_a_running_timetable_asks_what_is_due_by_itself(company: Company, ada: Person) -> None:
    company.schedule_prompts()
    company.workspace.on_clock_moved = lambda: None
    looked = Event()
    scheduler = timetable.build(company.potluck.sessions, company.workspace.now, after=looked.set)
    company.set_clock(START + timedelta(minutes=5))
    scheduler.start()
    try:
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))
        assert looked.wait(10)
        company.settle()
        assert ada.last()["text"].startswith("This week's prompt")
    finally:
        scheduler.shutdown()
