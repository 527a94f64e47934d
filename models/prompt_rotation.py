"""Which prompt comes next: no format twice running, none again too soon, themes by turns."""

from collections import Counter
from collections.abc import Sequence

from models.bank import Prompt, Theme

EVERY_CROSS_TEAM = 4
EVERY_CURATION = 6
FIRST_CURATION = 3
"""The 3rd, 9th, 15th…: every 6th, and never a turn that is the cross-team prompt's."""


def theme_of_turn(turn: int) -> Theme:
    """Name the theme of a turn, counted from 1."""
    if turn % EVERY_CROSS_TEAM == 0:
        return Theme.CROSS_TEAM
    if turn % EVERY_CURATION == FIRST_CURATION:
        return Theme.CURATION
    return Theme.EVERYDAY


def next_prompt(bank: Sequence[Prompt], asked: Sequence[str], *, last_format: str | None = None) -> Prompt:
    """Choose the next prompt of a bank that holds some, after those of the names `asked` (oldest first).

    None comes again before the bank is used up; of the rest no format comes twice running, and the theme is
    the turn's, while there is a choice. Of equals the format that most is left of comes first, so that none
    is left over for the end; then the bank's order.
    """
    fresh = _unused(bank, asked)
    theme = theme_of_turn(len(asked) + 1)
    left = Counter((prompt.theme, prompt.format) for prompt in fresh)
    formats = Counter(prompt.format for prompt in fresh)
    passable = {each for each in formats if _leaves_a_way(formats, each)}
    return max(
        fresh,
        key=lambda prompt: (
            prompt.format != last_format,
            prompt.format in passable,
            prompt.theme == theme,
            prompt.theme == Theme.EVERYDAY,
            left[prompt.theme, prompt.format],
        ),
    )


def _leaves_a_way(formats: Counter[str], chosen: str) -> bool:
    """Tell whether what is left after a choice can still be asked without a format twice running."""
    left = formats - Counter([chosen])
    return all(number <= (left.total() + (each != chosen)) // 2 for each, number in left.items())


def _unused(bank: Sequence[Prompt], asked: Sequence[str]) -> list[Prompt]:
    names = {prompt.name for prompt in bank}
    used: set[str] = set()
    for name in asked:
        used.add(name)
        if used >= names:
            used.clear()
    return [prompt for prompt in bank if prompt.name not in used]
