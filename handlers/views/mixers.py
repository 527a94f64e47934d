"""The window of `/mixer`: the mixers somebody is in and those of their channels, and help."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.views import blocks, pauses, silences
from handlers.views.blocks import Block, View
from handlers.views.mixers_words import day, like, named, people, when, why
from models.consents import Programme
from models.mixers import Mixer, State
from models.mixers_rounds import Round, Stand
from models.pauses import Pause

WINDOW = "mixers.window"
SHOWN = 20

HELP = (
    "*/mixer* brings you together, in small groups, with colleagues you do not usually work with.\n"
    "It shows the mixers of your channels: join one or leave it, skip the next draw, come just this once. "
    "Stewards and those who made a channel set them up there.\n"
    "Example: `/mixer`"
)

FIRST = (
    "A mixer draws small groups of colleagues who do not usually work together, in a rhythm of its own; each "
    "group finds half an hour for itself. No channel of yours has one yet."
)
SET_IT_UP = "Set one up: name a channel and a day, and the channel is invited."
ASK = "Ask a steward, or who made one of your channels, to set one up there."


class Row(NamedTuple):
    """One mixer as somebody sees it.

    `here`: they are in its channel; `runs`: they look after it; `number`: how many take part.
    """

    mixer: Mixer
    round_: Round | None
    stand: Stand | None
    member: bool
    here: bool
    runs: bool
    number: int


class Mine(NamedTuple):
    """What the window shows: the mixers, how many more there are, and what of mixers rests for somebody."""

    rows: Sequence[Row]
    more: int
    sets_up: bool
    pause: Pause | None
    rested: bool


def unknown(typed: str) -> str:
    """Answer words that mean nothing here, with help and an example."""
    return f"I do not know “{blocks.quiet(typed, 60)}”.\n{HELP}"


def window(mine: Mine, *, note: str = "") -> View:
    """Build the window, with a note of what has just been done."""
    return blocks.modal(
        WINDOW,
        "Mixers",
        [
            *([blocks.section(note), blocks.divider()] if note else []),
            *_away(mine),
            *([] if mine.rows else [blocks.section(f"{FIRST} {SET_IT_UP if mine.sets_up else ASK}")]),
            *(block for row in mine.rows for block in _row(row)),
            *([blocks.context(f"{mine.more:,} more are in your channels.")] if mine.more > 0 else []),
            blocks.divider(),
            blocks.actions("ways", *_ways(mine)),
            blocks.context("Only you see this."),
        ],
    )


def _away(mine: Mine) -> list[Block]:
    if mine.pause is not None:
        who = "Mixers are paused for you" if mine.pause.programme else "You are away"
        return [blocks.section(f"{who}: no group is drawn with you meanwhile, and nobody is told.")]
    return silences.rows([Programme.MIXERS]) if mine.rested else []


def _ways(mine: Mine) -> list[Block]:
    takes_part = any(row.member or row.stand == Stand.ONCE for row in mine.rows)
    pause = [blocks.button("Pause", "pauses.open", value=Programme.MIXERS)] if takes_part else []
    set_up = blocks.button("Set up a mixer", "mixers_changes.new", style=None if mine.rows else "primary")
    return [
        *([set_up] if mine.sets_up else []),
        blocks.button("Not with this person", "apart.open"),
        *([pauses.way_back(mine.pause)] if mine.pause else pause),
    ]


def _row(row: Row) -> list[Block]:
    mixer = row.mixer
    lines = [
        f"{named(mixer)}  ·  {blocks.channel(mixer.channel_id)}",
        " ".join(filter(None, [f"{like(mixer.plan)}.", people(row.number)])),
        _standing(row),
    ]
    ways = [*_joining(row), *_running(row)]
    return [
        blocks.section("\n".join(lines)),
        *([blocks.actions(f"mixer_{mixer.id}", *ways)] if ways else []),
    ]


def _standing(row: Row) -> str:
    """Say when the next groups are drawn, and whether with the reader."""
    if row.mixer.state == State.RESTING:
        mend = why(row.mixer) if row.runs else "who runs it knows, and the next draw is told in time."
        return f"Rests: {mend}"
    if row.round_ is None:
        return "The next groups are being drawn."
    if row.stand == Stand.SKIPS:
        return f"You skip the groups of {day(row.round_.draws_at)}."
    mine = {True: " You are in.", False: ""}[row.member]
    once = " You are in this once." if row.stand == Stand.ONCE else mine
    return f"Next groups: {when(row.round_)}.{once}"


def _joining(row: Row) -> list[Block]:
    mixer, round_ = row.mixer, row.round_
    leave = blocks.button("Leave", "mixers_joining.leave", value=mixer.id)
    if mixer.state == State.RESTING or round_ is None:
        return [leave] if row.member else []
    if row.member and row.stand == Stand.SKIPS:
        return [blocks.button("Come after all", "mixers_joining.come", value=round_.id), leave]
    if row.member:
        return [blocks.button("Skip the next one", "mixers_joining.skip", value=round_.id), leave]
    join = blocks.button("Join", "mixers_joining.join", value=mixer.id, style="primary")
    if row.stand == Stand.ONCE:
        return [join, blocks.button("Not this time", "mixers_joining.skip", value=round_.id)]
    once = blocks.button("Just this once", "mixers_joining.once", value=mixer.id)
    return [join, once] if row.here else []


def _running(row: Row) -> list[Block]:
    if not row.runs:
        return []
    go_on = blocks.button("Go on", "mixers_changes.resume", value=row.mixer.id, style="primary")
    return [
        *([go_on] if row.mixer.state == State.RESTING else []),
        blocks.button("Change", "mixers_changes.edit", value=row.mixer.id),
        stop(row.mixer),
    ]


def stop(mixer: Mixer) -> Block:
    """Build the button that stops a mixer, with its question."""
    sure = blocks.confirm(
        "Stop this mixer?",
        "No more groups are drawn, and everybody in it is told. Groups that run go on.",
        yes="Stop",
        no="Keep",
    )
    return blocks.button("Stop", "mixers_changes.stop", value=mixer.id, confirm=sure)
