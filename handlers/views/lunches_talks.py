"""What people see of talks: the programme of a lunch, the form to offer one, and words to speakers."""

from handlers.views import blocks
from handlers.views.blocks import Block
from models.lunches_announcement import Announcement


def programme(shown: Announcement) -> list[Block]:
    """List what is given at a lunch."""
    return [
        block
        for talk in shown.talks
        for block in (
            {"type": "section", "text": blocks.plain(talk.title)},
            blocks.context(" and ".join(map(blocks.person, talk.speakers))),
        )
    ]
