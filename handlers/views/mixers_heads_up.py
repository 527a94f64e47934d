"""What somebody is reminded of before a draw, and that a mixer has ended."""

from handlers.views import blocks
from handlers.views.blocks import Block
from handlers.views.mixers_words import day, named, when
from models.mixers import Mixer
from models.mixers import State as MixerState
from models.mixers_rounds import Round, Stand, State


def heads_up(mixer: Mixer, round_: Round, *, stand: Stand | None, member: bool, moved: bool) -> list[Block]:
    """Tell when the next groups are drawn, with one tap to skip; then how it stands."""
    name = named(mixer)
    if said := _not_to_come(mixer, round_):
        return [blocks.section(said)]
    if moved:
        return [blocks.section(f"{name} has another date: the next groups are drawn on {when(round_)}.")]
    if not member and stand != Stand.ONCE:
        return [blocks.section(f"You do not come to {name} on {day(round_.draws_at)}.")]
    if stand == Stand.SKIPS:
        back = blocks.button("Come after all", "mixers_joining.come", value=round_.id)
        return [_row(round_, f"You skip {name} on {day(round_.draws_at)}.", back)]
    skip = blocks.button("Skip this one", "mixers_joining.skip", value=round_.id)
    this_once = ", and this once you are in" if stand == Stand.ONCE else ", and you are in"
    return [_row(round_, f"{name}: the next groups are drawn on {when(round_)}{this_once}.", skip)]


def _not_to_come(mixer: Mixer, round_: Round) -> str:
    """Say why there is no draw to come; nothing where there is."""
    if mixer.state == MixerState.RESTING:
        return f"{named(mixer)} draws no groups for now."
    if round_.state == State.CALLED_OFF:
        return f"{named(mixer)} draws no groups on {day(round_.draws_at)}."
    if round_.state != State.OPEN:
        return f"The draw of {named(mixer)} on {day(round_.draws_at)} is over."
    return ""


def ended(mixer: Mixer) -> list[Block]:
    """Tell somebody that a mixer they were in is no more."""
    return [
        blocks.section(
            f"{named(mixer)} has ended: who runs it has stopped it. A group that you are in goes on. "
            "`/mixer` shows what else there is."
        )
    ]


def resting(mixer: Mixer) -> list[Block]:
    """Tell somebody who expected a group that none is drawn for now; later, that it goes on."""
    if mixer.state != MixerState.RESTING:
        ended = "has ended" if mixer.state == MixerState.STOPPED else "goes on"
        return [blocks.section(f"{named(mixer)} {ended}. `/mixer` shows what there is.")]
    return [
        blocks.section(
            f"{named(mixer)} draws no groups for now: I cannot post in its channel. Who runs it knows, and I "
            "remind you before the next draw. You need not do anything."
        )
    ]


def _row(round_: Round, said: str, way: Block) -> Block:
    return {**blocks.section(said, accessory=way), "block_id": f"round_{round_.id}"}
