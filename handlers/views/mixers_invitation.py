"""What a channel sees of its mixer: the invitation, which follows."""

from handlers.views import blocks, mixers_report
from handlers.views.blocks import Message
from handlers.views.mixers_words import groups, named, people, rhythm, when
from models.mixers import Mixer, State
from models.mixers_report import Report
from models.mixers_rounds import Round


def invitation(mixer: Mixer, round_: Round | None, number: int, last: Report | None = None) -> Message:
    """Build the post for a mixer's channel, as the mixer is now; the `last` round's report is below."""
    if mixer.state != State.RUNNING:
        what = "has ended" if mixer.state == State.STOPPED else "rests for now"
        said = f"{named(mixer)} {what}. `/mixer` shows what there is."
        return Message(text=said, blocks=[blocks.section(said)])
    drawn = f" The next groups are drawn on {when(round_)}." if round_ else ""
    return Message(
        text=f"{blocks.quiet(mixer.name)}: meet colleagues you do not usually work with.",
        blocks=[
            blocks.header(mixer.name),
            blocks.section(
                "Meet colleagues you do not usually work with: "
                f"{groups(mixer.plan)}, {rhythm(mixer.plan)}.{drawn}"
            ),
            *([blocks.section(mixers_report.in_a_line(last))] if last else []),
            blocks.actions(
                f"mixer_{mixer.id}",
                blocks.button("Join", "mixers_joining.join", value=mixer.id, style="primary"),
                blocks.button("Just this once", "mixers_joining.once", value=mixer.id),
            ),
            blocks.context(
                f"{people(number)} Skipping and leaving take one tap, and nobody is told.".lstrip()
            ),
        ],
    )
