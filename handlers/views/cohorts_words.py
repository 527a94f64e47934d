"""How cohorts and the reasons of their drafts are said, wherever they are spoken of."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers.views import mentoring_words
from models import cohorts
from models.cohorts import Cohort
from models.cohorts_draft import Why
from models.mentoring_score import Match, Rules

FORMATS = {each: mentoring_words.WAYS[each] for each in cohorts.FORMATS}


def until(moment: datetime) -> str:
    """Say a moment, in mrkdwn: everybody reads it in their own time zone."""
    spoken = f"{day(moment.date())}, {moment:%H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken}>"


def day(on: date) -> str:
    """Write a day out."""
    return f"{on:%A} {on.day} {on:%B}"


def named(cohort: Cohort) -> str:
    """Name a cohort, in mrkdwn."""
    return f"*{mentoring_words.named(cohort.title)}*"


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
    said = (
        f"{mentoring_words.named(first)}, {'deepens' if match.deepens else 'starts'}",
        f"also {mentoring_words.named(', '.join(others))}" if others else "",
        mentoring_words.hours(match.shared_minutes),
        "other team" if match.other_team else "",
        mentoring_words.named(", ".join(match.languages).title()),
        "free now" if match.free else "",
    )
    return "  ·  ".join(filter(None, said))


def why(reason: Why, wanted: Sequence[str]) -> str:
    """Say why somebody is not matched."""
    skills = mentoring_words.named(" or ".join(wanted[:3])) or "what was asked for"
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
