"""Slack's blocks and elements: their parts and limits, every figure from its Block Kit reference."""

from collections.abc import Collection, Mapping

from handlers.views.limits.rules import (
    Also,
    Any_,
    Json,
    Kind,
    Many,
    OneOf,
    Problems,
    Rule,
    Shape,
    Text,
    Whole,
    Words,
)

ID = 255
OPTION_TEXT = 75
STYLES = {"primary", "danger"}

FLAG = OneOf((True, False))
LONGEST = 3000
COUNT = Whole(1, 1000)
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
    if least > most:
        yield f"{at}: min_length should be not above max_length"
    if len(element.get("initial_value", "")) > most:
        yield f"{at}.initial_value is longer than max_length allows"


def _text_or_fields(block: Json, at: str) -> Problems:
    if "text" not in block and "fields" not in block:
        yield f"{at} needs text or fields"


def _one_source(image: Json, at: str) -> Problems:
    if ("image_url" in image) == ("slack_file" in image):
        yield f"{at} needs either image_url or slack_file"


def _element(parts: Mapping[str, Rule], needs: Collection[str] = (), *also: Also) -> Shape:
    common: dict[str, Rule] = {"action_id": Words(ID), "confirm": CONFIRM, "focus_on_load": FLAG}
    return Shape({**common, **parts}, needs, also)


def _select(parts: Mapping[str, Rule], *also: Also) -> Shape:
    return _element({"placeholder": Text(150, PLAIN), "max_selected_items": COUNT, **parts}, (), *also)


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
    "external_select": _select({"min_query_length": Whole(0, LONGEST), "initial_option": OPTION}),
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
    "multi_external_select": _select({"min_query_length": Whole(0, LONGEST), "initial_options": OPTIONS}),
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
        {
            **TYPED,
            "initial_value": Words(LONGEST, least=0),
            "multiline": FLAG,
            "min_length": Whole(0, LONGEST),
            "max_length": Whole(1, LONGEST),
        },
        (),
        _lengths_agree,
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


def _of(*types: str) -> dict[str, Shape]:
    return {name: ELEMENTS[name] for name in types}


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
            "accessory": Kind(_of(*SELECTS, *PRESSED, "image")),
            "expand": FLAG,
        },
        (),
        (_text_or_fields,),
    ),
    "header": Shape({"text": Text(150, PLAIN)}, ("text",)),
    "divider": Shape({}),
    "context": Shape({"elements": Many(10, Kind(_of("image", "plain_text", "mrkdwn")))}, ("elements",)),
    "actions": Shape({"elements": Many(25, Kind(_of(*SELECTS, *PRESSED)))}, ("elements",)),
    "image": Shape(
        {"image_url": Words(3000), "slack_file": Any_, "alt_text": Words(2000), "title": Text(2000, PLAIN)},
        ("alt_text",),
        (_one_source,),
    ),
    "input": Shape(
        {
            "label": Text(2000, PLAIN),
            "element": Kind(_of(*FILLED)),
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
MESSAGES_ONLY = {"markdown", "table"}
"""Blocks for messages alone. Slack lists tables for Home too; others who tried it saw none there."""

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
