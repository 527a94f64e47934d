"""What people see of talks in a lunch's announcement and list: who gives what, or what to talk about."""

from handlers.views import blocks
from handlers.views.blocks import Block
from models.lunches import State
from models.lunches_announcement import Announcement
from models.lunches_series import TalkFormat
from models.lunches_talks import Talk

GAIN_SHOWN = 280

FORMATS = {
    TalkFormat.TALK: "Talk",
    TalkFormat.LIGHTNING: "Lightning talk",
    TalkFormat.SHOW_AND_TELL: "Show and tell",
    TalkFormat.ASK_ME_ANYTHING: "Ask me anything",
    TalkFormat.READING_CIRCLE: "Reading circle",
    TalkFormat.GOT_IT_WRONG: "How I got it wrong",
    TalkFormat.DEMO: "Demo without slides",
}


def programme(shown: Announcement) -> list[Block]:
    """List what is given at a lunch, or the questions of its open table."""
    return [*(block for talk in shown.talks for block in _talk(talk)), *_open_table(shown)]


def way(shown: Announcement) -> list[Block]:
    """Give the button that offers a talk for a lunch, while a slot is free."""
    lunch = shown.lunch
    free = lunch.state == State.OPEN and len(shown.talks) < lunch.slots
    return [blocks.button("Offer a talk", "lunches_talks.at", value=lunch.id)] if free else []


def kind(talk: Talk) -> str:
    """Say what a talk is like, and how long."""
    return f"{FORMATS[TalkFormat(talk.format)]}, {talk.minutes} minutes"


def speakers(talk: Talk) -> str:
    """Name who gives a talk."""
    named = [blocks.person(each) for each in talk.speakers]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _talk(talk: Talk) -> list[Block]:
    gain = blocks.shortened(talk.gain, GAIN_SHOWN)
    return [
        blocks.marked(talk.title, [(0, len(talk.title))], start=0, end=len(talk.title)),
        *([blocks.words(gain)] if gain else []),
        blocks.context(f"{speakers(talk)}  ·  {kind(talk)}"),
    ]


def _open_table(shown: Announcement) -> list[Block]:
    if not shown.starters:
        return []
    questions = "\n".join(f"•  {blocks.escape(starter.text)}" for starter in shown.starters)
    return [
        blocks.section(
            f"*Open table*: no talk this time, just us. Three questions to begin with:\n{questions}"
        )
    ]
