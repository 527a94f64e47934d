"""What Potluck says to others: how each kind of owed message is made, and whom a refusal concerns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from handlers.views.blocks import Message
from models.base import Sessions
from models.outbox import Owed


class NotNow(NamedTuple):
    """A message that waits: since its recipient pauses, or sleeps."""

    until: datetime
    reason: str


def _nothing_to_look_at(_client: WebClient, _sessions: Sessions, _owed: Owed, _now: datetime) -> None:
    """Say it as it is known here."""


def _nothing_to_note(_session: Session, _owed: Owed) -> None:
    """Leave a posted message at that."""


def _nobody_to_tell(_session: Session, _owed: Owed, _now: datetime) -> None:
    """Leave a refusal to the operator's list."""


@dataclass(frozen=True)
class Kind:
    """One kind of message.

    `render` makes it from its reference when it is said; None means that there is nothing to say any more,
    NotNow that its time has not come.
    `look` asks Slack beforehand whether others' words in it may still be shown.
    `posted` notes where it stands (`owed.ts`). `undeliverable` owes a word to whom a definite refusal
    (`owed.reason`, Slack's error) concerns, `stale` likewise where it stands there and cannot follow any
    more, and `expired` to whom it concerns that its time went by unsaid.
    """

    render: Callable[[Session, Owed, datetime], Message | NotNow | None]
    look: Callable[[WebClient, Sessions, Owed, datetime], None] = _nothing_to_look_at
    posted: Callable[[Session, Owed], None] = _nothing_to_note
    undeliverable: Callable[[Session, Owed, datetime], None] = _nobody_to_tell
    stale: Callable[[Session, Owed, datetime], None] = _nobody_to_tell
    expired: Callable[[Session, Owed, datetime], None] = _nobody_to_tell


Kinds = dict[str, Kind]
