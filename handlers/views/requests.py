"""What waits for one person's word, as they answer it on their Home tab: like the messages that asked."""

from collections.abc import Callable, Sequence
from typing import Any

from handlers.views import (
    lunches_series,
    lunches_speaking,
    lunches_swaps,
    lunches_waitlist,
    lunches_wishes,
    prompt_proposals,
    prompt_schedules,
    tips_captures,
    tips_upkeep,
)
from handlers.views.blocks import Block, Message
from models.lunches_merging import MergeState
from models.lunches_requests import Invitation, MergeAsked, SeatKept, SwapAsked, WishAsked
from models.lunches_series import Series
from models.prompt_proposals import Proposal
from models.prompt_schedules import PromptSchedule
from models.requests import Request, TipsToCheck
from models.tips_captures import Capture

Ask = Callable[[Any], Message]
"""Makes the question that waits, in the words of its message."""

QUESTIONS: dict[type, Ask] = {
    Capture: tips_captures.question,
    Invitation: lambda it: lunches_speaking.invited(it.talk, it.lunch, asked=True, speaks=False),
    MergeAsked: lambda it: lunches_wishes.may_merge(it.smaller, it.into, MergeState.ASKED),
    PromptSchedule: prompt_schedules.waiting,
    Proposal: prompt_proposals.question,
    SeatKept: lambda it: lunches_waitlist.offered(it.lunch, it.seat),
    Series: lunches_series.proposed,
    SwapAsked: lambda it: lunches_swaps.question(*it),
    TipsToCheck: lambda it: tips_upkeep.review(it.tips, it.tips[0].owner_id),
    WishAsked: lambda it: lunches_wishes.asked(it.asking, it.wish, it.votes),
}
"""How each kind of request is put; a feature that asks something adds its own."""


def rows(requests: Sequence[Request]) -> list[list[Block]]:
    """Put each request, with its buttons, in as few blocks as its message has."""
    return [
        _apart(number, QUESTIONS[type(request.about)](request.about).blocks)
        for number, request in enumerate(requests)
    ]


def _apart(number: int, shown: Sequence[Block]) -> list[Block]:
    """Give the same blocks with names of their own: the page has others like them."""
    return [
        {**block, "block_id": f"request-{number}-{block['block_id']}"} if "block_id" in block else block
        for block in shown
    ]
