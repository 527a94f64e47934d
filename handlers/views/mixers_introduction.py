"""What a mixer's group sees when it is brought together: who, why, what to do, when, and how not to."""

import json
from typing import NamedTuple

from handlers.views import blocks, mixers_answers, mixers_times
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_words import named
from handlers.views.mixers_times import listed
from handlers.views.mixers_words import day
from models.mixers import Together
from models.mixers_page import Companion, Page

FEW = 4
TREE = 9_000
"""Characters of a message's blocks, as JSON, that Slack surely takes."""


class Detail(NamedTuple):
    """How much is told of each: so many skills, and characters of a name and of what they say."""

    skills: int
    name: int
    about: int


DETAILS = (Detail(3, 40, 300), Detail(3, 40, 90), Detail(2, 24, 60), Detail(1, 20, 0))
"""From the most on: many people are told less of each, and as much as fits into a message."""

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
    lead = lead or f"{everybody}, *{named(page.mixer.name)}* brings you together this time."
    details = DETAILS if len(page.people) <= FEW else DETAILS[1:]
    told = (_blocks(page, lead, each) for each in details)
    return Message(
        text=f"{everybody}: you are a group of {blocks.quiet(page.mixer.name)} this time.",
        blocks=next((each for each in told if _fits(each)), _blocks(page, lead, details[-1])),
    )


def _blocks(page: Page, lead: str, detail: Detail) -> list[Block]:
    return [
        blocks.section(f"{lead} {_until(page)}"),
        *_why(page),
        *(block for each in page.people for block in _companion(each, detail)),
        blocks.divider(),
        *_idea(page),
        *mixers_times.rows(page),
        blocks.divider(),
        *mixers_answers.rows(page.round_),
    ]


def _fits(shown: list[Block]) -> bool:
    return len(json.dumps(shown, ensure_ascii=False)) < TREE


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


def _companion(companion: Companion, detail: Detail) -> list[Block]:
    place = [named(each[: detail.name]) for each in (companion.team, companion.site) if each]
    who = "  ·  ".join([f"*{blocks.person(companion.user_id)}*", *place])
    offers = ", ".join(named(each[: detail.name]) for each in companion.offers[: detail.skills])
    glad = f"\nGlad to be asked about {offers}" if offers else ""
    about = blocks.shortened(companion.about, detail.about) if detail.about else ""
    return [blocks.section(f"{who}{glad}"), *([blocks.words(about)] if about else [])]


def _idea(page: Page) -> list[Block]:
    idea = page.idea
    if idea is None:
        return []
    steps = "".join(f"\n{number}.  {blocks.escape(each)}" for number, each in enumerate(idea.steps, 1))
    return [blocks.section(f"*{TOGETHER[page.mixer.together]}*  {blocks.escape(idea.text)}{steps}")]
