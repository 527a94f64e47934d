"""The command /potluck: one's own page, and help."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import Ack, App
from slack_sdk import WebClient

from handlers import (
    apart,
    cohorts,
    forms,
    home,
    members,
    mixers_ties,
    pauses,
    profiles,
    prompt_schedules,
    settings,
    windows,
)
from handlers.forms import Payload
from handlers.views import home as home_views
from handlers.views import potluck as views
from models.base import Sessions

WINDOWS: dict[str, Callable[[Ack, WebClient, Payload, str, str, Sessions], None]] = {
    "cohorts": cohorts.open_list,
    "forget-me": members.open_forgetting,
    "my-data": members.open_data,
    "not-with": apart.open_form,
    "profile": profiles.open_form,
    "report": mixers_ties.open_report,
    "skills": profiles.open_form,
}
"""What opens in a window of its own, by the word behind the command."""


def register(app: App) -> None:
    """Route what concerns Potluck as a whole."""
    app.command("/potluck")(potluck)


def potluck(
    ack: Ack,
    client: WebClient,
    body: Payload,
    command: Payload,
    team_id: str,
    user_id: str,
    sessions: Sessions,
    now: datetime,
) -> None:
    """Open one's own page, or answer with help."""
    words = forms.typed(command)
    match words.casefold().split():
        case [] | ["home"]:
            page = home_views.window(home.gather(client, sessions, team_id, user_id, now))
            windows.show(client, body, page)
            ack()
        case ["settings"]:
            settings.open_settings(ack, client, body, team_id, user_id, sessions, now)
        case ["prompts"]:
            prompt_schedules.open_list(ack, client, body, team_id, user_id, sessions, now)
        case [name] if name in WINDOWS:
            WINDOWS[name](ack, client, body, team_id, user_id, sessions)
        case ["pause", *day]:
            pauses.typed(ack, client, body, " ".join(day), team_id, user_id, sessions, now)
        case ["resume", *programme]:
            pauses.resume(ack, " ".join(programme), team_id, user_id, sessions, now)
        case _:
            message = views.help_text() if forms.asks_for_help(words) else views.unknown(words)
            ack(text=message.text, blocks=message.blocks)
