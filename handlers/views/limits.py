"""Slack's limits on what is shown: every figure from its Block Kit reference, in one place.

Both functions answer with a sentence for each problem; none means that Slack would take it.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
Problems = Iterator[str]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LARGEST_TREE = 13_000
"""Characters of a message's blocks as JSON; not documented, seen refused."""

ID = 255
OPTION_TEXT = 75
STYLES = {"primary", "danger"}


@dataclass(frozen=True)
class Text:
    """A text object, of so many characters at most."""

    most: int
    only: str | None = None


@dataclass(frozen=True)
class Words:
    """A string, of so many characters at most, and of one pattern."""

    most: int
    least: int = 1
    pattern: str = ".*"


@dataclass(frozen=True)
class Many:
    """A list of so many parts at most."""

    most: int
    part: "Rule"
    least: int = 1


@dataclass(frozen=True)
class OneOf:
    """One of the named values."""

    values: Collection[Any]


@dataclass(frozen=True)
class Kind:
    """An object whose `type` names its shape, of the types allowed here."""

    types: Collection[str]


@dataclass(frozen=True)
class Shape:
    """An object's parts by name, and which of them it must have."""

    parts: Mapping[str, "Rule"]
    needs: Collection[str] = ()
    also: tuple[Callable[[Json, str], Problems], ...] = field(default=())


Any_ = OneOf(())
"""Whatever Slack documents elsewhere."""

Rule = Text | Words | Many | OneOf | Kind | Shape

FLAG = OneOf((True, False))
PLAIN = "plain_text"
DATE = Words(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = Words(5, pattern=r"\d{2}:\d{2}")
OPTION = Shape(
    {"text": Text(OPTION_TEXT), "value": Words(150), "description": Text(75, PLAIN), "url": Words(3000)},
    ("text", "value"),
)
OPTIONS = Many(100, OPTION)
GROUPS = Many(100, Shape({"label": Text(75, PLAIN), "options": OPTIONS}, ("label", "options")))
CONFIRM = Shape(
    {
        "title": Text(100, PLAIN),
        "text": Text(300),
        "confirm": Text(30, PLAIN),
        "deny": Text(30, PLAIN),
        "style": OneOf(STYLES),
    },
    ("title", "text", "confirm", "deny"),
)
FILTER = Shape(
    {
        "include": Many(4, OneOf(("im", "mpim", "private", "public"))),
        "exclude_external_shared_channels": FLAG,
        "exclude_bot_users": FLAG,
    }
)
DISPATCH = Shape({"trigger_actions_on": Many(2, OneOf(("on_enter_pressed", "on_character_entered")))})


def _initial_is_an_option(element: Json, at: str) -> Problems:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    known = [option for group in groups for option in group.get("options", [])]
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    for option in chosen:
        if option not in known:
            yield f"{at}: its initial choice is none of its options"


def _options_or_groups(element: Json, at: str) -> Problems:
    if ("options" in element) == ("option_groups" in element):
        yield f"{at} needs either options or option_groups"


def _lengths_agree(element: Json, at: str) -> Problems:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if not 0 <= least <= 3000 or not 1 <= most <= 3000 or least > most:  # noqa: PLR2004 - Slack's
        yield f"{at}: min_length and max_length go from 0 to 3,000, the first not above the second"
    if len(element.get("initial_value", "")) > most:
        yield f"{at}.initial_value is longer than max_length allows"


def _text_or_fields(block: Json, at: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield f"{at} needs text or fields"


def _one_source(image: Json, at: str) -> Problems:
    if ("image_url" in image) == ("slack_file" in image):
        yield f"{at} needs either image_url or slack_file"


def _element(
    parts: Mapping[str, Rule], needs: Collection[str] = (), *also: Callable[[Json, str], Problems]
) -> Shape:
    common: dict[str, Rule] = {"action_id": Words(ID), "confirm": CONFIRM, "focus_on_load": FLAG}
    return Shape({**common, **parts}, needs, also)


def _select(parts: Mapping[str, Rule], *also: Callable[[Json, str], Problems]) -> Shape:
    return _element({"placeholder": Text(150, PLAIN), "max_selected_items": Any_, **parts}, (), *also)


CHOICES: dict[str, Rule] = {"options": OPTIONS, "option_groups": GROUPS}
TYPED: dict[str, Rule] = {
    "initial_value": Any_,
    "placeholder": Text(150, PLAIN),
    "dispatch_action_config": DISPATCH,
}

SELECTS = {
    "static_select": _select(
        {**CHOICES, "initial_option": OPTION}, _options_or_groups, _initial_is_an_option
    ),
    "external_select": _select({"min_query_length": Any_, "initial_option": OPTION}),
    "users_select": _select({"initial_user": Words(32)}),
    "conversations_select": _select(
        {
            "initial_conversation": Words(32),
            "default_to_current_conversation": FLAG,
            "response_url_enabled": FLAG,
            "filter": FILTER,
        }
    ),
    "channels_select": _select({"initial_channel": Words(32), "response_url_enabled": FLAG}),
    "multi_static_select": _select(
        {**CHOICES, "initial_options": OPTIONS}, _options_or_groups, _initial_is_an_option
    ),
    "multi_external_select": _select({"min_query_length": Any_, "initial_options": OPTIONS}),
    "multi_users_select": _select({"initial_users": Many(1000, Words(32))}),
    "multi_conversations_select": _select(
        {
            "initial_conversations": Many(1000, Words(32)),
            "default_to_current_conversation": FLAG,
            "filter": FILTER,
        }
    ),
    "multi_channels_select": _select({"initial_channels": Many(1000, Words(32))}),
}

ELEMENTS = {
    **SELECTS,
    "button": _element(
        {
            "text": Text(75, PLAIN),
            "url": Words(3000),
            "value": Words(2000),
            "style": OneOf(STYLES),
            "accessibility_label": Words(75),
        },
        ("text",),
    ),
    "overflow": _element({"options": Many(5, OPTION)}, ("options",)),
    "checkboxes": _element(
        {"options": Many(10, OPTION), "initial_options": Many(10, OPTION)},
        ("options",),
        _initial_is_an_option,
    ),
    "radio_buttons": _element(
        {"options": Many(10, OPTION), "initial_option": OPTION}, ("options",), _initial_is_an_option
    ),
    "datepicker": _element({"initial_date": DATE, "placeholder": Text(150, PLAIN)}),
    "timepicker": _element({"initial_time": TIME, "placeholder": Text(150, PLAIN), "timezone": Words(64)}),
    "datetimepicker": _element({"initial_date_time": Any_}),
    "plain_text_input": _element(
        {**TYPED, "multiline": FLAG, "min_length": Any_, "max_length": Any_}, (), _lengths_agree
    ),
    "email_text_input": _element(TYPED),
    "url_text_input": _element(TYPED),
    "number_input": _element(
        {**TYPED, "is_decimal_allowed": FLAG, "min_value": Any_, "max_value": Any_}, ("is_decimal_allowed",)
    ),
    "rich_text_input": _element(TYPED),
    "file_input": _element({"filetypes": Many(100, Words(10)), "max_files": Any_}),
    "image": Shape(
        {"image_url": Words(3000), "slack_file": Any_, "alt_text": Words(2000)}, ("alt_text",), (_one_source,)
    ),
    "plain_text": Shape({"text": Words(3000), "emoji": FLAG}, ("text",)),
    "mrkdwn": Shape({"text": Words(3000), "verbatim": FLAG}, ("text",)),
}

PRESSED = {"button", "overflow", "checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"}
FILLED = (
    {name for name in ELEMENTS if name.endswith("_input")} | {*SELECTS} | PRESSED - {"button", "overflow"}
)
RICH = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
CELLS = {"raw_text", "raw_number", "rich_text"}

BLOCKS = {
    "section": Shape(
        {
            "text": Text(3000),
            "fields": Many(10, Text(2000)),
            "accessory": Kind({*SELECTS, *PRESSED, "image"}),
            "expand": FLAG,
        },
        (),
        (_text_or_fields,),
    ),
    "header": Shape({"text": Text(150, PLAIN)}, ("text",)),
    "divider": Shape({}),
    "context": Shape({"elements": Many(10, Kind({"image", "plain_text", "mrkdwn"}))}, ("elements",)),
    "actions": Shape({"elements": Many(25, Kind({*SELECTS, *PRESSED}))}, ("elements",)),
    "image": Shape(
        {"image_url": Words(3000), "slack_file": Any_, "alt_text": Words(2000), "title": Text(2000, PLAIN)},
        ("alt_text",),
        (_one_source,),
    ),
    "input": Shape(
        {
            "label": Text(2000, PLAIN),
            "element": Kind(FILLED),
            "hint": Text(2000, PLAIN),
            "optional": FLAG,
            "dispatch_action": FLAG,
        },
        ("label", "element"),
    ),
    "rich_text": Shape(
        {"elements": Many(1000, Shape({"type": OneOf(RICH)}, ("type", "elements")))}, ("elements",)
    ),
    "table": Shape(
        {
            "rows": Many(100, Many(20, Shape({"type": OneOf(CELLS)}, ("type",)))),
            "column_settings": Any_,
        },
        ("rows",),
    ),
    "markdown": Shape({"text": Words(12_000)}, ("text",)),
    "video": Shape({}, ("alt_text", "title", "thumbnail_url", "video_url")),
    "file": Shape({}, ("external_id", "source")),
}
OPEN = {"rich_text", "video", "file"}
"""Blocks whose further parts are not looked into."""

VIEW: dict[str, Rule] = {
    "title": Text(24, PLAIN),
    "submit": Text(24, PLAIN),
    "close": Text(24, PLAIN),
    "private_metadata": Words(3000, least=0),
    "callback_id": Words(ID, least=0),
    "external_id": Words(ID, least=0),
}


def message_problems(blocks: Sequence[Json]) -> list[str]:
    """Say what Slack would refuse in a message's blocks."""
    problems = list(_blocks(blocks, "message"))
    size = len(json.dumps(blocks, ensure_ascii=False))
    if size > LARGEST_TREE:
        problems.append(f"blocks are {size:,} characters in all; at most {LARGEST_TREE:,}")
    return problems


def view_problems(view: Json) -> list[str]:
    """Say what Slack would refuse in a modal or a Home tab."""
    surface = view.get("type")
    if surface not in {"modal", "home"}:
        return [f"type is {surface!r}; a view is a modal or a home"]
    problems: list[str] = [
        problem for name, rule in VIEW.items() if name in view for problem in _check(view[name], rule, name)
    ]
    blocks = view.get("blocks", [])
    if surface == "modal" and "title" not in view:
        problems.append("a modal needs a title")
    if surface == "modal" and "submit" not in view and any(block.get("type") == "input" for block in blocks):
        problems.append("a modal with input blocks needs submit")
    return [*problems, *_blocks(blocks, surface)]


def _blocks(blocks: Sequence[Json], surface: str) -> Problems:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks; at most {MOST_BLOCKS[surface]}"
    for number, block in enumerate(blocks):
        yield from _block(block, f"blocks[{number}]")
    yield from _twice([block.get("block_id") for block in blocks], "block_id")
    if json.dumps(blocks).count('"focus_on_load": true') > 1:
        yield "focus_on_load on more than one element"


def _block(block: Json, at: str) -> Problems:
    kind = block.get("type")
    shape = BLOCKS.get(str(kind))
    if shape is None:
        yield f"{at}.type is {kind!r}, which is no block"
        return
    parts: dict[str, Rule] = {"type": Any_, "block_id": Words(ID), **shape.parts}
    known = block if kind not in OPEN else {name: part for name, part in block.items() if name in parts}
    yield from _shape(
        known if kind not in OPEN else {**block, **known}, parts, shape, at, closed=kind not in OPEN
    )
    elements = [element for element in block.get("elements", []) if isinstance(element, Mapping)]
    yield from _twice([element.get("action_id") for element in elements], f"{at}: action_id")


def _shape(value: Json, parts: Mapping[str, Rule], shape: Shape, at: str, *, closed: bool = True) -> Problems:
    yield from (f"{at}.{name} is missing" for name in shape.needs if name not in value)
    for name, part in value.items():
        if name in parts:
            yield from _check(part, parts[name], f"{at}.{name}")
        elif closed:
            yield f"{at}.{name} is not known"
    for rule in shape.also:
        yield from rule(value, at)


def _check(value: Any, rule: Rule, at: str) -> Problems:
    match rule:
        case Text():
            yield from _text(value, rule, at)
        case Words():
            yield from _words(value, rule, at)
        case Many():
            yield from _many(value, rule, at)
        case OneOf(values=values):
            if values and value not in values:
                yield f"{at} is {value!r}; one of {', '.join(sorted(map(str, values)))}"
        case Kind(types=types):
            yield from _kind(value, types, at)
        case Shape():
            if isinstance(value, Mapping):
                closed = "type" not in rule.parts
                yield from _shape(value, rule.parts, rule, at, closed=closed)
            else:
                yield f"{at} should be an object"


def _kind(value: Any, types: Collection[str], at: str) -> Problems:
    name = str(value.get("type")) if isinstance(value, Mapping) else ""
    if name not in types:
        yield f"{at}.type is {name!r}, which is not allowed here"
        return
    shape = ELEMENTS[name]
    yield from _shape(value, {"type": Any_, **shape.parts}, shape, at)


def _text(value: Any, rule: Text, at: str) -> Problems:
    if not isinstance(value, Mapping) or value.get("type") not in {"plain_text", "mrkdwn"}:
        yield f"{at} should be a text object"
        return
    if rule.only is not None and value["type"] != rule.only:
        yield f"{at} is {value['type']}; only {rule.only} is allowed"
    extra = "emoji" if value["type"] == "plain_text" else "verbatim"
    for name in value.keys() - {"type", "text", extra}:
        yield f"{at}.{name} is not known"
    yield from _words(value.get("text"), Words(rule.most), f"{at}.text")


def _words(value: Any, rule: Words, at: str) -> Problems:
    if not isinstance(value, str):
        yield f"{at} should be a string"
    elif len(value) < rule.least:
        yield f"{at} is empty"
    elif len(value) > rule.most:
        yield f"{at} is {len(value):,} characters long; at most {rule.most:,}"
    elif not re.fullmatch(rule.pattern, value, re.DOTALL):
        yield f"{at} is {value!r}, which is not of the form {rule.pattern}"


def _many(value: Any, rule: Many, at: str) -> Problems:
    if not isinstance(value, Sequence) or isinstance(value, str):
        yield f"{at} should be a list"
        return
    if not rule.least <= len(value) <= rule.most:
        yield f"{at} has {len(value)} parts; from {rule.least} to {rule.most}"
    for number, part in enumerate(value):
        yield from _check(part, rule.part, f"{at}[{number}]")


def _twice(names: Sequence[Any], what: str) -> Problems:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{what} {name!r} is used twice"
        if name is not None:
            seen.add(name)
