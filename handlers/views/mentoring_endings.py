"""What people see when a mentorship ends: the same kind words, whatever the reason."""

from handlers.views import blocks, mentoring_last_words
from handlers.views.blocks import Block, Message, View
from handlers.views.mentoring_rhythm import about
from models.mentoring import LONGEST_LINE, NOBODY, Ending, Format, Mentorship
from models.mentoring_meeting import LastWord


def ended(mentorship: Mentorship, reader_id: str, word: LastWord | None, *, speaks: bool) -> Message:
    """Tell one of the two that it has ended, what the partner said, and what they can do next."""
    partner = mentorship.partner_of(reader_id)
    who = f" with {blocks.person(partner)}" if partner and partner != NOBODY else ""
    how = "has come to its agreed end" if mentorship.ending == Ending.OVER else "has ended"
    said = f"Your mentorship{who} about {about(mentorship)} {how}. Thank you for the time you gave it."
    return Message(
        text=said,
        blocks=[
            blocks.section(f"{said} {_place(mentorship, reader_id)}"),
            *mentoring_last_words.words_of(word),
            *_next(mentorship, reader_id, speaks=speaks),
        ],
    )


def close_form(mentorship: Mentorship, partner_id: str) -> View:
    """Ask before the end, without asking why."""
    return blocks.modal(
        "mentoring_endings.close",
        "End it",
        [
            blocks.section(
                f"Shall your mentorship about {about(mentorship)} end? You need no reason. "
                f"{blocks.person(partner_id)} hears that it has ended, and what they can do next."
            ),
            blocks.field(
                "thanks",
                "A word of thanks, if you like",
                blocks.text_input(longest=LONGEST_LINE, placeholder="You showed me how to read a trace"),
                hint="It reaches them with that sentence.",
                optional=True,
            ),
        ],
        submit="End it",
        metadata=str(mentorship.id),
    )


def closed(mentorship: Mentorship, reader_id: str) -> View:
    """Say that it has ended."""
    return blocks.modal(
        "mentoring_endings.closed",
        "It has ended",
        [
            blocks.section(f"Thank you for the time you gave it. {_place(mentorship, reader_id)}"),
            *_next(mentorship, reader_id, speaks=False),
        ],
        last=True,
    )


def learns(mentorship: Mentorship, reader_id: str) -> str:
    """Name what somebody came to learn; empty for a mentor."""
    if reader_id == mentorship.seeker_id:
        return mentorship.skill
    return mentorship.skill_back if mentorship.format == Format.PEER else ""


def _place(mentorship: Mentorship, reader_id: str) -> str:
    if learns(mentorship, reader_id):
        return "If you would like to go on with somebody else, you can ask at once."
    return "Your place is free again, for whoever asks next."


def _next(mentorship: Mentorship, reader_id: str, *, speaks: bool) -> list[Block]:
    skill = learns(mentorship, reader_id)
    again = blocks.button("Find somebody else", "mentoring.again", value=skill)
    look_back = blocks.button("Look back", "mentoring_last_words.open", value=mentorship.id, style="primary")
    ways = [*([look_back] if speaks else []), *([again] if skill else [])]
    return [blocks.actions("again", *ways)] if ways else []
