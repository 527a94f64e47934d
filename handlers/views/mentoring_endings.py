"""What people see when a mentorship ends, and before: the same kind words, whatever the reason."""

from handlers.views import blocks
from handlers.views.blocks import Block, Message
from handlers.views.mentoring_words import about
from models.mentoring import NOBODY, Format, Mentorship


def ended(mentorship: Mentorship, reader_id: str) -> Message:
    """Tell one of the two that it has ended, and what they can do next."""
    partner = mentorship.partner_of(reader_id)
    who = f" with {blocks.person(partner)}" if partner and partner != NOBODY else ""
    said = f"Your mentorship{who} about {about(mentorship)} has ended. Thank you for the time you gave it."
    return Message(
        text=said,
        blocks=[blocks.section(f"{said} {_place(mentorship, reader_id)}"), *_next(mentorship, reader_id)],
    )


def _place(mentorship: Mentorship, reader_id: str) -> str:
    if learns(mentorship, reader_id):
        return "If you would like to go on with somebody else, you can ask at once."
    return "Your place is free again, for whoever asks next."


def _next(mentorship: Mentorship, reader_id: str) -> list[Block]:
    skill = learns(mentorship, reader_id)
    if not skill:
        return []
    return [
        blocks.actions(
            "again", blocks.button("Find somebody else", "mentoring.again", value=skill, style="primary")
        )
    ]


def learns(mentorship: Mentorship, reader_id: str) -> str:
    """Name what somebody came to learn; empty for a mentor."""
    if reader_id == mentorship.seeker_id:
        return mentorship.skill
    return mentorship.skill_back if mentorship.format == Format.PEER else ""
