"""What people see of the ties between teams: a picture in shades, and the same line by line."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, View
from models.mixers_ties import Tie

COUNTED = (
    "Each figure counts pairs of colleagues from two teams: brought together by mixers, in a group that "
    "said it met. Teams are as profiles name them today."
)
HIDDEN = "A dot stands where it would be about fewer than five people, as where nobody has met yet."
NOTHING = (
    "There is nothing to show yet. A figure stands here once it is about five people of two teams, or more: "
    "brought together by mixers, in groups that said they met."
)
SHADES = "░▒▓█"
"""From the least to the most."""

PICTURED = 6
"""Teams in the picture: more do not fit on a phone."""

NAME = 10
"""Characters of a team's name in the picture."""

LISTED = 30
LONGEST = 40
"""Characters of a team's name in the list."""


def window(ties: Sequence[Tie]) -> View:
    """Show the ties to who pressed for them."""
    return blocks.modal("mixers_ties.shown", "Ties between teams", _content(ties))


def report(ties: Sequence[Tie]) -> View:
    """Show a steward what the workspace has come to: so far the ties between teams."""
    return blocks.modal(
        "mixers_ties.report", "Report", [blocks.header("Ties between teams"), *_content(ties)]
    )


def row() -> Block:
    """Lead to the ties from a page."""
    button = blocks.button("Ties between teams", "mixers_ties.open")
    return blocks.section("Which teams have come to know each other through mixers.", accessory=button)


def _content(ties: Sequence[Tie]) -> list[Block]:
    if not ties:
        return [blocks.section(NOTHING), blocks.context("Only you see this.")]
    more = len(ties) - LISTED
    return [
        blocks.section(COUNTED),
        blocks.preformatted(_picture(ties)),
        blocks.words("\n".join(_line(tie) for tie in ties[:LISTED])),
        *([blocks.context(f"{more:,} more ties that are weaker.")] if more > 0 else []),
        blocks.context(f"{HIDDEN} Only you see this."),
    ]


def _line(tie: Tie) -> str:
    one, other = (blocks.shortened(_team(team), LONGEST) for team in (tie.one, tie.other))
    return f"{one} and {other}: {tie.pairs:,}"


def _picture(ties: Sequence[Tie]) -> str:
    """Draw the teams with the strongest ties against each other, each named by a letter."""
    teams = list(dict.fromkeys(team for tie in ties for team in (tie.one, tie.other)))[:PICTURED]
    pairs = {frozenset((tie.one, tie.other)): tie.pairs for tie in ties}
    most = ties[0].pairs
    letters = [chr(ord("A") + at) for at in range(len(teams))]
    lines = [" " * (NAME + 2) + "".join(f"{letter:>4} " for letter in letters[:-1])]
    for at, team in enumerate(teams):
        cells = (_cell(pairs.get(frozenset((team, other))), most) for other in teams[:at])
        lines.append(f"{letters[at]} {blocks.shortened(_team(team), NAME):<{NAME}}{''.join(cells)}".rstrip())
    return "\n".join(lines)


def _cell(pairs: int | None, most: int) -> str:
    if pairs is None:
        return f"{'·':>4} "
    shade = SHADES[min(pairs * len(SHADES) // (most + 1), len(SHADES) - 1)]
    return f"{pairs:>4}{shade}"


def _team(team: str) -> str:
    return team or "no team named"
