"""What people see of series: the list, one series with its dates, and what is asked and told about it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from handlers.views.lunches_words import place, when
from models.lunches import Lunch
from models.lunches import State as LunchState
from models.lunches_rhythm import Every
from models.lunches_series import Plan, Series, State

SERIES_SHOWN = 20
DATES_SHOWN = 10

WHICH = ("first", "second", "third", "fourth", "last")
MENDED_BY = {
    "is_archived": "the channel is archived. Unarchive it, then press Go on; or end the series.",
    "restricted_action": "only some people may post there. Let Potluck post in the channel's settings, "
    "then press Go on.",
    "no_permission": "Potluck may not post there. Allow it in the channel's settings, then press Go on.",
}
NOT_THERE = "Potluck is not in the channel. Type `/invite @Potluck` there, then press Go on."


class Row(NamedTuple):
    """One series in the list: its next date, and what the reader may do."""

    series: Series
    coming: Lunch | None
    decides: bool


class Date(NamedTuple):
    """One date of a series, and how many come."""

    lunch: Lunch
    going: int


def overview(rows: Sequence[Row], *, more: int) -> View:
    """List the series of one's channels."""
    nothing = (
        "No channel of yours has learning lunches yet. Start a series: half an hour together while you eat, "
        "at a time you choose."
    )
    listed = [block for row in rows for block in _row(row)]
    return blocks.modal(
        "lunches_series.list",
        "Series",
        [
            *(listed or [blocks.section(nothing)]),
            *([blocks.context(f"{more:,} more series are not shown.")] if more > 0 else []),
            blocks.divider(),
            blocks.actions("ways", blocks.button("Start a series", "lunches_series.new", style="primary")),
        ],
    )


def page(series: Series, dates: Sequence[Date], *, mine: bool, note: str = "") -> View:
    """Show one series with its coming dates, and to those who look after it what they may do."""
    return blocks.modal(
        "lunches_series.show",
        "Series",
        [
            *([blocks.section(note), blocks.divider()] if note else []),
            blocks.header(series.title),
            blocks.section(
                f"{blocks.channel(series.channel_id)}  ·  {rhythm(series.plan)}\n{_hosts(series)}"
            ),
            *([blocks.section(standing)] if (standing := _standing(series)) else []),
            *(_date(each, mine=mine) for each in dates),
            *(_ways(series) if mine and series.state == State.RUNNING else []),
        ],
    )


def proposed(series: Series) -> Message:
    """Ask who may say yes; once somebody has answered, say what came of it."""
    if series.state != State.PROPOSED:
        said = outcome(series)
        return Message(text=said, blocks=[blocks.section(said)])
    who, where = blocks.person(series.proposer_id), blocks.channel(series.channel_id)
    said = f"{who} proposes learning lunches in {where}: {blocks.quiet(series.title)}, {rhythm(series.plan)}."
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} Shall they start? {who} would be the host."),
            blocks.actions("proposal", *_decide(series)),
            blocks.context("You are asked as a steward or the channel's creator. The first answer counts."),
        ],
    )


def outcome(series: Series) -> str:
    """Say what became of a proposal, to who was asked."""
    where = blocks.channel(series.channel_id)
    if series.state == State.DECLINED:
        return f"The lunches proposed for {where} do not start. Their proposer has been told."
    return f"The lunches proposed for {where} are confirmed. `/lunch-signup` shows them."


def answered(series: Series) -> Message:
    """Tell the proposer what became of it."""
    where = blocks.channel(series.channel_id)
    who = blocks.person(series.keeper_id) if series.keeper_id else "A steward"
    if series.state == State.DECLINED:
        said = (
            f"{who} would rather not start learning lunches in {where} now. Thank you for proposing them. A "
            "word with them may help; you can propose again with `/lunch-signup`."
        )
    else:
        said = (
            f"{who} said yes: {blocks.quiet(series.title)} begins in {where}, {rhythm(series.plan)}. You are "
            "its host. Each lunch is announced there a week ahead. Thank you."
        )
    return Message(text=said, blocks=[blocks.section(said)])


def rhythm(plan: Plan) -> str:
    """Say when a series meets, in a few words."""
    day, which = f"{plan.start:%A}", WHICH[(plan.start.day - 1) // 7]
    said = {
        Every.WEEK: f"every {day}",
        Every.TWO_WEEKS: f"every other {day}",
        Every.MONTH_DATE: f"on day {plan.start.day} of each month",
        Every.MONTH_WEEKDAY: f"on the {which} {day} of each month",
        Every.QUARTER: f"on the {which} {day} of every third month",
    }[plan.every]
    turns = f" and {plan.other_time:%H:%M} in turn" if plan.other_time else ""
    without = f", without the holidays of {plan.country}" if plan.country else ""
    return f"{said} at {plan.at:%H:%M}{turns} ({plan.zone}){without}"


def _row(row: Row) -> list[Block]:
    series = row.series
    standing = _standing(series)
    if not standing and row.coming is not None:
        standing = f"next {when(row.coming)}"
    named = f"*{blocks.quiet(series.title)}*  ·  {blocks.channel(series.channel_id)}"
    said = f"{named}\n{rhythm(series.plan)}\n{standing}"
    opens = blocks.button("Open", "lunches_series.show", value=series.id)
    asked = row.decides and series.state == State.PROPOSED
    return [
        blocks.section(said, accessory=opens),
        *([blocks.actions(f"series_{series.id}", *_decide(series))] if asked else []),
    ]


def _standing(series: Series) -> str:
    if series.state == State.PROPOSED:
        return f"Proposed by {blocks.person(series.proposer_id)}, waiting for a yes."
    if series.state != State.RUNNING:
        return "This series meets no more."
    if series.refusal is not None:
        return f"Not announced: {mended_by(series)}"
    if series.paused_until is not None:
        until = date.fromisoformat(series.paused_until)
        return f"Pausing: no lunch before {until:%A} {until.day} {until:%B %Y}."
    return ""


def _hosts(series: Series) -> str:
    if not series.host_id:
        return "Host: nobody for now. A steward can hand it over to somebody who likes to."
    host = f"Host: {blocks.person(series.host_id)}"
    return f"{host}, with {blocks.person(series.co_host_id)}" if series.co_host_id else host


def _date(shown: Date, *, mine: bool) -> Block:
    lunch = shown.lunch
    said = f"{when(lunch)}\n{place(lunch)}"
    if lunch.state == LunchState.CALLED_OFF:
        back = blocks.button("Restore", "lunches_changes.restore", value=lunch.id)
        return blocks.section(f"{when(lunch)}\ncalled off", accessory=back if mine else None)
    come = f"  ·  {shown.going:,} {'comes' if shown.going == 1 else 'come'}" if shown.going else ""
    change = blocks.button("Change date", "lunches_changes.open", value=lunch.id)
    return blocks.section(f"{said}{come}", accessory=change if mine else None)


def _ways(series: Series) -> list[Block]:
    rests = series.refusal is not None or series.paused_until is not None
    ways = [
        blocks.button("Change series", "lunches_series.edit", value=series.id),
        blocks.button("Go on", "lunches_series.go_on", value=series.id, style="primary")
        if rests
        else blocks.button("Pause", "lunches_series.open_pause", value=series.id),
        blocks.button("Hand over", "lunches_series.open_hand_over", value=series.id),
        end_button(series),
    ]
    return [blocks.divider(), blocks.actions("series", *ways)]


def end_button(series: Series) -> Block:
    """Build the button that ends a series, with its question."""
    sure = blocks.confirm(
        "End this series?",
        "Its coming lunches are called off, and everybody with a seat is told. What was stays.",
        yes="End it",
        no="Keep",
    )
    return blocks.button("End series", "lunches_series.end", value=series.id, style="danger", confirm=sure)


def _decide(series: Series) -> list[Block]:
    value = f"{series.id}/{series.version}"
    return [
        blocks.button("Confirm", "lunches_series.confirm", value=value, style="primary"),
        blocks.button("Decline", "lunches_series.decline", value=value),
    ]


def mended_by(series: Series) -> str:
    """Say why a series is not announced, and how to mend it."""
    return MENDED_BY.get(series.refusal or "", NOT_THERE)
