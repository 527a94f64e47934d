"""What a steward sees of a cohort: how it stands, its draft row by row with reasons, how that is made."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handlers.views import blocks
from handlers.views.blocks import Block, View
from handlers.views.cohorts import standing
from handlers.views.cohorts_words import FORMATS, count, day, reasons, rules, why
from models.cohorts import MENTORING, SEEKING, UNPUBLISHED, Cohort, Pair, Parted, Role, State
from models.cohorts_draft import Why
from models.mentoring import Format
from models.mentoring_candidates import MOST
from models.mentoring_score import ENOUGH_HOURS, WEIGHTS, Match

PAGE = 20
PARTED_SHOWN = 40
WORDS = {
    "skills": "how many of the wanted skills are offered",
    "level": "the mentor takes them as deep as wanted",
    "hours": f"shared working hours, {ENOUGH_HOURS // 60} a day are as good as more",
    "other_team": "they are in different teams",
    "language": "they speak a language in common",
    "free": "how many of the mentor's places are free",
}


class Together(NamedTuple):
    """A pair of the draft, and what speaks for it; None: something forbids it by now."""

    pair: Pair
    match: Match | None


class Alone(NamedTuple):
    """Somebody who joined and is not matched, why, and what they want."""

    user_id: str
    why: Why
    wanted: Sequence[str]


class Sheet(NamedTuple):
    """One page of a cohort's draft; `rows` are those of the page, the counts those of all."""

    cohort: Cohort
    counts: Mapping[Role, int]
    rows: Sequence[Together | Alone]
    parted: Sequence[Parted]
    pairs: int
    pinned: int
    alone: int
    page: int
    refused: bool

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-(self.pairs + self.alone) // PAGE))


def page(sheet: Sheet, *, note: str = "") -> View:
    """Show one cohort as it stands, with what its steward may do."""
    return blocks.modal(
        "cohorts_review.show",
        "Mentoring cohort",
        [
            *([blocks.section(note), blocks.divider()] if note else []),
            blocks.header(sheet.cohort.title),
            *_head(sheet),
            *(_row(sheet, each) for each in sheet.rows),
            *_turning(sheet),
            *(_parted(sheet, each) for each in sheet.parted[:PARTED_SHOWN]),
            *_more_parted(len(sheet.parted) - PARTED_SHOWN),
            *_ways(sheet),
        ],
    )


def published(pairs: int, taken_out: int, told: int) -> str:
    """Say what came of publishing."""
    said = f"Published. {count(pairs, 'pair')} {'is' if pairs == 1 else 'are'} introduced now"
    others = f", and {count(told, 'colleague')} {'hears' if told == 1 else 'hear'} that there is nobody yet"
    out = (
        f" {count(taken_out, 'pair')} of the draft {'was' if taken_out == 1 else 'were'} not possible any "
        "more; they hear kindly, and come first next time."
    )
    return f"{said}{others if told else ''}.{out if taken_out else ''}"


def made(cohort: Cohort) -> View:
    """Say how the draft is made, with the weights of the score."""
    weights = "\n".join(f"•  *{weight}*  {WORDS[name]}" for name, weight in WEIGHTS.items())
    return blocks.modal(
        "cohorts_review.made",
        "How this is made",
        [
            blocks.section(
                "As many people as possible are matched; among these drafts, one whose worst pair is as good "
                "as it can be, at almost no cost to the others. Who was left out last time goes first."
            ),
            blocks.section(f"A pair's score, of {sum(WEIGHTS.values())}:\n{weights}"),
            blocks.section(f"Never broken: {rules(cohort.rules)}; and nobody beyond the places they offer."),
            blocks.context(
                "What is not known of somebody counts half. In a large cohort each person's best "
                f"{MOST} mentors are looked at, and more where it takes more to match everybody. The same "
                "people and choices always give the same draft."
            ),
        ],
    )


def _head(sheet: Sheet) -> list[Block]:
    cohort = sheet.cohort
    learn, mentor = (sum(sheet.counts.get(role, 0) for role in roles) for roles in (SEEKING, MENTORING))
    stands = standing(cohort, joined=sum(sheet.counts.values()), pairs=sheet.pairs)
    if sheet.refused:
        stands = "Not announced: the channel is archived, or I am not in it (`/invite @Potluck`)."
    numbers = f"{learn:,} to learn, {mentor:,} to mentor"
    if cohort.state == State.DRAFTED:
        numbers += f"  ·  {sheet.alone:,} not matched"
        numbers += f"  ·  {sheet.pinned:,} pinned" if sheet.pinned else ""
    size = f", at most {count(cohort.size, 'pair')}" if cohort.size else ""
    return [
        blocks.section(
            f"{blocks.channel(cohort.channel_id)}  ·  {stands[:1].upper()}{stands[1:]}\n{numbers}"
        ),
        blocks.context(
            f"Starts on {day(cohort.starts_on)}. {FORMATS[Format(cohort.format)].capitalize()}{size}. "
            f"Pairs: {rules(cohort.rules)}."
        ),
        *([blocks.divider()] if sheet.rows else []),
    ]


def _row(sheet: Sheet, row: Together | Alone) -> Block:
    if isinstance(row, Alone):
        return _nobody(row)
    pair = row.pair
    two = f"{blocks.person(pair.seeker_id)} learns from {blocks.person(pair.mentor_id)}"
    said = reasons(row.match) if row.match else "something has changed: draft again"
    score = f"{pair.score / 10:.0f} of 100  ·  " if row.match else ""
    pinned = "  ·  pinned" if pair.pinned else ""
    if sheet.cohort.state != State.DRAFTED:
        return blocks.section(two)
    ref = f"{sheet.cohort.id}/{sheet.page}/{pair.seeker_id}/{pair.mentor_id}"
    ways = [
        blocks.option("Unpin", f"unpin/{ref}") if pair.pinned else blocks.option("Pin", f"pin/{ref}"),
        blocks.option("Part", f"part/{ref}"),
    ]
    return blocks.section(
        f"*{two}*{pinned}\n{score}{said}", accessory=blocks.overflow("cohorts_review.change", ways)
    )


def _nobody(row: Alone) -> Block:
    who, said = blocks.person(row.user_id), why(row.why, row.wanted)
    without = f"Nobody for {who} to mentor" if row.why == Why.NOT_NEEDED else f"No mentor for {who}"
    return blocks.section(f"{without}\n{said[:1].upper()}{said[1:]}")


def _parted(sheet: Sheet, row: Parted) -> Block:
    ref = f"{sheet.cohort.id}/{sheet.page}/{row.seeker_id}/{row.mentor_id}"
    return blocks.section(
        f"Parted: {blocks.person(row.seeker_id)} and {blocks.person(row.mentor_id)}",
        accessory=blocks.button("Allow again", "cohorts_review.allow", value=ref),
    )


def _more_parted(number: int) -> list[Block]:
    return [blocks.context(f"{number:,} more are parted.")] if number > 0 else []


def _turning(sheet: Sheet) -> list[Block]:
    if sheet.pages == 1:
        return []
    ways = [
        *([_turn("Back", sheet, -1)] if sheet.page > 0 else []),
        *([_turn("Next", sheet, 1)] if sheet.page + 1 < sheet.pages else []),
    ]
    return [
        blocks.context(f"{sheet.pages:,} pages, this is page {sheet.page + 1:,}"),
        blocks.actions("turn", *ways),
    ]


def _turn(said: str, sheet: Sheet, by: int) -> Block:
    action = "cohorts_review.next" if by > 0 else "cohorts_review.back"
    return blocks.button(said, action, value=f"{sheet.cohort.id}/{sheet.page + by}")


def _ways(sheet: Sheet) -> list[Block]:
    cohort = sheet.cohort
    if cohort.state not in UNPUBLISHED:
        return []
    closes = blocks.confirm(
        "Close sign-up now?",
        "Nobody can join any more, and I draft the pairs. Nobody hears of them before you publish.",
        yes="Close and draft",
        no="Leave it open",
    )
    ways = (
        [
            *([_announce(cohort)] if sheet.refused else []),
            blocks.button("Close and draft now", "cohorts_review.draft", value=cohort.id, confirm=closes),
        ]
        if cohort.state == State.OPEN
        else [
            *([_publish(sheet)] if sheet.pairs and cohort.drafted_at else []),
            blocks.button("Draft again", "cohorts_review.draft", value=cohort.id),
        ]
    )
    made_ = blocks.button("How this is made", "cohorts_review.made", value=cohort.id)
    return [blocks.divider(), blocks.actions("cohort", *ways, made_, _cancel(sheet))]


def _announce(cohort: Cohort) -> Block:
    return blocks.button("Announce again", "cohorts_review.announce", value=cohort.id, style="primary")


def _publish(sheet: Sheet) -> Block:
    hear = f"{count(sheet.alone, 'colleague')} {'hears' if sheet.alone == 1 else 'hear'}"
    others = f", and {hear} that there is nobody yet" if sheet.alone else ""
    sure = blocks.confirm(
        f"Publish {count(sheet.pairs, 'pair')}?",
        f"Each pair is introduced in a group message{others}. This cannot be taken back.",
        yes="Publish",
        no="Not yet",
    )
    return blocks.button(
        "Publish", "cohorts_review.publish", value=sheet.cohort.id, style="primary", confirm=sure
    )


def _cancel(sheet: Sheet) -> Block:
    sure = blocks.confirm(
        "Cancel this cohort?",
        "Nobody is matched, and everybody who joined is told that it was called off.",
        yes="Cancel it",
        no="Keep",
    )
    return blocks.button(
        "Cancel cohort", "cohorts_review.cancel", value=sheet.cohort.id, style="danger", confirm=sure
    )
