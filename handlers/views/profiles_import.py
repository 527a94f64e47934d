"""What stewards see as they bring in teams and managers."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block, View
from models.profiles_import import Plan

SHOWN = 15
EXAMPLE = "email,team,site,seniority,manager\nada@example.org,Platform,Berlin,Senior,ben@example.org"


def form() -> View:
    """Build the form to paste into."""
    return blocks.modal(
        "profiles.import",
        "Teams and managers",
        [
            blocks.section(
                "Paste lines from a spreadsheet. I look at them first, and change nothing before you have "
                "seen what would change."
            ),
            _lines(""),
        ],
        submit="Look",
    )


def preview(made: Plan, lines: str, shown: str) -> View:
    """Show what the lines would change; `shown` tells the next press that this was seen."""
    would = _titled(f"{_people(len(made.changes))} would change", [str(each) for each in made.changes])
    return blocks.modal(
        "profiles.import",
        "Teams and managers",
        [
            *(would or [blocks.section(_nothing(made))]),
            *_remarks(made),
            _lines(lines),
        ],
        submit="Change them" if made.changes else "Look again",
        metadata=shown if made.changes else "",
    )


def done(made: Plan) -> View:
    """Say what was changed."""
    told = (
        f"{_people(len(made.changes))} changed. Whom it concerns can see that you did it."
        if made.changes
        else _nothing(made)
    )
    return blocks.modal("profiles.imported", "Done", [blocks.section(told), *_remarks(made)])


def _lines(typed: str) -> Block:
    return blocks.field(
        "lines",
        "Change the lines here, and I look again" if typed else "One line a person, the columns' names first",
        blocks.text_input(initial=typed, multiline=True, placeholder=EXAMPLE),
        hint="With commas, semicolons or tabs between. An empty cell leaves things as they are. For more "
        "than fits here: python -m bot people import FILE",
    )


def _remarks(made: Plan) -> list[Block]:
    told = [
        f"line {each.line}{', manager' if each.manager else ''}: {each.why}" for each in sorted(made.remarks)
    ]
    return _titled("Not taken", told)


def _titled(title: str, told: Sequence[str]) -> list[Block]:
    more = len(told) - SHOWN
    shown = [blocks.shortened(each, 180) for each in told[:SHOWN]]
    listed = "\n".join([*shown, *([f"and {more:,} more"] if more > 0 else [])])
    return [blocks.section(f"*{title}*"), blocks.words(listed)] if told else []


def _nothing(made: Plan) -> str:
    return "Nothing would change: it is all so already." if made.same else "Nothing would change."


def _people(number: int) -> str:
    return "One profile" if number == 1 else f"{number:,} profiles"
