"""The words of mixers that several messages and windows share: what one is like, when, and the four lines."""

from datetime import datetime

from handlers.views import mentoring_words
from handlers.views.blocks import Block
from handlers.views.prompt_schedules import MENDED_BY, NOT_THERE
from handlers.views.rhythms import RHYTHMS
from models.mixers import Across, Mixer, Plan, Together
from models.mixers_rounds import Round

FEW = 5
"""Figures about fewer people are not told."""

PAIR = 2

ACROSS = {
    Across.TEAM: "from different teams",
    Across.SITE: "from different sites",
    Across.SENIORITY: "of different seniority",
    Across.ANYTHING: "",
}
"""Who the people of a group are to each other, where that can be; empty where it does not matter."""

TOGETHER = {
    Together.TALK: "to talk",
    Together.PROBLEM: "with a small problem to solve",
    Together.WORKSHEET: "with a worksheet to fill in",
    Together.LUNCH: "over lunch",
}
"""What a group meets for."""


MENDED = {
    **MENDED_BY,
    "is_archived": "the channel is archived. Unarchive it, and it goes on; or stop the mixer.",
    "channel_not_found": "I cannot see this channel any more. Type `/invite @Potluck` there, then press "
    "Go on; or, if it is deleted, stop the mixer.",
}
"""How it is mended that a channel takes no post."""


def named(mixer: Mixer) -> str:
    """Name a mixer in mrkdwn."""
    return f"*{mentoring_words.named(mixer.name)}*"


def groups(plan: Plan) -> str:
    """Say who meets and what for, such as "groups of 3 from different teams, to talk"."""
    people = "pairs" if plan.size == PAIR else f"groups of {plan.size}"
    who = f"{people} {ACROSS[plan.across]}," if ACROSS[plan.across] else people
    return f"{who} {TOGETHER[plan.together]}"


def rhythm(plan: Plan) -> str:
    """Say how often."""
    return RHYTHMS[plan.every]


def like(plan: Plan) -> str:
    """Say in a line what a mixer is like."""
    said = f"{rhythm(plan)}, {groups(plan)}"
    return said[:1].upper() + said[1:]


def when(round_: Round) -> str:
    """Say on which day and when a round is drawn; everybody reads it in their own time zone."""
    at = round_.draws_at
    return f"<!date^{int(at.timestamp())}^{{date_long}} at {{time}}|{spoken(at)}, {at:%H:%M} UTC>"


def day(at: datetime) -> str:
    """Say which day, likewise."""
    return f"<!date^{int(at.timestamp())}^{{date_long}}|{spoken(at)}>"


def spoken(at: datetime) -> str:
    """Write a day out."""
    return f"{at:%A}, {at.day} {at:%B}"


def people(number: int) -> str:
    """Say how many take part, unless they are few."""
    return f"{number:,} colleagues take part." if number >= FEW else ""


def why(mixer: Mixer) -> str:
    """Say why a mixer rests, and how it is mended."""
    return MENDED.get(mixer.refusal or "", NOT_THERE)


def consent(mixer: Mixer, round_: Round, *, once: bool) -> Block:
    """Say before a yes in four lines what it is, how often, who sees it, and how to stop."""
    often = (
        f"Once, with the groups that are drawn on {when(round_)}."
        if once
        else f"{rhythm(mixer.plan).capitalize()}, next on {when(round_)}. Two working days before each draw "
        "I remind you, and one tap skips it."
    )
    stop = "Take it back in `/mixer` until the draw." if once else "Leave or pause in `/mixer`, at any time."
    return mentoring_words.four_lines(
        f"I draw {groups(mixer.plan)}. A message introduces you to each other.",
        often,
        "Your group reads your team, your site, what you offer to help with, your lines about yourself, and "
        f"times when you work. Others see how many take part, from {FEW} on, and no names.",
        f"{stop} Nobody is told, and nobody asks why.",
    )
