"""What people see of skills: the form in which a member offers theirs."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import View
from models.skills import Skill

NAMED = blocks.option("Ask me when a question or a wish matches, each at most once a week", "yes")


def form(offered: Sequence[Skill], *, named: bool) -> View:
    """Build the form, with what somebody offers now."""
    return blocks.modal(
        "skills.save",
        "My skills",
        [
            blocks.field(
                "offered",
                "I am glad to be asked about",
                blocks.text_input(
                    initial=", ".join(skill.name for skill in offered),
                    multiline=True,
                    longest=1000,
                    placeholder="Kubernetes, public speaking, expense reports",
                ),
                hint="With commas between. Leave it empty to offer nothing.",
                optional=True,
            ),
            blocks.field(
                "named",
                "Colleagues' questions and wishes",
                blocks.checkboxes([NAMED], initial=[NAMED] if named else []),
                hint="A question with /ask-peers about what you offer names you there, in a channel that you "
                "are in, for everybody in it to see. A wish for a talk about it reaches you privately. Take "
                "the tick away to stop.",
                optional=True,
            ),
        ],
        submit="Save",
    )


def saved(offered: Sequence[Skill], *, named: bool) -> View:
    """Say what is kept."""
    listed = ", ".join(skill.name for skill in offered)
    said = f"You offer: {blocks.quiet(listed, 1500)}" if offered else "You offer nothing just now."
    told = (
        "A question may name you, and a wish for a talk may reach you, each at most once a week."
        if named and offered
        else "No question names you, and no wish reaches you."
    )
    return blocks.modal(
        "skills.saved",
        "Saved",
        [blocks.section(said), blocks.context(f"{told} Change it any time: `/potluck skills`")],
    )
