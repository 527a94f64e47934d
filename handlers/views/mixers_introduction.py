"""What a mixer's group sees when it is brought together: who, why, what to do, when, and how not to."""

from handlers.views import blocks, mixers_answers, mixers_times
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_words import day, named
from handlers.views.mixers_times import listed
from models.mixers import Together
from models.mixers_page import Companion, Page

NAME = 40
"""Characters of a team, a site or a skill."""

SKILLS = 3
FEW = 4
ABOUT = {True: 300, False: 90}
"""Characters of what each says of themselves, among few and among more."""

TOGETHER = {
    Together.TALK: "To talk about",
    Together.PROBLEM: "A small problem to solve together",
    Together.WORKSHEET: "A worksheet for you",
    Together.LUNCH: "Make a lunch of it",
}

NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight")


def introduction(page: Page, *, lead: str = "") -> Message:
    """Introduce the people of a group to each other; `lead` is said first, where they were before."""
    everybody = listed(blocks.person(each.user_id) for each in page.people)
    name = named(page.mixer.name)
    return Message(
        text=f"{everybody}: you are a group of {blocks.quiet(page.mixer.name)} this time.",
        blocks=[
            blocks.section(
                f"{lead or f'{everybody}, *{name}* brings you together this time.'} {_until(page)}"
            ),
            *_why(page),
            *(block for each in page.people for block in _companion(each, few=len(page.people) <= FEW)),
            blocks.divider(),
            *_idea(page),
            *mixers_times.rows(page),
            blocks.divider(),
            *mixers_answers.rows(page.round_),
        ],
    )


def _until(page: Page) -> str:
    once = "You meet once, for half an hour or so"
    ends_at = page.round_.ends_at
    return f"{once}, before {day(ends_at)}." if ends_at else f"{once}."


def _why(page: Page) -> list[Block]:
    people = len(page.people)
    reasons = [
        *_differ(
            [each.team for each in page.people], people, "work in {} different teams", "work in {} teams"
        ),
        *_differ([each.site for each in page.people], people, "are at {} different sites", "are at {} sites"),
        *(["have not been in a group together before"] if page.new else []),
    ]
    return [blocks.section(f"*Why you*  You {listed(reasons)}.")] if reasons else []


def _differ(known: list[str], people: int, all_differ: str, some_do: str) -> list[str]:
    """Say in how many teams or sites people are; nothing where they are all in one, or it is not known."""
    number = len({each.casefold() for each in known if each})
    if number < 2:  # noqa: PLR2004 - one is no difference
        return []
    return [(all_differ if number == people else some_do).format(NUMBERS[number])]


def _companion(companion: Companion, *, few: bool) -> list[Block]:
    place = [f"{named(each[:NAME])}" for each in (companion.team, companion.site) if each]
    who = "  ·  ".join([f"*{blocks.person(companion.user_id)}*", *place])
    offers = ", ".join(named(each[:NAME]) for each in companion.offers[:SKILLS])
    glad = f"\nGlad to be asked about {offers}" if offers else ""
    about = blocks.shortened(companion.about, ABOUT[few]) if companion.about else ""
    return [blocks.section(f"{who}{glad}"), *([blocks.words(about)] if about else [])]


def _idea(page: Page) -> list[Block]:
    idea = page.idea
    if idea is None:
        return []
    steps = "".join(f"\n{number}.  {blocks.escape(each)}" for number, each in enumerate(idea.steps, 1))
    return [blocks.section(f"*{TOGETHER[page.mixer.together]}*  {blocks.escape(idea.text)}{steps}")]
