"""Which prompt comes next, over long runs."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models import bank
from models.bank import Prompt, Theme
from models.prompt_rotation import next_prompt, theme_of_turn
from tests.conftest import few

SHARED = bank.shared().prompts


def run(prompts: list[Prompt], number: int) -> list[Prompt]:
    """Ask so many prompts, one after the other."""
    asked: list[Prompt] = []
    for _ in range(number):
        last = asked[-1].format if asked else None
        asked.append(next_prompt(prompts, [each.name for each in asked], last_format=last))
    return asked


@st.composite
def banks(draw: st.DrawFn) -> list[Prompt]:
    """Make banks of any make-up."""
    kinds = st.tuples(st.sampled_from("abcde"), st.sampled_from(list(Theme)))
    return [
        Prompt(str(number), form, "?", theme)
        for number, (form, theme) in enumerate(draw(st.lists(kinds, min_size=1, max_size=30)))
    ]


def test_the_shared_bank_keeps_every_rule_at_once_for_twenty_years() -> None:
    asked = run(list(SHARED), 1056)
    for start in range(0, len(asked), len(SHARED)):
        assert len({prompt.name for prompt in asked[start : start + len(SHARED)]}) == len(SHARED)
    assert all(one.format != other.format for one, other in pairwise(asked))
    for turn, prompt in enumerate(asked, start=1):
        assert prompt.theme == theme_of_turn(turn)


@few(10)
@given(st.permutations(SHARED))
def test_whatever_its_order_no_format_comes_twice_running_and_nothing_again_too_soon(
    prompts: list[Prompt],
) -> None:
    asked = run(prompts, 2 * len(SHARED))
    for start in range(0, len(asked), len(SHARED)):
        assert len({prompt.name for prompt in asked[start : start + len(SHARED)]}) == len(SHARED)
    assert all(one.format != other.format for one, other in pairwise(asked))


@given(banks())
def test_in_any_bank_no_prompt_comes_again_before_the_others_came(prompts: list[Prompt]) -> None:
    asked = run(prompts, 3 * len(prompts))
    for start in range(0, len(asked), len(prompts)):
        assert len({prompt.name for prompt in asked[start : start + len(prompts)]}) == len(prompts)


@given(banks())
def test_in_any_bank_a_format_comes_twice_running_only_without_a_choice(prompts: list[Prompt]) -> None:
    asked = run(prompts, 2 * len(prompts))
    for at, (one, other) in enumerate(pairwise(asked), start=1):
        if one.format == other.format:
            begun = at - at % len(prompts)
            used = {prompt.name for prompt in asked[begun:at]}
            assert {each.format for each in prompts if each.name not in used} == {one.format}


def test_every_fourth_is_cross_team_and_every_sixth_curation() -> None:
    themes = [theme_of_turn(turn) for turn in range(1, 121)]
    assert [turn for turn, theme in enumerate(themes, 1) if theme == Theme.CROSS_TEAM] == list(
        range(4, 121, 4)
    )
    curation = [turn for turn, theme in enumerate(themes, 1) if theme == Theme.CURATION]
    assert curation == list(range(3, 121, 6))
