"""What people see who run a mixer: the form, what happens next, and that it rests."""

from datetime import time

from handlers.views import blocks, rhythms
from handlers.views.blocks import Block, Message, View
from handlers.views.mixers import stop
from handlers.views.mixers_words import ACROSS, PAIR, day, named, when, why
from models.mixers import LONGEST_NAME, SIZES, Across, Mixer, Plan, State, Together
from models.mixers_rounds import Round

TUESDAY = 1
SUGGESTED = Plan("", "", TUESDAY, time(10), "UTC")
"""What suits most, but for the zone."""

SIZE_OPTIONS = {
    size: blocks.option("Pairs" if size == PAIR else f"Groups of {size}", str(size)) for size in SIZES
}
ANYBODY = "Whoever they are"
ACROSS_OPTIONS = {each: blocks.option(said.capitalize() or ANYBODY, each) for each, said in ACROSS.items()}
TOGETHER_OPTIONS = {
    Together.TALK: blocks.option("Talk", Together.TALK),
    Together.PROBLEM: blocks.option("Solve a small problem", Together.PROBLEM),
    Together.WORKSHEET: blocks.option("Fill in a worksheet", Together.WORKSHEET),
    Together.LUNCH: blocks.option("Have lunch", Together.LUNCH),
}


def form(plan: Plan, mixer: Mixer | None) -> View:
    """Build the form to set a mixer up, or to change one."""
    where: Block = (
        blocks.field(
            "channel", "Channel", blocks.channel_select(here=True), hint="Everybody there is invited to join."
        )
        if mixer is None
        else blocks.context(
            f"In {blocks.channel(mixer.channel_id)}. Changes hold from the next groups on; who skips those "
            "still does."
        )
    )
    return blocks.modal(
        "mixers_changes.save",
        "Change a mixer" if mixer else "Set up a mixer",
        [
            blocks.field(
                "name",
                "Name",
                blocks.text_input(initial=plan.name, longest=LONGEST_NAME, placeholder="Coffee across teams"),
            ),
            where,
            blocks.field(
                "size",
                "Group size",
                _choice(SIZE_OPTIONS, plan.size),
                hint="Where it does not divide, some groups have one more.",
            ),
            rhythms.weeks(plan.every),
            rhythms.weekday(plan.weekday, hint="On a holiday the groups are drawn on the next working day."),
            blocks.field("at", "Time", blocks.time_input(initial=plan.at)),
            rhythms.zone(plan.zone),
            rhythms.country(plan.country, label="Mind the public holidays of"),
            blocks.field(
                "across",
                "People of a group are",
                _choice(ACROSS_OPTIONS, plan.across),
                hint="As their profiles say. Meeting somebody new comes first.",
            ),
            blocks.field("together", "What they do", _choice(TOGETHER_OPTIONS, plan.together)),
        ],
        submit="Save",
        metadata=str(mixer.id) if mixer else "",
    )


def saved(mixer: Mixer, round_: Round | None, *, fresh: bool) -> View:
    """Say what happens next, with its dates."""
    name, where = named(mixer), blocks.channel(mixer.channel_id)
    if mixer.state == State.RESTING or round_ is None:
        said = f"Kept. {name} rests until somebody presses Go on in `/mixer`."
    elif fresh:
        said = (
            f"{name} is set up. {where} is invited as soon as it has room for another post. Colleagues can "
            f"join until the first groups are drawn on {when(round_)}.{_heads_up(round_)}"
        )
    else:
        said = f"Kept. The next groups of {name} are drawn on {when(round_)}.{_heads_up(round_)}"
    join = blocks.button("Join it yourself", "mixers_joining.join", value=mixer.id)
    return blocks.modal(
        "mixers_changes.saved",
        "Mixers",
        [blocks.section(said), *([blocks.actions("join", join)] if fresh else [])],
        last=True,
    )


def rests(mixer: Mixer, round_: Round | None) -> Message:
    """Tell who runs a mixer that its channel takes no post, and how to mend it; later, what came of it."""
    name, where = named(mixer), blocks.channel(mixer.channel_id)
    if mixer.state != State.RESTING:
        ended = mixer.state == State.STOPPED
        said = f"{name} in {where} has ended." if ended else going_on(mixer, round_)
        return Message(text=said, blocks=[blocks.section(said)])
    said = f"{name} rests, since I cannot post in {where}: {why(mixer)}"
    go_on = blocks.button("Go on", "mixers_changes.resume", value=mixer.id, style="primary")
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.actions("rests", go_on, stop(mixer)),
            blocks.context("Until then no groups are drawn. Groups that run go on."),
        ],
    )


def going_on(mixer: Mixer, round_: Round | None) -> str:
    """Say that a mixer goes on, and when."""
    return f"{named(mixer)} goes on." + (f" The next groups are drawn on {when(round_)}." if round_ else "")


def stopped(mixer: Mixer) -> str:
    """Say that a mixer has ended."""
    return f"{named(mixer)} has ended. Everybody in it is told, and groups that run go on."


def _heads_up(round_: Round) -> str:
    if round_.heads_up_at is None:
        return ""
    return f" On {day(round_.heads_up_at)} everybody in it is reminded, and may skip."


def _choice(options: dict[int, Block] | dict[Across, Block] | dict[Together, Block], chosen: object) -> Block:
    initial = next(each for value, each in options.items() if value == chosen)
    return blocks.select(list(options.values()), initial=initial)
