"""The one nudge that a group gets in the middle of a round: plain, or with a question that breaks the ice."""

from collections.abc import Sequence

from handlers.views import blocks, mixers_answers, mixers_mending, mixers_words
from handlers.views.blocks import Block, Message
from models.mixers import Mixer
from models.mixers_rounds import Group, Round


def nudge(mixer: Mixer, round_: Round, group: Group, people: Sequence[str]) -> Message:
    """Remind a group kindly that there is time left, and who begins."""
    said = (
        f"{mixers_words.people(people)}, half of this round of {mixers_words.named(mixer)} is left. "
        f"{blocks.person(group.starter_id)}, name two times here that would suit you; half an hour is enough."
    )
    return Message(text=said, blocks=[blocks.section(said), *_answers(round_)])


def ice_breaker(mixer: Mixer, round_: Round, group: Group, people: Sequence[str], question: str) -> Message:
    """Give a group that has not begun to talk something to begin with."""
    said = (
        f"{mixers_words.people(people)}, a question to begin with, for {mixers_words.named(mixer)}. Answer "
        f"it here in a line, {blocks.person(group.starter_id)} first."
    )
    return Message(text=said, blocks=[blocks.section(said), blocks.words(question), *_answers(round_)])


def _answers(round_: Round) -> list[Block]:
    return [
        blocks.context(
            "You have met, or cannot this time? One tap says so, and only you see what you tapped."
        ),
        blocks.actions(
            f"met-{round_.id}", *mixers_answers.buttons(round_.id), mixers_mending.not_now(round_.id)
        ),
    ]
