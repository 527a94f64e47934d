"""What people see of the digest."""

from collections.abc import Sequence

from handlers.views import blocks, lunches, questions, tips
from handlers.views.blocks import Block, Message
from models.digests import Digest, Rhythm
from models.questions import Question
from models.tips import Tip

SHORT = 200

RHYTHMS = {
    Rhythm.OFF: blocks.option("No digest", Rhythm.OFF),
    Rhythm.WEEKLY: blocks.option("Every week", Rhythm.WEEKLY),
    Rhythm.MONTHLY: blocks.option("Every month", Rhythm.MONTHLY),
}


def post(digest: Digest) -> Message:
    """Build one digest: what is new, and what helped."""
    number = len(digest.new) + digest.more
    title = "What colleagues have shared lately"
    more = f"{digest.more:,} more new {'tip' if digest.more == 1 else 'tips'}: `/find-tip`"
    return Message(
        text=f"{title}: {number:,} new {'tip' if number == 1 else 'tips'}",
        blocks=[
            blocks.header(title),
            *_rows("New", digest.new),
            *([blocks.context(more)] if digest.more else []),
            *_rows("Helped most", digest.liked),
            *_waiting(digest.waiting),
            *lunches.digest_row(digest.lunch),
            blocks.context(
                "You get this because you, or a steward for this channel, asked for it. "
                "Change it on Potluck's Home tab."
            ),
        ],
    )


def choice(chosen: Rhythm) -> Block:
    """Let a member choose their rhythm."""
    element = blocks.select(list(RHYTHMS.values()), initial=RHYTHMS[chosen])
    return {
        "type": "section",
        "block_id": "digest",
        "text": blocks.mrkdwn("A digest of new and helpful tips, as a direct message:"),
        "accessory": {"action_id": "digests.choose", **element},
    }


def _waiting(waiting: Sequence[Question]) -> list[Block]:
    rows = questions.waiting_rows(waiting)
    return [blocks.section("*Who can answer?*"), *rows] if rows else []


def _rows(title: str, shown: Sequence[Tip]) -> list[Block]:
    if not shown:
        return []
    return [blocks.section(f"*{title}*"), *(row for tip in shown for row in tips.digest_row(tip, SHORT))]
