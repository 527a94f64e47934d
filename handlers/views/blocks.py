"""Builders for Block Kit, the escaping of members' words, and a message as a whole."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any, NamedTuple

Block = dict[str, Any]
View = dict[str, Any]

PLAIN_TEXT = 3000
MOST_PIECES = 60
"""Links and emoji in somebody's words; what comes after them stays plain, or Slack refuses the whole."""

REST_BLOCKS = 10

FALLBACK_TEXT = 300
"""Characters of a member's words in a notification or another line that only stands for them."""

_LINK_OR_EMOJI = re.compile(
    r"(?P<url>https?://[^\s<>|\"]+[^\s<>|\".,;:!?)\]])|(?<![:\w]):(?P<emoji>[a-z0-9_+'-]+):(?![:\w])"
)
_TURNS_TEXT = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Message(NamedTuple):
    """A message: its blocks, and the text that stands for them in a notification."""

    text: str
    blocks: list[Block]


def escape(words: str) -> str:
    """Make words mean only themselves in Slack's mrkdwn and fallback texts."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(words: str, limit: int = FALLBACK_TEXT) -> str:
    """Put words on one line of at most `limit` characters, kept apart from what surrounds them."""
    line = " ".join(_CONTROLS.sub(" ", words).split())
    line = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    # First-strong isolate: right-to-left words and overrides end where the words end.
    return f"\u2068{line}\u2069" if _TURNS_TEXT.search(line) else line


def quiet(words: str, limit: int = FALLBACK_TEXT) -> str:
    """Escape and shorten a member's words for a fallback text, where nothing may ring."""
    # A fallback text knows no `verbatim`: a zero-width space keeps "@here" a word.
    return re.sub(r"@(?=\w)", "@\u200b", escape(shortened(words, limit)))


def person(user_id: str) -> str:
    """Name a person in mrkdwn; only for people whom the message concerns."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    """Name a channel in mrkdwn."""
    return f"<#{channel_id}>"


def plain(text: str) -> Block:
    """Build a text that Slack shows as it is."""
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str) -> Block:
    """Build a formatted text of our own words; `verbatim` keeps Slack from reading more into it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """Build a large line."""
    return {"type": "header", "text": plain(text)}


def section(text: str, *, accessory: Block | None = None) -> Block:
    """Build a paragraph of our own words."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return block if accessory is None else {**block, "accessory": accessory}


def context(*texts: str) -> Block:
    """Build a small grey line of our own words."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def divider() -> Block:
    """Build a line across."""
    return {"type": "divider"}


def words(text: str) -> Block:
    """Show a member's words as typed: links and emoji work, mentions never ring."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(_pieces(text))}],
    }


def preformatted(text: str) -> Block:
    """Show a text as it is, each character as wide as the next."""
    piece = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [piece]}]}


def marked(text: str, spans: Sequence[tuple[int, int]], *, start: int, end: int) -> Block:
    """Show a part of a member's words as typed, the given spans of it in bold; nothing in it rings."""
    pieces: list[Block] = [{"type": "text", "text": "…"}] if start else []
    at = start
    for first, last in [*spans, (end, end)]:
        if first > at:
            pieces.append({"type": "text", "text": text[at:first]})
        if last > first:
            pieces.append({"type": "text", "text": text[first:last], "style": {"bold": True}})
        at = last
    pieces += [{"type": "text", "text": "…"}] if end < len(text) else []
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}


def actions(block_id: str, *elements: Block) -> Block:
    """Build a row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str, action_id: str, *, value: object = "", style: str | None = None, confirm: Block | None = None
) -> Block:
    """Build a button; `style` is primary or danger."""
    block: Block = {"type": "button", "action_id": action_id, "text": plain(text)}
    return block | _given(value=str(value) or None, style=style, confirm=confirm)


def confirm(title: str, text: str, *, yes: str, no: str) -> Block:
    """Build the question that stands before a step that cannot be taken back."""
    return {
        "title": plain(title),
        "text": plain(text),
        "confirm": plain(yes),
        "deny": plain(no),
        "style": "danger",
    }


def field(name: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False) -> Block:
    """Build a form field; its name is block and action at once."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        "optional": optional,
    }
    return block if hint is None else {**block, "hint": plain(hint)}


def text_input(
    *, initial: str = "", multiline: bool = False, longest: int = PLAIN_TEXT, placeholder: str = ""
) -> Block:
    """Build a field to type in."""
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": longest}
    if initial:
        element["initial_value"] = initial[:longest]
    if placeholder:
        element["placeholder"] = plain(placeholder)
    return element


def rest(typed: str, longest: int) -> list[Block]:
    """Show what somebody typed beyond what a field holds, so that nothing is lost."""
    if len(typed) <= longest:
        return []
    note = f"You typed {len(typed):,} characters, and {longest:,} fit here. This is the rest of them:"
    parts = [typed[at : at + PLAIN_TEXT] for at in range(longest, len(typed), PLAIN_TEXT)][:REST_BLOCKS]
    return [section(note), *({"type": "section", "text": plain(part)} for part in parts)]


def option(text: str, value: str) -> Block:
    """Build one choice."""
    return {"text": plain(text), "value": value}


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    """Build the three dots that open a short menu: at most five options."""
    return {"type": "overflow", "action_id": action_id, "options": list(options)}


def radio(options: Sequence[Block], *, initial: Block) -> Block:
    """Build a choice of one."""
    return {"type": "radio_buttons", "options": list(options), "initial_option": initial}


def checkboxes(options: Sequence[Block], *, initial: Sequence[Block] = ()) -> Block:
    """Build a choice of any."""
    element: Block = {"type": "checkboxes", "options": list(options)}
    return {**element, "initial_options": list(initial)} if initial else element


def select(options: Sequence[Block], *, initial: Block | None = None, placeholder: str = "") -> Block:
    """Build a list to choose one from."""
    element: Block = {"type": "static_select", "options": list(options)}
    return element | _given(initial_option=initial, placeholder=plain(placeholder) if placeholder else None)


def person_select(*, initial: str | None = None, placeholder: str = "Somebody") -> Block:
    """Build a list of people to choose one from."""
    element: Block = {"type": "users_select", "placeholder": plain(placeholder)}
    return element | _given(initial_user=initial)


def people_select(*, initial: Sequence[str] = (), most: int | None = None) -> Block:
    """Build a list of people to choose any from; with `most` 1 the one can be taken away again."""
    element: Block = {"type": "multi_users_select"}
    return element | _given(initial_users=list(initial) or None, max_selected_items=most)


def channel_select(*, initial: str | None = None, here: bool = False) -> Block:
    """Build a list of the company's own channels; `here` starts with the one that is open."""
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    return element | _given(initial_conversation=initial, default_to_current_conversation=here or None)


def channels_select(*, initial: Sequence[str] = ()) -> Block:
    """Build a list of the company's own channels to choose any from."""
    element: Block = {
        "type": "multi_conversations_select",
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    return {**element, "initial_conversations": list(initial)} if initial else element


def date_input(*, initial: date | None = None) -> Block:
    """Build a calendar."""
    return {"type": "datepicker"} | _given(initial_date=initial.isoformat() if initial else None)


def time_input(*, initial: time | None = None) -> Block:
    """Build a choice of a time of day."""
    return {"type": "timepicker"} | _given(initial_time=f"{initial:%H:%M}" if initial else None)


def moment_input(*, initial: datetime | None = None) -> Block:
    """Build a calendar with a time of day, in the zone of who fills it in."""
    return {"type": "datetimepicker"} | _given(
        initial_date_time=int(initial.timestamp()) if initial else None
    )


def modal(
    callback_id: str,
    title: str,
    blocks: Iterable[Block],
    *,
    submit: str | None = None,
    metadata: str = "",
    last: bool = False,
) -> View:
    """Build a form or a page in a window of its own; `metadata` carries ids, never trust.

    With the `last` one those below close too: they show how things were before.
    """
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title),
        "close": plain("Cancel" if submit else "Close"),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    if last:
        view["clear_on_close"] = True
    return view if submit is None else {**view, "submit": plain(submit)}


def _given(**parts: Any) -> Block:
    """Leave out what was not given."""
    return {name: part for name, part in parts.items() if part is not None}


def _pieces(text: str) -> Iterable[Block]:
    at = 0
    for match in islice(_LINK_OR_EMOJI.finditer(text), MOST_PIECES):
        if match.start() > at:
            yield {"type": "text", "text": text[at : match.start()]}
        url, emoji = match["url"], match["emoji"]
        yield {"type": "link", "url": url} if url else {"type": "emoji", "name": emoji}
        at = match.end()
    if at < len(text):
        yield {"type": "text", "text": text[at:]}
