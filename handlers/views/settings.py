"""What stewards see of a workspace's settings."""

from collections.abc import Sequence
from datetime import time

from handlers.views import blocks, rhythms
from handlers.views.blocks import View
from models.settings import MOST_A_PERSON, Settings

_NUMBERS = [blocks.option(str(number), str(number)) for number in range(MOST_A_PERSON + 1)]


def form(chosen: Settings, stewards: Sequence[str], digest_channels: Sequence[str]) -> View:
    """Build the form with what is chosen now."""
    return blocks.modal(
        "settings.save",
        "Settings",
        [
            blocks.field(
                "stewards",
                "Stewards",
                blocks.people_select(initial=stewards),
                hint="They choose what stands here, and hear of reports and silent prompts.",
            ),
            blocks.field(
                "capture_emoji",
                "Emoji that saves a message as a tip",
                blocks.text_input(initial=f":{chosen.capture_emoji}:"),
                hint="Its author is always asked first.",
            ),
            rhythms.zone(chosen.zone, label="Time zone of this workspace"),
            blocks.field(
                "person_budget",
                "Direct messages a week that nobody asked for",
                blocks.select(_NUMBERS, initial=_NUMBERS[chosen.person_budget]),
                hint="At most so many to each person, in their own working hours. With 0 nobody gets any, "
                "except that people who said yes to each other are introduced.",
            ),
            blocks.field(
                "digest_channels",
                "Channels that get the week's digest",
                blocks.channels_select(initial=digest_channels),
                hint="New tips, the most helpful, open questions. A week without any is skipped.",
                optional=True,
            ),
            rhythms.weekday(chosen.digest_weekday, name="digest_weekday", label="Day of the digest"),
            blocks.field(
                "digest_time",
                "Time of the digest",
                blocks.time_input(initial=time.fromisoformat(chosen.digest_time)),
            ),
            blocks.actions("import", blocks.button("Teams and managers", "profiles.compose_import")),
        ],
        submit="Save",
    )


def saved() -> View:
    """Say that the settings are kept."""
    return blocks.modal("settings.saved", "Saved", [blocks.section("The settings are kept, from now on.")])
