"""The Home tab: everything one has and can do, in one place."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from handlers.views import (
    audit,
    blocks,
    digests,
    lunches,
    members,
    mentoring_home,
    mixers_home,
    mixers_ties,
    pauses,
    questions,
    requests,
    silences,
    tips,
    tips_upkeep,
)
from handlers.views.blocks import Block, View
from models.agenda import Agenda
from models.audiences import Shared
from models.audit import Act
from models.consents import Programme
from models.digests import Rhythm
from models.lunches_announcement import Seen
from models.mentoring import Mentorship
from models.mentoring_home import Mentoring
from models.mixers_home import Mixers, MyGroup, MyMixer
from models.pauses import Pause
from models.questions import Question
from models.requests import Request, TipsToCheck
from models.skills import Named
from models.tips import Found, Tip
from models.tips_thanks import Helped

MOST_BLOCKS = 99
"""Blocks on the page: Slack takes a hundred."""

FETCHED = 30
"""Things of one kind that are looked at, to tell how many more there are."""

WINDOW = "home.window"
"""What the page is called that the command opens."""

NEXT_SHOWN = 4
REQUESTS_SHOWN = 4
LUNCHES_SHOWN = 3
MENTORING_SHOWN = 4
MIXERS_SHOWN = 4
QUESTIONS_SHOWN = 5
WAITING_SHOWN = 5
TIPS_SHOWN = 6
SAVED_SHOWN = 5
ARCHIVED_SHOWN = 5
STEWARDS_SHOWN = 5
LONGEST_SKILLS = 200


class Mine(NamedTuple):
    """What stands on the page of somebody in these `channels`; a guest has neither skills nor a digest."""

    user_id: str
    agenda: Agenda
    requests: Sequence[Request]
    lunches: Sequence[Seen]
    offered: Sequence[Named]
    wanted: Sequence[Named]
    tips: Found
    helped: Helped
    saved: Sequence[Tip]
    archived: Sequence[Tip]
    questions: Sequence[Question]
    waiting: Sequence[Question]
    pauses: Sequence[Pause]
    rested: Sequence[Programme]
    mentoring: Mentoring
    mixers: Mixers
    zone: str
    digest: Rhythm
    acts: Sequence[Act]
    acts_in_all: int
    channels: Collection[str]
    guest: bool
    stewards: Sequence[str]

    @property
    def others(self) -> list[Shared]:
        """What others may have shared of what is shown."""
        checked = [each.about.tips for each in self.requests if isinstance(each.about, TipsToCheck)]
        return [
            *(tip for tips_to_check in checked for tip in tips_to_check),
            *self.saved[:SAVED_SHOWN],
            *self.archived[:ARCHIVED_SHOWN],
            *self.waiting[:WAITING_SHOWN],
        ]

    @property
    def new(self) -> bool:
        """Tell whether somebody has not begun yet."""
        begun = (self.tips.total, self.archived, self.offered, self.wanted, self.agenda.rows, self.questions)
        return not any((*begun, self.mixers.mixers, self.mixers.groups))


class Part(NamedTuple):
    """A part of the page: its rows, how many of them are shown at most, and where the others are.

    `beyond` counts those that have no row here, and `at_least` says that there may be more still; `aside`
    stands beside the title.
    """

    title: str
    rows: Sequence[list[Block]]
    most: int
    others: str
    beyond: int = 0
    at_least: bool = False
    aside: str = ""

    def built(self, shown: int) -> list[Block]:
        """Build it with so many rows."""
        if not self.rows:
            return []
        more = len(self.rows) - shown + self.beyond
        count = f"{more:,} or more" if self.at_least else f"{more:,}"
        note = [blocks.context(f"{count} more. {self.others}")] if more and self.others else []
        listed = [block for row in self.rows[:shown] for block in row]
        return [blocks.divider(), blocks.section(f"*{self.title}*{self.aside}"), *listed, *note]


def page(mine: Mine) -> View:
    """Build the Home tab."""
    return {"type": "home", "callback_id": "home", "blocks": _content(mine)}


def window(mine: Mine) -> View:
    """Build the same in a window, for those who typed the command."""
    return blocks.modal(WINDOW, "Potluck", _content(mine))


def _content(mine: Mine) -> list[Block]:
    first, last = _first(mine), _last(mine)
    parts = [
        _next(mine),
        _requests(mine),
        _lunches(mine),
        _skills(mine),
        _mentoring(mine),
        _mixers(mine),
        _questions(mine),
        _waiting(mine),
        _tips(mine),
        _saved(mine),
        _archived(mine),
    ]
    return [*first, *_fitted(parts, MOST_BLOCKS - len(first) - len(last)), *last]


def _fitted(parts: Sequence[Part], room: int) -> list[Block]:
    """Put parts under each other; where they take more blocks than there are, the longest shows less."""
    shown = [min(len(part.rows), part.most) for part in parts]
    built = [part.built(number) for part, number in zip(parts, shown, strict=True)]
    while sum(map(len, built)) > room and any(shown):
        longest = max((at for at, number in enumerate(shown) if number), key=lambda at: len(built[at]))
        shown[longest] -= 1
        built[longest] = parts[longest].built(shown[longest])
    return [block for part in built for block in part]


def _first(mine: Mine) -> list[Block]:
    return [
        blocks.header("Colleagues teach each other best"),
        *(_first_steps(mine) if mine.new else []),
        blocks.actions(
            "home",
            blocks.button("Share a tip", "tips.compose", style="primary"),
            blocks.button("Ask colleagues", "questions.compose"),
            blocks.button("Lunches", "lunches.list"),
            *([] if mine.guest else _for_members()),
            blocks.button("Prompts", "prompt_schedules.list"),
        ),
    ]


def _for_members() -> list[Block]:
    return [blocks.button("Mentoring", "mentoring.open"), blocks.button("Mixers", "mixers.open")]


def _last(mine: Mine) -> list[Block]:
    apart = [] if mine.guest else [blocks.button("Not with this person", "apart.open")]
    return [
        blocks.divider(),
        *([mixers_ties.row()] if mine.mixers.any_here and not mine.guest else []),
        *([] if mine.guest else [digests.choice(mine.digest)]),
        *silences.rows(mine.rested),
        *pauses.rows(mine.pauses, mine.zone, *apart),
        *_acts(mine),
        *members.your_data(),
        _stewards(mine),
        blocks.context("Only you see this page. `/potluck help` lists everything Potluck can do."),
    ]


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


def _next(mine: Mine) -> Part:
    rows = [_coming(each.about, mine.user_id) for each in mine.agenda.rows]
    return Part(
        "Next for you", rows, NEXT_SHOWN, "`/lunch-signup` and `/mixer` show them.", beyond=mine.agenda.more
    )


def _coming(about: object, user_id: str) -> list[Block]:
    match about:
        case Seen():
            return lunches.home_row(about, user_id)
        case Mentorship():
            return [mentoring_home.last_day(about, user_id)]
        case MyGroup():
            return mixers_home.meeting(about)
        case MyMixer():
            return mixers_home.draw(about)
        case _:
            raise TypeError(f"Home cannot show {about!r}")


def _requests(mine: Mine) -> Part:
    asked = [
        mentoring_home.waiting_rows(mine.mentoring._replace(waiting=[each]))
        for each in mine.mentoring.waiting
    ]
    rows = [*asked, *requests.rows(mine.requests)]
    return Part("Waiting for a word from you", rows, REQUESTS_SHOWN, "They follow as you answer these.")


def _lunches(mine: Mine) -> Part:
    rows = [lunches.home_row(each, mine.user_id) for each in mine.lunches]
    return Part("Lunches you can come to", rows, LUNCHES_SHOWN, "")


def _skills(mine: Mine) -> Part:
    listed = [
        f"You {verb} {blocks.quiet(', '.join(each.name for each in named), LONGEST_SKILLS)}."
        for verb, named in (("offer", mine.offered), ("want to learn", mine.wanted))
        if named
    ]
    said = " ".join(listed) or "Say what you can help with, and what you want to learn."
    row = blocks.section(said, accessory=blocks.button("My profile", "profiles.open"))
    return Part("Your skills", [] if mine.guest else [[row]], 1, "")


def _mentoring(mine: Mine) -> Part:
    all_of = mine.mentoring
    rows = [
        *(mentoring_home.mentorship_rows(all_of._replace(mentorships=[each])) for each in all_of.mentorships),
        *(mentoring_home.request_rows(all_of, [each]) for each in all_of.requests),
    ]
    return Part("Mentoring", rows, MENTORING_SHOWN, "`/mentor` shows them.")


def _mixers(mine: Mine) -> Part:
    rows = [] if mine.guest else mixers_home.rows(mine.mixers)
    return Part("Mixers", rows, MIXERS_SHOWN, "`/mixer` shows them.")


def _questions(mine: Mine) -> Part:
    rows = [questions.my_rows([each]) for each in mine.questions]
    return Part(
        "Your open questions",
        rows,
        QUESTIONS_SHOWN,
        "They are in the channels where you asked.",
        at_least=len(rows) == FETCHED,
    )


def _waiting(mine: Mine) -> Part:
    rows = [questions.waiting_rows([each]) for each in mine.waiting]
    return Part(
        "Colleagues wait for an answer",
        rows,
        WAITING_SHOWN,
        "They are in their channels.",
        at_least=len(rows) == FETCHED,
    )


def _tips(mine: Mine) -> Part:
    rows = [tips.own_rows([tip]) for tip in mine.tips.tips]
    return Part(
        "Your tips",
        rows,
        TIPS_SHOWN,
        "Find them with `/find-tip`.",
        beyond=mine.tips.total - len(rows),
        aside=f"  ·  {_thanks(mine.helped)}",
    )


def _saved(mine: Mine) -> Part:
    rows = [tips.saved_rows([tip]) for tip in mine.saved]
    return Part("Saved", rows, SAVED_SHOWN, "Find them with `/find-tip`.", at_least=len(rows) == FETCHED)


def _archived(mine: Mine) -> Part:
    rows = [tips_upkeep.archived_rows([tip]) for tip in mine.archived]
    return Part(
        "Archived, until you restore them",
        rows,
        ARCHIVED_SHOWN,
        "They follow as you restore these.",
        at_least=len(rows) == FETCHED,
    )


def _acts(mine: Mine) -> list[Block]:
    rows = audit.home_rows(mine.acts, mine.acts_in_all, mine.channels)
    return [blocks.divider(), blocks.section("*What stewards did that concerns you*"), *rows] if rows else []


def _stewards(mine: Mine) -> Block:
    """Say who looks after Potluck here; one of them gets to the settings."""
    if mine.user_id in mine.stewards:
        settings = blocks.button("Settings", "settings.open")
        return blocks.section(_named(mine.stewards), accessory=settings)
    nobody = "Nobody looks after Potluck here yet"
    first = "." if mine.guest else ": `/potluck settings` makes you its first steward."
    return blocks.context(_named(mine.stewards) if mine.stewards else f"{nobody}{first}")


def _named(named: Sequence[str]) -> str:
    listed = ", ".join(map(blocks.person, named[:STEWARDS_SHOWN]))
    more = len(named) - STEWARDS_SHOWN
    others = f" and {more:,} more" if more > 0 else ""
    return f"Stewards here: {listed}{others}. They set Potluck up, and see nothing that is private."


def _thanks(helped: Helped) -> str:
    if helped.people == 0:
        return "no thanks yet; they come when somebody presses “This helped”"
    who = "one colleague" if helped.people == 1 else f"{helped.people:,} colleagues"
    time = f", and saved at least {helped.minutes:,} minutes" if helped.minutes else ""
    return f"{who} said that a tip of yours helped{time}"
