"""Open windows: each person's stack of views, what is typed in them, and the triggers that open them."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from bot.workspace import elements, payloads
from bot.workspace.company import APP, BOT, TEAM
from bot.workspace.errors import ApiError

Json = dict[str, Any]

TRIGGER_SECONDS = 3.0
DEEPEST = 3

PARTS = (
    "type", "blocks", "callback_id", "title", "close", "submit", "private_metadata", "external_id",
    "clear_on_close", "notify_on_close", "submit_disabled",
)  # fmt: skip


@dataclass
class Window:
    """One view that somebody has open."""

    id: str
    owner: str
    view: Json
    hash: str
    here: str | None = None
    root: str = ""
    below: str | None = None
    typed: dict[tuple[str, str], Json] = field(default_factory=dict)

    def state(self) -> Json:
        """Give every field's state, typed or initial."""
        values = elements.values(self.view["blocks"], here=self.here)
        for (block_id, action_id), value in self.typed.items():
            values[block_id][action_id] = value
        return {"values": values}

    def picked(self, block: Json, element: Json) -> str | None:
        """Tell which conversation is picked in an element of a block."""
        state = self.state()["values"][block["block_id"]][element["action_id"]]
        picked: str | None = state.get(elements.HOLDS[element["type"]])
        return picked

    def replace(self, view: Json) -> None:
        """Show another view in its place; what was typed stays where the fields stay."""
        self.view = filled_in(view)
        self.hash = new_hash()
        names = {
            (block["block_id"], each["action_id"])
            for block, each in elements.interactive(self.view["blocks"])
        }
        self.typed = {name: state for name, state in self.typed.items() if name in names}

    def public(self) -> Json:
        """Give the view as Slack hands it out."""
        return described(self.view, self.id, self.hash) | {
            "state": self.state(),
            "root_view_id": self.root or self.id,
            "previous_view_id": self.below,
        }


def new_hash() -> str:
    """Make a view's hash: another one at each change."""
    return f"{int(time.time())}.{secrets.token_hex(4)}"


def filled_in(view: Json) -> Json:
    """Give each block the id that Slack gives where none is given."""
    blocks = payloads.named(view["blocks"])
    for block in blocks:
        if "element" in block:
            block["element"] = {"action_id": secrets.token_hex(3), **block["element"]}
    return {**view, "blocks": blocks}


def described(view: Json, view_id: str, digest: str) -> Json:
    """Give a view with everything Slack adds to it."""
    given = {name: view.get(name) for name in PARTS if view.get(name) is not None}
    defaults = {
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "title": payloads.HOME_TITLE,
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
    }
    return {
        "id": view_id,
        "team_id": TEAM,
        **defaults,
        **given,
        "hash": digest,
        "root_view_id": view_id,
        "previous_view_id": None,
        "app_id": APP,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
        "state": {"values": {}},
    }


class Modals:
    """Everybody's stacks, and the triggers given out."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[Window]] = {}
        self._triggers: dict[str, tuple[str, float, str | None]] = {}
        self._used: set[str] = set()

    def trigger(self, person: str, *, here: str | None = None) -> str:
        """Give a trigger for this person: one use, three seconds."""
        trigger = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger] = (person, time.monotonic(), here)
        return trigger

    def stack(self, person: str) -> list[Window]:
        """Give somebody's open windows, the lowest first."""
        return self._stacks.setdefault(person, [])

    def window(self, view_id: str, external_id: str | None = None) -> Window | None:
        """Find an open window."""
        every = (window for stack in self._stacks.values() for window in stack)
        return next(
            (
                w
                for w in every
                if w.id == view_id or (external_id and w.view.get("external_id") == external_id)
            ),
            None,
        )

    def open(self, trigger: str, view: Json, view_id: str) -> Window:
        """Open a first window in place of whatever was open."""
        person, here = self._redeem(trigger)
        window = Window(view_id, person, filled_in(view), new_hash(), here=here)
        self._stacks[person] = [window]
        return window

    def push(self, trigger: str, view: Json, view_id: str) -> Window:
        """Put a window on top of the open ones."""
        person, here = self._redeem(trigger)
        return self.put_on(person, view, view_id, here=here)

    def put_on(self, person: str, view: Json, view_id: str, *, here: str | None = None) -> Window:
        """Put a window on top of somebody's stack."""
        stack = self.stack(person)
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        window = Window(view_id, person, filled_in(view), new_hash(), here=here)
        if stack:
            window.root, window.below = stack[0].id, stack[-1].id
        stack.append(window)
        return window

    def close(self, window: Window) -> None:
        """Close a window and what lies on it."""
        stack = self.stack(window.owner)
        del stack[stack.index(window) :]

    def clear(self, person: str) -> None:
        """Close everything of somebody's."""
        self._stacks[person] = []

    def reset(self) -> None:
        """Close everything of everybody's."""
        self._stacks.clear()

    def _redeem(self, trigger: str) -> tuple[str, str | None]:
        if trigger in self._used:
            raise ApiError("exchanged_trigger_id")
        if trigger not in self._triggers:
            raise ApiError("invalid_trigger_id")
        person, given, here = self._triggers[trigger]
        if time.monotonic() - given > TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        self._used.add(trigger)
        return person, here
