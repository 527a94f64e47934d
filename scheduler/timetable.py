"""Every job and how often it looks. Jobs are level-triggered: a wake-up is only a hint."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from typing import NamedTuple

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import DBAPIError

from models.base import Sessions
from scheduler import (
    cohorts,
    digests,
    lunches,
    mentoring,
    mentoring_along,
    mixers,
    outbox,
    pauses,
    prompts,
    questions,
    reminders,
    tips,
)

logger = logging.getLogger("potluck.timetable")

Look = Callable[[Sessions, datetime], None]


class Job(NamedTuple):
    """What looks, and every how many seconds."""

    name: str
    seconds: int
    look: Look


JOBS = (
    Job("cohorts.look", 60, cohorts.look),
    Job("lunches.look", 60, lunches.look),
    Job("mentoring.look", 60, mentoring.look),
    Job("mentoring_along.look", 60, mentoring_along.look),
    Job("mixers.look", 60, mixers.look),
    Job("pauses.end_due", 60, pauses.end_due),
    Job("prompts.look_back", 60, prompts.look_back),
    Job("prompts.ask_due", 30, prompts.ask_due),
    Job("questions.look", 60, questions.look),
    Job("reminders.owe_due", 60, reminders.owe_due),
    Job("reminders.tidy", 3600, reminders.tidy),
    Job("tips.look", 300, tips.look),
    Job("digests.owe_due", 60, digests.owe_due),
    Job("outbox.tidy", 3600, outbox.tidy),
)

CHECK_SECONDS = 10.0
SILENT_SECONDS = 120.0
"""How long after its time a job has not looked when the scheduler is taken for dead or stuck."""


def look(sessions: Sessions, now: datetime) -> None:
    """Let every job look once."""
    for job in JOBS:
        job.look(sessions, now)


class Timetable:
    """Lets each job look in its rhythm, and begins anew when the scheduler has died or is stuck.

    `after` is called when a job has looked.
    """

    def __init__(
        self, sessions: Sessions, clock: Callable[[], datetime], *, after: Callable[[], None]
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._after = after
        self._stopping = Event()
        self._begun = time.monotonic()
        self._looked = {job.name: self._begun for job in JOBS}
        self._watch = Thread(target=self._keep_going, name="timetable-watch", daemon=True)
        self.scheduler = self._build()

    def start(self) -> None:
        """Begin to look."""
        self._begun = time.monotonic()
        self._looked = dict.fromkeys(self._looked, self._begun)
        self.scheduler.start()
        self._watch.start()

    def stop(self) -> None:
        """Look no more, and finish what looks."""
        self._stopping.set()
        if self._watch.is_alive():
            self._watch.join()
        if self.scheduler.running:
            self.scheduler.shutdown(wait=True)

    def silent_for(self) -> float:
        """Tell for how many seconds the job that is most behind its time should have looked."""
        now = time.monotonic()
        return max(now - self._looked[job.name] - job.seconds for job in JOBS)

    def check(self) -> bool:
        """Begin anew if a job has not looked for too long; tell whether all was well."""
        silent = self.silent_for()
        if silent < SILENT_SECONDS or time.monotonic() - self._begun < SILENT_SECONDS:
            return silent < SILENT_SECONDS
        logger.error("a job has not looked for %.0f s: the timetable begins anew", silent)
        stuck, self.scheduler = self.scheduler, self._build()
        self._begun = time.monotonic()
        self.scheduler.start()
        if stuck.running:
            stuck.shutdown(wait=False)
        return False

    def _keep_going(self) -> None:
        while not self._stopping.wait(CHECK_SECONDS):
            try:
                self.check()
            except Exception:
                logger.exception("the timetable could not begin anew; it is tried again")

    def _build(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        for job in JOBS:
            trigger = IntervalTrigger(seconds=job.seconds, timezone=UTC)
            scheduler.add_job(self._run, trigger, [job], id=job.name, next_run_time=datetime.now(UTC))
        return scheduler

    def _run(self, job: Job) -> None:
        try:
            job.look(self._sessions, self._clock())
        except DBAPIError as error:
            logger.warning("%s: the database is away (%s)", job.name, error.orig)
        finally:
            self._looked[job.name] = time.monotonic()
        self._after()
