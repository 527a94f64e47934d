"""People in the local workspace, who type, press and read as they would in the page."""

import json
from collections.abc import Iterator
from datetime import datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]

CHANNELS = {
    "#general": "C0GENERAL",
    "#learning": "C0LEARNING",
    "#engineering": "C0ENGINEERING",
    "#random": "C0RANDOM",
    "#leads": "C0LEADS",
}


class RefusedError(Exception):
    """The page's word that something does not work."""


class Page:
    """The workspace's own addresses, over HTTP."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=20)

    def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """Give the answer; RefusedError if it is an error."""
        text = json.dumps(body or {}) if method == "POST" else None
        self._connection.request(method, f"/local{path}", text, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        answer = json.loads(response.read())
        if response.status >= 400:
            raise RefusedError(answer["error"])
        return answer

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class Person:
    """Somebody at the page."""

    def __init__(self, page: Page, user_id: str) -> None:
        self.page = page
        self.id = user_id

    def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """Do something as this person."""
        return self.page.ask(method, f"/people/{self.id}{path}", body)

    def types(self, text: str, where: str = "#learning", *, thread: str | None = None) -> None:
        """Type a message or a slash command, and press Enter."""
        channel = CHANNELS.get(where, where)
        if text.startswith("/"):
            self.ask("POST", "/commands", {"channel": channel, "text": text})
        else:
            self.ask("POST", f"/conversations/{channel}/messages", {"text": text, "thread_ts": thread})

    def reads(self, where: str = "#learning") -> list[Json]:
        """Read a conversation, whispers included."""
        messages: list[Json] = self.ask("GET", f"/conversations/{CHANNELS.get(where, where)}/messages")[
            "messages"
        ]
        return messages

    def last(self, where: str = "#learning") -> Json:
        """Read the last message of a conversation."""
        return self.reads(where)[-1]

    def thread(self, ts: str, where: str = "#learning") -> list[Json]:
        """Read a thread's answers."""
        path = f"/conversations/{CHANNELS.get(where, where)}/messages/{ts}/replies"
        messages: list[Json] = self.ask("GET", path)["messages"]
        return messages[1:]

    def told_by_potluck(self) -> list[Json]:
        """Read what Potluck wrote to this person alone."""
        direct = next(
            each
            for each in self.ask("GET", "/conversations")
            if "U0POTLUCK" in each["members"] and each["kind"] == "im"
        )
        return self.reads(direct["id"])

    @property
    def windows(self) -> list[Json]:
        """The open windows, the lowest first."""
        views: list[Json] = self.ask("GET", "/views")["views"]
        return views

    @property
    def window(self) -> Json:
        """The window on top."""
        return self.windows[-1]

    def submits(self, **fields: Any) -> dict[str, str]:
        """Fill in fields by name and send the form; give the errors beside its fields."""
        values = {name: {name: value} for name, value in fields.items()}
        answer = self.ask("POST", f"/views/{self.window['id']}/submit", {"values": values})
        errors: dict[str, str] = answer["errors"]
        return errors

    def closes(self) -> None:
        """Close every window."""
        self.ask("POST", f"/views/{self.window['id']}/close", {"all": True})

    def home(self) -> Json:
        """Open the Home tab."""
        view: Json = self.ask("POST", "/home", {"tab": "home"})["view"]
        return view

    def presses(self, label: str, message: Json | None = None, where: str = "#learning") -> None:
        """Press a button in a message, or else in the window on top."""
        if message is None:
            view = self.window
            self._press(label, view["blocks"], {"type": "view", "view_id": view["id"]})
        else:
            place = {"type": "message", "channel": CHANNELS.get(where, where), "ts": message["ts"]}
            self._press(label, message["blocks"], place)

    def chooses(self, label: str, shown: Json | None = None) -> None:
        """Choose from the first menu behind three dots that has it, in the window on top or on Home."""
        view = shown or self.window
        container = {"type": "home"} if shown else {"type": "view", "view_id": view["id"]}
        block_id, menu, option = next(each for each in menus(view["blocks"]) if words(each[2]) == label)
        action = {"block_id": block_id, "action_id": menu["action_id"], "value": option["value"]}
        self.ask("POST", "/actions", {"container": container, **action})

    def presses_on_home(self, label: str) -> None:
        """Press a button on the Home tab."""
        self._press(label, self.home()["blocks"], {"type": "home"})

    def reacts(self, name: str, message: Json, where: str = "#learning", *, on: bool = True) -> None:
        """Add a reaction, or take it back."""
        path = f"/conversations/{CHANNELS.get(where, where)}/reactions"
        self.ask("POST", path, {"ts": message["ts"], "name": name, "on": on})

    def _press(self, label: str, blocks: list[Json], container: Json) -> None:
        for block_id, button in buttons(blocks):
            if button["text"]["text"] == label:
                action = {"container": container, "block_id": block_id, "action_id": button["action_id"]}
                self.ask("POST", "/actions", action)
                return
        raise AssertionError(f"no button {label!r} among {[b['text']['text'] for _, b in buttons(blocks)]}")


def buttons(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Give each (block_id, button)."""
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory", {})]:
            if element.get("type") == "button":
                yield block["block_id"], element


def menus(blocks: list[Json]) -> Iterator[tuple[str, Json, Json]]:
    """Give each (block_id, menu behind three dots, option)."""
    for block in blocks:
        menu = block.get("accessory", {})
        if menu.get("type") == "overflow":
            for option in menu["options"]:
                yield block["block_id"], menu, option


def words(shown: Any) -> str:
    """Give everything that is written in a message, a view or a part of one, a line each."""
    if isinstance(shown, list):
        return "\n".join(filter(None, map(words, shown)))
    if not isinstance(shown, dict):
        return ""
    if shown.get("type") == "rich_text_section":
        return "".join(
            piece.get("text") or piece.get("url") or f":{piece.get('name')}:" for piece in shown["elements"]
        )
    if isinstance(shown.get("text"), str) and "blocks" not in shown:
        return str(shown["text"])
    names = (
        "title",
        "blocks",
        "text",
        "fields",
        "elements",
        "accessory",
        "label",
        "element",
        "hint",
        "options",
    )
    return words([shown.get(name) for name in names])


def seconds(moment: datetime) -> float:
    """Give a moment as the page's clock takes it."""
    return moment.timestamp()
