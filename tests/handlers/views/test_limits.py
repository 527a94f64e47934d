"""One validator knows what Slack takes; it says what is wrong, and where."""

from collections.abc import Iterator
from typing import Any

import pytest

from handlers.views import limits

Json = dict[str, Any]


def plain(text: str = "text") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "text") -> Json:
    return {"type": "mrkdwn", "text": text}


def options(number: int = 2) -> list[Json]:
    return [{"text": plain(str(n)), "value": str(n)} for n in range(number)]


def button(**parts: Any) -> Json:
    return {"type": "button", "action_id": "b", "text": plain(), **parts}


def select(**parts: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": options(), **parts}


def section(**parts: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **parts}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def field(**element: Any) -> Json:
    return {
        "type": "input",
        "label": plain(),
        "element": {"type": "plain_text_input", "action_id": "f", **element},
    }


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


GOOD = [
    section(),
    section(fields=[plain(), mrkdwn()]),
    section(accessory=button(url="https://example.org", style="danger", value="1")),
    section(accessory={"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}),
    section(accessory={"type": "overflow", "action_id": "o", "options": options(5)}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {
        "type": "context",
        "elements": [mrkdwn(), plain(), {"type": "image", "image_url": "https://e.org/a", "alt_text": "a"}],
    },
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a", "title": plain()},
    actions(button(), select(action_id="s2", initial_option=options()[0])),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-03-29"}),
    actions({"type": "timepicker", "action_id": "t", "initial_time": "09:00"}),
    actions({"type": "users_select", "action_id": "u"}, {"type": "multi_users_select", "action_id": "m"}),
    actions({"type": "checkboxes", "action_id": "c", "options": options(10), "initial_options": options(2)}),
    actions(
        {"type": "radio_buttons", "action_id": "r", "options": options(), "initial_option": options()[1]}
    ),
    rich({"type": "text", "text": "a", "style": {"bold": True}}, {"type": "link", "url": "https://e.org"}),
    {"type": "markdown", "text": "**bold**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "rich_text", "elements": []}]]},
    field(multiline=True, max_length=3000, placeholder=plain()),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_has_no_problem(block: Json) -> None:
    assert limits.message_problems([block]) == []


BAD: list[tuple[Json, str]] = [
    ({"type": "secton"}, "type"),
    (section(text=mrkdwn("x" * 3001)), "3,001"),
    (section(text=mrkdwn("")), "empty"),
    (section(colour="red"), "colour"),
    ({"type": "section"}, "text or fields"),
    (section(fields=[mrkdwn()] * 11), "11"),
    (section(text={"type": "plain_text", "text": "x", "verbatim": True}), "verbatim"),
    ({"type": "header", "text": plain("x" * 151)}, "151"),
    ({"type": "header", "text": mrkdwn()}, "only plain_text"),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "11"),
    ({"type": "context", "elements": [button()]}, "not allowed here"),
    ({"type": "image", "image_url": "https://e.org/a"}, "alt_text"),
    ({"type": "image", "alt_text": "a"}, "image_url or slack_file"),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "26"),
    (actions(button(), button()), "twice"),
    (actions(button(text=plain("x" * 76))), "76"),
    (actions(button(text=mrkdwn())), "only plain_text"),
    (actions(button(style="blue")), "style"),
    (actions(button(value="x" * 2001)), "2,001"),
    (actions(button(confirm={"title": plain()})), "confirm.text"),
    (actions(select(options=options(101))), "101"),
    (actions(select(option_groups=[{"label": plain(), "options": options()}])), "options or option_groups"),
    (actions(select(initial_option={"text": plain("z"), "value": "z"})), "initial choice"),
    (actions(select(options=[{"text": plain("x" * 76), "value": "1"}])), "76"),
    (actions(select(options=[{"text": plain(), "value": "x" * 151}])), "151"),
    (actions({"type": "datepicker", "action_id": "d", "initial_date": "29.3.2026"}), "form"),
    (actions({"type": "plain_text_input", "action_id": "f"}), "not allowed here"),
    (section(block_id="x" * 256), "256"),
    (field(max_length=3001), "3,000"),
    (field(min_length=5, max_length=4), "not above"),
    (field(max_length=2, initial_value="abc"), "longer"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]}, "21"),
    ({"type": "markdown", "text": "x" * 12_001}, "12,001"),
]


@pytest.mark.parametrize(("block", "word"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_what_slack_refuses_is_named_with_its_place(block: Json, word: str) -> None:
    problems = limits.message_problems([section(block_id="before"), block])
    assert len([problem for problem in problems if word in problem]) == 1, problems
    assert all("blocks[1]" in problem for problem in problems)


def test_a_message_has_its_own_limits() -> None:
    assert limits.message_problems([section()] * 50) == []
    assert "51 blocks" in limits.message_problems([section()] * 51)[0]
    assert "in all" in limits.message_problems([section(text=mrkdwn("x" * 2900))] * 5)[0]
    assert "twice" in limits.message_problems([section(block_id="a"), section(block_id="a")])[0]


TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}


def test_a_message_has_one_table_at_most() -> None:
    assert limits.message_problems([TABLE]) == []
    assert "one a message" in limits.message_problems([TABLE, TABLE])[0]


@pytest.mark.parametrize("block", [TABLE, {"type": "markdown", "text": "a"}])
@pytest.mark.parametrize("surface", ["modal", "home"])
def test_what_is_for_messages_only_is_refused_elsewhere(block: Json, surface: str) -> None:
    (problem,) = limits.view_problems(modal(type=surface, blocks=[section(), block]))
    assert "blocks[1].type" in problem
    assert "for messages only" in problem


def modal(**parts: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [section()], **parts}


BAD_VIEWS: list[tuple[Json, str]] = [
    (modal(title=plain("x" * 25)), "25"),
    (modal(submit=plain("x" * 25)), "25"),
    (modal(private_metadata="x" * 3001), "3,001"),
    (modal(callback_id="x" * 256), "256"),
    (modal(blocks=[field()]), "submit"),
    (modal(blocks=[section()] * 101), "101"),
    ({"type": "modal", "blocks": []}, "title"),
    ({"type": "page", "blocks": []}, "modal or a home"),
    (
        modal(blocks=[field(focus_on_load=True), field(action_id="g", focus_on_load=True)], submit=plain()),
        "focus",
    ),
]


@pytest.mark.parametrize(
    ("view", "word"), BAD_VIEWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_view_that_slack_refuses_is_named(view: Json, word: str) -> None:
    assert len([problem for problem in limits.view_problems(view) if word in problem]) == 1


def test_a_good_view_has_no_problem() -> None:
    assert limits.view_problems(modal(blocks=[field(), *GOOD[:4]], submit=plain())) == []
    assert limits.view_problems({"type": "home", "blocks": [section()] * 100}) == []


def test_nonsense_is_a_problem_and_never_a_crash() -> None:
    for nonsense in nonsenses():
        assert limits.message_problems([nonsense])


def nonsenses() -> Iterator[Json]:
    yield {}
    yield {"type": None}
    yield section(text="text")
    yield section(text=None)
    yield section(accessory="button")
    yield section(fields={})
    yield actions({})
    yield {"type": "actions", "elements": "all"}
    yield {"type": "input", "label": plain(), "element": None}
    yield {"type": []}
    yield section(text={"type": {}, "text": "text"})
    yield section(block_id=["a"])
    yield actions(button(style=["danger"]))
    yield actions(select(options=5))
    yield actions(select(options=[None], initial_option={}))
    yield field(min_length="few")
    yield field(max_length=None)
    yield field(initial_value=5)


@pytest.mark.parametrize("blocks", [None, "blocks", {}, [None], ["section"], [[section()]]])
def test_blocks_that_are_no_list_of_objects_are_a_problem(blocks: Any) -> None:
    assert limits.view_problems(modal(blocks=blocks))
    assert limits.view_problems({"type": "home", "blocks": blocks})
    if isinstance(blocks, list):
        assert limits.message_problems(blocks)
