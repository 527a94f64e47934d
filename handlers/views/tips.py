"""What people see of tips: the form, the post, the search results."""

from collections.abc import Sequence
from datetime import datetime

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models import tips
from models.tips import Audience, Draft, Found, Tip

SNIPPET = 280
REST_BLOCKS = 10

HELP = (
    "*/share-tip* shares one thing a colleague can use: one to three sentences are enough.\n"
    "Type the tip behind the command, or send the command alone and write in the form. "
    "Tags at the end help others to find it.\n"
    "Example: `/share-tip git worktree lets you work on two branches at once #git`"
)
FIND_HELP = (
    "*/find-tip* looks through what your colleagues have shared; only you see the answer.\n"
    "Give one word or several, and a tag if you like. Without words it shows the newest tips.\n"
    "Example: `/find-tip worktree #git`"
)

EVERYBODY = blocks.option("Everybody in the workspace", Audience.WORKSPACE)
MEMBERS = blocks.option("Only the channel's members (always so for a private channel)", Audience.CHANNEL)


def compose(draft: Draft) -> View:
    """Build the form for a new tip, with what was typed so far."""
    return blocks.modal(
        "tips.share",
        "Share a tip",
        [
            *_text_and_tags(draft),
            blocks.field(
                "channel",
                "Where to post it",
                blocks.channel_select(here=True),
                hint="Potluck has to be in that channel. If it is not: /invite @Potluck",
            ),
            blocks.field(
                "audience", "Who can find it later", blocks.radio([EVERYBODY, MEMBERS], initial=EVERYBODY)
            ),
        ],
        submit="Share",
    )


def edit(tip: Tip, *, origin: str) -> View:
    """Build the author's form to change or delete a tip; `origin` says where it was opened."""
    return blocks.modal(
        "tips.edit",
        "Edit your tip",
        [
            *_text_and_tags(Draft(tip.text, tip.tags)),
            blocks.actions(
                "delete",
                blocks.button(
                    "Delete this tip",
                    "tips.delete",
                    value=tip.id,
                    style="danger",
                    confirm=blocks.confirm(
                        "Delete this tip?",
                        "The tip, its post and its thanks disappear for everybody.",
                        yes="Delete",
                        no="Keep it",
                    ),
                ),
            ),
        ],
        submit="Save",
        metadata=f"{tip.id} {origin}",
    )


def kept(tip: Tip) -> View:
    """Thank for a tip, once it is kept."""
    return blocks.modal(
        "tips.kept",
        "Thank you",
        [
            blocks.section(
                f"Your tip is kept. It is on its way to {blocks.channel(tip.channel_id)}; "
                "should I be unable to post it there, I will tell you what to do."
            ),
            blocks.context("Your Home tab keeps all your tips, and tells you when one has helped."),
        ],
    )


def changed() -> View:
    """Say that a tip and its post were changed."""
    return _notice("Saved", "Your tip is changed, and its post follows.")


def deleted() -> View:
    """Say that a tip is gone."""
    return _notice("Deleted", "Your tip is deleted, and its post is taken back.")


def post(tip: Tip) -> Message:
    """Build a tip's own message in its channel."""
    author = blocks.person(tip.author_id)
    return Message(
        text=f"{author} shared a tip: {blocks.quiet(tip.text)}",
        blocks=[
            blocks.context(f"{author} shared a tip"),
            blocks.words(tip.text),
            *_small_print(*_tags(tip), *_helped(tip)),
            blocks.actions(
                "tip",
                blocks.button("This helped", "tips.helped", value=tip.id),
                blocks.button("Edit", "tips.edit", value=tip.id),
            ),
        ],
    )


def not_posted(tip: Tip) -> Message:
    """Tell the author that the channel refused the tip, and how to mend it."""
    where = blocks.channel(tip.channel_id)
    return Message(
        text="Your tip is kept, but I could not post it.",
        blocks=[
            blocks.section(
                f"Your tip is kept, but I could not post it in {where}: I am not in that channel, or may not "
                "post there. Type `/invite @Potluck` in it, then press the button."
            ),
            blocks.words(blocks.shortened(tip.text)),
            blocks.actions(
                "tip", blocks.button("Post it now", "tips.post_again", value=tip.id, style="primary")
            ),
        ],
    )


def posting_again() -> str:
    """Answer the button that posts a tip once more."""
    return "I am posting it now. Should the channel refuse it again, I will tell you."


def thanked(tip: Tip) -> str:
    """Answer the person who pressed "This helped"."""
    return f"Noted. {blocks.person(tip.author_id)} will see on their Home tab that it helped, not whom."


def whole(tip: Tip, *, reader_id: str) -> View:
    """Show one tip in full."""
    mine = tip.author_id == reader_id
    press = (
        blocks.button("Edit", "tips.edit", value=tip.id)
        if mine
        else blocks.button("This helped", "tips.helped", value=tip.id)
    )
    return blocks.modal(
        "tips.whole",
        "Tip",
        [blocks.words(tip.text), *_small_print(*_about(tip)), blocks.actions("tip", press)],
        metadata=str(tip.id),
    )


def results(words: str, found: Found) -> Message:
    """Answer a search: the newest tips that match, each to be opened."""
    if not found.tips:
        return _nothing(words)
    title = f"Tips with “{blocks.quiet(words, 80)}”" if words else "The newest tips"
    more = found.total - len(found.tips)
    return Message(
        text=f"{title}: {_count(found.total, 'tip', 'tips')}",
        blocks=[
            blocks.section(f"*{title}*"),
            *(
                block
                for tip in found.tips
                for block in _row(tip, blocks.button("Open", "tips.open", value=tip.id), _about(tip))
            ),
            *([blocks.context(f"{more} more. Add a word or a #tag to narrow it down.")] if more else []),
        ],
    )


def own_rows(mine: Sequence[Tip]) -> list[Block]:
    """List somebody's own tips for that person, each to be changed."""
    return [
        block
        for tip in mine
        for block in _row(tip, blocks.button("Edit", "tips.edit", value=tip.id), _place(tip))
    ]


def _row(tip: Tip, press: Block, facts: Sequence[str]) -> list[Block]:
    return [
        {
            "type": "section",
            "block_id": f"tip-{tip.id}",
            "text": blocks.plain(blocks.shortened(tip.text, SNIPPET)),
            "accessory": press,
        },
        *_small_print(*facts),
    ]


def _nothing(words: str) -> Message:
    title = f"No tip with “{blocks.quiet(words, 80)}” yet" if words else "No tips yet"
    text = f"{title}. Try fewer or other words. If you find out elsewhere, share it: `/share-tip`"
    return Message(text=text, blocks=[blocks.section(text)])


def _text_and_tags(draft: Draft) -> list[Block]:
    return [
        blocks.field(
            "text",
            "Your tip",
            blocks.text_input(
                initial=draft.text,
                multiline=True,
                longest=tips.LONGEST,
                placeholder="What would have saved you an hour?",
            ),
        ),
        *_rest(draft.text),
        blocks.field(
            "tags",
            "Tags",
            blocks.text_input(initial=" ".join(f"#{tag}" for tag in draft.tags), placeholder="#git #review"),
            optional=True,
        ),
    ]


def _rest(text: str) -> list[Block]:
    """Show what is too long for the form, so that nothing typed is lost."""
    if len(text) <= tips.LONGEST:
        return []
    note = blocks.section(
        f"You typed {len(text):,} characters; a tip holds {tips.LONGEST:,}. "
        "Here is the rest, so that nothing is lost:"
    )
    starts = range(tips.LONGEST, len(text), blocks.PLAIN_TEXT)
    parts = [text[at : at + blocks.PLAIN_TEXT] for at in starts][:REST_BLOCKS]
    return [note, *({"type": "section", "text": blocks.plain(part)} for part in parts)]


def _about(tip: Tip) -> list[str]:
    return [blocks.person(tip.author_id), *_place(tip)]


def _place(tip: Tip) -> list[str]:
    return [blocks.channel(tip.channel_id), _day(tip.created_at), *_tags(tip), *_helped(tip)]


def _tags(tip: Tip) -> list[str]:
    return [blocks.escape(" ".join(f"#{tag}" for tag in tip.tags))] if tip.tags else []


def _helped(tip: Tip) -> list[str]:
    return [f"helped {_count(len(tip.thanks), 'person', 'people')}"] if tip.thanks else []


def _small_print(*facts: str) -> list[Block]:
    return [blocks.context("  ·  ".join(facts))] if facts else []


def _day(moment: datetime) -> str:
    return f"<!date^{int(moment.timestamp())}^{{date_short}}|{moment:%Y-%m-%d}>"


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _notice(title: str, text: str) -> View:
    return blocks.modal("tips.notice", title, [blocks.section(text)])
