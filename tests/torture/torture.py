"""Real processes deliver to a hostile Slack and are hurt, and a judge reads the plan and the log."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock, Thread

from models import outbox, tables
from models.base import Sessions, connect
from tests.forks import FORKS
from tests.torture import worker
from tests.torture.hostile import CHANNEL, TIERS, Heard, Hostile, Log, Weather

CHANNELS = 10
THAWING_SECONDS = 0.5
"""Real seconds in which a call may arrive that was on its way when its process was frozen."""

FROZEN = 0.05
"""The share of the hurt that is frozen and not killed."""


@dataclass(frozen=True)
class Trial:
    """What is delivered, by how many, in what weather."""

    database_url: str
    processes: int
    weather: Weather
    people: int = 2000
    posts: int = 200
    speed: float = 20.0
    seed: int = 1
    violence_seconds: float | None = None
    """About how often a process is killed or frozen; None: never."""
    most_hurt: int | None = None
    """How often that happens at most: a slow machine is not tormented for longer than a fast one."""
    mutation: str | None = None
    work: Callable[[str, str, worker.FastClock, str | None], None] = worker.deliver
    """What each process does until it is killed."""
    until_doubled: bool = False
    """Whether it may end with the first message that comes twice."""
    patience_seconds: float = 600.0


@dataclass(frozen=True)
class Verdict:
    """What the judge found."""

    lost: list[str]
    doubled: list[str]
    disordered: list[str]
    into_shut_lanes: int
    too_fast: int
    seconds: float
    bound: float
    violence: Counter[str] = field(default_factory=Counter)

    @property
    def ratio(self) -> float:
        """The time it took, as a multiple of what the limits allow."""
        return self.seconds / self.bound

    @property
    def faults(self) -> dict[str, int]:
        """What must be nothing, where it is something."""
        counts = {
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "out of order": len(self.disordered),
            "into a shut lane": self.into_shut_lanes,
            "too fast": self.too_fast,
        }
        return {name: count for name, count in counts.items() if count}

    def __str__(self) -> str:
        harm = ", ".join(f"{count} {name}" for name, count in sorted(self.violence.items())) or "calm"
        return (
            f"{self.faults or 'nothing lost, nothing doubled'}; {self.seconds:.1f} s, {self.ratio:.2f} times "
            f"the limits' {self.bound:.1f} s; {harm}"
        )


class Herd:
    """The processes: each is replaced when it dies, and one is hurt now and then."""

    def __init__(self, trial: Trial, url: str, clock: worker.FastClock) -> None:
        self._trial, self._url, self._clock = trial, url, clock
        self._chance = Random(trial.seed)
        self._stopping = Event()
        self._lock = Lock()
        self.hurt: Counter[str] = Counter()
        self.thawed: list[tuple[str, float]] = []
        self._members = {f"p{number}": self._born(f"p{number}") for number in range(trial.processes)}
        self._threads = [Thread(target=self._replace, daemon=True), Thread(target=self._hurt, daemon=True)]

    def start(self) -> None:
        """Let them go."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Kill them all."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        for name in self._members:
            self.kill(name)

    def kill(self, name: str) -> None:
        """Kill one without warning."""
        with self._lock:
            self._members[name].kill()
            self._members[name].join()

    def _born(self, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a process of the context
        arguments = (self._trial.database_url, f"{self._url}/{name}/api/", self._clock, self._trial.mutation)
        process = FORKS.Process(target=self._trial.work, args=arguments, daemon=True)
        process.start()
        return process

    def _replace(self) -> None:
        while not self._stopping.wait(0.02):
            for name, process in self._members.items():
                with self._lock:
                    if not process.is_alive():
                        self._members[name] = self._born(name)

    def _hurt(self) -> None:
        every = self._trial.violence_seconds
        while every is not None and not self._stopping.wait(self._chance.uniform(every / 2, every * 1.5)):
            if self.hurt.total() == self._trial.most_hurt:
                return
            name = self._chance.choice(list(self._members))
            if self._chance.random() < FROZEN:
                self.hurt["frozen"] += 1
                self._freeze(name)
            else:
                self.hurt["killed"] += 1
                self.kill(name)

    def _freeze(self, name: str) -> None:
        """Stop one for longer than a lease, then let it go on as if nothing had been."""
        pid = self._members[name].pid
        try:
            os.kill(pid, signal.SIGSTOP)
            self._stopping.wait(self._chance.uniform(0.5, 1.5) * 80 / self._trial.speed)
            self.thawed.append((name, time.monotonic()))
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass


def run(trial: Trial, owe: Callable[[Trial, worker.FastClock], dict[str, str]] | None = None) -> Verdict:
    """Owe everything, let it be delivered, and judge; `owe` answers what has to be said where."""
    clock = worker.started(trial.speed)
    plan = (owe or _owe)(trial, clock)
    herds: list[Herd] = []

    def kill(name: str) -> None:
        herds[0].kill(name)

    hostile = Hostile(trial.weather, speed=trial.speed, seed=trial.seed, kill=kill)
    hostile.start()
    herd = Herd(trial, hostile.url, clock)
    herds.append(herd)
    started = time.monotonic()
    herd.start()
    try:
        _wait(trial, hostile.log, len(plan), started)
    finally:
        herd.stop()
        hostile.stop()
    return _judge(trial, plan, hostile.log, started, herd)


def _owe(trial: Trial, clock: worker.FastClock) -> dict[str, str]:
    """Owe every message; answer what has to be said where."""
    engine = connect(trial.database_url)
    tables.upgrade(engine)
    tables.empty(engine)
    sessions = Sessions(engine)
    plan = {f"dm:{number}": f"U{number:05}" for number in range(trial.people)}
    plan |= {f"post:{number}": f"C{number % CHANNELS:05}" for number in range(trial.posts)}
    with sessions.begin() as session:
        for key, to in plan.items():
            outbox.owe(
                session, team_id=worker.TEAM, key=key, kind=worker.KIND, ref=key, to=to, due=clock.start
            )
    engine.dispose()
    return plan


def _wait(trial: Trial, log: Log, expected: int, started: float) -> None:
    """Wait until everything is there, and then a while for what comes twice."""
    while len(said := {heard.text for heard in list(log.accepted)}) < expected:
        found_out = trial.until_doubled and len(log.accepted) > len(said)
        if found_out or time.monotonic() - started > trial.patience_seconds:
            return
        time.sleep(0.05)
    time.sleep(90 / trial.speed)


def _judge(trial: Trial, plan: dict[str, str], log: Log, started: float, herd: Herd) -> Verdict:
    """Judge, but for calls that were frozen with their process after its last look at the clock."""

    def excused(heard: Heard) -> bool:
        return any(name == heard.caller and 0 <= heard.at - at < THAWING_SECONDS for name, at in herd.thawed)

    said = Counter(heard.text for heard in log.accepted)
    late = {heard.text for heard in log.accepted if said[heard.text] > 1 and excused(heard)}
    first: dict[str, float] = {}
    for heard in log.accepted:
        first.setdefault(heard.text, heard.at)
    slowest = {
        "conversations.open": trial.people * 60 / TIERS["conversations.open"],
        "chat.postMessage": len(plan) * 60 / TIERS["chat.postMessage"],
        "one channel": -(-trial.posts // CHANNELS) * 60 / CHANNEL,
    }
    bound = max(seconds / trial.speed + log.shut_seconds.get(name, 0.0) for name, seconds in slowest.items())
    return Verdict(
        lost=[key for key in plan if said[key] == 0],
        doubled=[key for key in plan if said[key] > 1 and key not in late],
        disordered=_disordered(plan, first),
        into_shut_lanes=sum(not excused(heard) for heard in log.into_shut_lanes),
        too_fast=sum(not excused(heard) for heard in log.too_fast),
        seconds=max(first.values(), default=started) - started,
        bound=bound,
        violence=herd.hurt + Counter(log.harm) + Counter({"said twice by a thawing process": len(late)}),
    )


def _disordered(plan: dict[str, str], first: dict[str, float]) -> list[str]:
    """Find what was said before something owed earlier to the same conversation."""
    latest: dict[str, float] = {}
    found = []
    for key, where in plan.items():
        if key in first:
            if first[key] < latest.get(where, 0.0):
                found.append(key)
            latest[where] = max(latest.get(where, 0.0), first[key])
    return found
