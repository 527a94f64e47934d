"""What people see of calendars: the ways to put a lunch into one's own."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from handlers.views import blocks, lunches_words
from handlers.views.blocks import Block, View
from models.lunches import Lunch

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"


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
                _leading("Google Calendar", "lunches_calendar.google", _google(lunch, summary)),
                _leading("Outlook", "lunches_calendar.outlook", _outlook(lunch, summary)),
            ),
            blocks.context("When the lunch changes you get word; open the file anew to bring it up to date."),
            *(_feed(feed) if feed else []),
        ],
        metadata=str(lunch.id),
    )


def sent() -> View:
    """Say where the file is."""
    return _notice(
        "The file is in our conversation, under Apps → Potluck. Open it, and your calendar takes it in. A "
        "later file of the same lunch replaces it."
    )


def no_files() -> View:
    """Say why there is no file, and what works instead."""
    return _notice(
        "I may not give files in this workspace: whoever installed me left that out. Google Calendar and "
        "Outlook work all the same: go back, and press one of them."
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


def _leading(text: str, action_id: str, url: str) -> Block:
    return {**blocks.button(text, action_id), "url": url}


def _google(lunch: Lunch, summary: str) -> str:
    dates = "/".join(f"{each.astimezone(UTC):%Y%m%dT%H%M%SZ}" for each in (lunch.at, lunch.ends_at))
    asked = {"action": "TEMPLATE", "text": _brief(summary), "dates": dates, "location": _where(lunch)}
    return f"{GOOGLE}?{urlencode(asked)}"


def _outlook(lunch: Lunch, summary: str) -> str:
    asked = {
        "subject": _brief(summary),
        "startdt": _utc(lunch.at),
        "enddt": _utc(lunch.ends_at),
        "location": _where(lunch),
    }
    return f"{OUTLOOK}?{urlencode(asked)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _brief(summary: str) -> str:
    return blocks.shortened(summary, 120)


def _where(lunch: Lunch) -> str:
    """Give the place for an address that Slack takes: at most 3,000 characters in all."""
    return (lunch.place or lunch.link)[:200]


def _notice(text: str) -> View:
    return blocks.modal("lunches_calendar.notice", "Your calendar", [blocks.section(text)])
