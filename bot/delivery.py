"""Says to Slack what is owed: one call at a time, and looked for before it is repeated."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from threading import Condition, Event, Thread
from typing import Any

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bot import slack
from bot.clock import Clock
from handlers.outgoing import Kinds, NotNow
from handlers.views.blocks import Message
from models import budgets, dispatch, lanes, outbox
from models.base import Sessions, yield_soon
from models.lanes import Pace
from models.outbox import Importance, Owed, Step

logger = logging.getLogger("potluck.delivery")

EVENT_TYPE = "potluck_message"
POLL_SECONDS = 1.0
SHORTEST_WAIT = 0.001
CALLS_AT_ONCE = 32
CALLS_PER_WORKSPACE = 4
"""So that one slow workspace leaves threads for the others."""

LONGEST_CALL = timedelta(seconds=30)
"""What has to be left of a lease for a call to be begun."""

MOST_ATTEMPTS = 10
MOST_ATTEMPTS_IN_DOUBT = 30
"""With the waits between them more than three hours: Slack has bad days, and what it owes is not lost."""

NOTED_WITHIN = 600.0
"""For how many seconds the database may be away until it is not noted any more what came of a call."""

NOTED_EVERY = 0.1

AWAY = (OperationalError, InterfaceError)
"""What a database raises that cannot answer now, and may in a moment."""

FIRST_LOOK = timedelta(seconds=5)
"""How long a call that nobody answered for may still take effect: nobody looks earlier."""

LONGEST_WAIT = timedelta(minutes=10)

CLOCKS_APART = timedelta(days=1)
"""How much later than Slack's our clock may be, or may have been when the message was tried."""

PAGE = 200
CANNOT_LOOK = {"missing_scope", "no_permission"}
GONE = {"message_not_found", "cant_update_message", "cant_delete_message"}
"""Slack's errors that leave nothing to change or to take back."""

Method = Callable[..., SlackResponse]

Note = Callable[[Session, Owed, datetime], None]
"""What came of a call, to be written down if the row is still held."""


class LateError(Exception):
    """So little is left of the lease that the call is not made."""


class Delivery:
    """Takes what is due from the outbox and says it: one thread claims, others call.

    `clients` are the workspaces' own. `speed` is how many times faster than real time the clock runs.
    """

    def __init__(
        self,
        sessions: Sessions,
        clients: Mapping[str, WebClient],
        kinds: Kinds,
        clock: Clock,
        *,
        pace: Pace,
        speed: float = 1.0,
    ) -> None:
        self._sessions = sessions
        self._clients = clients
        self._kinds = kinds
        self._clock = clock
        self._pace = pace
        self._speed = speed
        self._wake = Event()
        self._stopping = Event()
        self._under_way: dict[int, str] = {}
        """The rows that are being said here, and their workspaces."""
        self._called = Condition()
        self._thread = Thread(target=self._run, name="delivery", daemon=True)
        self._looked = time.monotonic()

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def wake(self) -> None:
        """Look now: something may be owed."""
        self._wake.set()

    def stop(self, *, timeout: float) -> None:
        """Take no more, and wait at most `timeout` seconds for the calls that run."""
        deadline = time.monotonic() + timeout
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        with self._called:
            self._called.wait_for(lambda: not self._under_way, deadline - time.monotonic())

    def silent_for(self) -> float:
        """Tell how many seconds ago it last looked at the outbox."""
        return time.monotonic() - self._looked

    def drain(self) -> None:
        """Say everything that is due now, one after the other."""
        while not self._stopping.is_set():
            claimed = self._claim(self._clients, self._clock())
            if claimed is None:
                return
            self._say(*claimed)

    def _run(self) -> None:
        lost = False
        while not self._stopping.is_set():
            wait = POLL_SECONDS
            try:
                wait = self._until_next(self._hand_out())
                if lost:
                    logger.warning("the database is back: delivery goes on")
                lost = False
            except DBAPIError as error:
                if not lost:
                    logger.warning("the database is away: delivery waits (%s)", error.orig)
                lost = True
            except Exception:
                logger.exception("delivery goes on in a moment")
            self._looked = time.monotonic()
            self._wake.wait(wait)
            self._wake.clear()

    def _hand_out(self) -> datetime:
        """Give every row that may be acted on to a thread; answer the moment at which there was none."""
        while True:
            now = self._clock()
            claimed = None if self._stopping.is_set() else self._claim(self._free(), now)
            if claimed is None:
                return now
            self._under_way[claimed[0].id] = claimed[0].team_id
            Thread(target=self._call_and_go_on, args=claimed, name="delivery-call", daemon=True).start()

    def _free(self) -> list[str]:
        """Name the workspaces that may have one call more."""
        calls = Counter(list(self._under_way.values()))
        if calls.total() >= CALLS_AT_ONCE:
            return []
        return [team for team in self._clients if calls[team] < CALLS_PER_WORKSPACE]

    def _until_next(self, looked: datetime) -> float:
        """Tell the seconds until something may be claimed that could not be when somebody `looked`."""
        with self._sessions.read() as session:
            due = dispatch.next_due(session, teams=self._clients, now=looked)
        if due is None:
            return POLL_SECONDS
        return min(max((due - self._clock()).total_seconds() / self._speed, SHORTEST_WAIT), POLL_SECONDS)

    def _call_and_go_on(self, owed: Owed, step: Step) -> None:
        try:
            self._say(owed, step)
        except DBAPIError as error:
            logger.warning("%s: what came of it could not be noted (%s)", owed.key, error.orig)
        except Exception:
            logger.exception("%s: what came of it could not be noted", owed.key)
        finally:
            with self._called:
                self._under_way.pop(owed.id, None)
                self._called.notify_all()
            self._wake.set()

    def _claim(self, teams: Collection[str], now: datetime) -> tuple[Owed, Step] | None:
        """Take a row that nobody here is saying: our own lease is over early if the clock steps ahead."""
        here = list(self._under_way)
        with self._sessions.begin() as session:
            return dispatch.claim(session, teams=teams, pace=self._pace, now=now, but=here)

    def _say(self, claimed: Owed, step: Step) -> None:
        note = self._attempt(claimed, step)
        given_up = time.monotonic() + NOTED_WITHIN
        while True:
            try:
                self._note(claimed, note)
            except AWAY:
                if time.monotonic() > given_up or self._stopping.wait(NOTED_EVERY):
                    raise
            else:
                return

    def _note(self, claimed: Owed, note: Note) -> None:
        """Write down what came of a call; while the database is away this is tried again.

        A kind may want a row that somebody holds who waits for this one: it yields, and is tried again.
        """
        with self._sessions.begin() as session:
            owed = dispatch.held(session, claimed)
            if owed is None:
                logger.warning("%s: a late result is refused", claimed.key)
            else:
                yield_soon(session)
                note(session, owed, self._clock())

    def _attempt(self, owed: Owed, step: Step) -> Note:
        """Make the row's one call; whatever comes of it becomes a note."""
        try:
            return self._call(owed, step)
        except LateError:
            return _untried(step, "the lease was nearly over")
        except slack.LimitedError as limited:
            return self._limited(step, limited)
        except slack.DoubtError as doubt:
            look = Step.CHECK if step == Step.POST else step
            return self._again(owed, look, str(doubt), most=MOST_ATTEMPTS_IN_DOUBT)
        except slack.RefusedError as refusal:
            return self._refused(step, refusal.error)
        except Exception as fault:
            if not isinstance(fault, slack.FAILURES):  # of a look before the call
                logger.exception("%s: could not be said", owed.key)
            return self._again(owed, step, f"fault: {type(fault).__name__}")

    def _call(self, owed: Owed, step: Step) -> Note:
        client = self._clients[owed.team_id]
        match step:
            case Step.OPEN:
                return self._open(owed, client)
            case Step.CHECK:
                return self._look(owed, client)
            case Step.DELETE:
                self._ask(owed, client.chat_delete, channel=owed.channel_id, ts=owed.ts)
                return _end(Step.DROPPED, outbox.TAKEN_BACK)
            case Step.DROPPED:
                return self._too_late
            case Step.UPDATE:
                return self._write(owed, step, client, client.chat_update, ts=owed.ts)
            case _:
                return self._write(
                    owed,
                    step,
                    client,
                    client.chat_postMessage,
                    thread_ts=owed.thread_ts,
                    metadata=_signed(owed),
                )

    def _ask(self, owed: Owed, method: Method, **arguments: object) -> dict[str, Any]:
        """Call Slack, unless the lease may be over before it answers: the last look before the line."""
        if owed.due_at is None or self._clock() + LONGEST_CALL > owed.due_at:
            raise LateError
        return slack.call(method, **arguments)

    def _open(self, owed: Owed, client: WebClient) -> Note:
        answer = self._ask(owed, client.conversations_open, users=",".join(owed.people))
        channel_id = answer["channel"]["id"]
        return lambda _session, held, now: outbox.opened(held, channel_id, now=now)

    def _write(self, owed: Owed, step: Step, client: WebClient, method: Method, **arguments: object) -> Note:
        self._kinds[owed.kind].look(client, self._sessions, owed, self._clock())
        message = self._render(owed)
        if isinstance(message, NotNow):
            return _later_said(step, message)
        if message is None:
            return _moot
        answer = self._ask(
            owed, method, channel=owed.channel_id, text=message.text, blocks=message.blocks, **arguments
        )
        if "ts" not in answer:
            raise slack.DoubtError("an answer that does not say where the message stands")
        return self._said(answer["ts"])

    def _render(self, owed: Owed) -> Message | NotNow | None:
        with self._sessions.read() as session:
            return self._kinds[owed.kind].render(session, owed, self._clock())

    def _said(self, ts: str) -> Note:
        def note(session: Session, held: Owed, now: datetime) -> None:
            first = held.ts is None
            outbox.said(held, ts, now=now)
            if first:
                self._tell_kind(session, held, lambda: self._kinds[held.kind].posted(session, held))

        return note

    def _too_late(self, session: Session, held: Owed, now: datetime) -> None:
        logger.info("%s: too late to be said", held.key)
        outbox.end(held, Step.DROPPED, reason="too late", now=now)
        self._tell_kind(session, held, lambda: self._kinds[held.kind].expired(session, held, now))

    def _tell_kind(self, session: Session, held: Owed, hook: Callable[[], None]) -> None:
        """Let the owner of a kind note what became of its message; what it cannot do is not said again."""
        try:
            with session.begin_nested():
                hook()
        except AWAY:
            raise
        except Exception:
            logger.exception("%s: its kind could not note that it ended as %s", held.key, held.step)

    def _tell_of_refusal(self, session: Session, held: Owed, now: datetime) -> None:
        kind = self._kinds[held.kind]
        hook = kind.undeliverable if held.said_at is None else kind.stale
        hook(session, held, now)

    def _look(self, owed: Owed, client: WebClient) -> Note:
        """Find out whether a post that nobody answered for is there: one page of its conversation a call."""
        try:
            page = self._page(owed, client)
        except slack.RefusedError as refusal:
            if refusal.error not in CANNOT_LOOK:
                raise
            if owed.importance == Importance.NEVER_TWICE:
                return self._refused(Step.CHECK, "nobody can tell whether it was said")
            return _absent
        for message in page["messages"]:
            if message.get("metadata", {}).get("event_payload") == {"key": owed.key}:
                return self._said(str(message["ts"]))
        cursor = page.get("response_metadata", {}).get("next_cursor")
        if not cursor:
            return _absent
        return lambda _session, held, now: outbox.look_on(held, cursor, now=now)

    def _page(self, owed: Owed, client: WebClient) -> dict[str, Any]:
        """Read what was said in the conversation since the first attempt, from where the last look ended."""
        tried_at = min(owed.tried_at or self._clock(), self._clock())
        where: dict[str, object] = {"channel": owed.channel_id, "cursor": owed.cursor}
        where["oldest"] = f"{(tried_at - CLOCKS_APART).timestamp():.6f}"
        method: Method = client.conversations_history
        if owed.thread_ts is not None:
            method, where = client.conversations_replies, {**where, "ts": owed.thread_ts}
        return self._ask(owed, method, **where, include_all_metadata=True, limit=PAGE)

    def _limited(self, step: Step, limited: slack.LimitedError) -> Note:
        def note(session: Session, held: Owed, now: datetime) -> None:
            logger.warning("%s: %s is limited for %s s", held.team_id, step, limited.seconds)
            until = now + timedelta(seconds=limited.seconds)
            lanes.shut_until(session, held.team_id, step, until, now=now)
            outbox.put_back(held, step, reason=str(limited), now=now)

        return note

    def _again(self, owed: Owed, step: Step, reason: str, *, most: int = MOST_ATTEMPTS) -> Note:
        if owed.attempts >= most:
            return self._refused(step, f"given up: {reason}", certain=False)
        wait = min(timedelta(seconds=2**owed.attempts), LONGEST_WAIT)
        due = max(wait, FIRST_LOOK) if step == Step.CHECK else wait
        return lambda _session, held, now: outbox.later(held, step, due=now + due, reason=reason)

    def _refused(self, step: Step, reason: str, *, certain: bool = True) -> Note:
        if step in {Step.UPDATE, Step.DELETE} and reason in GONE:
            return _end(Step.DROPPED, reason)

        def note(session: Session, held: Owed, now: datetime) -> None:
            logger.warning("%s: refused, %s", held.key, reason)
            outbox.refuse(held, reason, certain=certain, now=now)
            self._tell_kind(session, held, lambda: self._tell_of_refusal(session, held, now))

        return note


def _signed(owed: Owed) -> dict[str, Any]:
    """Say in the message's metadata which row it is; any app can read this, so it says no more."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": owed.key}}


def _untried(step: Step, reason: str) -> Note:
    return lambda _session, held, now: outbox.put_back(held, step, reason=reason, now=now)


def _later_said(step: Step, not_now: NotNow) -> Note:
    def note(session: Session, held: Owed, _now: datetime) -> None:
        outbox.untried(held, step, due=not_now.until, reason=not_now.reason)
        if held.said_at is None:
            budgets.give_back(session, held)

    return note


def _end(step: Step, reason: str) -> Note:
    return lambda _session, held, now: outbox.end(held, step, reason=reason, now=now)


def _moot(_session: Session, held: Owed, now: datetime) -> None:
    outbox.moot(held, now=now)


def _absent(_session: Session, held: Owed, now: datetime) -> None:
    outbox.absent(held, now=now)
