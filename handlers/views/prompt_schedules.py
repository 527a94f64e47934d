"""What people see of prompt schedules: the list, the form, the preview, the questions they raise."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.views import blocks, rhythms
from handlers.views.blocks import Block, Message, View
from handlers.views.prompts import day
from handlers.views.rhythms import RHYTHMS, WEEKDAYS
from models.prompt_schedules import Plan, PromptSchedule, Rest, Source, State
from models.prompt_upkeep import Record
from models.slots import Slot

SCHEDULES_SHOWN = 20
RECORDS_SHOWN = 40
FEW = 5
"""Figures about fewer people are not told."""

SOURCES = {
    Source.SHARED: "the shared bank",
    Source.OWN: "the channel's own bank",
}
MENDED_BY = {
    "is_archived": "the channel is archived. Unarchive it, then press Go on; or stop its prompts.",
    "restricted_action": "only some people may post there. Let Potluck post in the channel's settings, "
    "then press Go on.",
    "no_permission": "Potluck may not post there. Allow it in the channel's settings, then press Go on.",
}
NOT_THERE = "Potluck is not in the channel. Type `/invite @Potluck` there, then press Go on."

_SOURCES = {
    Source.SHARED: blocks.option("The shared bank", Source.SHARED),
    Source.OWN: blocks.option("Only prompts accepted for this channel", Source.OWN),
}


class Row(NamedTuple):
    """One schedule in the list: its next date, and whether the reader may change it."""

    schedule: PromptSchedule
    coming: Slot
    mine: bool


class Coming(NamedTuple):
    """One date of a preview, and the format that is planned for it."""

    slot: Slot
    format: str


def overview(rows: Sequence[Row], *, more: int, steward: bool, proposals: bool) -> View:
    """List the prompts of one's channels, with what one may do."""
    ways = [
        blocks.button("Set up prompts", "prompt_schedules.new", style="primary"),
        blocks.button("Propose a prompt", "prompt_proposals.new"),
    ]
    if proposals:
        ways.append(blocks.button("Proposed prompts", "prompt_proposals.list"))
    if steward:
        ways.append(blocks.button("How prompts did", "prompt_schedules.records"))
    listed = [block for row in rows for block in _row(row)]
    nothing = (
        "No channel of yours has prompts yet. Set them up: a good question a week, at a time you choose."
    )
    return blocks.modal(
        "prompt_schedules.list",
        "Prompts",
        [
            *(listed or [blocks.section(nothing)]),
            *([blocks.context(f"{more:,} more channels have prompts.")] if more > 0 else []),
            blocks.divider(),
            blocks.actions("ways", *ways),
        ],
    )


def form(plan: Plan, schedule: PromptSchedule | None) -> View:
    """Build the form to set prompts up, or to change them."""
    where: Block = (
        blocks.field("channel", "Channel", blocks.channel_select(here=True), hint="One that you are in.")
        if schedule is None
        else blocks.section(f"The prompts in {blocks.channel(schedule.channel_id)}")
    )
    return blocks.modal(
        "prompt_schedules.save",
        "Prompts",
        [
            where,
            rhythms.weeks(plan.every),
            rhythms.weekday(plan.weekday),
            blocks.field("at", "Time", blocks.time_input(initial=plan.at)),
            rhythms.zone(plan.zone),
            rhythms.country(plan.country),
            blocks.field(
                "source",
                "Prompts from",
                blocks.radio(list(_SOURCES.values()), initial=_SOURCES[plan.source]),
                hint="While a channel's own bank is empty, prompts come from the shared one.",
            ),
            blocks.field(
                "paused_until",
                "Pause until",
                blocks.date_input(initial=plan.paused_until),
                hint="No prompt comes before this day.",
                optional=True,
            ),
            blocks.context("A steward or the channel's creator starts prompts; others propose them."),
        ],
        submit="Save",
        metadata=str(schedule.id) if schedule else "",
    )


def saved(schedule: PromptSchedule, coming: Sequence[Coming]) -> View:
    """Say what became of the form, with the next dates."""
    where = blocks.channel(schedule.channel_id)
    said = {
        State.PROPOSED: f"Your proposal for {where} is with the stewards and the channel's creator. The "
        "first yes starts it, and I will tell you what they say. It would begin like this:",
        State.RESTING: f"Kept. The prompts in {where} rest until somebody presses Go on; then they come:",
    }.get(schedule.state, f"Kept. These come next in {where}:")
    return blocks.modal("prompt_schedules.saved", "Prompts", [blocks.section(said), *_dates(coming)])


def preview(schedule: PromptSchedule, coming: Sequence[Coming]) -> View:
    """Show the next dates and formats."""
    said = f"These come next in {blocks.channel(schedule.channel_id)}, {_plan(schedule)}:"
    return blocks.modal(
        "prompt_schedules.preview", "What comes next", [blocks.section(said), *_dates(coming)]
    )


def records(found: Sequence[Record]) -> View:
    """Tell a steward how each prompt did."""
    nothing = "No prompt has been posted yet. Once some were, this shows which ones people answered."
    explained = (
        "A prompt that stays silent in 3 channels is set aside; an answer to it brings it back. "
        f"Fewer than {FEW} answers are not counted out."
    )
    return blocks.modal(
        "prompt_schedules.records",
        "How prompts did",
        [
            *(_record(each) for each in found),
            blocks.context(explained) if found else blocks.section(nothing),
        ],
    )


def proposed(schedule: PromptSchedule, coming: Sequence[Coming]) -> Message:
    """Ask who may say yes; once somebody has answered, say what came of it."""
    if schedule.state != State.PROPOSED:
        said = outcome(schedule)
        return Message(text=said, blocks=[blocks.section(said)])
    who = blocks.person(schedule.proposer_id) if schedule.proposer_id else "A colleague"
    where = blocks.channel(schedule.channel_id)
    said = f"{who} proposes prompts in {where}, {_plan(schedule)}. Shall they start?"
    value = f"{schedule.id}/{schedule.version}"
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            *_dates(coming),
            blocks.actions(
                "proposal",
                blocks.button("Confirm", "prompt_schedules.confirm", value=value, style="primary"),
                blocks.button("Decline", "prompt_schedules.decline", value=value),
            ),
            blocks.context("You are asked as a steward or the channel's creator. The first answer counts."),
        ],
    )


def waiting(schedule: PromptSchedule) -> Message:
    """Ask again what a schedule waits for: a yes, or how it shall go on."""
    if schedule.state == State.RESTING:
        return silent(schedule) if schedule.rest == Rest.SILENT else refused(schedule)
    who = blocks.person(schedule.proposer_id) if schedule.proposer_id else "A colleague"
    said = f"{who} proposes prompts in {blocks.channel(schedule.channel_id)}, {_plan(schedule)}."
    value = f"{schedule.id}/{schedule.version}"
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} Shall they start?"),
            blocks.actions(
                "proposal",
                blocks.button("Confirm", "prompt_schedules.confirm", value=value, style="primary"),
                blocks.button("Decline", "prompt_schedules.decline", value=value),
                blocks.button("What comes next", "prompt_schedules.preview", value=schedule.id),
            ),
        ],
    )


def outcome(schedule: PromptSchedule) -> str:
    """Say what became of a proposal, to who was asked."""
    where = blocks.channel(schedule.channel_id)
    if schedule.state == State.DECLINED:
        return f"The prompts proposed for {where} do not start. Their proposer has been told."
    return f"The prompts proposed for {where} are confirmed. `/potluck prompts` shows and changes them."


def answered(schedule: PromptSchedule, coming: Slot) -> Message:
    """Tell the proposer what became of it."""
    where = blocks.channel(schedule.channel_id)
    who = blocks.person(schedule.keeper_id) if schedule.keeper_id else "A steward"
    if schedule.state == State.DECLINED:
        said = (
            f"{who} would rather not start prompts in {where} now. Thank you for proposing them. A word with "
            "them may help; you can propose again with `/potluck prompts`."
        )
    else:
        said = f"{who} said yes: prompts come to {where}, the first on {day(coming.local)}. Thank you."
    return Message(text=said, blocks=[blocks.section(said)])


def silent(schedule: PromptSchedule) -> Message:
    """Ask how to go on where two prompts stayed silent."""
    where = blocks.channel(schedule.channel_id)
    if schedule.rest != Rest.SILENT:
        said = f"The question about the silent prompts in {where} is answered. `/potluck prompts` shows them."
        return Message(text=said, blocks=[blocks.section(said)])
    other = SOURCES[Source.SHARED if schedule.source == Source.OWN else Source.OWN]
    said = f"The last two prompts in {where} stayed without an answer, so no third one comes before yours."
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} How shall it go on? They come {_plan(schedule)}."),
            blocks.actions(
                "silent",
                blocks.button("Change the day", "prompt_schedules.edit", value=schedule.id, style="primary"),
                blocks.button(f"Use {other}", "prompt_schedules.change_bank", value=schedule.id),
                blocks.button("Rest a month", "prompt_schedules.rest_a_month", value=schedule.id),
                _stop(schedule),
            ),
            blocks.context("Silence is no failure: a channel may be busy. Until you choose, it stays quiet."),
        ],
    )


def refused(schedule: PromptSchedule) -> Message:
    """Tell who looks after a schedule why its prompt was not posted, and how to mend it."""
    where = blocks.channel(schedule.channel_id)
    if schedule.rest != Rest.REFUSED:
        said = f"The prompts in {where} can be posted again."
        return Message(text=said, blocks=[blocks.section(said)])
    why = MENDED_BY.get(schedule.refusal or "", NOT_THERE)
    said = f"I could not post the prompt in {where}: {why}"
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.actions(
                "refused",
                blocks.button("Go on", "prompt_schedules.resume", value=schedule.id, style="primary"),
                _stop(schedule),
            ),
            blocks.context("Until then its prompts rest, and you hear no more of it."),
        ],
    )


def going_on(schedule: PromptSchedule, coming: Slot) -> str:
    """Say when a schedule's next prompt comes."""
    where = blocks.channel(schedule.channel_id)
    return (
        f"The next prompt in {where} comes on {day(coming.local)}, from {SOURCES[Source(schedule.source)]}."
    )


def stopped(schedule: PromptSchedule) -> str:
    """Say that a channel's prompts have ended."""
    where = blocks.channel(schedule.channel_id)
    return f"No more prompts come to {where}. What was asked and answered stays; start anew any time."


def _row(row: Row) -> list[Block]:
    schedule = row.schedule
    where = blocks.channel(schedule.channel_id)
    shown = [blocks.section(f"{where}  ·  {_plan(schedule)}\n{_standing(row)}")]
    ways = [blocks.button("What comes next", "prompt_schedules.preview", value=schedule.id)]
    if row.mine and schedule.state == State.PROPOSED:
        value = f"{schedule.id}/{schedule.version}"
        ways.append(blocks.button("Confirm", "prompt_schedules.confirm", value=value))
        ways.append(blocks.button("Decline", "prompt_schedules.decline", value=value))
    elif row.mine:
        if schedule.state == State.RESTING:
            ways.append(blocks.button("Go on", "prompt_schedules.resume", value=schedule.id))
        ways.append(blocks.button("Change", "prompt_schedules.edit", value=schedule.id))
        ways.append(_stop(schedule))
    return [*shown, blocks.actions(f"schedule_{schedule.id}", *ways)]


def _stop(schedule: PromptSchedule) -> Block:
    sure = blocks.confirm(
        "Stop the prompts?",
        "No more prompts come to this channel. What was asked and answered stays.",
        yes="Stop",
        no="Keep",
    )
    return blocks.button("Stop", "prompt_schedules.stop", value=schedule.id, confirm=sure)


def _standing(row: Row) -> str:
    schedule = row.schedule
    if schedule.state == State.PROPOSED:
        who = blocks.person(schedule.proposer_id) if schedule.proposer_id else "a colleague"
        return f"proposed by {who}, waiting for a yes"
    if schedule.rest == Rest.SILENT:
        return "resting: nobody answered the last two, and who looks after it has been asked"
    if schedule.rest == Rest.REFUSED:
        return f"resting: {MENDED_BY.get(schedule.refusal or '', NOT_THERE)}"
    return f"next on {day(row.coming.local)}"


def _plan(schedule: PromptSchedule) -> str:
    """Say when a schedule comes, in a few words."""
    without = f", without the holidays of {schedule.country}" if schedule.country else ""
    return (
        f"{RHYTHMS[schedule.every]} on {WEEKDAYS[schedule.weekday]} at {schedule.local_time} "
        f"({schedule.zone}){without}, from {SOURCES[Source(schedule.source)]}"
    )


def _dates(coming: Sequence[Coming]) -> list[Block]:
    lines = [
        f"•  {day(each.slot.local)}  ·  {blocks.quiet(each.format) or 'no prompt yet'}" for each in coming
    ]
    return [blocks.section("\n".join(lines))]


def _record(record: Record) -> Block:
    answers = f"{record.answers:,} answers" if record.answers >= FEW else f"fewer than {FEW} answers"
    times = "once" if record.asked == 1 else f"{record.asked:,} times"
    channels = "one channel" if record.channels == 1 else f"{record.channels:,} channels"
    aside = "  ·  set aside" if record.resting else ""
    return blocks.section(
        f"{blocks.quiet(record.text, 120)}\nasked {times} in {channels}  ·  {answers}{aside}"
    )


def _select(options: dict[int, Block], chosen: int) -> Block:
    return blocks.select(list(options.values()), initial=options[chosen])
