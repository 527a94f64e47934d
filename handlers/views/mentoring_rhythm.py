"""How a mentorship is spoken of, wherever it is: what it is about, how often, until when."""

from datetime import date

from handlers.views import blocks
from models.mentoring import Format, Mentorship

ABOUT = 60
"""Characters of a skill's name."""


def about(mentorship: Mentorship) -> str:
    """Name what it is about, in mrkdwn."""
    skill = f"*{blocks.quiet(mentorship.skill, ABOUT)}*"
    back = mentorship.skill_back
    return f"{skill} and *{blocks.quiet(back, ABOUT)}*" if back else skill


def rhythm(mentorship: Mentorship) -> str:
    """Say how long and how often the two meet."""
    long = f"{mentorship.minutes} minutes"
    return f"{long}, once" if mentorship.format == Format.FLASH else f"{long} {every(mentorship.every_weeks)}"


def every(weeks: int) -> str:
    """Say how often something comes."""
    return "every week" if weeks == 1 else f"every {weeks} weeks"


def day(on: date) -> str:
    """Write a day out."""
    return f"{on:%A} {on.day} {on:%B}"
