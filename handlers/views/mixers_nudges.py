"""The one nudge that a group gets in the middle of a round: plain, or with a question that breaks the ice."""

from handlers.views import blocks, mixers_answers
from handlers.views.blocks import Message
from handlers.views.mentoring_words import named
from handlers.views.mixers_times import listed
from models.mixers_page import Page


def nudge(page: Page) -> Message:
    """Remind a group kindly that there is time left, who begins, and with which tap."""
    said = (
        f"{_everybody(page)}, there is time left in this round of *{named(page.mixer.name)}*. "
        f"{blocks.person(page.group.starter_id)}, choose a time for all of you: half an hour is enough."
    )
    way = blocks.button("Choose a time", "mixers_times.another", value=page.group.id)
    return Message(text=said, blocks=[blocks.section(said, accessory=way), *mixers_answers.rows(page.round_)])


def ice_breaker(page: Page, question: str) -> Message:
    """Give a group that has not begun to talk something to begin with."""
    said = (
        f"{_everybody(page)}, something to begin with in *{named(page.mixer.name)}*. One line is enough, "
        f"{blocks.person(page.group.starter_id)} first:"
    )
    return Message(
        text=f"{said} {blocks.quiet(question)}",
        blocks=[blocks.section(said), blocks.words(question), *mixers_answers.rows(page.round_)],
    )


def _everybody(page: Page) -> str:
    return listed(blocks.person(each.user_id) for each in page.people)
