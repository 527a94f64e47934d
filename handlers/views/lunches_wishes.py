"""What people see of wishes: the board, and what a lunch without a talk asks for."""

from handlers.views import blocks
from handlers.views.blocks import Block
from models.lunches_announcement import Announcement


def wanted(shown: Announcement) -> list[Block]:
    """Say what people wish for, where a lunch has no talk yet."""
    return [{"type": "section", "text": blocks.plain(wanted.wish.text)} for wanted in shown.wanted]
