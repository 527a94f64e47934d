"""What people see of a lunch: its announcement in the channel, and the list of those to come."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.views import blocks, lunches_seats, lunches_talks, lunches_wishes
from handlers.views.blocks import Block, Message, View
from models.lunches import Lunch, State
from models.lunches_announcement import Announcement
from models.lunches_seats import Seat
from models.lunches_series import Food

LUNCHES_SHOWN = 8

FOODS = {Food.OWN: "bring your own lunch", Food.CATERED: "lunch is there"}


class Row(NamedTuple):
    """One lunch in somebody's list, with their own seat if they have one."""

    announcement: Announcement
    seat: Seat | None


def announcement(shown: Announcement) -> Message:
    """Build the post for a lunch's channel, as the lunch is now."""
    lunch = shown.lunch
    text = f"{blocks.quiet(lunch.title)}: {spoken(lunch)}"
    return Message(text=text, blocks=[*_head(lunch), *_body(shown)])


def changed(lunch: Lunch) -> Message:
    """Tell somebody with a seat what has become of the lunch."""
    title, where = blocks.quiet(lunch.title), blocks.channel(lunch.channel_id)
    if lunch.state == State.CALLED_OFF:
        said = f"{title} in {where}, {when(lunch)}, is called off. You need not do anything."
    else:
        said = f"{title} in {where} has changed: it is {when(lunch)}, {place(lunch)}. Your seat is kept."
    return Message(text=said, blocks=[blocks.section(said)])


def overview(rows: Sequence[Row], *, offered: str = "") -> View:
    """List the lunches to come in one's channels, with seats to take and ways to bring something."""
    nothing = (
        "No lunch is planned in your channels yet. Start a series: half an hour together while you eat, at a "
        "time you choose. Or wish for a topic, and see who can tell you about it."
    )
    listed = [block for row in rows for block in _row(row)]
    return blocks.modal(
        "lunches.list",
        "Learning lunches",
        [
            *(listed or [blocks.section(nothing)]),
            blocks.divider(),
            blocks.actions(
                "ways",
                blocks.button("Offer a talk", "lunches_talks.new", value=offered, style="primary"),
                blocks.button("My talks", "lunches_talks.mine"),
                blocks.button("Wishes", "lunches_wishes.list"),
                blocks.button("Series", "lunches_series.list"),
            ),
        ],
    )


def when(lunch: Lunch) -> str:
    """Say when a lunch is, in mrkdwn: everybody reads it in their own time zone."""
    return f"<!date^{int(lunch.at.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken(lunch)}>"


def spoken(lunch: Lunch) -> str:
    """Say when a lunch is in its own zone, where nothing can be formatted."""
    local = lunch.at.astimezone(ZoneInfo(lunch.zone))
    return f"{day(local)} ({lunch.zone})"


def day(local: datetime) -> str:
    """Write a local date and time out."""
    return f"{local:%A} {local.day} {local:%B, %H:%M}"


def place(lunch: Lunch) -> str:
    """Say where a lunch is, in mrkdwn: in a room, at a link, or both."""
    link = f"<{lunch.link}|online>" if lunch.link else ""
    room = blocks.quiet(lunch.place)
    return " and ".join(filter(None, (room, link))) or "in the channel"


def _head(lunch: Lunch) -> list[Block]:
    traits = [
        f"{lunch.minutes} minutes",
        FOODS[Food(lunch.food)],
        *(["in work time"] if lunch.work_time else []),
    ]
    return [
        {"type": "section", "text": blocks.plain(lunch.title)},
        blocks.section(f"*{when(lunch)}*\n{place(lunch)}"),
        blocks.context("  ·  ".join(traits)),
    ]


def _body(shown: Announcement) -> list[Block]:
    lunch = shown.lunch
    if lunch.state == State.CALLED_OFF:
        return [blocks.section("This lunch is called off. Everybody with a seat has been told.")]
    if lunch.state == State.OVER:
        return [*lunches_talks.programme(shown), blocks.context("This lunch is over.")]
    return [
        *lunches_talks.programme(shown),
        *lunches_wishes.wanted(shown),
        *lunches_seats.buttons(shown),
    ]


def _row(row: Row) -> list[Block]:
    return [
        *_head(row.announcement.lunch),
        *lunches_talks.programme(row.announcement),
        *lunches_seats.own(row.announcement, row.seat),
    ]
