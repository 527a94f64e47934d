"""What people typed, read once where it enters."""

from typing import Any

Payload = dict[str, Any]

HOLDS = {
    "plain_text_input": "value",
    "conversations_select": "selected_conversation",
    "users_select": "selected_user",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
}
"""Which part of an element's state holds what was chosen."""


def read(view: Payload) -> dict[str, str]:
    """Give a submitted form as {field: value}; a field left empty is an empty string."""
    return {name: "".join(chosen[:1]) for name, chosen in choices(view).items()}


def choices(view: Payload) -> dict[str, list[str]]:
    """Give a submitted form as {field: everything chosen in it}."""
    blocks: Payload = view["state"]["values"]
    return {name: _values(state) for fields in blocks.values() for name, state in fields.items()}


def typed(command: Payload) -> str:
    """Give what stands behind a slash command, as it was typed: Slack escapes three characters."""
    text: str = command.get("text") or ""
    return _storable(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip())


def asks_for_help(words: str) -> bool:
    """Tell whether a command is asked to explain itself."""
    return words.casefold() in {"help", "-h", "--help", "?"}


def _values(state: Payload) -> list[str]:
    chosen = state.get(HOLDS[state["type"]]) or []
    several = chosen if isinstance(chosen, list) else [chosen]
    return [_storable(each["value"] if isinstance(each, dict) else str(each)) for each in several]


def _storable(text: str) -> str:
    """Leave out what no database takes and nobody sees: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
