"""What people see when a group is mended: with whom they go on, and never who left or why."""

from datetime import datetime

from handlers.views import blocks, mixers_answers, mixers_introduction, mixers_times
from handlers.views.blocks import Message, View
from handlers.views.cohorts_words import until as moment
from handlers.views.mentoring_words import named
from handlers.views.mixers_introduction import NUMBERS
from handlers.views.mixers_times import listed
from models.mixers import Mixer
from models.mixers_page import Page
from models.mixers_rounds import Round


def ask(mixer: Mixer, round_: Round, *, is_member: bool) -> View:
    """Ask once whether somebody leaves their group; `is_member` will be drawn again."""
    following = "The next round is drawn with you as before; `/mixer` lets you skip it, or leave."
    return blocks.modal(
        "mixers_mending.leave",
        "Not now",
        [
            blocks.section(
                f"You leave this round's group of *{named(mixer.name)}*. The others hear with whom they go "
                "on, not who left and not why; who would be alone joins another group."
            ),
            *([blocks.context(following)] if is_member else []),
        ],
        submit="Leave this group",
        metadata=str(round_.id),
    )


def out(mixer: Mixer) -> View:
    """Say that it is done."""
    said = f"You are out of this round of *{named(mixer.name)}*. Nobody is told that it was you."
    return blocks.modal("mixers_mending.out", "Done", [blocks.section(said)], last=True)


def fewer(page: Page) -> Message:
    """Tell those who stay with whom they go on."""
    number = NUMBERS[len(page.people)]
    said = f"{_everybody(page)}, this round of *{named(page.mixer.name)}* you go on as {number}."
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            *mixers_times.rows(page),
            *mixers_answers.rows(page.round_),
        ],
    )


def joined(page: Page, newcomer: str) -> Message:
    """Introduce a group anew that takes somebody in."""
    hosts = listed(blocks.person(each.user_id) for each in page.people if each.user_id != newcomer)
    number = NUMBERS[len(page.people)]
    said = (
        f"{hosts}, {blocks.person(newcomer)} joins you this round of *{named(page.mixer.name)}*, as their "
        f"own group cannot meet. You are {number} now."
    )
    return Message(text=said, blocks=mixers_introduction.introduction(page, lead=said).blocks)


def alone(mixer: Mixer, next_draw: datetime | None) -> Message:
    """Tell somebody that their group is no more and none could take them in, and when they go first."""
    said = (
        f"The others of your group of *{named(mixer.name)}* cannot make it this round, and there was no "
        "other group for you this time. I am sorry."
    )
    if next_draw is not None:
        said += f" You go first in the next draw, on {moment(next_draw)}."
    return Message(text=said, blocks=[blocks.section(said)])


def _everybody(page: Page) -> str:
    return listed(blocks.person(each.user_id) for each in page.people)
