"""Web API: windows, the Home tab, and the link of Socket Mode."""

from typing import Any

from bot.workspace import modals
from bot.workspace.api import APP_TOKEN, Entry, required
from bot.workspace.errors import ApiError
from bot.workspace.hub import Hub
from bot.workspace.modals import Window
from handlers.views import limits

Json = dict[str, Any]


async def opened(hub: Hub, arguments: Json) -> Json:
    """views.open."""
    view = checked(arguments.get("view"), "modal")
    window = hub.modals.open(required(arguments, "trigger_id"), view, hub.state.new_id("V"))
    return _shown(hub, window)


async def pushed(hub: Hub, arguments: Json) -> Json:
    """views.push."""
    view = checked(arguments.get("view"), "modal")
    window = hub.modals.push(required(arguments, "trigger_id"), view, hub.state.new_id("V"))
    return _shown(hub, window)


async def updated(hub: Hub, arguments: Json) -> Json:
    """views.update."""
    window = hub.modals.window(arguments.get("view_id", ""), arguments.get("external_id"))
    if window is None:
        raise ApiError("not_found")
    if arguments.get("hash") and arguments["hash"] != window.hash:
        raise ApiError("hash_conflict")
    window.replace(checked(arguments.get("view"), "modal"))
    return _shown(hub, window)


async def published(hub: Hub, arguments: Json) -> Json:
    """views.publish."""
    person = hub.state.people.get(required(arguments, "user_id", error="user_not_found"))
    if person is None or person.is_bot:
        raise ApiError("user_not_found")
    view = checked(arguments.get("view"), "home")
    before = hub.state.homes.get(person.id)
    if before is not None and arguments.get("hash") and arguments["hash"] != before["hash"]:
        raise ApiError("hash_conflict")
    view_id = before["id"] if before else hub.state.new_id("V")
    shown = modals.described(modals.filled_in(view), view_id, modals.new_hash())
    hub.state.set_home(person.id, shown)
    hub.changes.tell("home", person=person.id)
    return {"view": shown}


async def connection(hub: Hub, _arguments: Json) -> Json:
    """apps.connections.open."""
    return {"url": f"{hub.url.replace('http', 'ws', 1)}/socket/?ticket={hub.links.ticket()}"}


def checked(view: Any, kind: str) -> Json:
    """Refuse a view that Slack would not show."""
    if not isinstance(view, dict):
        raise ApiError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] view must be an object"]}
        )
    problems = limits.view_problems(view) if view.get("type") == kind else [f"type should be {kind}"]
    if problems:
        messages = [f"[ERROR] {problem}" for problem in problems]
        raise ApiError("invalid_arguments", response_metadata={"messages": messages})
    return view


def _shown(hub: Hub, window: Window) -> Json:
    hub.changes.tell("views", person=window.owner)
    return {"view": window.public()}


METHODS = {
    "views.open": Entry(opened),
    "views.push": Entry(pushed),
    "views.update": Entry(updated),
    "views.publish": Entry(published),
    "apps.connections.open": Entry(connection, token=APP_TOKEN),
}
