"""How cohorts and the reasons of their drafts are said, wherever they are spoken of."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.views import blocks
from models.cohorts import Cohort
from models.cohorts_draft import Why
from models.mentoring import EVERY_WEEKS, MINUTES, MONTHS, Format
from models.mentoring_score import Match, Rules

FORMATS = {
    Format.RUNNING: f"{MONTHS} months, {MINUTES} minutes every {EVERY_WEEKS} weeks",
    Format.FLASH: "one half hour",
    Format.REVERSE: f"reverse: who is newer mentors, for {MONTHS} months",
}


def until(moment: datetime) -> str:
    """Say a moment, in mrkdwn: everybody reads it in their own time zone."""
    spoken = f"{day(moment.date())}, {moment:%H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken}>"


def day(on: date) -> str:
    """Write a day out."""
    return f"{on:%A} {on.day} {on:%B}"


def named(cohort: Cohort) -> str:
    """Name a cohort, in mrkdwn."""
    return f"*{blocks.quiet(cohort.title)}*"


def rules(given: Rules) -> str:
    """Say what a pair must have or must not."""
    hours = given.overlap_minutes / 60
    said = [
        *(["different teams"] if given.other_team else []),
        *(["never somebody's own line of managers"] if given.other_line else []),
        *(["a language in common"] if given.same_language else []),
        *([f"at least {count(f'{hours:g}', 'shared working hour')}"] if hours else []),
    ]
    return ", ".join(said) or "any two who suit"


def count(number: int | str, what: str) -> str:
    """Count things, one or several."""
    shown = f"{number:,}" if isinstance(number, int) else number
    return f"{shown} {what}{'' if shown == '1' else 's'}"


def reasons(match: Match) -> str:
    """Say what speaks for two."""
    first, *others = match.skills
    hours = None if match.shared_minutes is None else match.shared_minutes / 60
    said = [
        f"{blocks.quiet(first)}, {'deepens' if match.deepens else 'starts'}",
        *([f"also {blocks.quiet(', '.join(others), 100)}"] if others else []),
        *([] if hours is None else [count(f"{hours:.2g}", "shared working hour")]),
        *(["other team"] if match.other_team else []),
        *([blocks.quiet(", ".join(match.languages).title(), 60)] if match.languages else []),
        *(["free now"] if match.free else []),
    ]
    return "  ·  ".join(said)


def why(reason: Why, wanted: Sequence[str]) -> str:
    """Say why somebody is not matched."""
    skills = blocks.quiet(" or ".join(wanted[:3]), 150) or "what was asked for"
    return {
        Why.NOBODY: f"nobody who joined offers {skills}",
        Why.HOURS: f"who offers {skills} works at other hours",
        Why.TEAM: f"who offers {skills} is in the same team",
        Why.LANGUAGE: f"who offers {skills} speaks other languages",
        Why.LINE: f"who offers {skills} is in the same line of managers",
        Why.RULES: f"who offers {skills} does not fit this cohort's rules",
        Why.SIZE: "the cohort had fewer places than people who joined",
        Why.PLACES: f"who offers {skills} has no place left, or cannot take part now",
        Why.NOT_NEEDED: "there were more mentors than this cohort needed",
    }[reason]
