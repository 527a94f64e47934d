"""How mixers, their people and moments are said, wherever they are spoken of."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks
from handlers.views.mentoring_words import named as in_mrkdwn
from models.mixers import Mixer

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight"}


def named(mixer: Mixer) -> str:
    """Name a mixer, in mrkdwn."""
    return f"*{in_mrkdwn(mixer.name)}*"


def people(ids: Sequence[str]) -> str:
    """Name people, in mrkdwn: one, two and three."""
    *most, last = [blocks.person(each) for each in ids] or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last


def number(people_: Sequence[str]) -> str:
    """Count the people of a group in a word."""
    return NUMBERS.get(len(people_), str(len(people_)))


def moment(at: datetime) -> str:
    """Say when, in mrkdwn: everybody reads it in their own time zone."""
    spoken = f"{at:%A} {at.day} {at:%B, %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken}>"


def day(at: datetime) -> str:
    """Say on which day, in mrkdwn, likewise."""
    return f"<!date^{int(at.timestamp())}^{{date_long_pretty}}|{at:%A} {at.day} {at:%B}>"
