"""What people see of prompts: the post, the form to answer, the answers in its thread."""

from datetime import datetime

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models import bank, prompt_answers
from models.prompt_answers import By, Reply
from models.prompt_schedules import PromptSchedule
from models.prompts import Missed, Prompting

MOST_CHOICES = bank.MOST_CHOICES
BAR = 10
"""Squares in the longest bar of a poll."""


def post(prompting: Prompting) -> Message:
    """Build a prompt's message in its channel, with how many have answered."""
    proposed = f"  ·  from {blocks.person(prompting.by_id)}" if prompting.by_id else ""
    return Message(
        text=f"This week's prompt: {blocks.quiet(prompting.text)}",
        blocks=[
            blocks.context(f"This week's prompt  ·  {blocks.quiet(prompting.format)}{proposed}"),
            blocks.words(prompting.text),
            *_poll(prompting),
            blocks.actions(
                "prompt",
                blocks.button(
                    prompting.button or "Answer",
                    "prompts.answer",
                    value=prompting.id,
                    style=None if prompting.poll else "primary",
                ),
            ),
            blocks.context(_answers(prompting)),
        ],
    )


def answer(prompting: Prompting, *, token: str) -> View:
    """Build the form to answer from anywhere; `token` makes the answer one, and tells nobody."""
    return blocks.modal(
        "prompts.answer",
        "Your answer",
        [
            blocks.words(prompting.text),
            blocks.field(
                "text",
                "Your answer",
                blocks.text_input(multiline=True, longest=prompt_answers.LONGEST_REPLY),
                hint="It appears in the prompt's thread"
                + (
                    ", with your name unless you say otherwise."
                    if prompting.anonymous
                    else ", with your name."
                ),
            ),
            *([_without_name(prompting)] if prompting.anonymous else []),
        ],
        submit="Answer",
        metadata=f"{prompting.id} {token}",
    )


def answered(prompting: Prompting, given: Reply) -> View:
    """Thank for an answer, once it is kept."""
    where = blocks.channel(prompting.channel_id)
    if given.anonymous:
        return blocks.modal(
            "prompts.answered",
            "Thank you",
            [
                blocks.section(
                    f"Your answer is on its way to the prompt's thread in {where}, without a name."
                ),
                blocks.context("Nobody can tell whose it is: not the stewards, and not Potluck itself."),
            ],
        )
    return blocks.modal(
        "prompts.answered",
        "Thank you",
        [
            blocks.section(f"Your answer is kept, and on its way to the prompt's thread in {where}."),
            blocks.section("May it help somebody next year too? As a tip, it is found with `/find-tip`."),
            _keep(given),
        ],
    )


def offer(given: Reply) -> Message:
    """Offer the author of a reply to keep it, once and to them alone."""
    said = "Thank you for answering. Keep this as a tip, so that others find it with `/find-tip`?"
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            _keep(given),
            blocks.context("Only you see this, and only this once. Without a press nothing is kept."),
        ],
    )


def kept() -> str:
    """Answer who kept a reply as a tip."""
    return "It is kept as a tip, and posted in the thread. Your Home tab lets you edit it."


def kept_window(prompting: Prompting) -> View:
    """Say in the window that an answer is a tip now."""
    return blocks.modal(
        "prompts.kept",
        "Kept",
        [
            blocks.section(
                f"Your answer is a tip now, posted in the thread in {blocks.channel(prompting.channel_id)}."
            ),
            blocks.context("Your Home tab keeps all your tips, and lets you edit them."),
        ],
    )


def voted(chosen: str) -> str:
    """Tell somebody what they voted for."""
    return f"Your vote: {blocks.quiet(chosen)}. Another choice changes it; the counts follow in a minute."


def reply(given: Reply) -> Message:
    """Build an answer from the form as it stands in the thread."""
    author = "Somebody" if given.anonymous else blocks.person(given.user_id)
    typed = given.text or ""
    said = f"{author} answered, without their name" if given.anonymous else f"{author} answered"
    return Message(
        text=f"{author} answered: {blocks.quiet(typed)}", blocks=[blocks.context(said), blocks.words(typed)]
    )


def reply_not_posted(given: Reply, prompting: Prompting) -> Message:
    """Tell somebody that their answer could not be posted; their words are given back."""
    where = blocks.channel(prompting.channel_id)
    said = (
        f"Your answer is counted, but I could not post it in {where}: I am not there, or may not post there."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} You can say it there yourself, or keep it as a tip:"),
            blocks.words(given.text or ""),
            _keep(given),
        ],
    )


def summary(prompting: Prompting, *, kept: int) -> Message:
    """Sum up a prompt for its thread: how people answered, how the poll stands, what became a tip."""
    counted = {
        By.THREAD: "in the thread",
        By.FORM: "with the button",
        By.REACTION: "with a reaction",
    }
    ways = [
        f"{number:,} {way}"
        for by, way in counted.items()
        if (number := sum(each.by == by for each in prompting.replies))
    ]
    if prompting.votes:
        ways.append(f"{len(prompting.votes):,} with a vote")
    said = f"Looking back: {_people(prompting.answered_by)} answered ({', '.join(ways)}). Thank you."
    lines = [said, *([_leading(prompting)] if prompting.votes else [])]
    if kept:
        lines.append(
            f"{kept:,} {'answer is a tip now' if kept == 1 else 'answers are tips now'}: `/find-tip` finds "
            f"{'it' if kept == 1 else 'them'}."
        )
    lines.append("There is no closing date: answer whenever you like.")
    return Message(text=said, blocks=[blocks.section("\n".join(lines))])


def missed(schedule: PromptSchedule, missed: Missed, *, coming: datetime) -> Message:
    """Tell a steward that prompts were left out, and when the next one comes (`coming` is a local time)."""
    last = datetime.fromisoformat(missed.last)
    which = f"The prompt of {day(last)} was"
    if missed.several:
        which = f"{missed.number:,} prompts, the last of {day(last)}, were"
    said = (
        f"{which} not posted in {blocks.channel(schedule.channel_id)}: Potluck was not running "
        f"then, or could not reach Slack. The next comes on {day(coming)}."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def day(local: datetime) -> str:
    """Write a local date and time out."""
    return f"{local:%A} {local.day} {local:%B, %H:%M}"


def _without_name(prompting: Prompting) -> Block:
    box = blocks.option("Post it without my name", "yes")
    return blocks.field(
        "anonymous",
        "Your name",
        blocks.checkboxes([box], initial=[box] if prompting.format.startswith("anonymous") else []),
        hint="Without a name, nobody can tell whose it is, and you cannot change it afterwards.",
        optional=True,
    )


def _keep(given: Reply) -> Block:
    return blocks.actions("keep", blocks.button("Keep this as a tip", "prompts.keep", value=given.id))


def _poll(prompting: Prompting) -> list[Block]:
    """Show each choice with its votes, and its button."""
    poll = prompting.poll
    if not poll:
        return []
    total = len(prompting.votes) or 1
    lines = [
        f"{'▰' * round(BAR * prompting.votes_for(number) / total) or '▱'} "
        f"{prompting.votes_for(number):,}  {choice}"
        for number, choice in enumerate(poll)
    ]
    return [
        blocks.words("\n".join(lines)),
        blocks.actions(
            "poll",
            *(
                blocks.button(choice, f"prompts.vote_{number}", value=prompting.id)
                for number, choice in enumerate(poll)
            ),
        ),
    ]


def _leading(prompting: Prompting) -> str:
    most = max(prompting.votes_for(number) for number in range(len(prompting.poll)))
    first = [choice for number, choice in enumerate(prompting.poll) if prompting.votes_for(number) == most]
    return f"Most votes: {blocks.quiet(', '.join(first))} ({most:,} of {len(prompting.votes):,})."


def _answers(prompting: Prompting) -> str:
    people = prompting.answered_by
    unnamed = " With the button you may leave your name out." if prompting.anonymous else ""
    if people == 0:
        ways = "Vote, answer in the thread" if prompting.poll else "Answer in the thread"
        return f"{ways}, with the button, or with a reaction.{unnamed}"
    return f"{_people(people)} answered so far. Open the thread to read on.{unnamed}"


def _people(number: int) -> str:
    return f"{number:,} {'person has' if number == 1 else 'people have'}" if number else "Nobody has"
