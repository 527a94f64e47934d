"""What people see of prompts: the post, the form to answer, the answers in its thread."""

from datetime import datetime

from handlers.views import blocks
from handlers.views.blocks import Message, View
from models import prompts
from models.prompts import Missed, Prompting, PromptSchedule, Reply


def post(prompting: Prompting) -> Message:
    """Build a prompt's message in its channel, with how many have answered."""
    return Message(
        text=f"This week's prompt: {blocks.escape(prompting.text)}",
        blocks=[
            blocks.context(f"This week's prompt  ·  {blocks.escape(prompting.format)}"),
            blocks.words(prompting.text),
            blocks.actions(
                "prompt", blocks.button("Answer", "prompts.answer", value=prompting.id, style="primary")
            ),
            blocks.context(_answers(prompting.answered_by)),
        ],
    )


def answer(prompting: Prompting) -> View:
    """Build the form to answer from anywhere."""
    return blocks.modal(
        "prompts.answer",
        "Your answer",
        [
            blocks.words(prompting.text),
            blocks.field(
                "text",
                "Your answer",
                blocks.text_input(multiline=True, longest=prompts.LONGEST_REPLY),
                hint="It appears in the prompt's thread, with your name.",
            ),
        ],
        submit="Answer",
        metadata=str(prompting.id),
    )


def answered(prompting: Prompting) -> View:
    """Thank for an answer, once it is kept."""
    where = blocks.channel(prompting.channel_id)
    return blocks.modal(
        "prompts.answered",
        "Thank you",
        [blocks.section(f"Your answer is kept, and on its way to the prompt's thread in {where}.")],
    )


def reply(given: Reply) -> Message:
    """Build an answer from the form as it stands in the thread."""
    author = blocks.person(given.user_id)
    typed = given.text or ""
    return Message(
        text=f"{author} answered: {blocks.quiet(typed)}",
        blocks=[blocks.context(f"{author} answered"), blocks.words(typed)],
    )


def missed(schedule: PromptSchedule, missed: Missed, *, coming: datetime) -> Message:
    """Tell a steward that prompts were left out, and when the next one comes (`coming` is a local time)."""
    last = datetime.fromisoformat(missed.last)
    which = f"The prompt of {_day(last)} was"
    if missed.several:
        which = f"{missed.number:,} prompts, the last of {_day(last)}, were"
    said = (
        f"{which} not posted in {blocks.channel(schedule.channel_id)}: Potluck was not running then. "
        f"The next comes on {_day(coming)}."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def _day(local: datetime) -> str:
    return f"{local:%A} {local.day} {local:%B, %H:%M}"


def _answers(people: int) -> str:
    if people == 0:
        return "Answer in the thread, with the button, or with a reaction."
    return (
        f"{people:,} {'person has' if people == 1 else 'people have'} answered. Open the thread to read on."
    )
