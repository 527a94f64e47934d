"""What people see of the calendar file of their group."""

from handlers.views import blocks, calendars
from handlers.views.blocks import View
from handlers.views.calendars import Meeting
from models.calendars import Dated


def sent(dated: Dated) -> View:
    """Say where the file is."""
    if dated.called_off:
        return calendars.notice(
            "You are not in this group any more. The file is in our conversation, under Apps → Potluck: open "
            "it, and your calendar lets the meeting go."
        )
    return calendars.sent("meeting")


def no_files(dated: Dated) -> View:
    """Say why there is no file, and give two calendars on the web instead."""
    if dated.called_off:
        return calendars.notice("You are not in this group any more. Take the meeting out of your calendar.")
    meeting = Meeting(dated.summary, dated.begins, dated.ends)
    return calendars.notice(
        f"{calendars.NO_FILES} Google Calendar and Outlook take it from here:",
        blocks.actions("web", *calendars.on_the_web("mixers_calendar", meeting)),
    )


def file_name(dated: Dated) -> str:
    """Name the file by its day."""
    return f"mixer-{dated.begins:%Y-%m-%d}.ics"
