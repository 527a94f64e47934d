"""What people see of calendars: the ways to put a lunch into one's own."""

from handlers.views import blocks, calendars, lunches_words
from handlers.views.blocks import Block, View
from handlers.views.calendars import Meeting
from models.lunches import Lunch


def button(lunch: Lunch) -> Block:
    """Build the button that opens the ways to put a lunch into one's calendar."""
    return blocks.button("Calendar", "lunches_calendar.open", value=lunch.id)


def ways(lunch: Lunch, summary: str, *, feed: str) -> View:
    """Offer a file, two calendars on the web and, where there is an address, a feed."""
    return blocks.modal(
        "lunches_calendar.ways",
        "Your calendar",
        [
            {"type": "section", "text": blocks.plain(blocks.shortened(summary))},
            blocks.section(f"{lunches_words.when(lunch)}\n{lunches_words.place(lunch)}"),
            blocks.actions(
                "ways",
                blocks.button("Send me the file", "lunches_calendar.send", value=lunch.id, style="primary"),
                *calendars.on_the_web("lunches_calendar", _meeting(lunch, summary)),
            ),
            blocks.context("When the lunch changes you get word; open the file anew to bring it up to date."),
            *(_feed(feed) if feed else []),
        ],
        metadata=str(lunch.id),
    )


def sent() -> View:
    """Say where the file is."""
    return calendars.sent("lunch")


def no_files() -> View:
    """Say why there is no file, and what works instead."""
    return calendars.notice(
        f"{calendars.NO_FILES} Google Calendar and Outlook work all the same: go back, and press one of them."
    )


def file_name(lunch: Lunch) -> str:
    """Name the file by its day."""
    return f"lunch-{lunch.at:%Y-%m-%d}.ics"


def _feed(address: str) -> list[Block]:
    return [
        blocks.divider(),
        blocks.section(
            "Or subscribe once, and your calendar follows every lunch you have a seat at. Whoever knows the "
            f"address sees them, so keep it to yourself:\n`{address}`"
        ),
        blocks.actions("feed", blocks.button("New address", "lunches_calendar.renew")),
    ]


def _meeting(lunch: Lunch, summary: str) -> Meeting:
    return Meeting(summary, lunch.at, lunch.ends_at, lunch.place or lunch.link)
