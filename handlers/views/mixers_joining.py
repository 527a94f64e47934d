"""What people see who join a mixer: what they say yes to, and that they are in."""

from handlers.views import blocks, silences
from handlers.views.blocks import View
from handlers.views.mixers_words import consent, day, named, when
from models.consents import Programme
from models.mixers import Mixer
from models.mixers_joining import Joined
from models.mixers_rounds import Round
from models.pauses import Pause

ONCE = "once"


def form(mixer: Mixer, round_: Round, *, once: bool) -> View:
    """Ask for a yes, with the four lines of what it means."""
    return blocks.modal(
        "mixers_joining.save",
        "Just this once" if once else "Join",
        [
            blocks.section(f"{named(mixer)}  ·  {blocks.channel(mixer.channel_id)}"),
            consent(mixer, round_, once=once),
        ],
        submit="Yes, this once" if once else "Join",
        metadata=f"{mixer.id}/{ONCE if once else ''}",
    )


def joined(found: Joined, *, once: bool, pause: Pause | None) -> View:
    """Say that somebody is in, and when they hear; who pauses or was rested hears so."""
    mixer, round_ = found.mixer, found.round_
    this_once, heads_up = (" this once", "") if once else ("", _heads_up(round_))
    said = (
        f"You are in {named(mixer)}{this_once}. The next groups are drawn on {when(round_)}, and yours is "
        f"introduced to you then.{heads_up}"
    )
    return blocks.modal(
        "mixers_joining.joined",
        "You are in",
        [
            blocks.section(said),
            *([blocks.section(_away(pause))] if pause else []),
            *([blocks.section(silences.RETURNED[Programme.MIXERS])] if found.rested else []),
            blocks.context(
                f"{'Take it back' if once else 'Skip, leave'}, or see what else there is: `/mixer`"
            ),
        ],
        last=True,
    )


def left(mixer: Mixer) -> str:
    """Say that somebody is out."""
    return (
        f"You are not in {named(mixer)} any more. Nobody is told. A group that you are in goes on; *Not now* "
        "there takes you out of it too."
    )


def out(mixer: Mixer) -> View:
    """Say so in a window of its own."""
    return blocks.modal("mixers_joining.out", "Done", [blocks.section(left(mixer))])


def _heads_up(round_: Round) -> str:
    if round_.heads_up_at is None:
        return ""
    return f" On {day(round_.heads_up_at)} I remind you, and one tap skips it."


def _away(pause: Pause) -> str:
    programme = f" {pause.programme}" if pause.programme else ""
    return (
        "You are pausing, and no group is drawn with who pauses. "
        f"`/potluck resume{programme}` brings you back in time."
    )
