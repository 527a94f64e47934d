"""The kinds of rules that Slack's limits are written in, and how a value is held against one."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Problems = Iterator[str]
Also = Callable[[Json, str], Problems]
"""A rule about an object as a whole, with the object's path."""


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
class Whole:
    """A whole number between two."""

    least: int
    most: int


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
    """An object whose `type` names one of these shapes."""

    shapes: Mapping[str, "Shape"]


@dataclass(frozen=True)
class Shape:
    """An object's parts by name, and which of them it must have."""

    parts: Mapping[str, "Rule"]
    needs: Collection[str] = ()
    also: tuple[Also, ...] = ()


Any_ = OneOf(())
"""Whatever Slack documents elsewhere."""

Rule = Text | Words | Whole | Many | OneOf | Kind | Shape


def check_shape(
    value: Json, parts: Mapping[str, Rule], shape: Shape, at: str, *, closed: bool = True
) -> Problems:
    """Say what is wrong with an object: parts that are missing, unknown, or wrong themselves."""
    problems = [f"{at}.{name} is missing" for name in shape.needs if name not in value]
    for name, part in value.items():
        if name in parts:
            problems += check(part, parts[name], f"{at}.{name}")
        elif closed:
            problems.append(f"{at}.{name} is not known")
    yield from problems
    if not problems:  # these rules look at the parts together, and trust that each is what it should be
        for rule in shape.also:
            yield from rule(value, at)


def check(value: Any, rule: Rule, at: str) -> Problems:
    """Say what is wrong with a value by its rule; `at` is its path."""
    match rule:
        case Text():
            yield from _text(value, rule, at)
        case Words():
            yield from _words(value, rule, at)
        case Whole():
            yield from _whole(value, rule, at)
        case Many():
            yield from _many(value, rule, at)
        case OneOf():
            yield from _one_of(value, rule, at)
        case Kind(shapes=shapes):
            yield from _kind(value, shapes, at)
        case Shape():
            if isinstance(value, Mapping):
                closed = "type" not in rule.parts
                yield from check_shape(value, rule.parts, rule, at, closed=closed)
            else:
                yield f"{at} should be an object"


def _kind(value: Any, shapes: Mapping[str, Shape], at: str) -> Problems:
    name = str(value.get("type")) if isinstance(value, Mapping) else ""
    if name not in shapes:
        yield f"{at}.type is {name!r}, which is not allowed here"
        return
    shape = shapes[name]
    yield from check_shape(value, {"type": Any_, **shape.parts}, shape, at)


def _text(value: Any, rule: Text, at: str) -> Problems:
    if not isinstance(value, Mapping) or value.get("type") not in ("plain_text", "mrkdwn"):
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


def _whole(value: Any, rule: Whole, at: str) -> Problems:
    if not isinstance(value, int) or not rule.least <= value <= rule.most:
        yield f"{at} is {value!r}; a whole number from {rule.least:,} to {rule.most:,}"


def _one_of(value: Any, rule: OneOf, at: str) -> Problems:
    if rule.values and value not in tuple(rule.values):  # a tuple may be asked for what has no hash
        yield f"{at} is {value!r}; one of {', '.join(sorted(map(str, rule.values)))}"


def _many(value: Any, rule: Many, at: str) -> Problems:
    if not isinstance(value, Sequence) or isinstance(value, str):
        yield f"{at} should be a list"
        return
    if not rule.least <= len(value) <= rule.most:
        yield f"{at} has {len(value)} parts; from {rule.least} to {rule.most}"
    for number, part in enumerate(value):
        yield from check(part, rule.part, f"{at}[{number}]")
