"""The form of a series: what matters first, the rest when somebody asks for it."""

from collections.abc import Sequence

from handlers.views import blocks, rhythms
from handlers.views.blocks import Block, View
from handlers.views.lunches_series import rhythm
from handlers.views.lunches_words import at, day
from models.lunches import Lunch
from models.lunches_rhythm import Every, Odd, oddity
from models.lunches_series import (
    LONGEST_PLACE,
    LONGEST_TITLE,
    MOST_SLOTS,
    Food,
    Plan,
    Series,
    State,
    TalkFormat,
)
from models.slots import Slot

MINUTES = (15, 20, 30, 45, 60, 90, 120)
LONGEST_LINK = 2000

EVERY = {
    Every.WEEK: blocks.option("Every week", Every.WEEK),
    Every.TWO_WEEKS: blocks.option("Every two weeks", Every.TWO_WEEKS),
    Every.MONTH_WEEKDAY: blocks.option("Every month, such as the first Thursday", Every.MONTH_WEEKDAY),
    Every.MONTH_DATE: blocks.option("Every month on the same date", Every.MONTH_DATE),
    Every.QUARTER: blocks.option("Every three months, such as the first Thursday", Every.QUARTER),
}
FOODS = {
    Food.OWN: blocks.option("Everybody brings their own", Food.OWN),
    Food.CATERED: blocks.option("Lunch is there: the host hears the number the day before", Food.CATERED),
}
TRAITS = {
    "work_time": blocks.option("It is in work time", "work_time"),
    "guests": blocks.option("People may bring somebody", "guests"),
}
FORMATS = {
    TalkFormat.TALK: blocks.option("Talk", TalkFormat.TALK),
    TalkFormat.LIGHTNING: blocks.option("Lightning talks, five minutes each", TalkFormat.LIGHTNING),
    TalkFormat.SHOW_AND_TELL: blocks.option("Show and tell", TalkFormat.SHOW_AND_TELL),
    TalkFormat.ASK_ME_ANYTHING: blocks.option("Ask me anything", TalkFormat.ASK_ME_ANYTHING),
    TalkFormat.READING_CIRCLE: blocks.option("Reading circle", TalkFormat.READING_CIRCLE),
    TalkFormat.GOT_IT_WRONG: blocks.option("How I got it wrong", TalkFormat.GOT_IT_WRONG),
    TalkFormat.DEMO: blocks.option("Demo without slides", TalkFormat.DEMO),
}
ODD = {
    Odd.SKIPPED: "the clocks skip this time, so it begins when they do",
    Odd.TWICE: "this time comes twice; the first is meant",
}


def new(plan: Plan, *, more: bool = False) -> View:
    """Build the form to start a series."""
    return blocks.modal(
        "lunches_series.save",
        "Start a series",
        [
            blocks.field("channel", "Channel", blocks.channel_select(here=True), hint="One that you are in."),
            *_essentials(plan, [_start(plan)]),
            *(_more(plan, None) if more else [_more_button("")]),
            blocks.context("A steward or the channel's creator starts a series; others propose it."),
        ],
        submit="Save",
    )


def edit(series: Series, coming: Sequence[Lunch], *, more: bool = False) -> View:
    """Build the form to change a series from one of its coming lunches on."""
    dates = [blocks.option(day(at(lunch)), str(lunch.id)) for lunch in coming]
    when = [
        blocks.field(
            "start",
            "Move that lunch to",
            blocks.date_input(),
            hint="The later ones follow in their rhythm. Empty: every date stays on its day.",
            optional=True,
        )
    ]
    since = blocks.field("first", "Change it from", blocks.select(dates, initial=dates[0])) if dates else None
    return blocks.modal(
        "lunches_series.save",
        "Change series",
        [
            *([since] if since else []),
            *_essentials(series.plan, when),
            *(_more(series.plan, series.co_host_id) if more else [_more_button(str(series.id))]),
            blocks.context(
                "Seats and talks are kept. Who has a seat is told if the time, the place or the link changes."
            ),
        ],
        submit="Save",
        metadata=f"{series.id}/{series.version}",
    )


def saved(series: Series, coming: Sequence[Slot]) -> View:
    """Say what became of the form, with the next dates."""
    where = blocks.channel(series.channel_id)
    begins = (
        f"Your proposal for {where} is with the stewards and the channel's creator. The first yes starts it, "
        "and I will tell you what they say. It would begin like this:"
        if series.state == State.PROPOSED
        else f"Kept. Each lunch is announced in {where} a week ahead. These come next:"
    )
    return blocks.modal(
        "lunches_series.saved",
        "Learning lunches",
        [
            blocks.section(begins),
            blocks.section(dates(series.plan, coming)),
            blocks.context(f"{blocks.quiet(series.title)}, {rhythm(series.plan)}"),
        ],
    )


def dates(plan: Plan, coming: Sequence[Slot]) -> str:
    """List dates, with a word where the clocks change."""
    return "\n".join(f"•  {day(slot.local)}{_odd(slot, plan.zone)}" for slot in coming)


def _odd(slot: Slot, zone: str) -> str:
    odd = oddity(slot.local, zone)
    return f"  ({ODD[odd]})" if odd else ""


def _essentials(plan: Plan, when: list[Block]) -> list[Block]:
    setting = plan.setting
    return [
        blocks.field("title", "Title", blocks.text_input(initial=setting.title, longest=LONGEST_TITLE)),
        blocks.field("every", "How often", blocks.select(list(EVERY.values()), initial=EVERY[plan.every])),
        *when,
        blocks.field("at", "Time", blocks.time_input(initial=plan.at), hint=f"In the time zone {plan.zone}."),
        blocks.field(
            "place",
            "Place",
            blocks.text_input(initial=setting.place, longest=LONGEST_PLACE, placeholder="Kitchen, 2nd floor"),
            optional=True,
        ),
        blocks.field(
            "link",
            "Video link",
            blocks.text_input(initial=setting.link, longest=LONGEST_LINK, placeholder="https://"),
            hint="With a place and a link, people choose where they are.",
            optional=True,
        ),
        blocks.field(
            "capacity",
            "Seats",
            _number(setting.capacity),
            hint="With a video link, those in the room. Empty: as many as come.",
            optional=True,
        ),
    ]


def _start(plan: Plan) -> Block:
    return blocks.field(
        "start",
        "First lunch",
        blocks.date_input(initial=plan.start),
        hint="Its weekday, or its date, is that of the later ones.",
    )


def _more_button(value: str) -> Block:
    return blocks.actions("more", blocks.button("More choices", "lunches_series.more", value=value))


def _more(plan: Plan, co_host_id: str | None) -> list[Block]:
    setting = plan.setting
    minutes = sorted({*MINUTES, setting.minutes})
    formats = [option for format_, option in FORMATS.items() if format_ in plan.formats]
    traits = [option for name, option in TRAITS.items() if getattr(setting, name)]
    return [
        blocks.divider(),
        blocks.field("minutes", "Length", _choice(minutes, setting.minutes, "{} minutes")),
        blocks.field(
            "remote_capacity",
            "Seats at the video link",
            _number(setting.remote_capacity),
            hint="Empty: as many as come.",
            optional=True,
        ),
        blocks.field(
            "minimum",
            "People it takes",
            _number(setting.minimum),
            hint="With fewer the day before, the host is asked what to do. Empty: any number.",
            optional=True,
        ),
        blocks.field("food", "Food", blocks.radio(list(FOODS.values()), initial=FOODS[Food(setting.food)])),
        blocks.field(
            "traits", "Also", blocks.checkboxes(list(TRAITS.values()), initial=traits), optional=True
        ),
        blocks.field("slots", "Talks a lunch", _choice(range(1, MOST_SLOTS + 1), setting.slots, "{}")),
        blocks.field(
            "formats", "What fits", blocks.checkboxes(list(FORMATS.values()), initial=formats), optional=True
        ),
        blocks.field(
            "co_host",
            "Co-host",
            blocks.person_select(initial=co_host_id, placeholder="Nobody"),
            optional=True,
        ),
        rhythms.zone(plan.zone),
        blocks.field(
            "other_time",
            "Second time",
            blocks.time_input(initial=plan.other_time),
            hint="For colleagues far away: the two times take turns.",
            optional=True,
        ),
        rhythms.country(plan.country),
    ]


def _number(given: int | None) -> Block:
    return blocks.text_input(initial="" if given is None else str(given), longest=10)


def _choice(numbers: Sequence[int], chosen: int, said: str) -> Block:
    options = {number: blocks.option(said.format(number), str(number)) for number in numbers}
    return blocks.select(list(options.values()), initial=options[chosen])
