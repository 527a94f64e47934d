"""Every job and how often it looks. Jobs are level-triggered: a wake-up is only a hint."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from models.base import Sessions
from scheduler import prompts

Look = Callable[[Sessions, datetime], None]


class Job(NamedTuple):
    """What looks, and every how many seconds."""

    name: str
    seconds: int
    look: Look


JOBS = (Job("prompts.ask_due", 30, prompts.ask_due),)


def look(sessions: Sessions, now: datetime) -> None:
    """Let every job look once."""
    for job in JOBS:
        job.look(sessions, now)


def build(
    sessions: Sessions, clock: Callable[[], datetime], *, after: Callable[[], None]
) -> BackgroundScheduler:
    """Make the scheduler that lets each job look in its rhythm, and calls `after` each time."""
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for job in JOBS:
        scheduler.add_job(
            _run,
            IntervalTrigger(seconds=job.seconds, timezone=UTC),
            (job, sessions, clock, after),
            id=job.name,
        )
    return scheduler


def _run(job: Job, sessions: Sessions, clock: Callable[[], datetime], after: Callable[[], None]) -> None:
    job.look(sessions, clock())
    after()
