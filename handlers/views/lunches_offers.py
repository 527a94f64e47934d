"""What people see when they offer a talk: the form, their own talks, another date, stepping back."""

from collections.abc import Sequence
from typing import NamedTuple

from handlers.views import blocks, lunches_talks
from handlers.views.blocks import Block, View
from handlers.views.lunches_words import spoken, when
from models.lunches import Lunch
from models.lunches_series import TalkFormat
from models.lunches_talks import LONGEST_GAIN, LONGEST_TITLE, MINUTES, Pitch, State, Talk
from models.lunches_wishes import Wish

TALKS_SHOWN = 10
DATES_SHOWN = 60
OPTION = 75
ANY = "any"

KEEP = blocks.option("Keep it for a later date", "keep")
WITHDRAW = blocks.option("Withdraw it", "withdraw")


class Choice(NamedTuple):
    """What a form offers: the dates with room, the formats given there, and which date stands first.

    `again` names the field for the date anew, since a field keeps what was chosen in it.
    """

    dates: Sequence[Lunch]
    formats: Sequence[TalkFormat]
    chosen_id: int | None = None
    again: bool = False

    @property
    def field(self) -> str:
        """The name of the field for the date."""
        return "lunch_again" if self.again else "lunch"


def form(
    pitch: Pitch,
    choice: Choice,
    *,
    wish: Wish | None = None,
    co_speakers: Sequence[str] = (),
    taken: str = "",
) -> View:
    """Build the form to offer a talk; `taken` says that somebody was faster."""
    return blocks.modal(
        "lunches_talks.offer",
        "Offer a talk",
        [
            *([blocks.section(taken)] if taken else []),
            *([blocks.context(f"For the wish “{blocks.quiet(wish.text)}”")] if wish else []),
            *_pitch_fields(pitch, choice.formats, co_speakers),
            _date_field(choice, "Any date"),
        ],
        submit="Offer",
        metadata=f"{wish.id if wish else 0}/{int(choice.again)}",
    )


def edit(talk: Talk, formats: Sequence[TalkFormat]) -> View:
    """Build the form to change a talk."""
    with_us = [*talk.speakers[1:], *filter(None, talk.asked.split(","))]
    return blocks.modal(
        "lunches_talks.edit",
        "Your talk",
        _pitch_fields(talk.pitch, formats, with_us),
        submit="Save",
        metadata=f"{talk.id}/{talk.version}",
    )


def move(talk: Talk, choice: Choice, *, taken: str = "") -> View:
    """Build the form that gives a talk another date."""
    return blocks.modal(
        "lunches_talks.move",
        "Another date",
        [
            blocks.section(
                taken or f"“{blocks.quiet(talk.title)}” may move. Its slot is then free for others."
            ),
            _date_field(choice, "Any later date" if talk.lunch_id else "Any date"),
        ],
        submit="Move it",
        metadata=f"{talk.id}/{int(choice.again)}",
    )


def step_back(talk: Talk) -> View:
    """Ask what becomes of a talk whose slot is given back."""
    return blocks.modal(
        "lunches_talks.step_back",
        "Step back",
        [
            blocks.section(f"“{blocks.quiet(talk.title)}”: stepping back is fine, and the host hears of it."),
            blocks.field("then", "Your talk", blocks.radio([KEEP, WITHDRAW], initial=KEEP)),
        ],
        submit="Step back",
        metadata=str(talk.id),
    )


def offered(talk: Talk, lunch: Lunch | None) -> View:
    """Say where an offered talk stands, and how to change it."""
    if lunch is not None:
        where = blocks.channel(lunch.channel_id)
        said = f"“{blocks.quiet(talk.title)}” is on {when(lunch)}, in {where}."
        note = "The host hears of it. I remind you a week and a day before, with a checklist."
    else:
        said = f"“{blocks.quiet(talk.title)}” is kept. No date is free for it just now."
        note = "It gets the next one that comes free or opens, and I tell you at once."
    asked = "Who gives it with you is asked first. " if talk.asked else ""
    return blocks.modal(
        "lunches_talks.offered",
        "Thank you",
        [blocks.section(said), blocks.context(asked + note), _ways(talk)],
    )


def mine(talks: Sequence[tuple[Talk, Lunch | None]], reader_id: str) -> View:
    """List the talks that somebody is to give."""
    nothing = "You have no talk ahead. Five minutes about one thing you know are a good start."
    listed = [block for talk, lunch in talks for block in _mine(talk, lunch, reader_id)]
    return blocks.modal(
        "lunches_talks.mine",
        "My talks",
        [
            *(listed or [blocks.section(nothing)]),
            blocks.divider(),
            blocks.actions("offer", blocks.button("Offer a talk", "lunches_talks.new", style="primary")),
        ],
    )


def stepped_back(talk: Talk) -> View:
    """Say that a slot is given back, and how to undo it."""
    if talk.state == State.WITHDRAWN:
        said = f"“{blocks.quiet(talk.title)}” is withdrawn."
        way = blocks.button("Offer it again", "lunches_talks.offer_again", value=talk.id)
    else:
        said = (
            f"“{blocks.quiet(talk.title)}” is kept. It gets the next later date that is free, and I tell you."
        )
        way = blocks.button("Choose a date", "lunches_talks.move", value=talk.id)
    return blocks.modal(
        "lunches_talks.notice", "Done", [blocks.section(said), blocks.actions(f"talk-{talk.id}", way)]
    )


def taken(wanted: Lunch, next_one: Lunch | None) -> str:
    """Say that somebody was faster, and which date is free next."""
    free = f"The next free date is {when(next_one)}." if next_one else "No other date is free yet."
    return f"Somebody was faster: {when(wanted)} is taken. What you typed is kept. {free}"


def stepped_out(talk: Talk) -> View:
    """Say that a talk is given without somebody."""
    said = f"“{blocks.quiet(talk.title)}” is given without you. {blocks.person(talk.speaker_id)} hears of it."
    return blocks.modal("lunches_talks.notice", "Done", [blocks.section(said)])


def _pitch_fields(pitch: Pitch, formats: Sequence[TalkFormat], co_speakers: Sequence[str]) -> list[Block]:
    kinds = {form: blocks.option(lunches_talks.FORMATS[form], form) for form in formats}
    lengths = {each: blocks.option(f"{each} minutes", str(each)) for each in MINUTES}
    return [
        blocks.field(
            "title",
            "Title",
            blocks.text_input(
                initial=pitch.title, longest=LONGEST_TITLE, placeholder="How we halved our build time"
            ),
        ),
        *blocks.rest(pitch.title, LONGEST_TITLE),
        blocks.field(
            "gain",
            "What will people get?",
            blocks.text_input(initial=pitch.gain, multiline=True, longest=LONGEST_GAIN),
            hint="One or two sentences.",
            optional=True,
        ),
        blocks.field(
            "format",
            "Format",
            blocks.select(list(kinds.values()), initial=kinds.get(pitch.format, next(iter(kinds.values())))),
        ),
        blocks.field(
            "minutes",
            "Length",
            blocks.select(list(lengths.values()), initial=lengths[pitch.minutes]),
            hint="Five minutes are a talk too.",
        ),
        blocks.field(
            "co_speakers",
            "Who gives it with you?",
            blocks.people_select(initial=co_speakers),
            hint="They are asked first, and named once they say yes.",
            optional=True,
        ),
    ]


def _date_field(choice: Choice, anything: str) -> Block:
    whenever = blocks.option(anything, ANY)
    dates = {lunch.id: blocks.option(_date(lunch), str(lunch.id)) for lunch in choice.dates[:DATES_SHOWN]}
    chosen = dates.get(choice.chosen_id, whenever) if choice.chosen_id is not None else whenever
    return blocks.field(
        choice.field,
        "Date",
        blocks.select([whenever, *dates.values()], initial=chosen),
        hint="The lunches in your channels that have a free slot."
        if dates
        else "No lunch in your channels has a free slot just now. Your talk gets the next one.",
    )


def _date(lunch: Lunch) -> str:
    return blocks.shortened(f"{spoken(lunch)}, {lunch.title}", OPTION)


def _mine(talk: Talk, lunch: Lunch | None, reader_id: str) -> list[Block]:
    at = f"{when(lunch)}, {blocks.channel(lunch.channel_id)}" if lunch else "waits for a date"
    own = talk.speaker_id == reader_id
    out = blocks.button("Step out", "lunches_talks.not_join", value=talk.id)
    return [
        {"type": "section", "text": blocks.plain(talk.title)},
        blocks.context(f"{at}  ·  {lunches_talks.kind(talk)}  ·  {lunches_talks.speakers(talk)}"),
        _ways(talk) if own else blocks.actions(f"talk-{talk.id}", out),
    ]


def _ways(talk: Talk) -> Block:
    swap = [blocks.button("Swap", "lunches_swaps.open", value=talk.id)] if talk.lunch_id else []
    date, back = ("Another date", "Step back") if talk.lunch_id else ("Choose a date", "Take it back")
    return blocks.actions(
        f"talk-{talk.id}",
        blocks.button("Edit", "lunches_talks.edit", value=talk.id),
        blocks.button(date, "lunches_talks.move", value=talk.id),
        *swap,
        blocks.button(back, "lunches_talks.step_back", value=talk.id),
    )
