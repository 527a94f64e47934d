"""What the two hear of a request: the question to the mentor, what they ask first, and where it stands."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.views import blocks
from handlers.views import mentoring_words as words
from handlers.views.blocks import Block, Message, View
from models.mentoring import LONGEST_LINE, OPEN, Format, Mentorship, Turn, Wished
from models.mentoring_waits import LONGEST

SHORT = 280

OVER = {
    Turn.PASSED: "This request has gone on to another colleague. Nothing is left to do.",
    Turn.WITHDRAWN: "A request that you had here is not needed any more. Nothing is left to do.",
}


class Told(NamedTuple):
    """One request as its mentor sees it, with the working time a day that the two share, in minutes."""

    request: Mentorship
    wish: Wished
    shared: int | None


def asked(told: Told) -> Message:
    """Ask a mentor; once it is answered or gone on, the message says so."""
    request, wish = told.request, told.wish
    who = blocks.person(request.seeker_id)
    if wish.turn == Turn.ACCEPTED:
        said = f"You said yes to {who}: {words.skill(request)}. I introduce you to each other."
        return Message(text=said.replace("*", ""), blocks=[blocks.section(said)])
    if wish.turn != Turn.PROPOSED:
        return Message(text=OVER[Turn(wish.turn)], blocks=[blocks.section(OVER[Turn(wish.turn)])])
    said = wants(request)
    return Message(
        text=said.replace("*", ""),
        blocks=[
            blocks.section(said),
            *([blocks.words(request.line)] if request.line else []),
            blocks.context("  ·  ".join(filter(None, (way(request), words.hours(told.shared))))),
            *_exchange(wish),
            answers(wish),
            blocks.context(by_when(wish)),
        ],
    )


def wants(request: Mentorship) -> str:
    """Say who asks for what."""
    who = blocks.person(request.seeker_id)
    if request.format == Format.PEER and request.skill_back:
        return (
            f"{who} would like to learn {words.skill(request)} from you, and help you with "
            f"*{words.named(request.skill_back)}*."
        )
    return f"{who} would like to learn {words.skill(request)} {_from(request)} you."


def way(request: Mentorship) -> str:
    """Say what a mentorship would be like."""
    return words.WAYS[Format(request.format)].capitalize()


def by_when(wish: Wished) -> str:
    """Say until when an answer is waited for, and what comes then."""
    until = f"Until {words.moment(wish.until)}; then" if wish.until else "Then"
    return f"{until} it goes on to somebody else, and nobody is told why."


def answers(wish: Wished, *, prefix: str = "request") -> Block:
    """Build the mentor's buttons."""
    first = [] if wish.question else [_button("Ask something first", "mentoring_requests.ask_first", wish)]
    return blocks.actions(
        f"{prefix}-{wish.ref}",
        _button("Accept", "mentoring_requests.accept", wish, style="primary"),
        _button("Not now", "mentoring_requests.not_now", wish),
        *first,
    )


def reminder(told: Told) -> list[Block]:
    """Build the rows that remind a mentor on the last day."""
    return [
        blocks.section(f"{wants(told.request)} {by_when(told.wish)}"),
        answers(told.wish, prefix="reminder"),
    ]


def ask_first(told: Told) -> View:
    """Build the mentor's form to ask something first."""
    return _one_field(
        "mentoring_requests.ask_first",
        "Ask something first",
        [blocks.section(wants(told.request)), *_line(told.request)],
        "Your question",
        "Send",
        told.wish,
        hint="They answer here, through me. You have a working day more.",
    )


def asked_first() -> View:
    """Say that a question is on its way."""
    return _notice("Sent", "Your question is on its way. The answer comes to you here.")


def question(request: Mentorship, wish: Wished) -> Message:
    """Bring a mentor's question to the seeker."""
    who = blocks.person(wish.mentor_id)
    if wish.turn != Turn.PROPOSED or wish.answer:
        said = f"{who} asked about your request, {words.skill(request)}."
        end = "You have answered." if wish.answer else "It has gone on: /mentor shows where it stands."
        return Message(text=said.replace("*", ""), blocks=[blocks.section(f"{said} {end}")])
    said = f"{who} has a question before answering your request, {words.skill(request)}:"
    return Message(
        text=f"{said.replace('*', '')} {blocks.quiet(wish.question)}",
        blocks=[
            blocks.section(said),
            blocks.words(wish.question),
            blocks.actions(
                f"question-{wish.ref}",
                _button("Answer", "mentoring_requests.answer", wish, style="primary"),
            ),
        ],
    )


def answer(request: Mentorship, wish: Wished) -> View:
    """Build the seeker's form to answer."""
    return _one_field(
        "mentoring_requests.answer",
        "Your answer",
        [
            blocks.section(f"{blocks.person(wish.mentor_id)} asks about {words.skill(request)}:"),
            blocks.words(wish.question),
        ],
        "Your answer",
        "Send",
        wish,
    )


def answered() -> View:
    """Say that an answer is on its way."""
    return _notice("Sent", "Your answer is on its way.")


def brought(told: Told) -> Message:
    """Bring the seeker's answer to the mentor, with the same buttons."""
    request, wish = told.request, told.wish
    if wish.turn != Turn.PROPOSED:
        said = f"{blocks.person(request.seeker_id)} answered your question."
        return Message(text=said, blocks=[blocks.section(said)])
    said = f"{blocks.person(request.seeker_id)} answers what you asked about {words.skill(request)}:"
    return Message(
        text=f"{said.replace('*', '')} {blocks.quiet(wish.answer)}",
        blocks=[
            blocks.section(said),
            blocks.words(wish.answer),
            answers(wish, prefix="answered"),
            blocks.context(by_when(wish)),
        ],
    )


def unmet(request: Mentorship, wishes: Sequence[Wished]) -> Message:
    """Tell a seeker kindly that nobody of their wishes could, and what happens next."""
    if request.state not in OPEN:
        return _closed(request)
    said = (
        f"Nobody you wished for has room for {words.skill(request)} just now. That says nothing about you or "
        "what you want to learn."
    )
    return Message(
        text=said.replace("*", ""),
        blocks=[blocks.section(said), *_what_next(request, wishes)],
    )


def offered(request: Mentorship, wishes: Sequence[Wished]) -> Message:
    """Tell a seeker who waits that somebody offers it."""
    if request.state not in OPEN:
        return _closed(request)
    there = [each for each in wishes if each.turn in {Turn.OFFERED, Turn.WAITING, Turn.PROPOSED}]
    said = f"You wait for {words.skill(request)}, and now somebody offers it."
    if not there:
        said = f"You wait for {words.skill(request)}. Who offered it has no room any more."
    return Message(
        text=said.replace("*", ""),
        blocks=[blocks.section(said), *_what_next(request, wishes)],
    )


def let_go(request: Mentorship) -> Message:
    """Tell a seeker that a request has waited long enough."""
    said = (
        f"In twelve weeks nobody could offer {words.skill(request)}, so I let your request go. I am sorry. "
        "You can ask anew any time, or ask everybody: `/mentor`, `/ask-peers`"
    )
    return Message(text=said.replace("*", ""), blocks=[blocks.section(said)])


def wished(wish: Wished) -> str:
    """Answer who asks somebody they were offered."""
    return f"Good. {blocks.person(wish.mentor_id)} is asked. /mentor shows where it stands."


def may_ask(wish: Wished, *, prefix: str = "offered") -> list[Block]:
    """Show somebody whom a seeker may ask, or has asked."""
    who = blocks.person(wish.mentor_id)
    if wish.turn in {Turn.WAITING, Turn.PROPOSED}:
        return [blocks.section(f"{who} offers it, and is asked.")]
    if wish.turn != Turn.OFFERED:
        return []
    ask = _button("Ask them", "mentoring_requests.wish_for", wish)
    return [{**blocks.section(f"{who} offers it.", accessory=ask), "block_id": f"{prefix}-{wish.ref}"}]


def _from(request: Mentorship) -> str:
    return "from" if request.format == Format.REVERSE else "with"


def _line(request: Mentorship) -> list[Block]:
    return [blocks.words(request.line)] if request.line else []


def _exchange(wish: Wished) -> list[Block]:
    if not wish.question:
        return []
    reply = f"“{blocks.quiet(wish.answer, SHORT)}”" if wish.answer else "no answer yet"
    return [blocks.context(f"You asked: “{blocks.quiet(wish.question, SHORT)}”  ·  {reply}")]


def _what_next(request: Mentorship, wishes: Sequence[Wished]) -> list[Block]:
    until = words.day(request.asked_at + LONGEST)
    return [
        *(block for each in wishes for block in may_ask(each)),
        blocks.actions(
            f"unmet-{request.id}",
            blocks.button("Withdraw it", "mentoring_requests.withdraw", value=request.id),
        ),
        blocks.context(f"Your request stays until {until}, and you hear when somebody new offers it."),
    ]


def _closed(request: Mentorship) -> Message:
    end = "has found its mentor." if request.mentor_id else "is over."
    said = f"Your request, {words.skill(request)}, {end}"
    return Message(text=said.replace("*", ""), blocks=[blocks.section(said)])


def _button(label: str, action: str, wish: Wished, *, style: str | None = None) -> Block:
    return blocks.button(label, action, value=wish.ref, style=style)


def _one_field(
    callback: str,
    title: str,
    above: Sequence[Block],
    label: str,
    submit: str,
    wish: Wished,
    *,
    hint: str | None = None,
) -> View:
    field = blocks.field("text", label, blocks.text_input(multiline=True, longest=LONGEST_LINE), hint=hint)
    return blocks.modal(callback, title, [*above, field], submit=submit, metadata=wish.ref)


def _notice(title: str, said: str) -> View:
    return blocks.modal("mentoring_requests.said", title, [blocks.section(said)], last=True)
