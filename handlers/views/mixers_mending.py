"""What people see when a group is mended: with whom they go on, and never who left or why."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks, mixers_answers, mixers_words
from handlers.views.blocks import Block, Message, View
from models.mixers import Mixer
from models.mixers_rounds import Group, Round


def not_now(round_id: int) -> Block:
    """Build the button with which somebody leaves their group, after one question."""
    return blocks.button("Not now", "mixers_mending.open", value=round_id)


def ask(mixer: Mixer, round_: Round) -> View:
    """Ask once whether somebody leaves their group."""
    name = mixers_words.named(mixer)
    return blocks.modal(
        "mixers_mending.leave",
        "Not now",
        [
            blocks.section(
                f"You leave this round's group of {name}. The others hear with whom they go on, not who left "
                "and not why; who would be alone joins another group."
            ),
            blocks.context(
                "The next round is drawn with you as before. `/mixer` lets you skip it, or leave."
            ),
        ],
        submit="Leave this group",
        metadata=str(round_.id),
    )


def out(mixer: Mixer) -> View:
    """Say that it is done."""
    said = (
        f"You are out of this round of {mixers_words.named(mixer)}, and nobody asks why. Until the next one."
    )
    return blocks.modal("mixers_mending.out", "Done", [blocks.section(said)], last=True)


def fewer(mixer: Mixer, round_: Round, group: Group, people: Sequence[str]) -> Message:
    """Tell those who stay with whom they go on."""
    said = (
        f"{mixers_words.people(people)}, this round of {mixers_words.named(mixer)} you go on as "
        f"{mixers_words.number(people)}. {_next_step(group)}"
    )
    return Message(text=said, blocks=[blocks.section(said), _buttons(round_)])


def joined(mixer: Mixer, round_: Round, group: Group, people: Sequence[str], newcomer: str) -> Message:
    """Tell everybody of a group that takes somebody in who they are now."""
    others = [each for each in people if each != newcomer]
    said = (
        f"{blocks.person(newcomer)}, the others of your group cannot make it this round of "
        f"{mixers_words.named(mixer)}, so you meet {mixers_words.people(others)} instead. "
        f"You are {mixers_words.number(people)} now. {_next_step(group)}"
    )
    return Message(text=said, blocks=[blocks.section(said), _buttons(round_)])


def alone(mixer: Mixer, next_draw: datetime | None) -> Message:
    """Tell somebody that their group is no more and none could take them in, and when they go first."""
    said = (
        f"The others of your group of {mixers_words.named(mixer)} cannot make it this round, and there was "
        "no other group for you this time."
    )
    if next_draw is not None:
        said += f" You go first in the next draw, on {mixers_words.moment(next_draw)}."
    return Message(text=said, blocks=[blocks.section(said)])


def _next_step(group: Group) -> str:
    if group.meets_at is not None:
        return f"You meet on {mixers_words.moment(group.meets_at)}, as chosen."
    return f"{blocks.person(group.starter_id)} begins: name two times here."


def _buttons(round_: Round) -> Block:
    return blocks.actions(f"met-{round_.id}", *mixers_answers.buttons(round_.id), not_now(round_.id))
