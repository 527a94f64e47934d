"""What went over the wire, for the page's inspector and for tests."""

import json
import re
from collections import deque
from itertools import count
from typing import Any

from bot.workspace.changes import Changes
from bot.workspace.clock import Clock

KEPT = 200
_SECRET = re.compile(r"xox[abp]-[\w-]+|xapp-[\w-]+")


class Wire:
    """The last calls and envelopes, tokens left out."""

    def __init__(self, clock: Clock, changes: Changes) -> None:
        self._clock = clock
        self._changes = changes
        self._numbers = count(1)
        self.frames: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(
        self, direction: str, kind: str, name: str, *, ok: bool, seconds: float, body: Any, answer: Any
    ) -> None:
        """Write down one call or envelope with its answer."""
        self.frames.append(
            {
                "n": next(self._numbers),
                "at": self._clock.time(),
                "direction": direction,
                "kind": kind,
                "name": name,
                "ok": ok,
                "ms": round(seconds * 1000, 1),
                "body": _redacted(body),
                "answer": _redacted(answer),
            }
        )
        self._changes.tell("wire")


def _redacted(value: Any) -> Any:
    return json.loads(_SECRET.sub("(token)", json.dumps(value, default=str)))
