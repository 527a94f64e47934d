"""What people see when a message is to be kept: the question to its author, and what comes of it."""

from handlers.views import blocks, tips
from handlers.views.blocks import Message, View
from models.tips import draft
from models.tips_captures import Capture, State


def asking(author_id: str, saver_id: str) -> str:
    """Tell the saver that the author is asked first."""
    if author_id == saver_id:
        return "I have written to you about keeping this message as a tip."
    return (
        f"I have asked {blocks.person(author_id)} whether this may be kept as a tip. Nothing is kept before "
        "their yes; I will tell you what they say, within a week."
    )


def asked_before(author_id: str) -> str:
    """Tell the saver that a message is asked about once only."""
    return f"{blocks.person(author_id)} was asked about this message before; nobody is asked twice."


def question(capture: Capture) -> Message:
    """Ask the author; once they have answered, say what came of it."""
    if capture.state != State.ASKED:
        return _outcome(capture)
    where = blocks.channel(capture.channel_id)
    who = blocks.person(capture.saver_id) if capture.saver_id else "A colleague"
    own = capture.saver_id == capture.author_id
    said = (
        f"You marked a message of yours in {where} as a tip. Shall I keep it?"
        if own
        else f"{who} would like to keep your message in {where} as a tip, under your name. May I?"
    )
    link = f"<{capture.permalink}|The message>  ·  " if capture.permalink else ""
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            *([blocks.words(blocks.shortened(capture.text, 1000))] if capture.text else []),
            blocks.context(f"{link}Without an answer within seven days nothing is kept."),
            blocks.actions(
                "capture",
                *(
                    [blocks.button("Keep as is", "tips.capture_keep", value=capture.id, style="primary")]
                    if capture.text
                    else []
                ),
                blocks.button(
                    "Edit first" if capture.text else "Write it as a tip",
                    "tips.capture_edit",
                    value=capture.id,
                ),
                blocks.button("No", "tips.capture_no", value=capture.id),
            ),
        ],
    )


def edit(capture: Capture) -> View:
    """Build the author's form to change their words before they are kept."""
    written = draft(capture.text or "")
    return blocks.modal(
        "tips.capture_edit",
        "Keep it as a tip",
        [
            *tips.text_and_tags(written),
            blocks.context(
                f"It is posted under your message in {blocks.channel(capture.channel_id)}, and found by who "
                "may read that channel."
            ),
        ],
        submit="Keep",
        metadata=str(capture.id),
    )


def kept() -> str:
    """Answer who said yes."""
    return "Thank you: it is kept, and posted under your message."


def declined() -> str:
    """Answer who said no."""
    return "Nothing is kept, and nobody asks again about this message."


def answer(capture: Capture) -> Message | None:
    """Tell the saver what came of their wish."""
    if not capture.author_id:
        said = "The message you marked is not kept as a tip."
        return Message(text=said, blocks=[blocks.section(said)])
    author = blocks.person(capture.author_id)
    told = {
        State.KEPT: f"{author} said yes: the message you marked is a tip now. It is on your saved list.",
        State.DECLINED: f"{author} would rather not keep the message you marked as a tip. Nothing was kept.",
        State.EXPIRED: f"{author} did not answer within a week, so the message you marked was not kept.",
    }.get(capture.state)
    return Message(text=told, blocks=[blocks.section(told)]) if told else None


def _outcome(capture: Capture) -> Message:
    where = blocks.channel(capture.channel_id)
    said = {
        State.KEPT: f"Your message in {where} is kept as a tip. Thank you.",
        State.DECLINED: f"You said no: your message in {where} is not kept, and nobody asks again.",
    }.get(
        capture.state,
        f"This question about your message in {where} has ended, and nothing was kept. Should you want to "
        "share it: `/share-tip`",
    )
    return Message(text=said, blocks=[blocks.section(said)])
