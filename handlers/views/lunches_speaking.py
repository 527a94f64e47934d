"""What those hear whom a talk concerns: speakers, hosts, who has a seat, who wished for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from handlers.views import blocks, lunches_seats, lunches_talks
from handlers.views.blocks import Block, Message
from handlers.views.lunches_words import place, when
from models.lunches import Lunch
from models.lunches_seats import Seat
from models.lunches_series import TalkFormat
from models.lunches_speaking import Ahead
from models.lunches_talks import State, Talk
from models.lunches_wishes import Wish

FILE = Path(__file__).with_name("lunches_checklists.txt")

Checklists = Mapping[tuple[str, str], Sequence[str]]


def reminder(given: Sequence[tuple[Talk, Lunch]], ahead: Ahead, reader_id: str) -> Message:
    """Remind somebody of everything they give on a day, with what helps to prepare it."""
    what = "Your talk" if len(given) == 1 else f"Your {len(given)} talks"
    helps = "what helps to prepare" if ahead == Ahead.WEEK else "the last things to look at"
    said = f"{what} on {when(given[0][1])}: {helps}."
    formats = dict.fromkeys(TalkFormat(talk.format) for talk, _ in given)
    return Message(
        text=said,
        blocks=[
            blocks.section(said),
            *(
                block
                for talk, lunch in given
                for block in _talk(talk, lunch, reader_id, at=f"{when(lunch)}  ·  " if given[1:] else "")
            ),
            *(block for form in formats for block in _checklist(form, ahead, named=len(formats) > 1)),
            blocks.context("Thank you for telling your colleagues what you know."),
        ],
    )


def told_host(talk: Talk, speaker_id: str, left: Lunch | None, at: Lunch | None) -> Message:
    """Tell a host what has become of a talk at their lunch."""
    if not speaker_id and left:
        return _said(f"{_named(talk)} is not given on {when(left)} after all. The slot is free again.")
    who, title = blocks.person(speaker_id), blocks.quiet(talk.title)
    if left and at and left.id == at.id:
        said = f"{who} has changed the talk on {when(at)}: “{title}” ({lunches_talks.kind(talk)})."
    elif left and at:
        said = f"“{title}” by {who} moves from {when(left)} to {when(at)}."
    elif at:
        said = f"{who} offers a talk for {when(at)}: “{title}” ({lunches_talks.kind(talk)})."
    elif left:
        said = f"“{title}” by {who} is not given on {when(left)} after all. The slot is free again."
    else:
        said = f"“{title}” by {who} has changed."
    return _said(said)


def programme_changed(talk: Talk, lunch: Lunch, given: Sequence[Talk], seat: Seat | None) -> Message:
    """Tell somebody with a seat that what they come for is not given that day."""
    now = (
        "The programme is now: "
        + ", ".join(f"“{blocks.quiet(each.title)}” by {lunches_talks.speakers(each)}" for each in given)
        if given
        else "There is no talk for now"
    )
    return _said(
        f"{_named(talk)} is not given on {when(lunch)} in "
        f"{blocks.channel(lunch.channel_id)} after all. {now}.{lunches_seats.kept(seat)}"
    )


def invited(talk: Talk, lunch: Lunch | None, *, asked: bool, speaks: bool) -> Message:
    """Ask a colleague whether they give a talk too; say how it stands once they have answered."""
    who, title = blocks.person(talk.speaker_id), blocks.quiet(talk.title)
    at = f", on {when(lunch)}" if lunch else ""
    if talk.state == State.WITHDRAWN or not (asked or speaks):
        return _said(f"“{title}” by {who}: you need not do anything any more.")
    if speaks:
        return _said(
            f"You give “{title}” with {who}{at}. Thank you.",
            blocks.button("I cannot after all", "lunches_talks.not_join", value=talk.id),
        )
    return _said(
        f"{who} would like to give a talk with you: “{title}”{at}. Are you in? You are named only if you say "
        "yes.",
        blocks.button("I am in", "lunches_talks.join", value=talk.id, style="primary"),
        blocks.button("Not this time", "lunches_talks.not_join", value=talk.id),
    )


def joined(talk: Talk, who: str, *, yes: bool) -> Message:
    """Tell a speaker whether a colleague gives their talk too."""
    title = blocks.quiet(talk.title)
    if not who:
        return _said(f"A colleague who was to give “{title}” with you cannot. It stays yours.")
    return _said(
        f"{blocks.person(who)} gives “{title}” with you."
        if yes
        else f"{blocks.person(who)} cannot give “{title}” with you this time. It stays yours."
    )


def without_you(talk: Talk) -> Message:
    """Tell somebody that a talk is given without them."""
    return _said(
        f"{blocks.person(talk.speaker_id)} gives “{blocks.quiet(talk.title)}” without you now. You need not "
        "prepare anything."
    )


def placed(talk: Talk, lunch: Lunch, reader_id: str) -> Message:
    """Tell a speaker that their talk has a date."""
    return _said(
        f"“{blocks.quiet(talk.title)}” has a date: {when(lunch)}, in "
        f"{blocks.channel(lunch.channel_id)}. Does it suit you?",
        *_date_ways(talk, reader_id, "Another date"),
    )


def kept(talk: Talk, lunch: Lunch, reader_id: str) -> Message:
    """Tell a speaker that their lunch does not take place with their talk, and that it is kept."""
    what = "is an open table now" if lunch.open_table else "is called off"
    return _said(
        f"The lunch on {when(lunch)} {what}. “{blocks.quiet(talk.title)}” is kept: it gets the next "
        "date that is free, and I tell you.",
        *_date_ways(talk, reader_id, "Choose a date"),
    )


def moved(talk: Talk, lunch: Lunch | None) -> Message:
    """Tell somebody who gives a talk too when it is now."""
    title, who = blocks.quiet(talk.title), blocks.person(talk.speaker_id)
    if talk.state == State.WITHDRAWN:
        return _said(f"{who} has withdrawn “{title}”. You need not prepare anything.")
    if lunch is None:
        return _said(f"“{title}” waits for a later date. {who} has stepped back from the one it had.")
    return _said(f"“{title}” is on {when(lunch)} now. If you cannot, say so to {who}.")


def yours_now(talk: Talk) -> Message:
    """Ask who gave a talk too to take it over."""
    return _said(
        f"“{blocks.quiet(talk.title)}” has no date any more, since who offered it cannot give it. You said "
        "that you give it too, so it is yours now: choose a date, or withdraw it.",
        *_date_ways(talk, talk.speaker_id, "Choose a date"),
    )


def you_left(talk: Talk) -> Message:
    """Tell somebody who left a channel what has become of their talk there."""
    return _said(
        f"You have left the channel in which you were to give “{blocks.quiet(talk.title)}”, so its slot is "
        "free for others. Your talk is kept, for another channel of yours.",
        *_date_ways(talk, talk.speaker_id, "Choose a date"),
    )


def dated(wish: Wish, talk: Talk, lunch: Lunch | None) -> Message:
    """Tell who wished for something that a talk takes it up, and when."""
    topic = f"“{blocks.quiet(wish.text)}”" if wish.text else "a topic you gave your +1 to"
    if talk.state == State.WITHDRAWN:
        again = " Your wish stands on the board again." if wish.text else ""
        return _said(f"The talk about {topic} is withdrawn.{again}")
    if lunch is None:
        return _said(f"The talk about {topic} waits for another date. This message will tell it.")
    return _said(
        f"You wished for it, and somebody tells about it: {topic}, {when(lunch)}, in "
        f"{blocks.channel(lunch.channel_id)}. Who is in that channel can take a seat.",
        blocks.button("See the lunches", "lunches.list"),
    )


@cache
def checklists() -> Checklists:
    """Read the checklists, once: what helps by format and day."""
    return parse(FILE.read_text(encoding="utf-8").splitlines())


def parse(lines: Iterable[str]) -> Checklists:
    """Read checklists; a line that names neither a format nor a day is left out."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    form = ""
    for line in map(str.strip, lines):
        if line.startswith("[") and line.endswith("]"):
            form = line[1:-1].strip()
            continue
        ahead, _, help_ = ("" if line.startswith("#") else line).partition(":")
        if ahead in list(Ahead) and help_.strip():
            found[form, ahead].append(help_.strip())
    return found


def _talk(talk: Talk, lunch: Lunch, reader_id: str, *, at: str) -> list[Block]:
    where = f"{at}{place(lunch)}  ·  {blocks.channel(lunch.channel_id)}"
    ways = [
        blocks.button("Edit", "lunches_talks.edit", value=talk.id),
        blocks.button("Another date", "lunches_talks.move", value=talk.id),
        blocks.button("I cannot", "lunches_talks.step_back", value=talk.id),
    ]
    own = talk.speaker_id == reader_id
    return [
        {"type": "section", "text": blocks.plain(talk.title)},
        blocks.context(f"{where}  ·  {lunches_talks.kind(talk)}"),
        *([blocks.actions(f"talk-{talk.id}", *ways)] if own else []),
    ]


def _checklist(form: TalkFormat, ahead: Ahead, *, named: bool) -> list[Block]:
    lines = [f"•  {blocks.escape(each)}" for each in checklists().get((form, ahead), ())]
    title = [f"*{lunches_talks.FORMATS[form]}*"] if named else []
    return [blocks.section("\n".join([*title, *lines]))] if lines else []


def _date_ways(talk: Talk, reader_id: str, label: str) -> list[Block]:
    if talk.speaker_id != reader_id:
        return []
    return [
        blocks.button(label, "lunches_talks.move", value=talk.id),
        blocks.button("Step back", "lunches_talks.step_back", value=talk.id),
    ]


def _named(talk: Talk) -> str:
    """Name a talk by its title; one whose speaker is forgotten has none."""
    return f"“{blocks.quiet(talk.title)}”" if talk.title else "A talk"


def _said(said: str, *buttons: Block) -> Message:
    return Message(
        text=said, blocks=[blocks.section(said), *([blocks.actions("talk", *buttons)] if buttons else [])]
    )
