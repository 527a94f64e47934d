"""What people see of calendars, whatever has a date: two on the web, and where a file is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from handlers.views import blocks
from handlers.views.blocks import Block, View

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"

NO_FILES = "I may not give files in this workspace: whoever installed me left that out."


class Meeting(NamedTuple):
    """What the calendars on the web are told of a date."""

    summary: str
    begins: datetime
    ends: datetime
    where: str = ""


def on_the_web(feature: str, meeting: Meeting) -> Sequence[Block]:
    """Build the buttons that lead to two calendars on the web, for a feature that hears them pressed."""
    return (
        _leading("Google Calendar", f"{feature}.google", _google(meeting)),
        _leading("Outlook", f"{feature}.outlook", _outlook(meeting)),
    )


def sent(what: str) -> View:
    """Say where the file is."""
    return notice(
        "The file is in our conversation, under Apps → Potluck. Open it, and your calendar takes it in. A "
        f"later file of the same {what} replaces it."
    )


def notice(text: str, *more: Block) -> View:
    """Say something of calendars in a window."""
    return blocks.modal("calendars.notice", "Your calendar", [blocks.section(text), *more])


def _leading(text: str, action_id: str, url: str) -> Block:
    return {**blocks.button(text, action_id), "url": url}


def _google(meeting: Meeting) -> str:
    dates = "/".join(f"{each.astimezone(UTC):%Y%m%dT%H%M%SZ}" for each in (meeting.begins, meeting.ends))
    asked = {"action": "TEMPLATE", "text": _brief(meeting), "dates": dates, "location": _where(meeting)}
    return f"{GOOGLE}?{urlencode(asked)}"


def _outlook(meeting: Meeting) -> str:
    asked = {
        "subject": _brief(meeting),
        "startdt": _utc(meeting.begins),
        "enddt": _utc(meeting.ends),
        "location": _where(meeting),
    }
    return f"{OUTLOOK}?{urlencode(asked)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _brief(meeting: Meeting) -> str:
    return blocks.shortened(meeting.summary, 120)


def _where(meeting: Meeting) -> str:
    """Give the place for an address that Slack takes: at most 3,000 characters in all."""
    return meeting.where[:200]
