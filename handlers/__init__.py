"""From Slack to one domain call, and from its result to a view: the table of contents."""

from slack_bolt import App

from handlers import (
    apart,
    audit,
    cohorts,
    cohorts_joining,
    cohorts_review,
    departures,
    digests,
    errors,
    home,
    leftovers,
    lunches,
    lunches_after,
    lunches_calendar,
    lunches_changes,
    lunches_headcount,
    lunches_reminders,
    lunches_seats,
    lunches_series,
    lunches_series_changes,
    lunches_speaking,
    lunches_swaps,
    lunches_talks,
    lunches_talks_changes,
    lunches_waitlist,
    lunches_wishes,
    members,
    mentoring,
    mentoring_asking,
    mentoring_checkins,
    mentoring_endings,
    mentoring_introduction,
    mentoring_last_words,
    mentoring_offers,
    mentoring_requests,
    mentoring_sessions,
    mentoring_worksheets,
    pauses,
    potluck,
    profiles,
    profiles_import,
    prompt_proposals,
    prompt_schedules,
    prompts,
    questions,
    questions_answers,
    reactions,
    reminders,
    replies,
    search,
    settings,
    silences,
    skills,
    tips,
    tips_captures,
    tips_thanks,
    tips_upkeep,
    visitors,
)
from handlers.outgoing import Kinds
from handlers.reminders import Reminders

REMINDERS: Reminders = {
    **mentoring_checkins.REMINDERS,
    **mentoring_last_words.REMINDERS,
    **mentoring_requests.REMINDERS,
}
"""Everything that somebody may be reminded of, by its kind."""

KINDS: Kinds = {
    **cohorts.KINDS,
    **digests.KINDS,
    **lunches.KINDS,
    **lunches_after.KINDS,
    **lunches_headcount.KINDS,
    **lunches_reminders.KINDS,
    **lunches_series.KINDS,
    **lunches_series_changes.KINDS,
    **lunches_speaking.KINDS,
    **lunches_swaps.KINDS,
    **lunches_waitlist.KINDS,
    **lunches_wishes.KINDS,
    **mentoring_asking.KINDS,
    **mentoring_checkins.KINDS,
    **mentoring_endings.KINDS,
    **mentoring_introduction.KINDS,
    **mentoring_last_words.KINDS,
    **mentoring_requests.KINDS,
    **mentoring_sessions.KINDS,
    **pauses.KINDS,
    **prompt_proposals.KINDS,
    **prompt_schedules.KINDS,
    **prompts.KINDS,
    **questions.KINDS,
    **questions_answers.KINDS,
    **reminders.kinds(REMINDERS),
    **silences.KINDS,
    **tips.KINDS,
    **tips_captures.KINDS,
    **tips_thanks.KINDS,
    **tips_upkeep.KINDS,
}
"""Every kind of message that may be owed."""


def register(app: App) -> None:
    """Route everything Slack may send."""
    errors.register(app)
    visitors.register(app)
    cohorts.register(app)
    cohorts_joining.register(app)
    cohorts_review.register(app)
    departures.register(app)
    apart.register(app)
    audit.register(app)
    home.register(app)
    lunches.register(app)
    lunches_after.register(app)
    lunches_calendar.register(app)
    lunches_changes.register(app)
    lunches_headcount.register(app)
    lunches_seats.register(app)
    lunches_series.register(app)
    lunches_series_changes.register(app)
    lunches_swaps.register(app)
    lunches_talks.register(app)
    lunches_talks_changes.register(app)
    lunches_wishes.register(app)
    members.register(app)
    mentoring.register(app)
    mentoring_asking.register(app)
    mentoring_checkins.register(app)
    mentoring_endings.register(app)
    mentoring_last_words.register(app)
    mentoring_offers.register(app)
    mentoring_requests.register(app)
    mentoring_sessions.register(app)
    mentoring_worksheets.register(app)
    pauses.register(app)
    potluck.register(app)
    profiles.register(app)
    profiles_import.register(app)
    prompt_proposals.register(app)
    prompt_schedules.register(app)
    prompts.register(app)
    questions.register(app)
    questions_answers.register(app)
    reactions.register(app)
    replies.register(app)
    search.register(app)
    settings.register(app)
    silences.register(app)
    skills.register(app)
    tips.register(app)
    tips_captures.register(app)
    tips_thanks.register(app)
    tips_upkeep.register(app)
    leftovers.register(app)
