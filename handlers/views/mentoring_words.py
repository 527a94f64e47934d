"""The words of mentoring that several messages and windows share: ways, reasons, moments, the four lines."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from handlers.views import blocks
from handlers.views.blocks import Block
from models.mentoring import Format, Mentorship
from models.mentoring_suggestions import Suggestion

AN_HOUR = 60
ONE_DAY = timedelta(days=1)

WAYS = {
    Format.RUNNING: "half an hour every three weeks, for three months",
    Format.FLASH: "one half hour within two weeks, and that is it",
    Format.REVERSE: "three months; who teaches is earlier in their career",
    Format.PEER: "three months; you teach each other",
}
"""What each way is like."""

NAMES = {
    Format.RUNNING: "Running",
    Format.FLASH: "Flash",
    Format.REVERSE: "Reverse",
    Format.PEER: "Peers",
}

CHOICES = {form: blocks.option(f"{NAMES[form]}: {WAYS[form]}", form) for form in Format}


def listed(forms: Iterable[Format]) -> str:
    """Name ways, with commas between."""
    return ", ".join(NAMES[each].casefold() for each in forms)


def skill(request: Mentorship) -> str:
    """Name what a request is about, in mrkdwn."""
    return f"*{named(request.skill)}*"


def named(name: str) -> str:
    """Put a skill's name into mrkdwn: neither its asterisks nor anything else in it mean more."""
    return blocks.quiet(name).replace("*", "\u2217").replace("_", "\u200b_").replace("`", "'")


def reasons(suggestion: Suggestion) -> str:
    """Say in words why somebody is suggested."""
    match = suggestion.match
    deep = "can take you deep" if match.deepens else "can start you"
    parts = [
        f"offers {named(match.skills[0])}, {deep}",
        hours(match.shared_minutes),
        {True: "other team", False: "your team", None: ""}[match.other_team],
        f"speaks {named(', '.join(match.languages))}" if match.languages else "",
        "free now" if match.free else "has a place left",
        f"wants to learn {named(suggestion.back)} from you" if suggestion.back else "",
    ]
    return "  ·  ".join(filter(None, parts))


def hours(minutes: int | None) -> str:
    """Say how much of two working days is shared; nothing where it is not known."""
    if minutes is None:
        return ""
    if minutes < AN_HOUR:
        return "no shared working hours" if minutes == 0 else "less than an hour shared"
    number = minutes // AN_HOUR
    return f"{number} shared working {'hour' if number == 1 else 'hours'}"


def moment(at: datetime) -> str:
    """Say when, in mrkdwn: everybody reads it in their own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{at:%d %B, %H:%M} UTC>"


def day(at: datetime) -> str:
    """Say on which day, in mrkdwn, likewise."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}|{at.day} {at:%B}>"


def last_day(on: date) -> str:
    """Say a day that is the same everywhere."""
    return f"{on.day} {on:%B}"


def usually(wait: timedelta | None) -> str:
    """Say how long it usually takes until somebody says yes; nothing where too few have."""
    if wait is None:
        return ""
    number = max(1, round(wait / ONE_DAY))
    return f"Usually it takes {'a day' if number == 1 else f'{number} days'} until somebody says yes."


def four_lines(what: str, how_often: str, who_sees_it: str, how_to_stop: str) -> Block:
    """Say before a yes what it means."""
    lines = (
        ("What", what),
        ("How often", how_often),
        ("Who sees it", who_sees_it),
        ("How to stop", how_to_stop),
    )
    return blocks.section("\n".join(f"*{name}:* {line}" for name, line in lines))
