"""The Home tab: everything one has and can do, in one place."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.views import (
    audit,
    blocks,
    digests,
    lunches,
    members,
    pauses,
    questions,
    silences,
    tips,
    tips_upkeep,
)
from handlers.views.blocks import Block, View
from models.audiences import Shared
from models.audit import Act
from models.consents import Programme
from models.digests import Rhythm
from models.lunches_announcement import Seen
from models.pauses import Pause
from models.questions import Question
from models.tips import Found, Tip
from models.tips_thanks import Helped

LUNCHES_SHOWN = 3
TIPS_SHOWN = 10
SAVED_SHOWN = 8
ARCHIVED_SHOWN = 10
QUESTIONS_SHOWN = 5
WAITING_SHOWN = 5


class Mine(NamedTuple):
    """What stands on one person's page; a guest has neither skills nor a digest to choose."""

    lunches: Sequence[Seen]
    tips: Found
    helped: Helped
    saved: Sequence[Tip]
    archived: Sequence[Tip]
    questions: Sequence[Question]
    waiting: Sequence[Question]
    pauses: Sequence[Pause]
    rested: Sequence[Programme]
    zone: str
    digest: Rhythm
    acts: Sequence[Act]
    acts_in_all: int
    guest: bool
    steward: bool

    @property
    def others(self) -> list[Shared]:
        """What others may have shared of it."""
        return [*self.saved, *self.archived, *self.waiting]


def page(mine: Mine) -> View:
    """Build the Home tab."""
    return {"type": "home", "callback_id": "home", "blocks": _content(mine)}


def window(mine: Mine) -> View:
    """Build the same in a window, for those who typed the command."""
    return blocks.modal("home.window", "Potluck", _content(mine))


def _content(mine: Mine) -> list[Block]:
    profile = [] if mine.guest else [blocks.button("My profile", "profiles.open")]
    settings = [blocks.button("Settings", "settings.open")] if mine.steward else []
    return [
        blocks.header("Colleagues teach each other best"),
        *([] if mine.tips.total or mine.archived else _first_steps(mine)),
        blocks.actions(
            "home",
            blocks.button("Share a tip", "tips.compose", style="primary"),
            blocks.button("Ask colleagues", "questions.compose"),
            blocks.button("Lunches", "lunches.list"),
            blocks.button("Prompts", "prompt_schedules.list"),
            *profile,
            *settings,
        ),
        *_titled("Your next lunches", lunches.home_rows(mine.lunches)),
        *_titled("Your open questions", questions.my_rows(mine.questions)),
        *_titled("Colleagues wait for an answer", questions.waiting_rows(mine.waiting)),
        *(_my_tips(mine.tips, mine.helped) if mine.tips.total else []),
        *_titled("Saved", tips.saved_rows(mine.saved)),
        *_titled("Archived, until you restore them", tips_upkeep.archived_rows(mine.archived)),
        blocks.divider(),
        *([] if mine.guest else [digests.choice(mine.digest)]),
        *silences.rows(mine.rested),
        *pauses.rows(mine.pauses, mine.zone),
        *(
            []
            if mine.guest
            else [blocks.actions("apart", blocks.button("Not with this person", "apart.open"))]
        ),
        *_titled("What stewards did that concerns you", audit.home_rows(mine.acts, mine.acts_in_all)),
        *members.your_data(),
        blocks.context("Only you see this page. `/potluck help` lists everything Potluck can do."),
    ]


def _titled(title: str, rows: list[Block]) -> list[Block]:
    return [blocks.divider(), blocks.section(f"*{title}*"), *rows] if rows else []


def _first_steps(mine: Mine) -> list[Block]:
    steps = [
        "Share one thing that would have saved you an hour: `/share-tip`",
        *(
            []
            if mine.guest
            else ["Say what you can help with, and what you want to learn: `/potluck profile`"]
        ),
        "Answer this week's prompt where you see one. A sentence is enough.",
    ]
    listed = "\n".join(f"{number}.  {step}" for number, step in enumerate(steps, 1))
    return [blocks.section(f"{'Two' if mine.guest else 'Three'} first steps:\n{listed}")]


def _my_tips(mine: Found, helped: Helped) -> list[Block]:
    shown = mine.tips[:TIPS_SHOWN]
    older = mine.total - len(shown)
    return [
        blocks.divider(),
        blocks.section(f"*Your tips*  ·  {_thanks(helped)}"),
        *tips.own_rows(shown),
        *([blocks.context(f"{older:,} older. Find them with `/find-tip`.")] if older else []),
    ]


def _thanks(helped: Helped) -> str:
    if helped.people == 0:
        return "no thanks yet; they come when somebody presses “This helped”"
    who = "one colleague" if helped.people == 1 else f"{helped.people:,} colleagues"
    time = f", and saved at least {helped.minutes:,} minutes" if helped.minutes else ""
    return f"{who} said that a tip of yours helped{time}"
