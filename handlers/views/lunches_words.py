"""How the time and the place of a lunch are said, wherever it is spoken of."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.views import blocks
from models.lunches import Lunch


def when(lunch: Lunch) -> str:
    """Say when a lunch is, in mrkdwn: everybody reads it in their own time zone."""
    return f"<!date^{int(lunch.at.timestamp())}^{{date_long_pretty}} at {{time}}|{spoken(lunch)}>"


def spoken(lunch: Lunch) -> str:
    """Say when a lunch is in its own zone, where nothing can be formatted."""
    return f"{day(at(lunch))} ({lunch.zone})"


def at(lunch: Lunch) -> datetime:
    """Give when a lunch is in its own zone."""
    return lunch.at.astimezone(ZoneInfo(lunch.zone))


def day(local: datetime) -> str:
    """Write a local date and time out."""
    return f"{local:%A} {local.day} {local:%B, %H:%M}"


def place(lunch: Lunch) -> str:
    """Say where a lunch is, in mrkdwn: in a room, at a link, or both."""
    link = f"<{blocks.escape(lunch.link)}|online>" if lunch.link else ""
    room = blocks.quiet(lunch.place)
    return " and ".join(filter(None, (room, link))) or "in the channel"
