"""What people see of cohorts: the list, the form of a sign-up, its announcement, and words about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from handlers.views.cohorts_words import FORMATS, count, day, named, rules, until, why
from models.cohorts import CLOSES, LONGEST_TITLE, UNPUBLISHED, WAITS, Cohort, Role, State
from models.cohorts_draft import Why
from models.mentoring import Format

SHOWN = 20
OVERLAPS = (0, 60, 120, 180, 240)
FORMAT_OPTIONS = {each: blocks.option(said.capitalize(), each) for each, said in FORMATS.items()}
OVERLAP_OPTIONS = {
    minutes: blocks.option(f"At least {count(minutes // 60, 'hour')}" if minutes else "Any", str(minutes))
    for minutes in OVERLAPS
}
RULES = {
    "other_team": blocks.option("From different teams", "other_team"),
    "other_line": blocks.option("Never from one line of managers", "other_line"),
    "same_language": blocks.option("With a language in common", "same_language"),
}
HELP = "`/potluck cohorts` shows the mentoring cohorts you can join; stewards open them there."


class Row(NamedTuple):
    """One cohort in the list: how many joined, how many pairs there are, and whether the reader is in it."""

    cohort: Cohort
    joined: int
    pairs: int
    mine: bool


def overview(rows: Sequence[Row], *, steward: bool) -> View:
    """List cohorts: for members those to join or in which they are, for stewards all."""
    nothing = (
        "No cohort yet. A cohort matches everybody at once who signs up; you see its draft before they do."
        if steward
        else "No cohort is open in your channels just now. `/mentor` finds you somebody at any time."
    )
    opens = blocks.button("Open a sign-up", "cohorts.new", style="primary")
    return blocks.modal(
        "cohorts.list",
        "Mentoring cohorts",
        [
            *([] if rows else [blocks.section(nothing)]),
            *(_row(row, steward=steward) for row in rows),
            *([blocks.divider(), blocks.actions("ways", opens)] if steward else []),
        ],
    )


def form(closes: date, starts: date, zone: str) -> View:
    """Build the form of a sign-up, with what suits most."""
    return blocks.modal(
        "cohorts.save",
        "Open a sign-up",
        [
            blocks.field(
                "title", "Name", blocks.text_input(longest=LONGEST_TITLE, placeholder="Spring cohort")
            ),
            blocks.field("channel", "Announced in", blocks.channel_select(here=True)),
            blocks.field(
                "closes",
                "Last day to sign up",
                blocks.date_input(initial=closes),
                hint=f"Until {CLOSES:%H:%M} in {zone}. Then I draft the pairs, and you look at them first.",
            ),
            blocks.field("starts", "Starts on", blocks.date_input(initial=starts)),
            blocks.field(
                "format",
                "What it is",
                blocks.select(list(FORMAT_OPTIONS.values()), initial=FORMAT_OPTIONS[Format.RUNNING]),
            ),
            blocks.field(
                "size",
                "Most pairs",
                blocks.text_input(longest=6),
                hint="Empty: as many as there are mentors for.",
                optional=True,
            ),
            blocks.field(
                "rules",
                "Pairs are",
                blocks.checkboxes(list(RULES.values()), initial=list(RULES.values())),
                optional=True,
            ),
            blocks.field(
                "overlap",
                "Shared working hours a day",
                blocks.select(list(OVERLAP_OPTIONS.values()), initial=OVERLAP_OPTIONS[120]),
                hint="What somebody has not told of themselves counts neither for nor against them.",
            ),
        ],
        submit="Open",
    )


def opened(cohort: Cohort) -> View:
    """Say what happens next."""
    said = (
        f"{named(cohort)} is announced in {blocks.channel(cohort.channel_id)}, as soon as that channel has "
        f"room for a post this week. Sign-up closes {until(cohort.closes_at)}; then I draft the pairs and "
        "write to you. Nobody hears of a pair before you publish."
    )
    return blocks.modal("cohorts.opened", "Sign-up open", [blocks.section(said)], last=True)


def announcement(cohort: Cohort, counts: Mapping[Role, int]) -> Message:
    """Build the post for the cohort's channel, as the cohort is now."""
    title = blocks.quiet(cohort.title)
    if cohort.state != State.OPEN:
        said = {
            State.DRAFTED: "Sign-up has closed. Everybody who joined hears soon whether there is somebody.",
            State.PUBLISHED: "Everybody who joined has heard. `/mentor` finds you somebody at any time.",
            State.CANCELLED: "This cohort was called off. Everybody who joined has been told.",
        }[cohort.state]
        return Message(text=f"{title}: {said}", blocks=[blocks.header(cohort.title), blocks.section(said)])
    said = (
        f"Find a mentor, be one, or both. Sign up until {until(cohort.closes_at)}; everybody is matched at "
        f"once, and it starts on {day(cohort.starts_on)}."
    )
    return Message(
        text=f"{title}: sign up to find a mentor, or to be one.",
        blocks=[
            blocks.header(cohort.title),
            blocks.section(said),
            blocks.context(f"What it is: {FORMATS[Format(cohort.format)]}", f"Pairs: {rules(cohort.rules)}"),
            blocks.section(_joined(sum(counts.values()))),
            blocks.actions(
                f"cohort_{cohort.id}",
                blocks.button("Learn", "cohorts_joining.learn", value=cohort.id, style="primary"),
                blocks.button("Mentor", "cohorts_joining.mentor", value=cohort.id),
                blocks.button("Both", "cohorts_joining.both", value=cohort.id),
            ),
        ],
    )


def drafted(cohort: Cohort, *, joined: int, pairs: int) -> Message:
    """Tell who runs a cohort that its draft is there to be looked at."""
    said = (
        f"The draft of {named(cohort)} is ready: {count(pairs, 'pair')} of {count(joined, 'colleague')} who "
        f"joined. Nobody hears of it before you publish. It starts on {day(cohort.starts_on)}."
        if joined
        else f"Sign-up for {named(cohort)} has closed, and nobody joined. Cancel it, or open another one."
    )
    way = blocks.button("Review", "cohorts_review.show", value=cohort.id, style="primary")
    return Message(text=said, blocks=[blocks.section(said), blocks.actions("review", way)])


def waiting(cohort: Cohort, *, joined: int) -> Message:
    """Ask who runs a cohort that has begun what becomes of its draft."""
    people = f"{count(joined, 'colleague')} {'waits' if joined == 1 else 'wait'} to hear"
    said = (
        f"{named(cohort)} starts today, and its draft is not published yet: {people}. Without you it is "
        f"called off on {day(cohort.starts_on + WAITS)}, and everybody who joined is told so."
    )
    way = blocks.button("Review", "cohorts_review.show", value=cohort.id, style="primary")
    return Message(text=said, blocks=[blocks.section(said), blocks.actions("review", way)])


def refused(cohort: Cohort) -> Message:
    """Tell who runs a cohort that its announcement does not stand in the channel."""
    said = (
        f"I could not announce {named(cohort)} in {blocks.channel(cohort.channel_id)}. If the channel is "
        "archived, bring it back; if I am not in it, type `/invite @Potluck` there. Then announce it again."
    )
    way = blocks.button("Look at it", "cohorts_review.show", value=cohort.id)
    return Message(text=said, blocks=[blocks.section(said), blocks.actions("refused", way)])


def late(cohort: Cohort) -> Message:
    """Tell who runs a cohort that its announcement found no room before sign-up closed."""
    said = (
        f"{named(cohort)} was not announced in {blocks.channel(cohort.channel_id)}: a channel gets one post "
        "a week that nobody asked for, and sign-up closed before there was room. Open another with more time."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def cancelled(cohort: Cohort) -> Message:
    """Tell somebody who joined that the cohort is called off."""
    said = (
        f"{named(cohort)}, for which you signed up, was called off. You need not do anything. `/mentor` "
        "finds you somebody at any time."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def unmatched(cohort: Cohort, reason: Why, wanted: Sequence[str]) -> Message:
    """Tell somebody kindly that there is nobody for them this time, why, and what happens next."""
    if reason == Why.NOT_NEEDED:
        said = (
            f"Thank you for offering to mentor in {named(cohort)}. Nobody is matched with you this time: "
            f"{why(reason, wanted)}. You are free again; `/mentor` lets colleagues find you meanwhile."
        )
    else:
        said = (
            f"There is nobody for you in {named(cohort)} this time: {why(reason, wanted)}. In the next "
            "cohort you come first. You need not wait for it: `/mentor` looks for somebody today."
        )
    return Message(text=said, blocks=[blocks.section(said)])


def standing(cohort: Cohort, *, joined: int, pairs: int) -> str:
    """Say in a few words how far a cohort has come."""
    return {
        State.OPEN: f"{count(joined, 'colleague')} joined, open until {until(cohort.closes_at)}",
        State.DRAFTED: f"sign-up closed, {count(pairs, 'pair')} drafted"
        if cohort.drafted_at
        else "sign-up closed, the draft is being made",
        State.PUBLISHED: f"{count(pairs, 'pair')} introduced",
        State.CANCELLED: "called off",
    }[State(cohort.state)]


def _row(row: Row, *, steward: bool) -> Block:
    cohort = row.cohort
    mine = "\nYou are in it." if row.mine else ""
    soon = "sign-up closed, you hear soon" if cohort.state == State.DRAFTED and not steward else ""
    stands = soon or standing(cohort, joined=row.joined, pairs=row.pairs)
    said = (
        f"{named(cohort)}  ·  {blocks.channel(cohort.channel_id)}\n"
        f"{stands[:1].upper()}{stands[1:]}, starts on {day(cohort.starts_on)}{mine}"
    )
    return blocks.section(said, accessory=_way(row, steward=steward))


def _way(row: Row, *, steward: bool) -> Block | None:
    cohort = row.cohort
    ways = [
        *([("Look", "show")] if steward else []),
        *([("Join", "join")] if cohort.state == State.OPEN and not row.mine else []),
        *([("Change", "join")] if cohort.state == State.OPEN and row.mine else []),
        *([("Leave", "leave")] if cohort.state in UNPUBLISHED and row.mine else []),
    ]
    return (
        blocks.overflow("cohorts.more", [blocks.option(said, f"{way}/{cohort.id}") for said, way in ways])
        if ways
        else None
    )


def _joined(number: int) -> str:
    if not number:
        return "Nobody has joined yet. Be the first."
    return f"{number:,} {'colleague has' if number == 1 else 'colleagues have'} joined."
