"""What people see of tips: the form, the post, the search results."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from models import links, tips, tips_reports
from models.audiences import Audience
from models.tips import Draft, Format, Tip
from models.tips_reports import Report

SNIPPET = 280
LISTED_LINK = 300
"""Characters of a link that a list leads to: several long ones are more than a message takes."""

ALIKE_SHOWN = 3
ALIKE_SEEN = "alike seen"
"""What a form carries that has shown the similar tips."""

HELP = (
    "*/share-tip* shares one thing a colleague can use: one to three sentences are enough.\n"
    "Type the tip behind the command, or send the command alone and write in the form. "
    "Tags at the end help others to find it.\n"
    "Example: `/share-tip git worktree lets you work on two branches at once #git`"
)

RETIRED = "This tip is retired: it may no longer be true."

FORMAT_NAMES = {
    Format.TEXT: "Text",
    Format.CLIP: "Clip",
    Format.AUDIO: "Audio",
    Format.ARTICLE: "Article",
    Format.SCREENSHOT: "Screenshot",
    Format.WEBINAR: "Webinar",
}
FORMATS = [blocks.option(name, each) for each, name in FORMAT_NAMES.items()]

EVERYBODY = blocks.option("Everybody in the workspace", Audience.WORKSPACE)
MEMBERS = blocks.option("Only the channel's members (always so for a private channel)", Audience.CHANNEL)


def compose(draft: Draft, alike: Sequence[Tip] = ()) -> View:
    """Build the form for a new tip, with what was typed so far, below the tips that say much the same."""
    return blocks.modal(
        "tips.share",
        "Share a tip",
        [
            *(_already_here(alike) if alike else []),
            *_written(draft),
            blocks.field(
                "channel",
                "Where to post it",
                blocks.channel_select(initial=draft.channel_id, here=draft.channel_id is None),
                hint="Potluck has to be in that channel. If it is not: /invite @Potluck",
            ),
            blocks.field(
                "audience",
                "Who can find it later",
                blocks.radio(
                    [EVERYBODY, MEMBERS],
                    initial=MEMBERS if draft.audience == Audience.CHANNEL else EVERYBODY,
                ),
            ),
        ],
        submit="Share anyway" if alike else "Share",
        metadata=ALIKE_SEEN if alike else "",
    )


def edit(tip: Tip, *, origin: str) -> View:
    """Build the author's form to change or delete a tip; `origin` says where it was opened."""
    return blocks.modal(
        "tips.edit",
        "Edit your tip",
        [
            *_written(Draft(tip.text, tip.tags, tip.format, tip.link or "")),
            blocks.actions(
                "delete",
                blocks.button("Retire this tip", "tips.retire", value=tip.id),
                blocks.button("Give to somebody", "tips.give", value=tip.id),
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
        metadata=f"{tip.id} {tip.version} {origin}",
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
            *_unwieldy_link(tip),
            *_small_print(*_leads_to(tip), *_tags(tip), *_helped(tip)),
            *_post_buttons(tip),
        ],
    )


def _post_buttons(tip: Tip) -> list[Block]:
    if tip.archived_at is not None:
        return [blocks.context(RETIRED)]
    return [
        blocks.actions(
            "tip",
            blocks.button("This helped", "tips.helped", value=tip.id),
            blocks.button("Save", "tips.save", value=tip.id),
            blocks.button("Edit", "tips.edit", value=tip.id),
            blocks.button("Report", "tips.report", value=tip.id),
        )
    ]


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


def report(tip_id: int) -> View:
    """Build the form that says what is wrong with a tip."""
    return blocks.modal(
        "tips.report",
        "Report a tip",
        [
            blocks.field(
                "text",
                "What is wrong with it?",
                blocks.text_input(multiline=True, longest=tips_reports.LONGEST),
                hint="The stewards read this with your name; the author does not.",
            )
        ],
        submit="Send",
        metadata=str(tip_id),
    )


def reported() -> View:
    """Thank for a report."""
    return _notice("Sent", "The stewards have your words, and will look at the tip.")


def report_to_steward(report: Report, tip: Tip, steward_id: str) -> Message:
    """Tell a steward what somebody says of a tip."""
    said = (
        f"{blocks.person(report.by_id)} reports a tip of {blocks.person(tip.author_id)}. "
        "Please look at it, and talk to its author if you agree."
    )
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            blocks.words(report.text),
            blocks.context("The tip:"),
            *unasked(tip, steward_id),
            blocks.actions("tip", blocks.button("Open the tip", "tips.open", value=tip.id)),
        ],
    )


def posting_again() -> str:
    """Answer the button that posts a tip once more."""
    return "I am posting it now. Should the channel refuse it again, I will tell you."


def whole(tip: Tip, *, reader_id: str) -> View:
    """Show one tip in full."""
    saving = blocks.button("Save", "tips.save", value=tip.id)
    helped = blocks.button("This helped", "tips.helped", value=tip.id)
    editing = blocks.button("Edit", "tips.edit", value=tip.id)
    presses = [
        *([] if tip.author_id == reader_id else [helped, saving]),
        *([editing] if reader_id in tip.keepers else []),
    ]
    facts = about(tip, longest_link=links.LONGEST)
    retired = [blocks.context(RETIRED)] if tip.archived_at is not None else []
    return blocks.modal(
        "tips.whole",
        "Tip",
        [
            blocks.words(tip.text),
            *_unwieldy_link(tip),
            *_small_print(*facts),
            *retired,
            blocks.actions("tip", *presses),
        ],
        metadata=str(tip.id),
    )


def is_shown_unasked(tip: Tip, reader_id: str) -> bool:
    """Tell whether a message may show a tip to somebody who has perhaps left the tip's channel."""
    return tip.audience == Audience.WORKSPACE or tip.author_id == reader_id


def unasked(tip: Tip, reader_id: str) -> list[Block]:
    """Show a tip to who is told of it, or say where it is, to be opened by who may."""
    if is_shown_unasked(tip, reader_id):
        return [blocks.words(blocks.shortened(tip.text))]
    where = blocks.channel(tip.channel_id)
    return [blocks.section(f"A tip of {tip.created_at:%B %Y}, for the members of {where} alone.")]


def own_rows(mine: Sequence[Tip]) -> list[Block]:
    """List somebody's own tips for that person, each to be changed."""
    return [
        block
        for tip in mine
        for block in _row(tip, blocks.button("Edit", "tips.edit", value=tip.id), _place(tip, LISTED_LINK))
    ]


def saved_rows(saved: Sequence[Tip]) -> list[Block]:
    """List the tips that somebody put aside, each to be opened."""
    return [
        block
        for tip in saved
        for block in _row(tip, blocks.button("Open", "tips.open", value=tip.id), about(tip), prefix="saved")
    ]


def digest_row(tip: Tip, longest: int) -> list[Block]:
    """Show one tip among others, short, to be opened."""
    opening = blocks.button("Open", "tips.open", value=tip.id)
    return _row(tip, opening, about(tip), longest=longest)


def _row(
    tip: Tip, press: Block, facts: Sequence[str], *, longest: int = SNIPPET, prefix: str = "tip"
) -> list[Block]:
    return [
        {
            "type": "section",
            "block_id": f"{prefix}-{tip.id}",
            "text": blocks.plain(blocks.shortened(tip.text, longest)),
            "accessory": press,
        },
        *_small_print(*facts),
    ]


def _already_here(alike: Sequence[Tip]) -> list[Block]:
    return [
        blocks.section("*Already here?* Nothing is posted yet. If yours says something else, send it again."),
        *(
            row
            for tip in alike
            for row in _row(tip, blocks.button("Open", "tips.open", value=tip.id), about(tip))
        ),
        blocks.divider(),
    ]


def text_and_tags(draft: Draft) -> list[Block]:
    """Build the two fields that every tip has."""
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
        *blocks.rest(draft.text, tips.LONGEST),
        blocks.field(
            "tags",
            "Tags",
            blocks.text_input(initial=" ".join(f"#{tag}" for tag in draft.tags), placeholder="#git #review"),
            optional=True,
        ),
    ]


def _written(draft: Draft) -> list[Block]:
    return [
        *text_and_tags(draft),
        blocks.field("format", "What it is", blocks.select(FORMATS, initial=_format(draft.format))),
        blocks.field(
            "link",
            "Link",
            blocks.text_input(
                initial=draft.link, longest=links.LONGEST, placeholder="https://… to the clip or article"
            ),
            optional=True,
        ),
    ]


def _format(chosen: Format) -> Block:
    return next(each for each in FORMATS if each["value"] == chosen)


def _leads_to(tip: Tip, *, longest: int = links.LONGEST) -> list[str]:
    """Name a tip's format and the place its link leads to, where there is more than text.

    A link beyond `longest` is not to be followed from here.
    """
    named = [] if tip.format == Format.TEXT else [FORMAT_NAMES[tip.format].lower()]
    host = blocks.escape((tip.link and urlsplit(tip.link).hostname) or "")
    link = blocks.escape(tip.link or "")
    if link and len(link) <= longest:
        return [*named, f"<{link}|{host}>"]
    return [*named, *([host] if host else [])]


def _unwieldy_link(tip: Tip) -> list[Block]:
    """Show a link by itself that is too long for the small print once its & are escaped."""
    unwieldy = tip.link and len(blocks.escape(tip.link)) > links.LONGEST
    return [blocks.words(tip.link)] if tip.link and unwieldy else []


def about(tip: Tip, *, longest_link: int = LISTED_LINK) -> list[str]:
    """Give the facts that stand below a tip: who, where, how fresh, its tags and thanks."""
    return [blocks.person(tip.author_id), *_place(tip, longest_link)]


def _place(tip: Tip, longest_link: int) -> list[str]:
    seen = f"checked in {tip.checked_at:%B %Y}" if tip.checked_at else f"from {tip.created_at:%B %Y}"
    leads_to = _leads_to(tip, longest=longest_link)
    return [blocks.channel(tip.channel_id), seen, *leads_to, *_tags(tip), *_helped(tip)]


def _tags(tip: Tip) -> list[str]:
    return [blocks.escape(" ".join(f"#{tag}" for tag in tip.tags))] if tip.tags else []


def _helped(tip: Tip) -> list[str]:
    return [f"helped {_count(len(tip.thanks), 'person', 'people')}"] if tip.thanks else []


def _small_print(*facts: str) -> list[Block]:
    return [blocks.context("  ·  ".join(facts))] if facts else []


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _notice(title: str, text: str) -> View:
    return blocks.modal("tips.notice", title, [blocks.section(text)])
