"""What people see of the digest."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks, lunches, prompts, questions, tips
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


IN_CHANNEL = "A steward has asked for this here. To get it yourself, open Potluck's Home tab."
IN_PERSON = "You asked for this. Potluck's Home tab changes how often it comes, or ends it."


def post(digest: Digest, *, in_channel: bool) -> Message:
    """Build one digest: what is new, what helped, and which questions wait."""
    number = len(digest.new) + digest.more
    title = "What colleagues have shared lately"
    fresh = f": {number:,} new {'tip' if number == 1 else 'tips'}" if number else ""
    more = f"{digest.more:,} more new {'tip' if digest.more == 1 else 'tips'}: `/find-tip`"
    return Message(
        text=f"{title}{fresh}",
        blocks=[
            blocks.header(title),
            *_rows("New", digest.new),
            *([blocks.context(more)] if digest.more else []),
            *_rows("Helped most", digest.liked),
            *_waiting(digest.waiting),
            *lunches.digest_row(digest.lunch),
            blocks.context(IN_CHANNEL if in_channel else IN_PERSON),
        ],
    )


def missed(slot: datetime, *, coming: datetime) -> Message:
    """Tell a steward that digests were left out, and when the next ones come; both are local times."""
    said = (
        f"The digests of {prompts.day(slot)} were not sent: Potluck was not running then. What would have "
        f"stood in them comes with the next, on {prompts.day(coming)}."
    )
    return Message(text=said, blocks=[blocks.section(said)])


def refused(channel_id: str) -> Message:
    """Tell a steward that a channel did not take its digest, and how to mend it."""
    said = (
        f"I could not post the digest in {blocks.channel(channel_id)}: I am not in that channel, or may not "
        "post there. It rests until you choose the channel again: type `/invite @Potluck` there, then "
        "`/potluck settings`."
    )
    return Message(text=said, blocks=[blocks.section(said)])


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
