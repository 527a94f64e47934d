"""Interactive elements: what the page sends for one, turned into Slack's state of it, or refused."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.workspace.errors import PageError

Json = dict[str, Any]

HOLDS = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "checkboxes": "selected_options",
    "radio_buttons": "selected_option",
}
"""Which part of an element's state holds the value."""

LISTS = {name for name, holds in HOLDS.items() if holds.endswith("s")}
"""The elements whose value is a list, empty where nothing is chosen."""

REQUIRED = "Please complete this required field."


def interactive(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Give every (block, element) that can be used."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        yield from ((block, each) for each in inside if isinstance(each, dict) and "action_id" in each)


def find(blocks: list[Json], block_id: str, action_id: str) -> Json:
    """Find an element, or say that it is not there any more."""
    for block, element in interactive(blocks):
        if block.get("block_id") == block_id and element["action_id"] == action_id:
            return element
    raise PageError("That is not there any more.", status=404)


def values(blocks: list[Json], *, here: str | None = None) -> Json:
    """Give every element's state as it is before anybody uses it: {block_id: {action_id: state}}."""
    states: Json = {}
    for block, element in interactive(blocks):
        if element["type"] in HOLDS:
            states.setdefault(block["block_id"], {})[element["action_id"]] = initial(element, here=here)
    return states


def initial(element: Json, *, here: str | None = None) -> Json:
    """Give the state of an element that nobody touched; `here` is the conversation one looks at."""
    holds = HOLDS[element["type"]]
    name = f"initial_{holds.removeprefix('selected_')}"
    value = element.get(name)
    if value is None and element.get("default_to_current_conversation") and here is not None:
        value = [here] if element["type"] in LISTS else here
    return {"type": element["type"], holds: value} if value is not None else empty(element["type"])


def empty(kind: str) -> Json:
    """Give the state of an element in which there is nothing."""
    if kind == "rich_text_input":
        return {"type": kind}
    return {"type": kind, HOLDS[kind]: [] if kind in LISTS else None}


def chosen(element: Json, raw: Any) -> Json:
    """Give the state of an element after somebody used it."""
    kind = element["type"]
    if kind not in HOLDS:
        return {}
    holds = HOLDS[kind]
    if raw in (None, "", []):
        return empty(kind)
    if holds == "selected_option":
        return {"type": kind, holds: option(element, raw)}
    if holds == "selected_options":
        return {"type": kind, holds: [option(element, each) for each in raw]}
    if kind == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(raw)}]}
        return {"type": kind, holds: {"type": "rich_text", "elements": [section]}}
    return {"type": kind, holds: _fitting(kind, raw)}


def option(element: Json, value: Any) -> Json:
    """Find one of an element's options by its value."""
    if element["type"] in {"external_select", "multi_external_select"} and isinstance(value, dict):
        return value
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    for each in (option for group in groups for option in group["options"]):
        if each["value"] == value:
            picked: Json = {"text": each["text"], "value": each["value"]}
            return picked | {name: each[name] for name in ("description",) if name in each}
    raise PageError(f"{value!r} is not one of the choices.")


def problem(block: Json, state: Json) -> str | None:
    """Say what Slack's client would, before a form is sent."""
    element = block["element"]
    value = state.get(HOLDS[element["type"]])
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    check = CHECKS.get(element["type"])
    return check(element, value) if check else None


def _fitting(kind: str, raw: Any) -> Any:
    patterns = {"datepicker": r"\d{4}-\d{2}-\d{2}", "timepicker": r"\d{2}:\d{2}"}
    if kind in patterns and not re.fullmatch(patterns[kind], str(raw)):
        raise PageError(f"{raw!r} does not fit here.")
    return int(raw) if kind == "datetimepicker" else raw


def _length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not value.strip() and not least:
        return None
    if len(value) < least:
        return f"Please write at least {least} characters."
    return f"Please write at most {most} characters; these are {len(value):,}." if len(value) > most else None


def _number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not re.fullmatch(r"-?\d+", value):
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if (least is not None and number < float(least)) or (most is not None and number > float(most)):
        return f"Please enter a number from {least or 'any'} to {most or 'any'}."
    return None


def _email(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "Please enter a valid email address."


def _url(_element: Json, value: str) -> str | None:
    parts = urlsplit(value)
    return None if parts.scheme in {"http", "https"} and parts.netloc else "Please enter a valid URL."


CHECKS = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
}
