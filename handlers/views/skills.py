"""What people see of skills: the lists in which a member names theirs, and whether a slip was meant."""

import json
from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.blocks import Block
from models.skills import Level, Named
from models.skills_meant import Meant

NAMED = blocks.option("Ask me when a question or a wish matches, each at most once a week", "yes")

FIELDS = {
    "offered_deeply": (Level.DEEPEN, "I can go deep in"),
    "offered": (Level.START, "I can get others started in"),
    "wanted": (Level.START, "I want to get started in"),
    "wanted_deeply": (Level.DEEPEN, "I want to go deeper in"),
}
"""The lists of the form: their level, and what stands above them."""

EXAMPLES = {
    "offered_deeply": "Kubernetes, negotiation",
    "offered": "Excel, public speaking, sourdough",
    "wanted": "Figma, Spanish",
    "wanted_deeply": "SQL",
}


def fields(side: str, skills: Sequence[Named]) -> list[Block]:
    """Build the two lists of what somebody offers or wants: `side` begins their names."""
    return [
        blocks.field(
            name,
            label,
            blocks.text_input(
                initial=", ".join(skill.name for skill in skills if skill.level == level),
                placeholder=EXAMPLES[name],
            ),
            hint="With commas between." if name == "offered_deeply" else None,
            optional=True,
        )
        for name, (level, label) in FIELDS.items()
        if name.startswith(side)
    ]


def consent(*, named: bool) -> Block:
    """Build the question whether colleagues' questions and wishes may reach somebody."""
    return blocks.field(
        "named",
        "Colleagues' questions and wishes",
        blocks.checkboxes([NAMED], initial=[NAMED] if named else []),
        hint="A question with /ask-peers about what you offer names you there, in a channel that you "
        "are in, for everybody in it to see. A wish for a talk about it reaches you privately. Take "
        "the tick away to stop.",
        optional=True,
    )


def asked(meant: Sequence[Meant]) -> list[Block]:
    """Offer the name that each slip may have meant; what was typed is kept until then."""
    return [
        {
            **blocks.section(
                f"You wrote “{blocks.quiet(each.typed, 60)}”. Did you mean this?",
                accessory=blocks.button(
                    blocks.shortened(each.name, 60),
                    "skills.mean",
                    value=json.dumps([each.key, each.name]),
                ),
            ),
            "block_id": f"meant:{number}",
        }
        for number, each in enumerate(meant)
    ]
