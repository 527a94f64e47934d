"""Slack's limits on what is shown, in one place for Potluck's tests and for the local workspace.

Both functions answer with a sentence for each problem; none means that Slack would take it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.views.limits.rules import Any_, Json, Problems, Rule, Words, check, check_shape
from handlers.views.limits.shapes import BLOCKS, ID, MESSAGES_ONLY, OPEN, VIEW

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LARGEST_TREE = 13_000
"""Characters of a message's blocks as JSON; not documented, seen refused."""


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
    if surface not in ("modal", "home"):
        return [f"type is {surface!r}; a view is a modal or a home"]
    problems: list[str] = [
        problem for name, rule in VIEW.items() if name in view for problem in check(view[name], rule, name)
    ]
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return [*problems, "blocks should be a list"]
    if surface == "modal" and "title" not in view:
        problems.append("a modal needs a title")
    asks = any(isinstance(block, Mapping) and block.get("type") == "input" for block in blocks)
    if surface == "modal" and "submit" not in view and asks:
        problems.append("a modal with input blocks needs submit")
    return [*problems, *_blocks(blocks, surface)]


def _blocks(blocks: Sequence[Any], surface: str) -> Problems:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks; at most {MOST_BLOCKS[surface]}"
    for number, block in enumerate(blocks):
        if isinstance(block, Mapping):
            yield from _block(block, f"blocks[{number}]")
            if surface != "message" and block.get("type") in MESSAGES_ONLY:
                yield f"blocks[{number}].type is {block['type']!r}, which is for messages only"
        else:
            yield f"blocks[{number}] should be an object"
    yield from _twice([block.get("block_id") for block in blocks if isinstance(block, Mapping)], "block_id")
    if [block.get("type") for block in blocks if isinstance(block, Mapping)].count("table") > 1:
        yield "more than one table; Slack takes one a message"
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
    yield from check_shape(
        known if kind not in OPEN else {**block, **known}, parts, shape, at, closed=kind not in OPEN
    )
    inside = block.get("elements")
    elements = [each for each in inside if isinstance(each, Mapping)] if isinstance(inside, list) else []
    yield from _twice([element.get("action_id") for element in elements], f"{at}: action_id")


def _twice(names: Sequence[Any], what: str) -> Problems:
    seen: set[str] = set()
    for name in names:
        if not isinstance(name, str):
            continue
        if name in seen:
            yield f"{what} {name!r} is used twice"
        seen.add(name)
