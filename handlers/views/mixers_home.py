"""Mixers on one's own page: the groups one is in, and the draws to come."""

from collections.abc import Sequence

from handlers.views import blocks, mixers_answers
from handlers.views.blocks import Block
from handlers.views.cohorts_words import until as moment
from handlers.views.mixers_times import listed
from handlers.views.mixers_words import day, named, when
from models.mixers import State
from models.mixers_home import Mixers, MyGroup, MyMixer
from models.mixers_rounds import Answer, Stand


def rows(mine: Mixers) -> Sequence[list[Block]]:
    """Build a row for each group and each mixer."""
    return [*(_group(each) for each in mine.groups), *([_mixer(each)] for each in mine.mixers)]


def meeting(mine: MyGroup) -> list[Block]:
    """Say when somebody meets their group."""
    meets = moment(mine.group.meets_at) if mine.group.meets_at else ""
    return [blocks.section(f"*{meets}*\nYou meet {_others(mine)}: {named(mine.mixer)}.")]


def draw(mine: MyMixer) -> list[Block]:
    """Say when the groups of a mixer are drawn that somebody is in."""
    meets = f"*{when(mine.round_)}*\n" if mine.round_ else ""
    return [blocks.section(f"{meets}The next groups of {named(mine.mixer)} are drawn, yours among them.")]


def _group(mine: MyGroup) -> list[Block]:
    """Tell who is in a group and when it meets, and ask whether it did."""
    answer = Answer(mine.part.answer) if mine.part.answer else None
    said = (
        f"You said: {mixers_answers.SAID[answer]}"
        if answer
        else "Did you meet? Nobody else sees what you say."
    )
    lines = [f"{named(mine.mixer)} with {_others(mine)}", *_meets(mine), said]
    return [
        blocks.section("\n".join(lines)),
        blocks.actions(
            f"home-met-{mine.round_.id}",
            *mixers_answers.buttons(mine.round_.id, answer),
            *mixers_answers.line_button(mine.round_, answer),
        ),
    ]


def _meets(mine: MyGroup) -> list[str]:
    return [f"*When*  {moment(mine.group.meets_at)}"] if mine.group.meets_at else []


def _others(mine: MyGroup) -> str:
    return listed(map(blocks.person, mine.others)) if mine.others else "nobody any more"


def _mixer(mine: MyMixer) -> Block:
    said, way = _standing(mine)
    block = blocks.section(f"{named(mine.mixer)}: {said}", accessory=way)
    return {**block, "block_id": f"home-mixer-{mine.mixer.id}"}


def _standing(mine: MyMixer) -> tuple[str, Block | None]:
    """Say when the next groups are drawn, and give the button that changes whether with the reader."""
    if mine.mixer.state == State.RESTING:
        return "rests until its channel takes posts again.", None
    if mine.round_ is None:
        return "its groups are being drawn.", None
    if mine.stand == Stand.SKIPS:
        come = blocks.button("Come after all", "mixers_joining.come", value=mine.round_.id)
        return f"you skip the groups of {day(mine.round_.draws_at)}.", come
    label = "Not this time" if mine.stand == Stand.ONCE else "Skip the next one"
    skip = blocks.button(label, "mixers_joining.skip", value=mine.round_.id)
    once = ", and you come this once" if mine.stand == Stand.ONCE else ""
    return f"next groups {when(mine.round_)}{once}.", skip
