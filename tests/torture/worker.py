"""A process that delivers, on a clock that runs fast; a mutation takes one of its safeguards away."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session, configure_mappers

from bot import delivery, slack
from bot.delivery import Delivery
from handlers.outgoing import Kind
from handlers.views.blocks import Message
from models import dispatch, lanes, outbox
from models.base import Sessions, connect
from models.outbox import Owed, Step

configure_mappers()  # once, before the forks: each of them begins at once

TEAM = "T1"
KIND = "torture"


@dataclass(frozen=True)
class FastClock:
    """Starts at a moment and runs `speed` times faster; the same in every process of this machine."""

    start: datetime
    real_start: float
    speed: float

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=(time.time() - self.real_start) * self.speed)


def started(speed: float) -> FastClock:
    """Give a clock that starts now."""
    return FastClock(datetime(2027, 1, 1, tzinfo=UTC), time.time(), speed)


def deliver(database_url: str, api_url: str, clock: FastClock, mutation: str | None) -> None:
    """Deliver until killed."""
    if mutation is not None:
        MUTATIONS[mutation]()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    client = slack.client("xoxb-torture", api_url, timeout=max(1, round(20 / clock.speed)))
    kinds = {KIND: Kind(_render)}
    sessions = Sessions(connect(database_url))
    Delivery(sessions, {TEAM: client}, kinds, clock, pace=slack.PACE, speed=clock.speed).start()
    Event().wait()


def _render(_session: Session, owed: Owed, _now: datetime) -> Message:
    return Message(text=owed.ref, blocks=[])


def _no_lease() -> None:
    dispatch.LEASE = timedelta(0)
    delivery.LONGEST_CALL = timedelta(seconds=-60)
    claim = dispatch.claim

    def claim_any(session: Session, **given: Any) -> tuple[Owed, Step] | None:
        return claim(session, **{**given, "but": ()})

    dispatch.claim = claim_any


def _blind_retry() -> None:
    def never_look(*_where: object) -> delivery.Note:
        return delivery._absent  # noqa: SLF001 - what is taken away is inside

    Delivery._look = never_look  # type: ignore[assignment,method-assign]  # noqa: SLF001


def _no_lanes() -> None:
    lanes.take = lambda *_lane, now: bool(now)


def _random_keys() -> None:
    def sign(owed: Owed) -> dict[str, object]:
        return {"event_type": owed.kind, "event_payload": {"key": uuid4().hex}}

    delivery._signed = sign  # noqa: SLF001


def _ignore_retry_after() -> None:
    lanes.shut_until = lambda *_lane, now: None  # noqa: ARG005 - the same arguments


def _done_before_send() -> None:
    say = Delivery._say  # noqa: SLF001 - what is taken away is inside

    def close_and_say(self: Delivery, claimed: Owed, step: Step) -> None:
        if step != Step.POST:
            say(self, claimed, step)
            return
        with self._sessions.begin() as session:
            owed = dispatch.held(session, claimed)
            if owed is not None:
                outbox.said(owed, "0", now=self._clock())
        self._attempt(claimed, step)

    Delivery._say = close_and_say  # type: ignore[method-assign]  # noqa: SLF001


MUTATIONS: dict[str, Callable[[], None]] = {
    "no lease": _no_lease,
    "blind retry": _blind_retry,
    "no lanes": _no_lanes,
    "random keys": _random_keys,
    "ignore Retry-After": _ignore_retry_after,
    "done before send": _done_before_send,
}
"""What each takes away; the judge has to notice every one."""
