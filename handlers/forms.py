"""What people typed, read once where it enters."""

from typing import Any

Payload = dict[str, Any]

SINGLE = {
    "plain_text_input": "value",
    "conversations_select": "selected_conversation",
    "radio_buttons": "selected_option",
}
"""Which part of an element's state holds what was chosen."""


def read(view: Payload) -> dict[str, str]:
    """Give a submitted form as {field: value}; a field left empty is an empty string."""
    blocks: Payload = view["state"]["values"]
    return {name: _value(state) for fields in blocks.values() for name, state in fields.items()}


def typed(command: Payload) -> str:
    """Give what stands behind a slash command, as it was typed: Slack escapes three characters."""
    text: str = command.get("text") or ""
    return _storable(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip())


def asks_for_help(words: str) -> bool:
    """Tell whether a command is asked to explain itself."""
    return words.casefold() in {"help", "-h", "--help", "?"}


def _value(state: Payload) -> str:
    chosen = state.get(SINGLE[state["type"]])
    return _storable(chosen["value"] if isinstance(chosen, dict) else chosen or "")


def _storable(text: str) -> str:
    """Leave out what no database takes and nobody sees: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
