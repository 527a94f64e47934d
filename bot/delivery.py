"""Says to Slack what is owed: one call at a time, and looked for before it is repeated."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy.orm import Session

from bot import slack
from bot.app import Clock
from handlers.outgoing import Kinds
from handlers.views.blocks import Message
from models import outbox
from models.base import Sessions
from models.outbox import Importance, Owed, Step

logger = logging.getLogger("potluck.delivery")

EVENT_TYPE = "potluck_message"
POLL_SECONDS = 1.0
MOST_ATTEMPTS = 10
LONGEST_WAIT = timedelta(minutes=10)

CLOCKS_APART = timedelta(minutes=5)
"""How much later than Slack's our clock may be."""

CANNOT_LOOK = {"missing_scope", "no_permission"}
GONE = {"message_not_found", "cant_update_message", "cant_delete_message"}
"""Slack's errors that leave nothing to change or to take back."""

Method = Callable[..., SlackResponse]

Note = Callable[[Session, Owed, datetime], None]
"""What came of a call, to be written down if the row is still held."""


class Delivery:
    """Takes what is due from the outbox and says it, on a thread of its own or when told to."""

    def __init__(self, sessions: Sessions, client: WebClient, kinds: Kinds, clock: Clock) -> None:
        self._sessions = sessions
        self._client = client
        self._kinds = kinds
        self._clock = clock
        self._wake = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def wake(self) -> None:
        """Look now: something may be owed."""
        self._wake.set()

    def stop(self, *, timeout: float) -> None:
        """Take no more, and wait at most `timeout` seconds for the call that runs."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def drain(self) -> None:
        """Say everything that is due now."""
        while not self._stopping.is_set() and self._say_next():
            pass

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.drain()
            except Exception:
                logger.exception("delivery goes on in a moment")
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()

    def _say_next(self) -> bool:
        with self._sessions.begin() as session:
            claimed = outbox.claim(session, now=self._clock())
        if claimed is None:
            return False
        note = self._attempt(*claimed)
        with self._sessions.begin() as session:
            owed = outbox.held(session, claimed[0])
            if owed is None:
                logger.warning("%s: a late result is refused", claimed[0].key)
            else:
                note(session, owed, self._clock())
        return True

    def _attempt(self, owed: Owed, step: Step) -> Note:
        """Make the row's one call; whatever comes of it becomes a note."""
        try:
            return self._call(owed, step)
        except slack.LimitedError as limited:
            return _later(step, str(limited), wait=timedelta(seconds=limited.seconds))
        except slack.DoubtError as doubt:
            return self._again(owed, Step.CHECK if step == Step.POST else step, str(doubt))
        except slack.RefusedError as refusal:
            return self._refused(owed, step, refusal.error)
        except Exception as fault:
            logger.exception("%s: could not be said", owed.key)
            return self._again(owed, step, f"fault: {type(fault).__name__}")

    def _call(self, owed: Owed, step: Step) -> Note:
        match step:
            case Step.OPEN:
                return self._open(owed)
            case Step.CHECK:
                return self._look(owed)
            case Step.DELETE:
                slack.call(self._client.chat_delete, channel=owed.channel_id, ts=owed.ts)
                return _end(Step.DROPPED, "taken back")
            case Step.UPDATE:
                return self._say(owed, self._client.chat_update, ts=owed.ts)
            case _:
                metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": owed.key}}
                post = self._client.chat_postMessage
                return self._say(owed, post, thread_ts=owed.thread_ts, metadata=metadata)

    def _open(self, owed: Owed) -> Note:
        answer = slack.call(self._client.conversations_open, users=",".join(owed.people))
        channel_id = answer["channel"]["id"]
        return lambda _session, held, now: outbox.opened(held, channel_id, now=now)

    def _say(self, owed: Owed, method: Method, **arguments: object) -> Note:
        message = self._render(owed)
        if message is None:
            return _end(Step.DROPPED, "nothing left to say")
        answer = slack.call(
            method, channel=owed.channel_id, text=message.text, blocks=message.blocks, **arguments
        )
        return self._said(owed, answer["ts"])

    def _render(self, owed: Owed) -> Message | None:
        if owed.not_after is not None and owed.ts is None and self._clock() > owed.not_after:
            logger.info("%s: too late to be said", owed.key)
            return None
        with self._sessions.read() as session:
            return self._kinds[owed.kind].render(session, owed)

    def _said(self, owed: Owed, ts: str) -> Note:
        def note(session: Session, held: Owed, now: datetime) -> None:
            first = held.ts is None
            outbox.said(held, ts, now=now)
            if first:
                self._kinds[owed.kind].posted(session, held)

        return note

    def _look(self, owed: Owed) -> Note:
        """Find out whether a post that nobody answered for is there."""
        try:
            ts = self._find(owed)
        except slack.RefusedError as refusal:
            if refusal.error not in CANNOT_LOOK:
                raise
            if owed.importance == Importance.NEVER_TWICE:
                return self._refused(owed, Step.CHECK, "nobody can tell whether it was said")
            ts = None
        return self._said(owed, ts) if ts is not None else _absent

    def _find(self, owed: Owed) -> str | None:
        """Look for our key among the conversation's messages since the first attempt."""
        since = owed.tried_at - CLOCKS_APART if owed.tried_at else None
        where = {"channel": owed.channel_id, "oldest": f"{since.timestamp() if since else 0:.6f}"}
        method: Method = self._client.conversations_history
        if owed.thread_ts is not None:
            method, where = self._client.conversations_replies, {**where, "ts": owed.thread_ts}
        cursor = None
        while True:
            page = slack.call(method, **where, include_all_metadata=True, limit=200, cursor=cursor)
            for message in page["messages"]:
                if message.get("metadata", {}).get("event_payload", {}).get("key") == owed.key:
                    return str(message["ts"])
            cursor = page.get("response_metadata", {}).get("next_cursor")
            if not cursor:
                return None

    def _again(self, owed: Owed, step: Step, reason: str) -> Note:
        if owed.attempts >= MOST_ATTEMPTS:
            return self._refused(owed, step, f"given up: {reason}")
        return _later(step, reason, wait=min(timedelta(seconds=2**owed.attempts), LONGEST_WAIT))

    def _refused(self, owed: Owed, step: Step, reason: str) -> Note:
        if step in {Step.UPDATE, Step.DELETE} and reason in GONE:
            return _end(Step.DROPPED, reason)

        def note(session: Session, held: Owed, now: datetime) -> None:
            logger.warning("%s: refused, %s", held.key, reason)
            outbox.end(held, Step.REFUSED, reason=reason)
            self._kinds[owed.kind].undeliverable(session, held, now)

        return note


def _later(step: Step, reason: str, *, wait: timedelta) -> Note:
    return lambda _session, held, now: outbox.later(held, step, due=now + wait, reason=reason)


def _end(step: Step, reason: str) -> Note:
    return lambda _session, held, _now: outbox.end(held, step, reason=reason)


def _absent(_session: Session, held: Owed, now: datetime) -> None:
    if held.then == Step.DELETE:
        outbox.end(held, Step.DROPPED, reason="taken back")
    else:
        outbox.later(held, Step.POST, due=now, reason="not there")
