"""What people see of when their group meets: moments to choose from, the one that was chosen, another."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from handlers.views import blocks
from handlers.views.blocks import Block, Message, View
from handlers.views.cohorts_words import until as moment
from models.mixers_page import Page, Time
from models.mixers_rounds import Group
from models.mixers_times import Strain

BENT = (
    "There is no half hour in which all of you work, so each of these is a little early or late for somebody."
)
HERE = "If none will do, write to each other here instead."
ALONE = "I could not open a conversation for you, so write to each other in one of your own."
WITHOUT = (
    "Until this round ends there is no half hour in which all of you work, nor one close to it; what is "
    "above works in writing too, each when it suits them."
)

TITLE = "When you meet"

STRAINS = {
    Strain.EARLY: "early for",
    Strain.LATE: "late for",
    Strain.OFF: "not in the working hours of",
}


def rows(page: Page) -> list[Block]:
    """Show when a group meets, or the moments to choose from, or that there are none."""
    if page.meets is not None:
        return [_chosen(page.meets), _buttons(page, calendar=True)]
    if not page.times:
        return [blocks.section(f"{_begins(page)} {WITHOUT}"), _buttons(page, calendar=False)]
    return [
        blocks.section(f"{_begins(page)}{_bent(page)}"),
        *(_row(page.group, each) for each in page.times),
        _buttons(page, calendar=False),
        blocks.context(
            "Each of you reads the times in your own time zone, and anybody may pick or move one."
        ),
    ]


def chosen(group: Group, who: str, at: datetime) -> Message:
    """Tell the group that somebody chose a time."""
    said = f"{blocks.person(who)} chose when you meet: {moment(at)}."
    return Message(said, [blocks.section(said, accessory=calendar_button(group))])


def form(page: Page, now: datetime) -> View:
    """Build the window for another time: those that were suggested, or any."""
    others = [each for each in page.times if each.at > now and each.at != page.group.meets_at]
    label = "Or any other" if others else "When do you meet?"
    return blocks.modal(
        "mixers_times.move",
        TITLE,
        [
            *(_row(page.group, each) for each in others),
            blocks.field(
                "at",
                label,
                blocks.moment_input(initial=page.group.meets_at),
                hint="In your own time zone; the others read it in theirs.",
            ),
        ],
        submit="Choose",
        metadata=str(page.group.id),
    )


def moved(page: Page) -> View:
    """Say in the window what was chosen."""
    said = [_chosen(page.meets)] if page.meets else []
    return blocks.modal("mixers_times.moved", TITLE, [*said, blocks.context("The others hear of it now.")])


def calendar_button(group: Group) -> Block:
    """Build the button that gives somebody the file for their calendar."""
    return blocks.button("Calendar file", "mixers_calendar.send", value=group.id)


def asked(asks: Mapping[str, Strain]) -> str:
    """Say for whom a moment is early, late or no time to work at."""
    return ", ".join(
        f"{words} {listed(blocks.person(who) for who, each in asks.items() if each == strain)}"
        for strain, words in STRAINS.items()
        if strain in asks.values()
    )


def listed(names: Iterable[str]) -> str:
    """Put names into a sentence."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _begins(page: Page) -> str:
    """Say who begins, and how: where one reads it alone, there is no "here" to write in."""
    starter = blocks.person(page.group.starter_id)
    if page.alone:
        picks = " and picks one of the times, and it stands for all of you" if page.times else ""
        return f"*When*  {starter} begins{picks}. {ALONE}"
    how = (
        "pick one of the times, and it stands for all of you" if page.times else "write the first lines here"
    )
    return f"*When*  {starter}, you begin: {how}."


def _bent(page: Page) -> str:
    """Say that the moments ask something of somebody, where they do."""
    if not any(each.asks for each in page.times):
        return ""
    return f"\n{BENT}" if page.alone else f"\n{BENT} {HERE}"


def _row(group: Group, each: Time) -> Block:
    asks = f"\nThat is {asked(each.asks)}." if each.asks else ""
    value = f"{group.id}/{int(each.at.timestamp())}"
    button = blocks.button("This one", "mixers_times.choose", value=value)
    return blocks.section(f"{moment(each.at)}{asks}", accessory=button)


def _chosen(meets: Time) -> Block:
    asks = f"\nThat is {asked(meets.asks)}." if meets.asks else ""
    return blocks.section(f"*When*  You meet {moment(meets.at)}.{asks}")


def _buttons(page: Page, *, calendar: bool) -> Block:
    another = blocks.button("Another time", "mixers_times.another", value=page.group.id)
    return blocks.actions("when", *([calendar_button(page.group)] if calendar else []), another)
